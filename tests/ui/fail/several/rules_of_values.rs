use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(0x8004, range = 9..=1)]
    mtu: u32,
    #[nla(3, range = 1..=15)]
    name: &'a str,
    #[nla(2, len = 5)]
    txqlen: u32,
}

fn main() {}
