use netlink_core::{Emit, Parse};

const IFF_UP: u16 = 1;

#[derive(Parse, Emit)]
#[netlink(flags(UP = IFF_UP, RUNNING = 1 << 0, DEBUG))]
struct LinkFlags(u32);

impl LinkFlags {
    const DEBUG: Self = Self(IFF_UP as u32);
}

fn main() {}
