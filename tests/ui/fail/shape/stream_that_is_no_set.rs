use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Metrics {
    #[netlink(stream)]
    all: u32,
}

fn main() {}
