use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = [])]
struct Link;

fn main() {}
