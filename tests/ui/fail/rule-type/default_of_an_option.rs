use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, default = Some(1500))]
    mtu: Option<u32>,
}

fn main() {}
