//! rt-link: network interfaces over rtnetlink.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. It names what a kernel sends of a link, so far as the language can say
//! it, and keeps the rest. Headers: `linux/if_link.h`, `linux/rtnetlink.h`.

pub mod af_spec;
pub mod bridge;
pub mod constants;
pub mod kinds;
pub mod stream;
pub mod structs;
pub mod virtual_function;

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Repeated, Struct, Uint, Unknown};

pub use self::{
    af_spec::AfSpec,
    bridge::{BridgeAfSpec, BridgePort},
    constants::*,
    kinds::{LinkData, LinkInfo, SlaveData},
    stream::{LinkAttr, LinkStream},
    structs::*,
};

/// A network interface: what a kernel sends of one, and what makes or changes one.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWLINK)]
pub struct Link<'a> {
    #[netlink(header)]
    pub info: IfInfoMsg,
    #[nla(IFLA_ADDRESS, len = ..=MAX_ADDR_LEN)]
    pub address: Option<&'a [u8]>,
    #[nla(IFLA_BROADCAST, len = ..=MAX_ADDR_LEN)]
    pub broadcast: Option<&'a [u8]>,
    #[nla(IFLA_IFNAME, len = ..=15)]
    pub name: &'a CStr,
    #[nla(IFLA_MTU)]
    pub mtu: Option<u32>,
    #[nla(IFLA_LINK)]
    pub link: Option<u32>,
    #[nla(IFLA_QDISC)]
    pub qdisc: Option<&'a CStr>,
    #[nla(IFLA_STATS)]
    pub stats: Option<&'a LinkStats>,
    #[nla(IFLA_MASTER)]
    pub master: Option<u32>,
    #[nla(IFLA_WIRELESS)]
    pub wireless: Option<&'a [u8]>,
    /// What a family says of a link in a dump of its own.
    #[nla(IFLA_PROTINFO, select = info.family)]
    pub protocol_info: Option<ProtocolInfo<'a>>,
    #[nla(IFLA_TXQLEN)]
    pub tx_queue_len: Option<u32>,
    #[nla(IFLA_MAP)]
    pub map: Option<&'a LinkMap>,
    #[nla(IFLA_WEIGHT)]
    pub weight: Option<u32>,
    #[nla(IFLA_OPERSTATE)]
    pub oper_state: Option<u8>,
    #[nla(IFLA_LINKMODE)]
    pub link_mode: Option<u8>,
    #[nla(IFLA_LINKINFO)]
    pub link_info: Option<LinkInfo<'a>>,
    #[nla(IFLA_NET_NS_PID)]
    pub netns_pid: Option<u32>,
    #[nla(IFLA_IFALIAS, len = ..=255)]
    pub alias: Option<&'a CStr>,
    #[nla(IFLA_NUM_VF)]
    pub num_vf: Option<u32>,
    #[nla(IFLA_VFINFO_LIST)]
    pub virtual_functions: Option<virtual_function::List<'a>>,
    #[nla(IFLA_STATS64)]
    pub stats64: Option<Struct<'a, LinkStats64>>,
    #[nla(IFLA_VF_PORTS)]
    pub vf_ports: Option<virtual_function::Ports<'a>>,
    #[nla(IFLA_PORT_SELF)]
    pub port_self: Option<virtual_function::Port<'a>>,
    #[nla(IFLA_AF_SPEC, select = info.family)]
    pub af_spec: Option<AnyAfSpec<'a>>,
    #[nla(IFLA_GROUP)]
    pub group: Option<u32>,
    #[nla(IFLA_NET_NS_FD)]
    pub netns_fd: Option<u32>,
    #[nla(IFLA_EXT_MASK)]
    pub ext_mask: Option<u32>,
    #[nla(IFLA_PROMISCUITY)]
    pub promiscuity: Option<u32>,
    #[nla(IFLA_NUM_TX_QUEUES)]
    pub num_tx_queues: Option<u32>,
    #[nla(IFLA_NUM_RX_QUEUES)]
    pub num_rx_queues: Option<u32>,
    #[nla(IFLA_CARRIER)]
    pub carrier: Option<u8>,
    #[nla(IFLA_PHYS_PORT_ID)]
    pub phys_port_id: Option<&'a [u8]>,
    #[nla(IFLA_CARRIER_CHANGES)]
    pub carrier_changes: Option<u32>,
    #[nla(IFLA_PHYS_SWITCH_ID)]
    pub phys_switch_id: Option<&'a [u8]>,
    #[nla(IFLA_LINK_NETNSID)]
    pub link_netnsid: Option<i32>,
    #[nla(IFLA_PHYS_PORT_NAME)]
    pub phys_port_name: Option<&'a CStr>,
    #[nla(IFLA_PROTO_DOWN)]
    pub proto_down: Option<u8>,
    #[nla(IFLA_GSO_MAX_SEGS)]
    pub gso_max_segs: Option<u32>,
    #[nla(IFLA_GSO_MAX_SIZE)]
    pub gso_max_size: Option<u32>,
    #[nla(IFLA_XDP)]
    pub xdp: Option<Xdp<'a>>,
    #[nla(IFLA_EVENT)]
    pub event: Option<u32>,
    #[nla(IFLA_NEW_NETNSID)]
    pub new_netnsid: Option<i32>,
    #[nla(IFLA_TARGET_NETNSID)]
    pub target_netnsid: Option<i32>,
    #[nla(IFLA_CARRIER_UP_COUNT)]
    pub carrier_up_count: Option<u32>,
    #[nla(IFLA_CARRIER_DOWN_COUNT)]
    pub carrier_down_count: Option<u32>,
    #[nla(IFLA_NEW_IFINDEX)]
    pub new_ifindex: Option<i32>,
    #[nla(IFLA_MIN_MTU)]
    pub min_mtu: Option<u32>,
    #[nla(IFLA_MAX_MTU)]
    pub max_mtu: Option<u32>,
    #[nla(IFLA_PROP_LIST)]
    pub properties: Option<Properties<'a>>,
    #[nla(IFLA_PERM_ADDRESS)]
    pub perm_address: Option<&'a [u8]>,
    #[nla(IFLA_PROTO_DOWN_REASON)]
    pub proto_down_reason: Option<ProtoDownReason<'a>>,
    #[nla(IFLA_PARENT_DEV_NAME)]
    pub parent_dev_name: Option<&'a CStr>,
    #[nla(IFLA_PARENT_DEV_BUS_NAME)]
    pub parent_dev_bus_name: Option<&'a CStr>,
    #[nla(IFLA_GRO_MAX_SIZE)]
    pub gro_max_size: Option<u32>,
    #[nla(IFLA_TSO_MAX_SIZE)]
    pub tso_max_size: Option<u32>,
    #[nla(IFLA_TSO_MAX_SEGS)]
    pub tso_max_segs: Option<u32>,
    #[nla(IFLA_ALLMULTI)]
    pub allmulti: Option<u32>,
    #[nla(IFLA_DEVLINK_PORT)]
    pub devlink_port: Option<DevlinkPort<'a>>,
    #[nla(IFLA_GSO_IPV4_MAX_SIZE)]
    pub gso_ipv4_max_size: Option<u32>,
    #[nla(IFLA_GRO_IPV4_MAX_SIZE)]
    pub gro_ipv4_max_size: Option<u32>,
    #[nla(IFLA_DPLL_PIN)]
    pub dpll_pin: Option<DpllPin<'a>>,
    #[nla(IFLA_MAX_PACING_OFFLOAD_HORIZON)]
    pub max_pacing_offload_horizon: Option<Uint>,
    #[nla(IFLA_NETNS_IMMUTABLE)]
    pub netns_immutable: Option<u8>,
    #[nla(IFLA_HEADROOM)]
    pub headroom: Option<u16>,
    #[nla(IFLA_TAILROOM)]
    pub tailroom: Option<u16>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a link, known by index, name or group.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_DELLINK)]
