use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1))]
struct LinkFlags([u8; 4]);

fn main() {}
