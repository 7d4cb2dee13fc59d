use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, flags(UP = 1))]
    flags: u32,
}

fn main() {}
