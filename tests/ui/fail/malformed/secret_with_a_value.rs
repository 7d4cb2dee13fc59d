use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, secret = true)]
    key: u32,
}

fn main() {}
