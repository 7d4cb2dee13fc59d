use netlink_core::{Emit, Parse};

const RTM_NEWLINK: u16 = 16;
const RTM_DELLINK: u16 = 16;

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

#[derive(Parse, Emit)]
enum Event {
    #[netlink(message = RTM_NEWLINK)]
    New(Link),
    #[netlink(message = RTM_DELLINK)]
    Deleted(Link),
}

fn main() {}
