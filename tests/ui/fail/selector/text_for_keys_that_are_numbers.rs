use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct AfSpec<'a> {
    #[nla(1)]
    kind: &'a str,
    #[nla(2, select = kind)]
    data: Option<AfData>,
}

#[derive(Parse, Emit)]
enum AfData {
    #[netlink(key = 2)]
    Inet(u16),
}

fn main() {}
