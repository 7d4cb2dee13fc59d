use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(zero_fill)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
