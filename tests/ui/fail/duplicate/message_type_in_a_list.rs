use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(message = [16, 17, 16])]
struct Link;

fn main() {}
