use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(unknown = refuse)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
}

fn main() {}
