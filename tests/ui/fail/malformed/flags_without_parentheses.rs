use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags = UP)]
struct LinkFlags(u32);

#[derive(Parse, Emit)]
#[netlink(flags())]
struct PortFlags(u32);

fn main() {}
