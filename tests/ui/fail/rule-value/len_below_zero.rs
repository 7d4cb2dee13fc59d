use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(3, len = ..0)]
    name: &'a str,
}

fn main() {}
