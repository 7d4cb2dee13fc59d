//! `rt-vlan`: options and counters of the VLANs of bridges and their ports.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `bridge vlan`, kernel option `CONFIG_BRIDGE_VLAN_FILTERING`. Header `linux/if_bridge.h`.
//!
//! VLANs are added to ports with links (`rt-link`); here their options are read and changed.
//!
//! ```
//! use netlink_families::rt_vlan::{DumpFlags, GetVlan, VlanHeader};
//!
//! let header = VlanHeader { family: 7, ..Default::default() }; // AF_BRIDGE
//! let request = GetVlan { header: header.into(), dump_flags: Some(DumpFlags::STATS), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 8 + 8);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Repeated, Unknown};
use crate::Struct;
use crate::rt_mdb::Routers;

/// VLANs of an interface, or the request to change their options (`RTM_NEWVLAN`, attributes `BRIDGE_VLANDB_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 112, protocol = 0)]
pub struct Vlan<'a> {
    #[netlink(header)] pub header: VlanHeader,
    #[nla(1)] pub entry: Repeated<'a, Entry<'a>>,
    #[nla(2)] pub global_options: Repeated<'a, GlobalOptions<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes VLANs of an interface (`RTM_DELVLAN`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 113, protocol = 0)]
pub struct DelVlan<'a>(pub Vlan<'a>);

/// Requests a dump of VLANs (`RTM_GETVLAN`, attributes `BRIDGE_VLANDB_DUMP_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 114, protocol = 0, reply = Vlan<'_>)]
pub struct GetVlan<'a> {
    #[netlink(header)] pub header: Struct<'a, VlanHeader>,
    #[nla(1)] pub dump_flags: Option<DumpFlags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A VLAN, or a range of VLANs with the same options (`BRIDGE_VLANDB_ENTRY_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Entry<'a> {
    #[nla(1)] pub info: Option<Struct<'a, VlanInfo>>,
    #[nla(2)] pub range: Option<u16>,
    #[nla(3)] pub state: Option<StpState>,
    #[nla(4)] pub tunnel_info: Option<TunnelInfo<'a>>,
    #[nla(5)] pub stats: Option<Stats<'a>>,
    #[nla(6)] pub mcast_router: Option<u8>,
    #[nla(7)] pub mcast_n_groups: Option<u32>,
    #[nla(8)] pub mcast_max_groups: Option<u32>,
    #[nla(9)] pub neigh_suppress: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The tunnel ID of a VLAN (`BRIDGE_VLANDB_TINFO_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct TunnelInfo<'a> {
    #[nla(1)] pub id: Option<u32>,
    #[nla(2)] pub cmd: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of a VLAN (`BRIDGE_VLANDB_STATS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Stats<'a> {
    #[nla(1)] pub rx_bytes: Option<u64>,
    #[nla(2)] pub rx_packets: Option<u64>,
    #[nla(3)] pub tx_bytes: Option<u64>,
    #[nla(4)] pub tx_packets: Option<u64>,
    #[nla(5)] pub pad: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Options that a VLAN has on the whole bridge (`BRIDGE_VLANDB_GOPTS_*`). Intervals are in clock ticks of `USER_HZ`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct GlobalOptions<'a> {
    #[nla(1)] pub id: Option<u16>,
    #[nla(2)] pub range: Option<u16>,
    #[nla(3)] pub mcast_snooping: Option<u8>,
    #[nla(4)] pub mcast_igmp_version: Option<u8>,
    #[nla(5)] pub mcast_mld_version: Option<u8>,
    #[nla(6)] pub mcast_last_member_cnt: Option<u32>,
    #[nla(7)] pub mcast_startup_query_cnt: Option<u32>,
    #[nla(8)] pub mcast_last_member_intvl: Option<u64>,
    #[nla(9)] pub pad: Option<&'a [u8]>,
    #[nla(10)] pub mcast_membership_intvl: Option<u64>,
    #[nla(11)] pub mcast_querier_intvl: Option<u64>,
    #[nla(12)] pub mcast_query_intvl: Option<u64>,
    #[nla(13)] pub mcast_query_response_intvl: Option<u64>,
    #[nla(14)] pub mcast_startup_query_intvl: Option<u64>,
    #[nla(15)] pub mcast_querier: Option<u8>,
    #[nla(16)] pub mcast_router_ports: Option<Routers<'a>>,
    #[nla(17)] pub mcast_querier_state: Option<QuerierState<'a>>,
    #[nla(18)] pub msti: Option<u16>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// The querier of a VLAN (`BRIDGE_QUERIER_*`). Times are in clock ticks of `USER_HZ`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct QuerierState<'a> {
    #[nla(1)] pub ip_address: Option<core::net::Ipv4Addr>,
    #[nla(2)] pub ip_port: Option<u32>,
    #[nla(3)] pub ip_other_timer: Option<u64>,
    #[nla(4)] pub pad: Option<&'a [u8]>,
    #[nla(5)] pub ipv6_address: Option<core::net::Ipv6Addr>,
    #[nla(6)] pub ipv6_port: Option<u32>,
    #[nla(7)] pub ipv6_other_timer: Option<u64>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast group.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 112)] New(Vlan<'a>),
    #[netlink(message = 113)] Del(Vlan<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

/// State of the spanning tree (`BR_STATE_*`).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum StpState {
    Disabled, Listening, Learning, Forwarding, Blocking,
    #[netlink(other)] Other(u8),
}

flags! {
    /// What a dump has (`BRIDGE_VLANDB_DUMPF_*`).
    DumpFlags: u32 { STATS = 1, GLOBAL = 2, }
}

flags! {
    /// Flags of a VLAN (`BRIDGE_VLAN_INFO_*`).
    VlanInfoFlags: u16 {
        MASTER = 1, PVID = 2, UNTAGGED = 4, RANGE_BEGIN = 8, RANGE_END = 0x10, BRENTRY = 0x20, ONLY_OPTS = 0x40,
    }
}

headers! {
    /// Fixed header of all messages: `AF_BRIDGE` (7) and the interface.
    VlanHeader ["br_vlan_msg"] { family: u8, reserved1: u8, reserved2: u16, ifindex: u32, }
}

structs! {
    /// A VLAN and its flags.
    VlanInfo ["bridge_vlan_info"] { flags: VlanInfoFlags, vid: u16, }
}

family! {
    "rt-vlan", protocol 0;
    operations {
        "newvlan" Do Vlan<'_>,
        "delvlan" Do DelVlan<'_>,
        "getvlan" Dump GetVlan<'_> => Vlan<'_>,
    }
    notifications { Event<'_>, }
    groups { "brvlan" = 33, }
}
