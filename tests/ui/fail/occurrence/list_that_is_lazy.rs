use netlink_core::{Emit, Lazy, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1)]
    field: Lazy<'a, Vec<u32>>,
}

fn main() {}
