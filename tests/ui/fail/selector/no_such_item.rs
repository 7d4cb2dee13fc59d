use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(1)]
    Kind(u32),
    #[nla(2, select = Knid)]
    Data(u32),
}

fn main() {}
