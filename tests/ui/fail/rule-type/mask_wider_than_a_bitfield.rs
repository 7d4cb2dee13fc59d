use netlink_core::{Bitfield32, Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, mask = 0x1_0000_0000_u64)]
    flags: Bitfield32,
}

fn main() {}
