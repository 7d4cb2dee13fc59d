use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(4, range = 0..=1)]
    up: bool,
}

fn main() {}
