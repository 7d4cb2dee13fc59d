use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[repr(u32)]
enum OperState {
    Unknown,
    #[netlink(other)]
    Other(u8),
}

fn main() {}
