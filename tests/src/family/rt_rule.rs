//! rt-rule: rules that say which routing table is asked.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Header: `linux/fib_rules.h`.

pub mod constants;

use core::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use netlink_core::{Attr, Be, Emit, Parse, RawMessage, Stream, Unknown};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

pub use self::constants::*;

/// The bits of an IPv6 flow label.
pub const FLOW_LABEL: u32 = 0xf_ffff;

/// The highest code point of differentiated services.
pub const MAX_DSCP: u8 = 63;

/// What a rule says that does not look at the length of the prefix.
pub const NO_PREFIX_LEN: u32 = u32::MAX;

/// The fixed header of all messages about rules.
#[doc(alias = "fib_rule_hdr")]
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(C)]
pub struct FibRuleHdr {
    pub family: u8,
    pub dst_len: u8,
    pub src_len: u8,
    pub tos: u8,
    /// The routing table, if its number fits in: all its bits are in `FRA_TABLE`.
    pub table: u8,
    pub res1: u8,
    pub res2: u8,
    pub action: Action,
    /// `FIB_RULE_*`
    pub flags: u32,
}

/// What happens to packets that a rule is for.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(transparent)]
pub struct Action(pub u8);

impl Action {
    pub const UNSPECIFIED: Self = Self(FR_ACT_UNSPEC);
    /// A table is asked.
    pub const TABLE: Self = Self(FR_ACT_TO_TBL);
    /// Another rule is next.
    pub const GOTO: Self = Self(FR_ACT_GOTO);
    pub const NOTHING: Self = Self(FR_ACT_NOP);
    pub const BLACKHOLE: Self = Self(FR_ACT_BLACKHOLE);
    pub const UNREACHABLE: Self = Self(FR_ACT_UNREACHABLE);
    pub const PROHIBIT: Self = Self(FR_ACT_PROHIBIT);
}

/// A rule: what a kernel sends of one, and what makes one.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_NEWRULE)]
pub struct Rule<'a> {
    #[netlink(header)]
    pub header: FibRuleHdr,
    #[nla(FRA_DST, select = header.family)]
    pub dst: Option<Ip<'a>>,
    #[nla(FRA_SRC, select = header.family)]
    pub src: Option<Ip<'a>>,
    #[nla(FRA_IIFNAME, len = ..=15)]
    pub input_interface: Option<&'a CStr>,
    #[nla(FRA_OIFNAME, len = ..=15)]
    pub output_interface: Option<&'a CStr>,
    /// The priority of the rule that is next.
    #[nla(FRA_GOTO)]
    pub goto: Option<u32>,
    #[nla(FRA_PRIORITY)]
    pub priority: Option<u32>,
    #[nla(FRA_FWMARK)]
    pub mark: Option<u32>,
    #[nla(FRA_FWMASK)]
    pub mark_mask: Option<u32>,
    /// The realms: that of the source in the upper half, that of the destination in the lower.
    #[nla(FRA_FLOW)]
    pub flow: Option<u32>,
    #[nla(FRA_TUN_ID)]
    pub tunnel_id: Option<Be<u64>>,
    #[nla(FRA_SUPPRESS_IFGROUP)]
    pub suppress_link_group: Option<u32>,
    /// [`NO_PREFIX_LEN`] for none.
    #[nla(FRA_SUPPRESS_PREFIXLEN)]
    pub suppress_prefix_len: Option<u32>,
    #[nla(FRA_TABLE)]
    pub table: Option<u32>,
    /// The table is that of the interface.
    #[nla(FRA_L3MDEV, emit(range = 1))]
    pub l3mdev: Option<u8>,
    #[nla(FRA_UID_RANGE)]
    pub uids: Option<UidRange>,
    /// Its origin, as for a route: `RTPROT_*`.
    #[nla(FRA_PROTOCOL)]
    pub protocol: Option<u8>,
    #[nla(FRA_IP_PROTO)]
    pub ip_protocol: Option<u8>,
    #[nla(FRA_SPORT_RANGE)]
    pub src_ports: Option<PortRange>,
    #[nla(FRA_SPORT_MASK)]
    pub src_port_mask: Option<u16>,
    #[nla(FRA_DPORT_RANGE)]
    pub dst_ports: Option<PortRange>,
    #[nla(FRA_DPORT_MASK)]
    pub dst_port_mask: Option<u16>,
    #[nla(FRA_DSCP, range = ..=MAX_DSCP)]
    pub dscp: Option<u8>,
    #[nla(FRA_DSCP_MASK, mask = MAX_DSCP)]
    pub dscp_mask: Option<u8>,
    #[nla(FRA_FLOWLABEL, mask = FLOW_LABEL)]
    pub flow_label: Option<Be<u32>>,
    #[nla(FRA_FLOWLABEL_MASK, mask = FLOW_LABEL)]
    pub flow_label_mask: Option<Be<u32>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl Rule<'_> {
    /// The routing table, whichever way its number came.
    #[must_use]
    pub fn table(&self) -> u32 {
        self.table.unwrap_or_else(|| self.header.table.into())
    }
}

