use netlink_core::{Emit, Parse, Struct, zerocopy};

#[derive(Clone, Copy, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(C)]
struct Stats {
    packets: u64,
}

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(23)]
    stats: Struct<'a, Stats>,
}

fn main() {}
