use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key)]
    Vlan(u16),
}

fn main() {}
