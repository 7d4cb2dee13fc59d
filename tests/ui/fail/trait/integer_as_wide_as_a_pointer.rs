use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: usize,
}

fn main() {}
