use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, name = ifindex)]
    index: u32,
}

fn main() {}
