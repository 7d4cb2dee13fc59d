use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Device {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
#[netlink(family = "netdev")]
enum Event {
    #[netlink(message = 16)]
    New(Device),
}

fn main() {}
