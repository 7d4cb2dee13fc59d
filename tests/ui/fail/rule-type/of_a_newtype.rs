use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(len = ..=15)]
struct Mtu(u32);

fn main() {}
