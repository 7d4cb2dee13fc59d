use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP, RUNNING, DEBUG =))]
struct LinkFlags(u32);

#[derive(Parse, Emit)]
#[netlink(flags(UP, RUNNING))]
struct PortFlags(u32);

impl PortFlags {
    const RUNNING: u32 = 2;
}

fn main() {}
