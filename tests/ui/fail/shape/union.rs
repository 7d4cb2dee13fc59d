use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
union Address {
    v4: [u8; 4],
    v6: [u8; 16],
}

fn main() {}
