use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, len = 8)]
    address: [u8; 6],
}

fn main() {}
