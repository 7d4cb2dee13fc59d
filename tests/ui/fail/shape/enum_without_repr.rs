use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum OperState {
    Unknown,
    Down,
}

fn main() {}
