use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[netlink(message = 16)]
    mtu: u32,
}

fn main() {}
