use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(family = "netdev", command = 1, protocol = 16)]
struct Device {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
#[netlink(family = "netdev", protocol = 16)]
enum Event {
    #[netlink(command = 1)]
    New(Device),
}

fn main() {}
