use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(family = "netdev")]
struct Device {
    #[nla(1)]
    index: u32,
}

fn main() {}
