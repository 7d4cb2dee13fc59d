use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(lifetime = a)]
struct Link<'a> {
    #[nla(3)]
    name: &'a [u8],
}

fn main() {}
