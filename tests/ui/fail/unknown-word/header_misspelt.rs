use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[netlink(haeder)]
    info: [u8; 16],
}

fn main() {}
