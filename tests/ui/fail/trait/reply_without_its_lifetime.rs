//! A reply that borrows, without `<'_>`.
use netlink_core::{Emit, Parse};

#[derive(Emit)]
#[netlink(message = 18, reply = Link)]
struct GetLink {}

#[derive(Parse)]
#[netlink(message = 16)]
struct Link<'a> {
    #[nla(3)]
    name: &'a str,
}

fn main() {}
