use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    mtu: u32,
}

fn main() {}
