use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: u32,
    #[nla(4)]
    min_mtu: u32,
}

fn main() {}
