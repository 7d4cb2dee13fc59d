use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Mtu(Option<u32>);

fn main() {}
