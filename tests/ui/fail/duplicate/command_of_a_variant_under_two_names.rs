use netlink_core::{Emit, Parse};

const NEW: u8 = 1;
const GET: u8 = 1;

#[derive(Parse, Emit)]
struct Device {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
#[netlink(family = "netdev")]
enum Event {
    #[netlink(command = NEW)]
    New(Device),
    #[netlink(command = GET)]
    Get(Device),
}

fn main() {}
