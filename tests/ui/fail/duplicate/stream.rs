use netlink_core::{Emit, Parse, Stream};

#[derive(Clone, Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(u32),
}

#[derive(Parse, Emit)]
struct Metrics<'a> {
    #[netlink(stream)]
    all: Stream<'a, Metric>,
    #[netlink(stream)]
    again: Stream<'a, Metric>,
}

fn main() {}
