use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(net_byteorder)]
struct Port(u16);

fn main() {}
