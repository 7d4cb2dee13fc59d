use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(IFLA_MTU)]
    mtu: u32,
}

fn main() {}
