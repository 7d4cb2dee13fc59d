use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct LinkInfo<'a> {
    #[nla(1)]
    kind: &'a str,
    #[nla(2, select = data)]
    data: Option<LinkData>,
}

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
}

fn main() {}
