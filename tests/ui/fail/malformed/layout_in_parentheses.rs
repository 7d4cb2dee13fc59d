use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(layout(zero_fill))]
struct Stats {
    packets: u32,
}

fn main() {}
