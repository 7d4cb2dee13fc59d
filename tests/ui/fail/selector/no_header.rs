use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct LinkInfo {
    #[nla(2, select = header.family)]
    data: Option<AfData>,
}

#[derive(Parse, Emit)]
enum AfData {
    #[netlink(key = 2)]
    Inet(u16),
}

fn main() {}
