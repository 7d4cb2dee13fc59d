use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(range = 68.., mask = 0xffff)]
struct Mtu(u32);

fn main() {}
