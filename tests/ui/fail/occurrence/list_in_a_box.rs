use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    field: Box<Vec<u32>>,
}

fn main() {}
