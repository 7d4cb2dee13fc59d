use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(header)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
