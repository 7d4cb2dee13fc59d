use netlink_core::{Emit, Parse, Unknown};

#[derive(Parse, Emit)]
#[netlink(mesage = 16, reply = Link)]
struct Link<'a> {
    mtu: u32,
    #[nla(3, length = 15)]
    name: &'a str,
    #[netlink(header)]
    info: [u8; 16],
    #[nla(3)]
    alias: &'a str,
    #[nla(5, select = knd)]
    data: u32,
    #[nla()]
    nothing: u32,
    #[netlink(unknown)]
    rest: Unknown<'a>,
    #[netlink(unknown)]
    more: Unknown<'a>,
}

fn main() {}
