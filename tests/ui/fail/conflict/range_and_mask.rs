use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, range = 68.., mask = 0xffff)]
    mtu: u32,
}

fn main() {}
