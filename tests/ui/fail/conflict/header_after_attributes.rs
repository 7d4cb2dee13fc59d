use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: u32,
    #[netlink(header)]
    info: [u8; 16],
}

fn main() {}
