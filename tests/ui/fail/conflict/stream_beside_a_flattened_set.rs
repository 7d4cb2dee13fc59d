use netlink_core::{Emit, Parse, Stream};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1)]
    Mtu(u32),
}

#[derive(Parse, Emit)]
struct Common {
    #[nla(2)]
    index: u32,
}

#[derive(Parse, Emit)]
struct Link<'a> {
    #[netlink(flatten)]
    common: Common,
    #[netlink(stream)]
    items: Stream<'a, Item>,
}

fn main() {}
