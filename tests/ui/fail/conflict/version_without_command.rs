use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(version = 2)]
struct Device {
    #[nla(1)]
    index: u32,
}

fn main() {}
