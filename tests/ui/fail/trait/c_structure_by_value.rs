use netlink_core::{Emit, Parse};

#[derive(Clone, Copy, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[repr(C)]
struct Stats {
    packets: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[nla(7)]
    stats: Stats,
}

fn main() {}
