use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<const N: usize> {
    #[nla(4, len = 4)]
    mtu: u32,
    #[nla(5)]
    rest: [u8; N],
}

fn main() {}
