use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = 16, protocol = 32)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
