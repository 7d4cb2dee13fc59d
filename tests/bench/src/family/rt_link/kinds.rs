//! What is peculiar to a kind of link.

use core::{
    ffi::CStr,
    net::{Ipv4Addr, Ipv6Addr},
};

use netlink_core::{Be, Emit, Parse, Repeated, Unknown};

use super::{
    bridge::{Bridge, BridgePort},
    constants::*,
    structs::{IfInfoMsg, VlanFlags, VlanQosMapping, VxlanPortRange},
};

/// Of what kind a link is, and of what kind the link is that it is a part of.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct LinkInfo<'a> {
    #[nla(IFLA_INFO_KIND)]
    pub kind: Option<&'a CStr>,
    #[nla(IFLA_INFO_DATA, select = kind)]
    pub data: Option<LinkData<'a>>,
    #[nla(IFLA_INFO_XSTATS)]
    pub xstats: Option<&'a [u8]>,
    #[nla(IFLA_INFO_SLAVE_KIND)]
    pub slave_kind: Option<&'a CStr>,
    #[nla(IFLA_INFO_SLAVE_DATA, select = slave_kind)]
    pub slave_data: Option<SlaveData<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What a link of some kind has of its own.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each link")]
pub enum LinkData<'a> {
    #[netlink(key = "bridge")]
    Bridge(Bridge<'a>),
    #[netlink(key = "vxlan")]
    Vxlan(Vxlan<'a>),
    #[netlink(key = "macvlan")]
    Macvlan(Macvlan<'a>),
    #[netlink(key = "macvtap")]
    Macvtap(Macvlan<'a>),
    #[netlink(key = "veth")]
    Veth(Veth<'a>),
    #[netlink(key = "vlan")]
    Vlan(Vlan<'a>),
    #[netlink(key = "tun")]
    Tun(Tun<'a>),
    #[netlink(key = "vrf")]
    Vrf(Vrf<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// What a link has of its own as a part of a link of some kind.
#[derive(Clone, Debug, Parse, Emit)]
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each link")]
pub enum SlaveData<'a> {
    #[netlink(key = "bridge")]
    Bridge(BridgePort<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// A tunnel through UDP.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Vxlan<'a> {
    #[nla(IFLA_VXLAN_ID)]
    pub id: Option<u32>,
    #[nla(IFLA_VXLAN_GROUP)]
    pub group: Option<Ipv4Addr>,
    #[nla(IFLA_VXLAN_LINK)]
    pub link: Option<u32>,
    #[nla(IFLA_VXLAN_LOCAL)]
    pub local: Option<Ipv4Addr>,
    #[nla(IFLA_VXLAN_TTL)]
    pub ttl: Option<u8>,
    #[nla(IFLA_VXLAN_TOS)]
    pub tos: Option<u8>,
    #[nla(IFLA_VXLAN_LEARNING)]
    pub learning: Option<u8>,
    #[nla(IFLA_VXLAN_AGEING)]
    pub ageing: Option<u32>,
    #[nla(IFLA_VXLAN_LIMIT)]
    pub limit: Option<u32>,
    #[nla(IFLA_VXLAN_PORT_RANGE)]
    pub port_range: Option<&'a VxlanPortRange>,
    #[nla(IFLA_VXLAN_PROXY)]
    pub proxy: Option<u8>,
    #[nla(IFLA_VXLAN_RSC)]
    pub rsc: Option<u8>,
    #[nla(IFLA_VXLAN_L2MISS)]
    pub l2miss: Option<u8>,
    #[nla(IFLA_VXLAN_L3MISS)]
    pub l3miss: Option<u8>,
    #[nla(IFLA_VXLAN_PORT)]
    pub port: Option<Be<u16>>,
    #[nla(IFLA_VXLAN_GROUP6)]
    pub group6: Option<Ipv6Addr>,
    #[nla(IFLA_VXLAN_LOCAL6)]
    pub local6: Option<Ipv6Addr>,
    #[nla(IFLA_VXLAN_UDP_CSUM)]
    pub udp_csum: Option<u8>,
    #[nla(IFLA_VXLAN_UDP_ZERO_CSUM6_TX)]
    pub udp_zero_csum6_tx: Option<u8>,
    #[nla(IFLA_VXLAN_UDP_ZERO_CSUM6_RX)]
    pub udp_zero_csum6_rx: Option<u8>,
    #[nla(IFLA_VXLAN_REMCSUM_TX)]
    pub remcsum_tx: Option<u8>,
    #[nla(IFLA_VXLAN_REMCSUM_RX)]
    pub remcsum_rx: Option<u8>,
    #[nla(IFLA_VXLAN_GBP)]
    pub gbp: bool,
    #[nla(IFLA_VXLAN_REMCSUM_NOPARTIAL)]
    pub remcsum_nopartial: bool,
    #[nla(IFLA_VXLAN_COLLECT_METADATA)]
    pub collect_metadata: Option<u8>,
    #[nla(IFLA_VXLAN_LABEL)]
    pub label: Option<Be<u32>>,
    #[nla(IFLA_VXLAN_GPE)]
    pub gpe: bool,
    /// A kernel sends one byte, but takes only a flag without payload: so it is bytes.
    #[nla(IFLA_VXLAN_TTL_INHERIT)]
    pub ttl_inherit: Option<&'a [u8]>,
    #[nla(IFLA_VXLAN_DF)]
    pub df: Option<u8>,
    #[nla(IFLA_VXLAN_VNIFILTER)]
    pub vnifilter: Option<u8>,
    #[nla(IFLA_VXLAN_LOCALBYPASS)]
    pub localbypass: Option<u8>,
    #[nla(IFLA_VXLAN_LABEL_POLICY)]
    pub label_policy: Option<u32>,
    #[nla(IFLA_VXLAN_RESERVED_BITS)]
    pub reserved_bits: Option<[u8; 8]>,
    #[nla(IFLA_VXLAN_MC_ROUTE)]
    pub mc_route: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A second link on top of a link, distinguished by its address.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Macvlan<'a> {
    #[nla(IFLA_MACVLAN_MODE)]
    pub mode: Option<u32>,
    #[nla(IFLA_MACVLAN_FLAGS)]
    pub flags: Option<u16>,
    #[nla(IFLA_MACVLAN_MACADDR_MODE)]
    pub address_mode: Option<u32>,
    #[nla(IFLA_MACVLAN_MACADDR)]
    pub address: Option<[u8; 6]>,
    #[nla(IFLA_MACVLAN_MACADDR_DATA)]
    pub addresses: Option<MacvlanAddresses<'a>>,
    #[nla(IFLA_MACVLAN_MACADDR_COUNT)]
    pub address_count: Option<u32>,
    #[nla(IFLA_MACVLAN_BC_QUEUE_LEN)]
    pub broadcast_queue_len: Option<u32>,
    #[nla(IFLA_MACVLAN_BC_QUEUE_LEN_USED)]
    pub broadcast_queue_len_used: Option<u32>,
    #[nla(IFLA_MACVLAN_BC_CUTOFF)]
    pub broadcast_cutoff: Option<i32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The addresses from which a macvlan link of mode source takes packets.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct MacvlanAddresses<'a> {
    #[nla(IFLA_MACVLAN_MACADDR)]
    pub addresses: Repeated<'a, [u8; 6]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One end of a pair. Kernels do not report it; a request that creates a pair can describe the other end.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Veth<'a> {
    #[nla(VETH_INFO_PEER)]
    pub peer: Option<VethPeer<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The other end of a pair: a link within a link, behind a header of its own.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct VethPeer<'a> {
    #[netlink(header)]
    pub info: IfInfoMsg,
    #[nla(IFLA_IFNAME, len = ..=15)]
    pub name: Option<&'a CStr>,
    #[nla(IFLA_MTU)]
    pub mtu: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A link that tags its frames.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Vlan<'a> {
    #[nla(IFLA_VLAN_ID)]
    pub id: Option<u16>,
    #[nla(IFLA_VLAN_FLAGS)]
    pub flags: Option<&'a VlanFlags>,
    #[nla(IFLA_VLAN_EGRESS_QOS)]
    pub egress_qos: Option<VlanQos<'a>>,
    #[nla(IFLA_VLAN_INGRESS_QOS)]
    pub ingress_qos: Option<VlanQos<'a>>,
    #[nla(IFLA_VLAN_PROTOCOL)]
    pub protocol: Option<Be<u16>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A mapping of priorities.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct VlanQos<'a> {
    #[nla(IFLA_VLAN_QOS_MAPPING)]
    pub mappings: Repeated<'a, &'a VlanQosMapping>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A link whose other end is a program.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Tun<'a> {
    #[nla(IFLA_TUN_OWNER)]
    pub owner: Option<u32>,
    #[nla(IFLA_TUN_GROUP)]
    pub group: Option<u32>,
    #[nla(IFLA_TUN_TYPE)]
    pub ty: Option<u8>,
    #[nla(IFLA_TUN_PI)]
    pub pi: Option<u8>,
    #[nla(IFLA_TUN_VNET_HDR)]
    pub vnet_hdr: Option<u8>,
    #[nla(IFLA_TUN_PERSIST)]
    pub persist: Option<u8>,
    #[nla(IFLA_TUN_MULTI_QUEUE)]
    pub multi_queue: Option<u8>,
    #[nla(IFLA_TUN_NUM_QUEUES)]
    pub num_queues: Option<u32>,
    #[nla(IFLA_TUN_NUM_DISABLED_QUEUES)]
    pub num_disabled_queues: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A routing table that links can be put into.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Vrf<'a> {
    #[nla(IFLA_VRF_TABLE)]
    pub table: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
