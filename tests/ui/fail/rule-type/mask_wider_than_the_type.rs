use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct Link {
    #[nla(1, mask = 0x1_0000)]
    flags: u16,
}

fn main() {}
