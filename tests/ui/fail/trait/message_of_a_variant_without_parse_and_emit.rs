use netlink_core::{Emit, Parse};

struct Link {
    mtu: u32,
}

#[derive(Parse, Emit)]
enum Event {
    #[netlink(message = 16)]
    New(Link),
}

fn main() {}
