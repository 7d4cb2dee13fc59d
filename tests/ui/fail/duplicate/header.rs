use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[netlink(header)]
    info: [u8; 16],
    #[netlink(header)]
    more: [u8; 4],
}

fn main() {}
