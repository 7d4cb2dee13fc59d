use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, mask = -1)]
    flags: u16,
}

fn main() {}
