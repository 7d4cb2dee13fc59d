use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16)]
struct Mtu(u32);

fn main() {}
