use netlink_core::{Emit, Parse, Unknown};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[netlink(unknown)]
    rest: Unknown<'a>,
    #[netlink(unknown)]
    more: Unknown<'a>,
}

fn main() {}
