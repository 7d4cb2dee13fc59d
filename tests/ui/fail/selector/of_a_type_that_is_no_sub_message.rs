use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct LinkInfo<'a> {
    #[nla(1)]
    kind: &'a str,
    #[nla(2, select = kind)]
    data: Option<u32>,
}

fn main() {}
