use netlink_core::{Emit, Parse};

#[derive(Parse, Emit, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[netlink(layout)]
#[repr(C)]
struct Stats {
    #[nla(1)]
    packets: u32,
}

fn main() {}
