use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(wire = bool)]
#[repr(u8)]
enum Direction {
    In,
    Out,
}

fn main() {}
