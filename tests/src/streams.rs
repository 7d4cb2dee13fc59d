//! A link and a route as streams: their attributes one by one, in the order of the message.
//!
//! The families have structs. Here, some attributes of each kind are the items of a stream, and the others are unknown.
//! An item is parsed alone, so attributes whose type depends on the header or on another attribute are bytes.

use core::ffi::CStr;
use core::net::IpAddr;

use netlink_core::value::{NlaStr, Struct};
use netlink_core::{Attr, Emit, Parse, Stream, Uint};
use netlink_families::rt_link::{LinkHeader, LinkInfo, LinkStats64, PropList, VfInfoList, Xdp};
use netlink_families::rt_route::{NextHops, RouteHeader, Via};

/// A network interface as a stream of its attributes.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = 16, protocol = 0)]
pub struct LinkStream<'a> {
    /// What all links have.
    #[netlink(header)]
    pub header: LinkHeader,
    /// The attributes.
    #[netlink(stream)]
    pub attrs: Stream<'a, LinkAttr<'a>>,
}

/// One attribute of a link.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each attribute")]
#[expect(missing_docs, reason = "they are fields of `netlink_families::rt_link::Link`")]
pub enum LinkAttr<'a> {
    #[nla(1, len = ..=32)]
    Address(&'a [u8]),
    #[nla(3, len = ..=15)]
    Name(&'a CStr),
    #[nla(4)]
    Mtu(u32),
    #[nla(6)]
    Qdisc(NlaStr<'a>),
    #[nla(10)]
    Master(u32),
    #[nla(13, emit(range = ..=0x7fff_ffff))]
    TxQueueLen(u32),
    #[nla(16)]
    OperState(u8),
    #[nla(18)]
    LinkInfo(LinkInfo<'a>),
    #[nla(22)]
    VirtualFunctions(VfInfoList<'a>),
    #[nla(23)]
    Stats64(Struct<'a, LinkStats64>),
    #[nla(26)]
    AfSpec(&'a [u8]),
    #[nla(37)]
    LinkNetnsid(i32),
    #[nla(43)]
    Xdp(Xdp<'a>),
    #[nla(52)]
    Properties(PropList<'a>),
    #[nla(66)]
    MaxPacingOffloadHorizon(Uint),
    #[nla(68)]
    Headroom(u16),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

/// A route as a stream of its attributes.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = 24, protocol = 0)]
pub struct RouteStream<'a> {
    /// What all routes have.
    #[netlink(header)]
    pub header: RouteHeader,
    /// The attributes.
    #[netlink(stream)]
    pub attrs: Stream<'a, RouteAttr<'a>>,
}

/// One attribute of a route.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(missing_docs, reason = "they are fields of `netlink_families::rt_route::Route`")]
pub enum RouteAttr<'a> {
    #[nla(1)]
    Dst(IpAddr),
    #[nla(4)]
    OutputInterface(u32),
    #[nla(5)]
    Gateway(IpAddr),
    #[nla(6)]
    Priority(u32),
    #[nla(7)]
    PreferredSrc(IpAddr),
    #[nla(8)]
    Metrics(Stream<'a, Metric<'a>>),
    #[nla(9)]
    Multipath(NextHops<'a>),
    #[nla(15)]
    Table(u32),
    #[nla(18)]
    Via(Via<'a>),
    #[nla(26, emit(range = 0..=1))]
    TtlPropagate(u8),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// One metric of a route.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[expect(missing_docs, reason = "they are fields of `netlink_families::rt_route::Metrics`")]
pub enum Metric<'a> {
    #[nla(1)]
    Lock(u32),
    #[nla(2)]
    Mtu(u32),
    #[nla(12, emit(mask = 0x1f))]
    Features(u32),
    #[nla(16, len = ..=15)]
    CongestionControl(&'a CStr),
    #[netlink(unknown)]
    Other(Attr<'a>),
}
