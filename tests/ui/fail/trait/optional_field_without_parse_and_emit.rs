use netlink_core::{Emit, Parse};

struct Info {
    kind: u32,
}

#[derive(Parse, Emit)]
struct Link {
    #[nla(18)]
    info: Option<Info>,
}

fn main() {}
