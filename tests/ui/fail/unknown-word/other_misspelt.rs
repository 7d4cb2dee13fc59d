use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum LinkData<'a> {
    #[netlink(key = "vlan")]
    Vlan(u16),
    #[netlink(ohter)]
    Other(&'a [u8]),
}

fn main() {}
