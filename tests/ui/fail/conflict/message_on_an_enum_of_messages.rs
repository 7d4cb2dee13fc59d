use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

#[derive(Parse, Emit)]
#[netlink(message = 16)]
enum Event {
    #[netlink(message = 16)]
    New(Link),
}

fn main() {}
