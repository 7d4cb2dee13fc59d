use netlink_core::{Emit, Parse};

const IFLA_MTU: &str = "mtu";

#[derive(Parse, Emit)]
struct Link {
    #[nla(IFLA_MTU)]
    mtu: u32,
}

fn main() {}
