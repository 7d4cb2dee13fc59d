use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(unknown = keep)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
