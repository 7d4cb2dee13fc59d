use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1, DEBUG = 4, UP = 2))]
struct LinkFlags(u32);

fn main() {}
