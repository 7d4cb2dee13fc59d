use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, select = super)]
    kind: u32,
    #[nla(2, select = kind)]
    data: u32,
}

fn main() {}
