use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(3, len)]
    name: &'a [u8],
}

fn main() {}
