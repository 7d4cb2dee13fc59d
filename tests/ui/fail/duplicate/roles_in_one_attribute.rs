use netlink_core::{Emit, Parse, Unknown};

#[derive(Parse, Emit)]
struct Link<'a> {
    #[netlink(header, unknown)]
    rest: Unknown<'a>,
}

fn main() {}
