use netlink_core::{Emit, Parse};

#[derive(Parse, Emit, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[netlink(layout, message = 16)]
#[repr(C)]
struct Stats {
    packets: u32,
}

fn main() {}
