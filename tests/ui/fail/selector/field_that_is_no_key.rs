use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct LinkInfo {
    #[nla(1)]
    kind: bool,
    #[nla(2, select = kind)]
    data: Option<LinkData>,
}

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
}

fn main() {}
