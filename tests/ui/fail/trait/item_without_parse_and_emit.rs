use netlink_core::{Emit, Parse};

struct Mtu {
    bytes: u16,
}

#[derive(Parse, Emit)]
enum Metric {
    #[nla(2)]
    Mtu(Mtu),
}

fn main() {}
