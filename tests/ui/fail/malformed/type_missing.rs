use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla()]
    mtu: u32,
}

fn main() {}
