use netlink_core::{Emit, Parse};

#[derive(Parse)]
struct Info {
    #[nla(1)]
    kind: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[nla(18)]
    info: Vec<Info>,
}

fn main() {}
