use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData<'a> {
    #[netlink(key = "vlan")]
    Vlan(u16),
    #[netlink(other)]
    Other(&'a [u8]),
    #[netlink(other)]
    Another(&'a [u8]),
}

fn main() {}
