use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(lifetime = 'a)]
struct Link<'a, 'b> {
    #[nla(3)]
    name: &'a [u8],
    #[nla(20)]
    alias: &'b [u8],
}

fn main() {}
