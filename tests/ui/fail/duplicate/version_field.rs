use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(family = "nlctrl", command = 3)]
struct GetFamily {
    #[netlink(version)]
    version: u8,
    #[netlink(version)]
    again: u8,
    #[nla(1)]
    id: u16,
}

fn main() {}
