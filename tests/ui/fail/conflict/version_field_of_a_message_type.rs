use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16)]
struct Link {
    #[netlink(version)]
    version: u8,
    #[nla(4)]
    mtu: u32,
}

fn main() {}
