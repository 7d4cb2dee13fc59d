use netlink_core::{Attr, Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(unknown = refuse)]
enum Metric<'a> {
    #[nla(2)]
    Mtu(u32),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

fn main() {}
