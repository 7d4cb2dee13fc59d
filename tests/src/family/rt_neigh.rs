//! rt-neigh: neighbours over rtnetlink, and what bridges and tunnels know of where addresses are.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Header: `linux/neighbour.h`.

pub mod constants;
pub mod table;

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{Attr, Be, Emit, Parse, RawMessage, Stream, Unknown};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

pub use self::{
    constants::*,
    table::{Config, GetTable, NdtMsg, Parameters, SetTable, Stats, Table},
};

/// The longest link-layer address.
pub const MAX_ADDR_LEN: usize = 32;

/// All flags of `NDA_FLAGS_EXT`.
pub const EXTENDED_FLAGS: u32 = NTF_EXT_MANAGED | NTF_EXT_LOCKED | NTF_EXT_EXT_VALIDATED;

/// The fixed header of all messages about neighbours.
#[doc(alias = "ndmsg")]
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(C)]
pub struct NdMsg {
    pub family: u8,
    pub pad1: u8,
    pub pad2: u16,
    pub index: u32,
    /// `NUD_*`
    pub state: u16,
    /// `NTF_*`
    pub flags: u8,
    /// As of a route: `RTN_*`.
    pub ty: u8,
}

/// A neighbour, or with `AF_BRIDGE` where a link-layer address is: what a kernel sends of one, and what
/// makes or changes one.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_NEWNEIGH)]
pub struct Neighbour<'a> {
    #[netlink(header)]
    pub header: NdMsg,
    #[nla(NDA_DST, select = header.family)]
    pub dst: Option<Dst<'a>>,
    #[nla(NDA_LLADDR, len = ..=MAX_ADDR_LEN)]
    pub link_address: Option<&'a [u8]>,
    #[nla(NDA_CACHEINFO)]
    pub cache_info: Option<CacheInfo>,
    #[nla(NDA_PROBES)]
    pub probes: Option<u32>,
    #[nla(NDA_VLAN, emit(range = 1..=4094))]
    pub vlan: Option<u16>,
    #[nla(NDA_PORT)]
    pub port: Option<Be<u16>>,
    #[nla(NDA_VNI)]
    pub vni: Option<u32>,
    #[nla(NDA_IFINDEX)]
    pub output_interface: Option<u32>,
    #[nla(NDA_MASTER)]
    pub master: Option<u32>,
    #[nla(NDA_LINK_NETNSID)]
    pub link_netnsid: Option<i32>,
    #[nla(NDA_SRC_VNI)]
    pub src_vni: Option<u32>,
    /// Its origin, as for a route: `RTPROT_*`.
    #[nla(NDA_PROTOCOL)]
    pub protocol: Option<u8>,
    #[nla(NDA_NH_ID)]
    pub next_hop_id: Option<u32>,
    #[nla(NDA_FDB_EXT_ATTRS)]
    pub fdb: Option<Fdb<'a>>,
    /// `NTF_EXT_*`
    #[nla(NDA_FLAGS_EXT, emit(mask = EXTENDED_FLAGS))]
    pub extended_flags: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to forget a neighbour; or with the flag `NLM_F_BULK` all that are like this.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_DELNEIGH)]
pub struct DelNeighbour<'a> {
    #[netlink(header)]
    pub header: NdMsg,
    #[nla(NDA_DST, select = header.family)]
    pub dst: Option<Dst<'a>>,
    #[nla(NDA_LLADDR, len = ..=MAX_ADDR_LEN)]
    pub link_address: Option<&'a [u8]>,
    #[nla(NDA_VLAN, emit(range = 1..=4094))]
    pub vlan: Option<u16>,
    #[nla(NDA_PORT)]
    pub port: Option<Be<u16>>,
    #[nla(NDA_VNI)]
    pub vni: Option<u32>,
    #[nla(NDA_IFINDEX)]
    pub output_interface: Option<u32>,
    #[nla(NDA_NDM_STATE_MASK)]
    pub state_mask: Option<u16>,
    #[nla(NDA_NDM_FLAGS_MASK)]
    pub flags_mask: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one neighbour, or for all of them, or those of an interface or a bridge.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_GETNEIGH, reply = Neighbour<'_>)]
