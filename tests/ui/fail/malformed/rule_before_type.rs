use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(range = 68..=65535, 4)]
    mtu: u32,
}

fn main() {}
