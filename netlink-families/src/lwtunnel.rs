//! Lightweight tunnels: what a route or nexthop puts its packets into, without an interface. Headers `linux/lwtunnel.h`,
//! `linux/mpls_iptunnel.h`, `linux/seg6_iptunnel.h`, `linux/seg6_local.h`, `linux/rpl_iptunnel.h`, `linux/ioam6_iptunnel.h`,
//! `linux/ila.h`.

use core::ffi::CStr;
use core::net::{Ipv4Addr, Ipv6Addr};
use netlink_core::{Be, Emit, Parse, Repeated, Unknown};
use netlink_core::zerocopy::big_endian as be;
use crate::Struct;

/// Which tunnel (`LWTUNNEL_ENCAP_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u16)]
pub enum EncapType {
    None, Mpls, Ip, Ila, Ip6, Seg6, Bpf, Seg6Local, Rpl, Ioam6, Xfrm,
    #[netlink(other)] Other(u16),
}

/// The options of a tunnel, selected by its [`EncapType`].
#[derive(Clone, Debug, Parse, Emit)]
pub enum Encap<'a> {
    #[netlink(key = 1)] Mpls(MplsEncap<'a>),
    #[netlink(key = 2)] Ip(IpEncap<'a>),
    #[netlink(key = 3)] Ila(IlaEncap<'a>),
    #[netlink(key = 4)] Ip6(Ip6Encap<'a>),
    #[netlink(key = 5)] Seg6(Seg6Encap<'a>),
    #[netlink(key = 6)] Bpf(BpfEncap<'a>),
    #[netlink(key = 7)] Seg6Local(Seg6LocalEncap<'a>),
    #[netlink(key = 8)] Rpl(RplEncap<'a>),
    #[netlink(key = 9)] Ioam6(Ioam6Encap<'a>),
    #[netlink(key = 10)] Xfrm(XfrmEncap<'a>),
    #[netlink(other)] Other(&'a [u8]),
}

/// MPLS labels (`MPLS_IPTUNNEL_*`). `dst` is a stack of label entries of 4 bytes.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct MplsEncap<'a> {
    #[nla(1)] pub dst: Option<&'a [be::U32]>,
    #[nla(2)] pub ttl: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A tunnel over IPv4 (`LWTUNNEL_IP_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct IpEncap<'a> {
    #[nla(1)] pub id: Option<Be<u64>>,
    #[nla(2)] pub dst: Option<Ipv4Addr>,
    #[nla(3)] pub src: Option<Ipv4Addr>,
    #[nla(4)] pub ttl: Option<u8>,
    #[nla(5)] pub tos: Option<u8>,
    #[nla(6)] pub flags: Option<TunnelFlags>,
    #[nla(7)] pub pad: Option<&'a [u8]>,
    #[nla(8)] pub opts: Option<TunnelOptions<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A tunnel over IPv6 (`LWTUNNEL_IP6_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Ip6Encap<'a> {
    #[nla(1)] pub id: Option<Be<u64>>,
    #[nla(2)] pub dst: Option<Ipv6Addr>,
    #[nla(3)] pub src: Option<Ipv6Addr>,
    #[nla(4)] pub hoplimit: Option<u8>,
    #[nla(5)] pub tc: Option<u8>,
    #[nla(6)] pub flags: Option<TunnelFlags>,
    #[nla(7)] pub pad: Option<&'a [u8]>,
    #[nla(8)] pub opts: Option<TunnelOptions<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Options of the tunnel's protocol (`LWTUNNEL_IP_OPTS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct TunnelOptions<'a> {
    #[nla(1)] pub geneve: Repeated<'a, GeneveOption<'a>>,
    #[nla(2)] pub vxlan: Option<VxlanOption<'a>>,
    #[nla(3)] pub erspan: Option<ErspanOption<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// An option of GENEVE (`LWTUNNEL_IP_OPT_GENEVE_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct GeneveOption<'a> {
    #[nla(1)] pub class: Option<Be<u16>>,
    #[nla(2, name = "type")] pub ty: Option<u8>,
    #[nla(3, emit(len = 4..=127))] pub data: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The option of VXLAN (`LWTUNNEL_IP_OPT_VXLAN_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct VxlanOption<'a> {
    #[nla(1)] pub gbp: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The option of ERSPAN (`LWTUNNEL_IP_OPT_ERSPAN_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct ErspanOption<'a> {
    #[nla(1)] pub ver: Option<u8>,
    #[nla(2)] pub index: Option<Be<u32>>,
    #[nla(3)] pub dir: Option<u8>,
    #[nla(4)] pub hwid: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Translation of identifiers and locators (`ILA_ATTR_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct IlaEncap<'a> {
    #[nla(1)] pub locator: Option<Be<u64>>,
    #[nla(6)] pub pad: Option<&'a [u8]>,
    #[nla(7)] pub csum_mode: Option<IlaCsumMode>,
    #[nla(8)] pub ident_type: Option<u8>,
    #[nla(9)] pub hook_type: Option<IlaHookType>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Segments of IPv6 to go through (`SEG6_IPTUNNEL_*`). `srh` is a [`Seg6Header`], and then the segments, 16 bytes each.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Seg6Encap<'a> {
    #[nla(1)] pub srh: Option<Struct<'a, Seg6Header>>,
    #[nla(2)] pub src: Option<Ipv6Addr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// What a router does with packets that are for one of its segments (`SEG6_LOCAL_*`). `srh` is a routing header.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Seg6LocalEncap<'a> {
    #[nla(1)] pub action: Option<Seg6LocalAction>,
    #[nla(2)] pub srh: Option<Struct<'a, RoutingHeader>>,
    #[nla(3)] pub table: Option<u32>,
    #[nla(4)] pub nh4: Option<Ipv4Addr>,
    #[nla(5)] pub nh6: Option<Ipv6Addr>,
    #[nla(6)] pub iif: Option<u32>,
    #[nla(7)] pub oif: Option<u32>,
    #[nla(8)] pub bpf: Option<BpfProgram<'a>>,
    #[nla(9)] pub vrftable: Option<u32>,
    #[nla(10)] pub counters: Option<Seg6Counters<'a>>,
    #[nla(11)] pub flavors: Option<Seg6Flavors<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of a segment (`SEG6_LOCAL_CNT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Seg6Counters<'a> {
    #[nla(1)] pub pad: Option<&'a [u8]>,
    #[nla(2)] pub packets: Option<u64>,
    #[nla(3)] pub bytes: Option<u64>,
    #[nla(4)] pub errors: Option<u64>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Flavors of a segment (`SEG6_LOCAL_FLV_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Seg6Flavors<'a> {
    #[nla(1)] pub operation: Option<Seg6FlavorOps>,
    #[nla(2)] pub lcblock_bits: Option<u8>,
    #[nla(3)] pub lcnode_fn_bits: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// BPF programs that packets pass (`LWT_BPF_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct BpfEncap<'a> {
    #[nla(1, name = "in")] pub in_: Option<BpfProgram<'a>>,
    #[nla(2)] pub out: Option<BpfProgram<'a>>,
    #[nla(3)] pub xmit: Option<BpfProgram<'a>>,
    #[nla(4, emit(range = ..=256))] pub xmit_headroom: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A BPF program (`LWT_BPF_PROG_*`, `SEG6_LOCAL_BPF_PROG*`). In replies, `fd` is the ID of the program.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct BpfProgram<'a> {
    #[nla(1)] pub fd: Option<u32>,
    #[nla(2)] pub name: Option<&'a CStr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A source route of RPL (`RPL_IPTUNNEL_*`). `srh` is a routing header.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct RplEncap<'a> {
    #[nla(1)] pub srh: Option<Struct<'a, RoutingHeader>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A trace of in-situ OAM (`IOAM6_IPTUNNEL_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Ioam6Encap<'a> {
    #[nla(1)] pub mode: Option<Ioam6Mode>,
    #[nla(2)] pub dst: Option<Ipv6Addr>,
    #[nla(3)] pub trace: Option<Struct<'a, Ioam6Trace>>,
    #[nla(4, emit(range = 1..=1_000_000))] pub freq_k: Option<u32>,
    #[nla(5, emit(range = 1..=1_000_000))] pub freq_n: Option<u32>,
    #[nla(6)] pub src: Option<Ipv6Addr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// An xfrm interface (`LWT_XFRM_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct XfrmEncap<'a> {
    #[nla(1)] pub if_id: Option<u32>,
    #[nla(2)] pub link: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// How checksums are kept right (`ILA_CSUM_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum IlaCsumMode {
    AdjustTransport, NeutralMap, NoAction, NeutralMapAuto,
    #[netlink(other)] Other(u8),
}

