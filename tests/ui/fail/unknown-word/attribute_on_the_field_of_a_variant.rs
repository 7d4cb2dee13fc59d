use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    Mtu(#[nla(2)] u32),
}

fn main() {}
