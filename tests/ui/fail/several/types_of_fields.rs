use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    address: Vec<u8>,
    #[nla(2)]
    up: Option<bool>,
    #[nla(3)]
    name: String,
}

fn main() {}
