use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 18, reply = u32)]
struct GetLink {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
