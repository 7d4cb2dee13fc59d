use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Mtu(#[nla(4)] u32);

fn main() {}
