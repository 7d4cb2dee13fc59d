use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1), range = ..=1)]
struct LinkFlags(u32);

fn main() {}
