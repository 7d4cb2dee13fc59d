//! rt-route: routes over rtnetlink.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Headers: `linux/rtnetlink.h`, `linux/lwtunnel.h`, `linux/icmpv6.h`.

pub mod constants;
pub mod encap;
pub mod ip;
pub mod metrics;
pub mod next_hops;
pub mod structs;

use netlink_core::{Attr, Be, Emit, Parse, RawMessage, Stream, Unknown};

pub use self::{
    constants::*,
    encap::{Encap, EncapType},
    ip::{Ip, Via},
    metrics::{Metric, Metrics},
    next_hops::NextHops,
    structs::*,
};

/// The bits of an IPv6 flow label.
pub const FLOW_LABEL: u32 = 0xf_ffff;

/// A route: what a kernel sends of one, and what makes or changes one.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_NEWROUTE)]
pub struct Route<'a> {
    #[netlink(header)]
    pub header: RtMsg,
    #[nla(RTA_DST)]
    pub dst: Option<Ip<'a>>,
    #[nla(RTA_SRC)]
    pub src: Option<Ip<'a>>,
    #[nla(RTA_IIF)]
    pub input_interface: Option<u32>,
    #[nla(RTA_OIF)]
    pub output_interface: Option<u32>,
    #[nla(RTA_GATEWAY)]
    pub gateway: Option<Ip<'a>>,
    #[nla(RTA_PRIORITY)]
    pub priority: Option<u32>,
    #[nla(RTA_PREFSRC)]
    pub preferred_src: Option<Ip<'a>>,
    #[nla(RTA_METRICS)]
    pub metrics: Option<Metrics<'a>>,
    #[nla(RTA_MULTIPATH)]
    pub multipath: Option<NextHops<'a>>,
    /// The realms: that of the source in the upper half, that of the destination in the lower.
    #[nla(RTA_FLOW)]
    pub flow: Option<u32>,
    #[nla(RTA_CACHEINFO)]
    pub cache_info: Option<CacheInfo>,
    #[nla(RTA_TABLE)]
    pub table: Option<u32>,
    #[nla(RTA_MARK)]
    pub mark: Option<u32>,
    #[nla(RTA_MFC_STATS)]
    pub multicast_stats: Option<MulticastStats>,
    #[nla(RTA_VIA)]
    pub via: Option<Via<'a>>,
    /// The labels that replace the label that is the destination.
    #[nla(RTA_NEWDST)]
    pub new_dst: Option<&'a [u8]>,
    #[nla(RTA_PREF)]
    pub preference: Option<Preference>,
    #[nla(RTA_ENCAP_TYPE)]
    pub encap_type: Option<EncapType>,
    #[nla(RTA_ENCAP, select = encap_type)]
    pub encap: Option<Encap<'a>>,
    #[nla(RTA_EXPIRES)]
    pub expires: Option<u32>,
    #[nla(RTA_UID)]
    pub uid: Option<u32>,
    #[nla(RTA_TTL_PROPAGATE, emit(range = 0..=1))]
    pub ttl_propagate: Option<u8>,
    #[nla(RTA_IP_PROTO)]
    pub ip_protocol: Option<u8>,
    #[nla(RTA_SPORT)]
    pub src_port: Option<Be<u16>>,
    #[nla(RTA_DPORT)]
    pub dst_port: Option<Be<u16>>,
    #[nla(RTA_NH_ID)]
    pub next_hop_id: Option<u32>,
    #[nla(RTA_FLOWLABEL, mask = FLOW_LABEL)]
    pub flow_label: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl Route<'_> {
    /// The routing table, whichever way its number came.
    #[must_use]
    pub fn table(&self) -> u32 {
        self.table.unwrap_or_else(|| self.header.table.into())
    }
}

/// The request to delete a route: the first one that is like this.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_DELROUTE)]
pub struct DelRoute<'a> {
    #[netlink(header)]
    pub header: RtMsg,
    #[nla(RTA_DST)]
    pub dst: Option<Ip<'a>>,
    #[nla(RTA_SRC)]
    pub src: Option<Ip<'a>>,
    #[nla(RTA_OIF)]
    pub output_interface: Option<u32>,
    #[nla(RTA_GATEWAY)]
    pub gateway: Option<Ip<'a>>,
    #[nla(RTA_PRIORITY)]
    pub priority: Option<u32>,
    #[nla(RTA_PREFSRC)]
    pub preferred_src: Option<Ip<'a>>,
    #[nla(RTA_METRICS)]
    pub metrics: Option<Metrics<'a>>,
    #[nla(RTA_MULTIPATH)]
    pub multipath: Option<NextHops<'a>>,
    #[nla(RTA_TABLE)]
    pub table: Option<u32>,
    #[nla(RTA_NH_ID)]
    pub next_hop_id: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for the route that a packet would take; dumped, for all routes, or those of a family,
