use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[nla(1)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
