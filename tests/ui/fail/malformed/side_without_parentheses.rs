use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, emit = reject)]
    mtu: Option<u32>,
}

fn main() {}
