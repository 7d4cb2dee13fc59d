use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, name = "mtu")]
    max: u32,
    #[nla(2)]
    mtu: u32,
}

fn main() {}
