use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(family = "netdev of this machine", command = 1)]
struct Device {
    #[nla(1)]
    index: u32,
}

fn main() {}
