use netlink_core::{Emit, Parse};

const IFLA_MTU: u16 = 4;
const IFLA_MTU_OF_ANOTHER_HEADER: u32 = 4;

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    address: [u8; 6],
    #[nla(IFLA_MTU)]
    mtu: u32,
    #[nla(IFLA_MTU_OF_ANOTHER_HEADER)]
    min_mtu: u32,
}

fn main() {}
