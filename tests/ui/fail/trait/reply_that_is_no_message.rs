use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 18, reply = Link)]
struct GetLink {
    #[nla(4)]
    mtu: Option<u32>,
}

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
