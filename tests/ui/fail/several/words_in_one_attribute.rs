use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, rnage = 68.., musk = 3, len = 1, len = 2)]
    mtu: u32,
}

fn main() {}
