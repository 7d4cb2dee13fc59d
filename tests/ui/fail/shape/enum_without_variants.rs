use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[repr(u8)]
enum OperState {}

fn main() {}
