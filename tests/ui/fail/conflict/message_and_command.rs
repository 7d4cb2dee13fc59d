use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16, family = "netdev", command = 1)]
struct Device {
    #[nla(1)]
    index: u32,
}

fn main() {}
