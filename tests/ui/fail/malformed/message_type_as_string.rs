use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = "RTM_NEWLINK")]
struct Link {
    #[nla(4)]
    mtu: u32,
}

fn main() {}
