use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(mesage = 16)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
