use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1)]
    Kind,
    #[nla(2, select = Kind)]
    Data(u32),
}

fn main() {}
