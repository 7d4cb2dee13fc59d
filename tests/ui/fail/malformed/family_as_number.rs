use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(family = 16, command = 3)]
struct GetFamily {
    #[nla(1)]
    id: u16,
}

fn main() {}
