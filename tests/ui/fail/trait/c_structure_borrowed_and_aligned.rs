use netlink_core::{Emit, Parse};

#[derive(
    Clone,
    Copy,
    zerocopy::FromBytes,
    zerocopy::IntoBytes,
    zerocopy::Immutable,
    zerocopy::KnownLayout,
)]
#[repr(C)]
struct Stats {
    packets: u32,
}

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(7)]
    stats: &'a Stats,
}

fn main() {}
