use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Flag();

fn main() {}
