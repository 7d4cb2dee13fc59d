use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum AfData {
    #[netlink(key = -2)]
    Inet(u16),
}

fn main() {}
