//! Tunnels that a route puts its packets into, without an interface of their own.

use core::net::{Ipv4Addr, Ipv6Addr};

use netlink_core::{Be, Emit, Parse, Repeated, Unknown};

use super::constants::*;

/// Which tunnel it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u16)]
pub enum EncapType {
    None = LWTUNNEL_ENCAP_NONE,
    Mpls = LWTUNNEL_ENCAP_MPLS,
    Ip = LWTUNNEL_ENCAP_IP,
    Ila = LWTUNNEL_ENCAP_ILA,
    Ip6 = LWTUNNEL_ENCAP_IP6,
    Seg6 = LWTUNNEL_ENCAP_SEG6,
    Bpf = LWTUNNEL_ENCAP_BPF,
    Seg6Local = LWTUNNEL_ENCAP_SEG6_LOCAL,
    Rpl = LWTUNNEL_ENCAP_RPL,
    Ioam6 = LWTUNNEL_ENCAP_IOAM6,
    Xfrm = LWTUNNEL_ENCAP_XFRM,
    #[netlink(other)]
    Other(u16),
}

/// What a tunnel needs.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
pub enum Encap<'a> {
    #[netlink(key = LWTUNNEL_ENCAP_MPLS)]
    Mpls(Mpls<'a>),
    #[netlink(key = LWTUNNEL_ENCAP_IP)]
    Ip(IpTunnel<'a>),
    #[netlink(key = LWTUNNEL_ENCAP_IP6)]
    Ip6(Ip6Tunnel<'a>),
    #[netlink(key = LWTUNNEL_ENCAP_SEG6)]
    Seg6(Seg6<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// Labels in front of the packet.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Mpls<'a> {
    /// Label stack entries of 4 bytes each.
    #[nla(MPLS_IPTUNNEL_DST)]
    pub labels: Option<&'a [[u8; 4]]>,
    #[nla(MPLS_IPTUNNEL_TTL)]
    pub ttl: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// IPv4 in front of the packet.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct IpTunnel<'a> {
    #[nla(LWTUNNEL_IP_ID)]
    pub id: Option<Be<u64>>,
    #[nla(LWTUNNEL_IP_DST)]
    pub dst: Option<Ipv4Addr>,
    #[nla(LWTUNNEL_IP_SRC)]
    pub src: Option<Ipv4Addr>,
    #[nla(LWTUNNEL_IP_TTL)]
    pub ttl: Option<u8>,
    #[nla(LWTUNNEL_IP_TOS)]
    pub tos: Option<u8>,
    #[nla(LWTUNNEL_IP_FLAGS)]
    pub flags: Option<Be<u16>>,
    #[nla(LWTUNNEL_IP_OPTS)]
    pub options: Option<Options<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// IPv6 in front of the packet.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Ip6Tunnel<'a> {
    #[nla(LWTUNNEL_IP6_ID)]
    pub id: Option<Be<u64>>,
    #[nla(LWTUNNEL_IP6_DST)]
    pub dst: Option<Ipv6Addr>,
    #[nla(LWTUNNEL_IP6_SRC)]
    pub src: Option<Ipv6Addr>,
    #[nla(LWTUNNEL_IP6_HOPLIMIT)]
    pub hop_limit: Option<u8>,
    #[nla(LWTUNNEL_IP6_TC)]
    pub traffic_class: Option<u8>,
    #[nla(LWTUNNEL_IP6_FLAGS)]
    pub flags: Option<Be<u16>>,
    #[nla(LWTUNNEL_IP6_OPTS)]
    pub options: Option<Options<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What the tunnel's own protocol can say besides.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Options<'a> {
    #[nla(LWTUNNEL_IP_OPTS_GENEVE)]
    pub geneve: Repeated<'a, Geneve<'a>>,
    #[nla(LWTUNNEL_IP_OPTS_VXLAN)]
    pub vxlan: Option<Vxlan<'a>>,
    #[nla(LWTUNNEL_IP_OPTS_ERSPAN)]
    pub erspan: Option<Erspan<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl PartialEq for Options<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.geneve.iter().eq(other.geneve.iter())
            && self.vxlan == other.vxlan
            && self.erspan == other.erspan
            && self.rest == other.rest
    }
}

/// An option of GENEVE.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Geneve<'a> {
    #[nla(LWTUNNEL_IP_OPT_GENEVE_CLASS)]
    pub class: Option<Be<u16>>,
    #[nla(LWTUNNEL_IP_OPT_GENEVE_TYPE)]
    pub ty: Option<u8>,
    #[nla(LWTUNNEL_IP_OPT_GENEVE_DATA, len = 4..=127)]
    pub data: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Options of VXLAN.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Vxlan<'a> {
    #[nla(LWTUNNEL_IP_OPT_VXLAN_GBP)]
    pub gbp: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Options of ERSPAN.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Erspan<'a> {
    #[nla(LWTUNNEL_IP_OPT_ERSPAN_VER)]
    pub version: Option<u8>,
    #[nla(LWTUNNEL_IP_OPT_ERSPAN_INDEX)]
    pub index: Option<Be<u32>>,
    #[nla(LWTUNNEL_IP_OPT_ERSPAN_DIR)]
    pub direction: Option<u8>,
    #[nla(LWTUNNEL_IP_OPT_ERSPAN_HWID)]
    pub hardware_id: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// IPv6 segments to go through.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Seg6<'a> {
    /// The mode, as an integer of 4 bytes, and the routing header.
    #[nla(SEG6_IPTUNNEL_SRH)]
    pub routing_header: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
