use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(layout)]
#[repr(C)]
struct Stats {
    packets: u32,
}

fn main() {}