/// The request to delete a rule: the first one of which all that is said here is true. What can be
/// said is what makes one.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_DELRULE)]
pub struct DelRule<'a> {
    #[netlink(header)]
    pub header: FibRuleHdr,
    #[nla(FRA_DST, select = header.family)]
    pub dst: Option<Ip<'a>>,
    #[nla(FRA_SRC, select = header.family)]
    pub src: Option<Ip<'a>>,
    #[nla(FRA_IIFNAME, len = ..=15)]
    pub input_interface: Option<&'a CStr>,
    #[nla(FRA_OIFNAME, len = ..=15)]
    pub output_interface: Option<&'a CStr>,
    #[nla(FRA_PRIORITY)]
    pub priority: Option<u32>,
    #[nla(FRA_FWMARK)]
    pub mark: Option<u32>,
    #[nla(FRA_FWMASK)]
    pub mark_mask: Option<u32>,
    #[nla(FRA_TABLE)]
    pub table: Option<u32>,
    #[nla(FRA_PROTOCOL)]
    pub protocol: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for all rules, or those of a family.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_GETRULE, reply = Rule<'_>)]
pub struct GetRule<'a> {
    #[netlink(header)]
    pub header: FibRuleHdr,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What comes from the groups `RTNLGRP_IPV4_RULE` and `RTNLGRP_IPV6_RULE`.
#[derive(Clone, Debug, Parse, Emit)]
pub enum RuleEvent<'a> {
    #[netlink(message = RTM_NEWRULE)]
    New(Rule<'a>),
    #[netlink(message = RTM_DELRULE)]
    Deleted(Rule<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// A rule as a stream of its attributes, for readers that need no struct.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWRULE)]
pub struct RuleStream<'a> {
    #[netlink(header)]
    pub header: FibRuleHdr,
    #[netlink(stream)]
    pub attrs: Stream<'a, RuleAttr<'a>>,
}

/// One attribute of a rule. A stream does not know the family of its header: what IP an address is
/// shows in its length.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
pub enum RuleAttr<'a> {
    #[nla(FRA_DST)]
    Dst(IpAddr),
    #[nla(FRA_SRC)]
    Src(IpAddr),
    #[nla(FRA_IIFNAME, len = ..=15)]
    InputInterface(&'a CStr),
    #[nla(FRA_GOTO)]
    Goto(u32),
    #[nla(FRA_PRIORITY)]
    Priority(u32),
    #[nla(FRA_FWMARK)]
    Mark(u32),
    #[nla(FRA_FLOW)]
    Flow(u32),
    #[nla(FRA_TUN_ID)]
    TunnelId(Be<u64>),
    #[nla(FRA_SUPPRESS_IFGROUP)]
    SuppressLinkGroup(u32),
    #[nla(FRA_SUPPRESS_PREFIXLEN)]
    SuppressPrefixLen(u32),
    #[nla(FRA_TABLE)]
    Table(u32),
    #[nla(FRA_FWMASK)]
    MarkMask(u32),
    #[nla(FRA_OIFNAME, len = ..=15)]
    OutputInterface(&'a CStr),
    #[nla(FRA_L3MDEV, emit(range = 1))]
    L3mdev(u8),
    #[nla(FRA_UID_RANGE)]
    Uids(UidRange),
    #[nla(FRA_PROTOCOL)]
    Protocol(u8),
    #[nla(FRA_IP_PROTO)]
    IpProtocol(u8),
    #[nla(FRA_SPORT_RANGE)]
    SrcPorts(PortRange),
    #[nla(FRA_DPORT_RANGE)]
    DstPorts(PortRange),
    #[nla(FRA_DSCP, range = ..=MAX_DSCP)]
    Dscp(u8),
    #[nla(FRA_FLOWLABEL, mask = FLOW_LABEL)]
    FlowLabel(Be<u32>),
    #[nla(FRA_FLOWLABEL_MASK, mask = FLOW_LABEL)]
    FlowLabelMask(Be<u32>),
    #[nla(FRA_SPORT_MASK)]
    SrcPortMask(u16),
    #[nla(FRA_DPORT_MASK)]
    DstPortMask(u16),
    #[nla(FRA_DSCP_MASK, mask = MAX_DSCP)]
    DscpMask(u8),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// An address of the family that the header names. A family's address in the header of another is
/// not sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
pub enum Ip<'a> {
    #[netlink(key = AF_INET)]
    V4(Ipv4Addr),
    #[netlink(key = AF_INET6)]
    V6(Ipv6Addr),
    #[netlink(other)]
    Other(&'a [u8]),
}

impl Ip<'_> {
    /// The address, if it is one of IP's.
    #[must_use]
    pub const fn ip(&self) -> Option<IpAddr> {
        match *self {
            Self::V4(ip) => Some(IpAddr::V4(ip)),
            Self::V6(ip) => Some(IpAddr::V6(ip)),
            Self::Other(_) => None,
        }
    }
}

/// Users, the first and the last one included.
#[doc(alias = "fib_rule_uid_range")]
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
pub struct UidRange {
    pub start: u32,
    pub end: u32,
}

/// Ports, the first and the last one included; in host byte order.
#[doc(alias = "fib_rule_port_range")]
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
pub struct PortRange {
    pub start: u16,
    pub end: u16,
}
