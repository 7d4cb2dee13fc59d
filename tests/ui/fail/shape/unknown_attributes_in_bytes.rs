use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[netlink(unknown)]
    rest: &'a [u8],
}

fn main() {}