pub struct DelLink<'a> {
    #[netlink(header)]
    pub info: IfInfoMsg,
    #[nla(IFLA_IFNAME, len = ..=15)]
    pub name: Option<&'a CStr>,
    #[nla(IFLA_GROUP)]
    pub group: Option<u32>,
    #[nla(IFLA_PROP_LIST)]
    pub properties: Option<Properties<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one link, known by index or name, or for all of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETLINK, reply = Link<'_>)]
pub struct GetLink<'a> {
    #[netlink(header)]
    pub info: IfInfoMsg,
    #[nla(IFLA_IFNAME, len = ..=15)]
    pub name: Option<&'a CStr>,
    #[nla(IFLA_MASTER)]
    pub master: Option<u32>,
    #[nla(IFLA_LINKINFO)]
    pub link_info: Option<LinkInfo<'a>>,
    #[nla(IFLA_EXT_MASK)]
    pub ext_mask: Option<u32>,
    #[nla(IFLA_TARGET_NETNSID)]
    pub target_netnsid: Option<i32>,
    #[nla(IFLA_ALT_IFNAME, len = ..=127)]
    pub alt_name: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What `IFLA_PROTINFO` holds: it depends on the family that the dump was asked of.
#[derive(Clone, Debug, Parse, Emit)]
pub enum ProtocolInfo<'a> {
    #[netlink(key = AF_BRIDGE)]
    Bridge(BridgePort<'a>),
    #[netlink(key = AF_INET6)]
    Inet6(af_spec::Inet6<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// What `IFLA_AF_SPEC` holds: one set for each family, or in a dump of bridge ports those of the
/// bridge itself.
#[derive(Clone, Debug, Parse, Emit)]
pub enum AnyAfSpec<'a> {
    #[netlink(key = AF_UNSPEC)]
    PerFamily(AfSpec<'a>),
    #[netlink(key = AF_BRIDGE)]
    Bridge(BridgeAfSpec<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// Names that a link has besides its own.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Properties<'a> {
    #[nla(IFLA_ALT_IFNAME, len = ..=127)]
    pub alt_names: Repeated<'a, &'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The express data path.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Xdp<'a> {
    #[nla(IFLA_XDP_FD)]
    pub fd: Option<i32>,
    #[nla(IFLA_XDP_ATTACHED)]
    pub attached: Option<u8>,
    #[nla(IFLA_XDP_FLAGS)]
    pub flags: Option<u32>,
    #[nla(IFLA_XDP_PROG_ID)]
    pub prog_id: Option<u32>,
    #[nla(IFLA_XDP_DRV_PROG_ID)]
    pub drv_prog_id: Option<u32>,
    #[nla(IFLA_XDP_SKB_PROG_ID)]
    pub skb_prog_id: Option<u32>,
    #[nla(IFLA_XDP_HW_PROG_ID)]
    pub hw_prog_id: Option<u32>,
    #[nla(IFLA_XDP_EXPECTED_FD)]
    pub expected_fd: Option<i32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Why user space keeps a link's carrier down.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct ProtoDownReason<'a> {
    #[nla(IFLA_PROTO_DOWN_REASON_MASK)]
    pub mask: Option<u32>,
    #[nla(IFLA_PROTO_DOWN_REASON_VALUE)]
    pub value: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The devlink port that the link is.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct DevlinkPort<'a> {
    #[nla(DEVLINK_ATTR_BUS_NAME)]
    pub bus_name: Option<&'a CStr>,
    #[nla(DEVLINK_ATTR_DEV_NAME)]
    pub dev_name: Option<&'a CStr>,
    #[nla(DEVLINK_ATTR_PORT_INDEX)]
    pub port_index: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The pin that gives the link its clock.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct DpllPin<'a> {
    #[nla(DPLL_A_PIN_ID)]
    pub id: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
