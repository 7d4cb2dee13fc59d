use netlink_core::{Emit, Parse, Stream};

#[derive(Clone, Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(u32),
}

#[derive(Parse, Emit)]
struct Metrics<'a> {
    #[nla(1)]
    lock: u32,
    #[netlink(stream)]
    all: Stream<'a, Metric>,
}

fn main() {}
