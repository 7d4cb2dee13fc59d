use netlink_core::{Emit, Parse};

const ETH_MIN_MTU: u16 = 68;
const ETH_MAX_MTU: i64 = 60;

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, emit(range = ETH_MIN_MTU..=ETH_MAX_MTU))]
    mtu: Option<u32>,
}

fn main() {}
