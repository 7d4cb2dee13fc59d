use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
    Vxlan(u32),
}

fn main() {}
