use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(wire = u8)]
enum LinkData<'a> {
    #[netlink(key = "vlan")]
    Vlan(u16),
    #[netlink(key = "vlan")]
    Vxlan(u32, u32),
    #[netlink(key = 7)]
    Seven(u8),
    Bridge(u8),
    #[netlink(ohter)]
    Other(&'a [u8]),
}

fn main() {}
