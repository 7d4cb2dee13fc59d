use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(3)]
    name: &'static [u8],
}

fn main() {}
