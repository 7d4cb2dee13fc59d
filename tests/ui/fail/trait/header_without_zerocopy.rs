use netlink_core::{Emit, Parse};

#[derive(Clone, Copy)]
#[repr(C)]
struct RtGenMsg {
    family: u8,
}

#[derive(Parse, Emit)]
struct Link {
    #[netlink(header)]
    header: RtGenMsg,
    #[nla(4)]
    mtu: u32,
}

fn main() {}
