use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(layout, zero_fill)]
#[repr(C)]
struct Stats {
    packets: u32,
}

fn main() {}
