use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16)]
struct Ports(Vec<u16>);

fn main() {}
