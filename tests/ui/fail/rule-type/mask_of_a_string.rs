use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1, mask = 0xff)]
    name: &'a str,
}

fn main() {}
