use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(any_of(index, mtu))]
struct Mtu(u32);

fn main() {}
