use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1)]
    Ports(Vec<u32>),
}

fn main() {}
