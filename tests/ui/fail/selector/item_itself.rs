use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
enum Item {
    #[nla(2, select = Data)]
    Data(u32),
}

fn main() {}
