use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
    #[netlink(key = 5)]
    Vxlan(u32),
}

fn main() {}
