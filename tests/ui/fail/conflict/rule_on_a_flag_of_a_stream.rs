use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1, len = 4)]
    Flag,
}

fn main() {}
