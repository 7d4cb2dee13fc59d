use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(18, len = ..=64)]
    info: Info,
}

#[derive(Parse, Emit)]
struct Info {
    #[nla(1)]
    kind: u32,
}

fn main() {}
