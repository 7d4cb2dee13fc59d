use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Timer {
    #[nla(1, with = "Microseconds")]
    interval: u32,
}

fn main() {}
