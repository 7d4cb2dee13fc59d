use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(3, range = 1..=15)]
    name: &'a str,
}

fn main() {}
