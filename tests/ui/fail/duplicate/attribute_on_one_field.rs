use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4)]
    #[nla(50)]
    mtu: u32,
}

fn main() {}
