use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, parse(mask = 1))]
    mtu: i64,
}

fn main() {}
