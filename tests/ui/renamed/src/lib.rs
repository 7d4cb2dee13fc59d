//! A crate that knows the library under another name only: nothing that is generated may name it
//! otherwise.

#![deny(warnings)]
#![allow(dead_code, reason = "it only has to compile")]

use core::ffi::CStr;

use nl::{Attr, Be, Emit, Parse, RawMessage, Stream, Unknown};

#[derive(Parse, Emit)]
#[netlink(crate = nl, message = 18, reply = Link<'_>)]
struct GetLink {
    #[nla(29, mask = 0xff)]
    ext_mask: Option<u32>,
}

#[derive(Parse, Emit)]
#[netlink(crate = nl, message = 16)]
struct Link<'a> {
    #[netlink(header)]
    info: [u8; 16],
    #[nla(3, len = 1..=15)]
    name: &'a CStr,
    #[nla(4, range = 68.., default = 1500)]
    mtu: u32,
    #[nla(18)]
    linkinfo: Option<LinkInfo<'a>>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Parse, Emit)]
#[netlink(crate = nl)]
struct LinkInfo<'a> {
    #[nla(1)]
    kind: &'a CStr,
    #[nla(2, select = kind)]
    data: Option<LinkData<'a>>,
}

#[derive(Parse, Emit)]
#[netlink(crate = nl)]
enum LinkData<'a> {
    #[netlink(key = "vlan")]
    Vlan(Stream<'a, Vlan<'a>>),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(Parse, Emit)]
#[netlink(crate = nl)]
enum Vlan<'a> {
    #[nla(1, range = 0..=4094)]
    Id(u16),
    #[nla(5)]
    Protocol(Protocol),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

#[derive(Parse, Emit)]
#[netlink(crate = nl, wire = Be<u16>)]
#[repr(u16)]
enum Protocol {
    Ieee8021q = 0x8100,
    Ieee8021ad = 0x88a8,
}

#[derive(Parse, Emit)]
#[netlink(crate = nl, range = 1..)]
struct Index(i32);

#[derive(Parse, Emit)]
#[netlink(crate = nl)]
enum Event<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}
