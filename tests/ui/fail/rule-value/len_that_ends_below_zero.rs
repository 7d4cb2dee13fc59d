use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1, len = 0..=-1)]
    name: &'a [u8],
}

fn main() {}
