use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(reject)]
    mtu: Option<u32>,
}

fn main() {}
