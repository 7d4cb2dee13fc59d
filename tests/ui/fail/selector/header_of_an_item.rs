use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1, select = header.family)]
    Data(u32),
}

fn main() {}
