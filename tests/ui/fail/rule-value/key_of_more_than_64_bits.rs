use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum AfData {
    #[netlink(key = 0x1_0000_0000_0000_0000)]
    Inet(u16),
}

fn main() {}
