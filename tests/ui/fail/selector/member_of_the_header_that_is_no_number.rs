use netlink_core::{Emit, Parse};

#[derive(Clone, Copy, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
#[repr(C)]
struct Header {
    name: [u8; 4],
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(header)]
    header: Header,
    #[nla(2, select = header.name)]
    data: Option<AfData>,
}

#[derive(Parse, Emit)]
enum AfData {
    #[netlink(key = 2)]
    Inet(u16),
}

fn main() {}
