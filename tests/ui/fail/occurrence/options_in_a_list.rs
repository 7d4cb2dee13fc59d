use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    field: Vec<Option<u32>>,
}

fn main() {}
