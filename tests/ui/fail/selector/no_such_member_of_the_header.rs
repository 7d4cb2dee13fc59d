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
    #[nla(2, select = header.famly)]
    data: Option<AfData>,
}

#[derive(Parse, Emit)]
enum AfData {
    #[netlink(key = 2)]
    Inet(u16),
}

fn main() {}
