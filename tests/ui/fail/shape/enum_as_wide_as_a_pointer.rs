use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[repr(usize)]
enum OperState {
    Unknown,
    Down,
}

fn main() {}
