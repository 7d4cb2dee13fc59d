use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
struct LinkInfo<'a> {
    #[nla(1)]
    kind: &'a str,
    #[nla(2, select = kind, default = LinkData::Vlan(1))]
    data: LinkData,
}

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
}

fn main() {}
