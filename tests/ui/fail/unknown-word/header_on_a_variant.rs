use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    #[netlink(header)]
    Mtu(u32),
}

fn main() {}
