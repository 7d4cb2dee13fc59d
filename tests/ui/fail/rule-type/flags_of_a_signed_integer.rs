use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1, RUNNING))]
struct LinkFlags(i32);

impl LinkFlags {
    const RUNNING: Self = Self(2);
}

fn main() {}
