use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

#[derive(Parse, Emit)]
enum Event {
    #[netlink(message = -16)]
    New(Link),
}

fn main() {}
