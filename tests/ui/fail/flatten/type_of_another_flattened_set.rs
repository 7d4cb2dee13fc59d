use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Common {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
struct Other {
    #[nla(1)]
    number: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(flatten)]
    common: Common,
    #[netlink(flatten)]
    other: Other,
}

fn main() {}
