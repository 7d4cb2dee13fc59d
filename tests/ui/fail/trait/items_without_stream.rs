use netlink_core::{Emit, Parse};

#[derive(Clone, Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(u32),
}

#[derive(Parse, Emit)]
struct Route {
    #[nla(8)]
    metrics: Metric,
}

fn main() {}
