use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric {
    #[nla(2, default = 1500)]
    Mtu(u32),
}

fn main() {}
