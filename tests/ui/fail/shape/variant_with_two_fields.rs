use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16, u32),
}

fn main() {}
