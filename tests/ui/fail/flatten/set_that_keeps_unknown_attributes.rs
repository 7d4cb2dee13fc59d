use netlink_core::{Emit, Parse, Unknown};

#[derive(Parse, Emit)]
struct Common<'a> {
    #[nla(1)]
    index: u32,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Parse, Emit)]
struct Link<'a> {
    #[netlink(flatten)]
    common: Common<'a>,
}

fn main() {}
