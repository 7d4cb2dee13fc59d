use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[repr(u8)]
enum OperState {
    Up = 256,
}

fn main() {}
