use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 0x1_0000)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
