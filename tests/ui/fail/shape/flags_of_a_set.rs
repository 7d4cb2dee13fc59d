use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(flags(UP = 1))]
struct Link {
    #[nla(1)]
    flags: u32,
}

fn main() {}
