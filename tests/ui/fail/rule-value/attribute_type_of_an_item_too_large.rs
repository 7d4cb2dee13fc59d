use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    #[nla(0x4000)]
    Mtu(u32),
}

fn main() {}
