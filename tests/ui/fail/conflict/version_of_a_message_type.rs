use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16, version = 2)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
