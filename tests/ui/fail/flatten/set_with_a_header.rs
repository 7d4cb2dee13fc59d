use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Common {
    #[netlink(header)]
    header: [u8; 4],
    #[nla(1)]
    index: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(flatten)]
    common: Common,
}

fn main() {}
