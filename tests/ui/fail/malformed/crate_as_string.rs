use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(crate = "netlink_core")]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
