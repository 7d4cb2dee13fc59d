use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(any_of(index, mtu, header))]
struct Link {
    #[netlink(header)]
    header: [u8; 4],
    #[nla(1)]
    index: Option<u32>,
    #[nla(2)]
    mtu: Option<u32>,
}

fn main() {}
