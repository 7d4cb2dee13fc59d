//! In a crate without a prelude there is no `Option`, no `Some`, no `Clone`, no `u32` by a short way.
#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code)]

use ::netlink_core::{Attr, Be, Emit, Parse, RawMessage, Stream, Unknown};

#[derive(Parse, Emit)]
#[netlink(message = 16)]
struct Link<'a> {
    #[netlink(header)]
    info: [u8; 16],
    #[nla(3, len = 1..=15)]
    name: &'a ::core::ffi::CStr,
    #[nla(4, range = 68.., default = 1500)]
    mtu: u32,
    #[nla(5, default)]
    up: u8,
    #[nla(18)]
    kind: ::core::option::Option<&'a str>,
    #[nla(19, select = kind)]
    data: ::core::option::Option<LinkData<'a>>,
    #[nla(20)]
    stream: ::core::option::Option<Stream<'a, Metric<'a>>>,
    #[nla(21)]
    many: ::std::vec::Vec<Index>,
    #[nla(22)]
    protocol: ::core::option::Option<Protocol>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Parse, Emit)]
enum LinkData<'a> {
    #[netlink(key = "vlan")]
    Vlan(u16),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(::core::clone::Clone, Parse, Emit)]
enum Metric<'a> {
    #[nla(2, range = 68..)]
    Mtu(u32),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

#[derive(Parse, Emit)]
#[netlink(range = 1..)]
struct Index(i32);

#[derive(Parse, Emit)]
#[netlink(wire = Be<u16>)]
#[repr(u16)]
enum Protocol {
    Ip = 0x0800,
    #[netlink(other)]
    Other(u16),
}

#[derive(Parse, Emit)]
enum Event<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

fn main() {}