pub struct GetNeighbour<'a> {
    #[netlink(header)]
    pub header: NdMsg,
    #[nla(NDA_DST, select = header.family)]
    pub dst: Option<Dst<'a>>,
    #[nla(NDA_LLADDR, len = ..=MAX_ADDR_LEN)]
    pub link_address: Option<&'a [u8]>,
    #[nla(NDA_VLAN)]
    pub vlan: Option<u16>,
    #[nla(NDA_VNI)]
    pub vni: Option<u32>,
    #[nla(NDA_IFINDEX)]
    pub interface: Option<u32>,
    #[nla(NDA_MASTER)]
    pub master: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What comes from the group `RTNLGRP_NEIGH`.
#[derive(Clone, Debug, Parse, Emit)]
pub enum NeighbourEvent<'a> {
    #[netlink(message = RTM_NEWNEIGH)]
    New(Neighbour<'a>),
    #[netlink(message = RTM_DELNEIGH)]
    Deleted(Neighbour<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// A neighbour as a stream of its attributes, for readers that need no struct.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWNEIGH)]
pub struct NeighbourStream<'a> {
    #[netlink(header)]
    pub header: NdMsg,
    #[netlink(stream)]
    pub attrs: Stream<'a, NeighbourAttr<'a>>,
}

/// One attribute of a neighbour. A stream does not know the family of its header: what IP an address
/// is shows in its length.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
pub enum NeighbourAttr<'a> {
    #[nla(NDA_DST)]
    Dst(IpAddr),
    #[nla(NDA_LLADDR, len = ..=MAX_ADDR_LEN)]
    LinkAddress(&'a [u8]),
    #[nla(NDA_CACHEINFO)]
    CacheInfo(CacheInfo),
    #[nla(NDA_PROBES)]
    Probes(u32),
    #[nla(NDA_VLAN, emit(range = 1..=4094))]
    Vlan(u16),
    #[nla(NDA_PORT)]
    Port(Be<u16>),
    #[nla(NDA_VNI)]
    Vni(u32),
    #[nla(NDA_IFINDEX)]
    OutputInterface(u32),
    #[nla(NDA_MASTER)]
    Master(u32),
    #[nla(NDA_LINK_NETNSID)]
    LinkNetnsid(i32),
    #[nla(NDA_SRC_VNI)]
    SrcVni(u32),
    #[nla(NDA_PROTOCOL)]
    Protocol(u8),
    #[nla(NDA_NH_ID)]
    NextHopId(u32),
    #[nla(NDA_FDB_EXT_ATTRS)]
    Fdb(Fdb<'a>),
    #[nla(NDA_FLAGS_EXT, emit(mask = EXTENDED_FLAGS))]
    ExtendedFlags(u32),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// The address of a neighbour, of the family that the header names.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
pub enum Dst<'a> {
    #[netlink(key = AF_INET)]
    V4(Ipv4Addr),
    #[netlink(key = AF_INET6)]
    V6(Ipv6Addr),
    /// The other end of a tunnel, behind which the link-layer address is.
    #[netlink(key = AF_BRIDGE)]
    Tunnel(IpAddr),
    /// MCTP has neighbours too.
    #[netlink(other)]
    Other(&'a [u8]),
}

impl Dst<'_> {
    /// The address, if it is one of IP's.
    #[must_use]
    pub const fn ip(&self) -> Option<IpAddr> {
        match *self {
            Self::V4(ip) => Some(IpAddr::V4(ip)),
            Self::V6(ip) => Some(IpAddr::V6(ip)),
            Self::Tunnel(ip) => Some(ip),
            Self::Other(_) => None,
        }
    }
}

/// How a bridge watches an address.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Fdb<'a> {
    /// `FDB_NOTIFY_*`
    #[nla(NFEA_ACTIVITY_NOTIFY)]
    pub activity_notify: Option<u8>,
    #[nla(NFEA_DONT_REFRESH)]
    pub dont_refresh: bool,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How long ago something happened with a neighbour, in ticks of user space, and how many use it.
#[doc(alias = "nda_cacheinfo")]
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout)]
#[repr(C)]
pub struct CacheInfo {
    pub confirmed: u32,
    pub used: u32,
    pub updated: u32,
    pub references: u32,
}
