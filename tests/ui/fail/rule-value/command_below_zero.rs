use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(family = "netdev", command = -1)]
struct Device {
    #[nla(1)]
    index: u32,
}

fn main() {}
