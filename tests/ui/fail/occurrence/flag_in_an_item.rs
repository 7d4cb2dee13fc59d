use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1)]
    Flag(bool),
}

fn main() {}
