use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, default = "1500")]
    mtu: u32,
}

fn main() {}
