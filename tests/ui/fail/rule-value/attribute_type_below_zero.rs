use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(-1)]
    mtu: u32,
}

fn main() {}
