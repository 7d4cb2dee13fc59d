use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1))]
#[repr(u8)]
enum Flag {
    Up = 1,
}

fn main() {}
