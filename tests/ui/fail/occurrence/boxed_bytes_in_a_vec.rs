use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    field: Vec<Box<u8>>,
}

fn main() {}
