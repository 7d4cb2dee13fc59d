use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(any_of("index", "mtu"))]
struct Link {
    #[nla(1)]
    index: Option<u32>,
    #[nla(2)]
    mtu: Option<u32>,
}

fn main() {}
