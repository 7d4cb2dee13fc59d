use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags("UP" = 1))]
struct LinkFlags(u32);

#[derive(Parse, Emit)]
#[netlink(flags(UP = "1"))]
struct PortFlags(u32);

fn main() {}
