use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Range(u16, u16);

fn main() {}
