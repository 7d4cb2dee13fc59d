use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, range = 1500..=68)]
    mtu: u32,
}

fn main() {}
