use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    field: Option<Vec<u32>>,
}

fn main() {}
