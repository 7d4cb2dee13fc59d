use netlink_core::{Emit, Parse};

#[derive(Clone, Copy, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[repr(C)]
struct RtGenMsg {
    family: u8,
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(header)]
    header: RtGenMsg,
    #[nla(2, select = header.family)]
    data: Option<LinkData>,
}

#[derive(Parse, Emit)]
enum LinkData {
    #[netlink(key = "vlan")]
    Vlan(u16),
}

fn main() {}
