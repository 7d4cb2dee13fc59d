use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(wire = netlink_core::Be<u32>)]
struct Port(u32);

fn main() {}
