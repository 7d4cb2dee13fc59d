use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[netlink(header)]
    header: &'a [u8; 16],
    #[nla(4)]
    mtu: u32,
}

fn main() {}
