use netlink_core::{Emit, Parse};

#[derive(Parse, Emit)]
#[netlink(protocol = 0)]
struct Link {
    #[nla(4)]
    mtu: u32,
}

#[derive(Parse, Emit)]
#[netlink(protocol = 0)]
enum Kind {
    #[netlink(key = "vlan")]
    Vlan(Link),
}

fn main() {}
