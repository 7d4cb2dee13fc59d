use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Event {
    #[netlink(message = 16)]
    New(u32),
}

fn main() {}
