use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[netlink(header)]
    #[nla(4)]
    mtu: u32,
}

fn main() {}
