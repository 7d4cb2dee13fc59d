use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1, ECHO = 1 << 18, NEGATIVE = -1))]
struct LinkFlags(u16);

fn main() {}
