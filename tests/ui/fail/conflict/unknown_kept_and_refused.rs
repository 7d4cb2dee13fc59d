use netlink_core::{Emit, Parse, Unknown};

#[derive(Parse, Emit)]
#[netlink(unknown = refuse)]
struct Link<'a> {
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

fn main() {}
