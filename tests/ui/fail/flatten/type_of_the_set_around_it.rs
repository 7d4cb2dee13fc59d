use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Common {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(flatten)]
    common: Common,
    #[nla(1)]
    number: Option<u32>,
}

fn main() {}
