use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, len = 0)]
    up: bool,
}

fn main() {}
