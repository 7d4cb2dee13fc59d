use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, range = 68..=1500.5)]
    mtu: u32,
}

fn main() {}
