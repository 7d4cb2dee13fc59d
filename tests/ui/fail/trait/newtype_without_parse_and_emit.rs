use netlink_core::{Emit, Parse};

struct Inner {
    mtu: u32,
}

#[derive(Parse, Emit)]
struct Mtu(Inner);

fn main() {}
