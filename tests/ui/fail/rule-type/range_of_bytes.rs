use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[nla(1, range = 1..=6)]
    address: Option<&'a [u8]>,
}

fn main() {}
