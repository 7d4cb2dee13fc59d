use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(unknown = refuse)]
struct Common {
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(flatten)]
    common: Common,
}

fn main() {}
