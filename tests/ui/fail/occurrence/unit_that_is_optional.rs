use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1)]
    field: Option<()>,
}

fn main() {}