/// a table, a protocol, a type or an interface.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_GETROUTE, reply = Route<'_>)]
pub struct GetRoute<'a> {
    #[netlink(header)]
    pub header: RtMsg,
    #[nla(RTA_DST)]
    pub dst: Option<Ip<'a>>,
    #[nla(RTA_SRC)]
    pub src: Option<Ip<'a>>,
    #[nla(RTA_IIF)]
    pub input_interface: Option<u32>,
    #[nla(RTA_OIF)]
    pub output_interface: Option<u32>,
    #[nla(RTA_TABLE)]
    pub table: Option<u32>,
    #[nla(RTA_MARK)]
    pub mark: Option<u32>,
    #[nla(RTA_UID)]
    pub uid: Option<u32>,
    #[nla(RTA_IP_PROTO)]
    pub ip_protocol: Option<u8>,
    #[nla(RTA_SPORT)]
    pub src_port: Option<Be<u16>>,
    #[nla(RTA_DPORT)]
    pub dst_port: Option<Be<u16>>,
    #[nla(RTA_FLOWLABEL, mask = FLOW_LABEL)]
    pub flow_label: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What comes from the groups `RTNLGRP_IPV4_ROUTE` and `RTNLGRP_IPV6_ROUTE`.
#[derive(Clone, Debug, Parse, Emit)]
pub enum RouteEvent<'a> {
    #[netlink(message = RTM_NEWROUTE)]
    New(Route<'a>),
    #[netlink(message = RTM_DELROUTE)]
    Deleted(Route<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// A route as a stream of its attributes, for readers that need no struct.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWROUTE)]
pub struct RouteStream<'a> {
    #[netlink(header)]
    pub header: RtMsg,
    #[netlink(stream)]
    pub attrs: Stream<'a, RouteAttr<'a>>,
}

/// One attribute of a route.
#[derive(Clone, Debug, Parse, Emit)]
pub enum RouteAttr<'a> {
    #[nla(RTA_DST)]
    Dst(Ip<'a>),
    #[nla(RTA_SRC)]
    Src(Ip<'a>),
    #[nla(RTA_IIF)]
    InputInterface(u32),
    #[nla(RTA_OIF)]
    OutputInterface(u32),
    #[nla(RTA_GATEWAY)]
    Gateway(Ip<'a>),
    #[nla(RTA_PRIORITY)]
    Priority(u32),
    #[nla(RTA_PREFSRC)]
    PreferredSrc(Ip<'a>),
    #[nla(RTA_METRICS)]
    Metrics(Stream<'a, Metric<'a>>),
    #[nla(RTA_MULTIPATH)]
    Multipath(NextHops<'a>),
    #[nla(RTA_FLOW)]
    Flow(u32),
    #[nla(RTA_CACHEINFO)]
    CacheInfo(CacheInfo),
    #[nla(RTA_TABLE)]
    Table(u32),
    #[nla(RTA_MARK)]
    Mark(u32),
    #[nla(RTA_MFC_STATS)]
    MulticastStats(MulticastStats),
    #[nla(RTA_VIA)]
    Via(Via<'a>),
    #[nla(RTA_NEWDST)]
    NewDst(&'a [u8]),
    #[nla(RTA_PREF)]
    Preference(Preference),
    #[nla(RTA_ENCAP_TYPE)]
    EncapType(EncapType),
    /// What it is says another attribute, which a stream does not look for.
    #[nla(RTA_ENCAP)]
    Encap(&'a [u8]),
    #[nla(RTA_EXPIRES)]
    Expires(u32),
    #[nla(RTA_UID)]
    Uid(u32),
    #[nla(RTA_TTL_PROPAGATE, emit(range = 0..=1))]
    TtlPropagate(u8),
    #[nla(RTA_IP_PROTO)]
    IpProtocol(u8),
    #[nla(RTA_SPORT)]
    SrcPort(Be<u16>),
    #[nla(RTA_DPORT)]
    DstPort(Be<u16>),
    #[nla(RTA_NH_ID)]
    NextHopId(u32),
    #[nla(RTA_FLOWLABEL, mask = FLOW_LABEL)]
    FlowLabel(Be<u32>),
    #[netlink(unknown)]
    Other(Attr<'a>),
}
