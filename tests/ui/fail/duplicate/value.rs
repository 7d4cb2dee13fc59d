use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[repr(u8)]
enum OperState {
    Unknown = 0,
    Down = 0,
}

fn main() {}
