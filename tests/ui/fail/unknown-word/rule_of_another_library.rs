use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, min = 68)]
    mtu: u32,
}

fn main() {}
