use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, len = ..=5)]
    address: [u8; 6],
}

fn main() {}
