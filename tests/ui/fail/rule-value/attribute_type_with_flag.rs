use netlink_core::{Emit, Parse};

const NLA_F_NESTED: u16 = 0x8000;

#[derive(Parse, Emit)]
struct Link {
    #[nla(NLA_F_NESTED | 18)]
    info: u32,
}

fn main() {}
