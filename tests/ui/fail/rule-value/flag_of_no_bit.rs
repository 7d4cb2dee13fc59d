use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(NONE = 0, UP = 1, DEBUG))]
struct LinkFlags(u32);

impl LinkFlags {
    const DEBUG: Self = Self(0);
}

fn main() {}
