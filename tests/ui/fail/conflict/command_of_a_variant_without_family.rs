use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Device {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
enum Event {
    #[netlink(command = 1)]
    New(Device),
}

fn main() {}
