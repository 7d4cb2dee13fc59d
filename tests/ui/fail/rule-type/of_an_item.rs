use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    #[nla(2, len = 4)]
    Mtu(u32),
}

fn main() {}
