use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(range = 68..)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