/// Where packets are translated (`ILA_HOOK_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum IlaHookType {
    RouteOutput, RouteInput,
    #[netlink(other)] Other(u8),
}

/// What is done with packets (`SEG6_LOCAL_ACTION_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u32)]
pub enum Seg6LocalAction {
    End = 1, EndX, EndT, EndDx2, EndDx6, EndDx4, EndDt6, EndDt4, EndB6, EndB6Encap, EndBm, EndS, EndAs, EndAm, EndBpf, EndDt46,
    #[netlink(other)] Other(u32),
}

/// Where the trace is put (`IOAM6_IPTUNNEL_MODE_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum Ioam6Mode {
    Inline = 1, Encap, Auto,
    #[netlink(other)] Other(u8),
}

values! {
    /// How the routing header is added (`SEG6_IPTUN_MODE_*`).
    Seg6Mode: i32 { INLINE = 0, ENCAP = 1, L2ENCAP = 2, ENCAP_RED = 3, L2ENCAP_RED = 4, }
}

flags! {
    /// Flags of a tunnel (`TUNNEL_*`, header `linux/if_tunnel.h`).
    TunnelFlags: Be<u16> {
        CSUM = 0x1, ROUTING = 0x2, KEY = 0x4, SEQ = 0x8, STRICT = 0x10, REC = 0x20, VERSION = 0x40, NO_KEY = 0x80,
        DONT_FRAGMENT = 0x100, OAM = 0x200, CRIT_OPT = 0x400, GENEVE_OPT = 0x800, VXLAN_OPT = 0x1000, NOCACHE = 0x2000,
        ERSPAN_OPT = 0x4000, GTP_OPT = 0x8000,
    }
}

flags! {
    /// Flavors (`1 << SEG6_LOCAL_FLV_OP_*`).
    Seg6FlavorOps: u32 { PSP = 2, USP = 4, USD = 8, NEXT_CSID = 0x10, }
}

structs! {
    /// The routing header of segments, and how it is added. The segments follow, 16 bytes each.
    Seg6Header ["seg6_iptunnel_encap"] { mode: Seg6Mode, srh: RoutingHeader, }

    /// The routing header of IPv6. The segments follow.
    RoutingHeader ["ipv6_sr_hdr"] {
        nexthdr: u8, hdrlen: u8, ty: u8, segments_left: u8, first_segment: u8, flags: u8, tag: be::U16,
    }

    /// The header of a trace. `nodelen` and `remlen` are bit fields. The data follows.
    Ioam6Trace ["ioam6_trace_hdr"] { namespace_id: be::U16, nodelen: u8, remlen: u8, ty: be::U32, }
}
