use netlink_core::{Emit, Parse};

const AF_INET: u8 = 2;

#[derive(Parse, Emit)]
enum AfSpec {
    #[netlink(key = AF_INET)]
    Inet(u32),
    #[netlink(key = 2)]
    Inet6(u32),
}

fn main() {}
