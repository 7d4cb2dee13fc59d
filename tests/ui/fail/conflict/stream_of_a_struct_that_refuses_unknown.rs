use netlink_core::{Emit, Parse, Stream};

#[derive(Clone, Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(u32),
}

#[derive(Parse, Emit)]
#[netlink(unknown = refuse)]
struct Metrics<'a> {
    #[netlink(stream)]
    all: Stream<'a, Metric>,
}

fn main() {}
