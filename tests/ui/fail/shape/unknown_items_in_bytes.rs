use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Metric<'a> {
    #[nla(2)]
    Mtu(u32),
    #[netlink(unknown)]
    Other(&'a [u8]),
}

fn main() {}
