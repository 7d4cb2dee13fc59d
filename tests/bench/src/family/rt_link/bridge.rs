//! Bridges, and the links that are their ports.

use core::net::{Ipv4Addr, Ipv6Addr};

use netlink_core::{Be, Emit, Parse, Repeated, Unknown};

use super::{
    constants::*,
    structs::{BoolOptions, BridgeId, BridgeVlanInfo},
};

/// A bridge.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Bridge<'a> {
    #[nla(IFLA_BR_FORWARD_DELAY)]
    pub forward_delay: Option<u32>,
    #[nla(IFLA_BR_HELLO_TIME)]
    pub hello_time: Option<u32>,
    #[nla(IFLA_BR_MAX_AGE)]
    pub max_age: Option<u32>,
    #[nla(IFLA_BR_AGEING_TIME)]
    pub ageing_time: Option<u32>,
    #[nla(IFLA_BR_STP_STATE)]
    pub stp_state: Option<u32>,
    #[nla(IFLA_BR_PRIORITY)]
    pub priority: Option<u16>,
    #[nla(IFLA_BR_VLAN_FILTERING)]
    pub vlan_filtering: Option<u8>,
    #[nla(IFLA_BR_VLAN_PROTOCOL)]
    pub vlan_protocol: Option<Be<u16>>,
    #[nla(IFLA_BR_GROUP_FWD_MASK)]
    pub group_fwd_mask: Option<u16>,
    #[nla(IFLA_BR_ROOT_ID)]
    pub root_id: Option<&'a BridgeId>,
    #[nla(IFLA_BR_BRIDGE_ID)]
    pub bridge_id: Option<&'a BridgeId>,
    #[nla(IFLA_BR_ROOT_PORT)]
    pub root_port: Option<u16>,
    #[nla(IFLA_BR_ROOT_PATH_COST)]
    pub root_path_cost: Option<u32>,
    #[nla(IFLA_BR_TOPOLOGY_CHANGE)]
    pub topology_change: Option<u8>,
    #[nla(IFLA_BR_TOPOLOGY_CHANGE_DETECTED)]
    pub topology_change_detected: Option<u8>,
    #[nla(IFLA_BR_HELLO_TIMER)]
    pub hello_timer: Option<u64>,
    #[nla(IFLA_BR_TCN_TIMER)]
    pub tcn_timer: Option<u64>,
    #[nla(IFLA_BR_TOPOLOGY_CHANGE_TIMER)]
    pub topology_change_timer: Option<u64>,
    #[nla(IFLA_BR_GC_TIMER)]
    pub gc_timer: Option<u64>,
    #[nla(IFLA_BR_GROUP_ADDR)]
    pub group_addr: Option<[u8; 6]>,
    #[nla(IFLA_BR_FDB_FLUSH)]
    pub fdb_flush: bool,
    #[nla(IFLA_BR_MCAST_ROUTER)]
    pub mcast_router: Option<u8>,
    #[nla(IFLA_BR_MCAST_SNOOPING)]
    pub mcast_snooping: Option<u8>,
    #[nla(IFLA_BR_MCAST_QUERY_USE_IFADDR)]
    pub mcast_query_use_ifaddr: Option<u8>,
    #[nla(IFLA_BR_MCAST_QUERIER)]
    pub mcast_querier: Option<u8>,
    #[nla(IFLA_BR_MCAST_HASH_ELASTICITY)]
    pub mcast_hash_elasticity: Option<u32>,
    #[nla(IFLA_BR_MCAST_HASH_MAX)]
    pub mcast_hash_max: Option<u32>,
    #[nla(IFLA_BR_MCAST_LAST_MEMBER_CNT)]
    pub mcast_last_member_cnt: Option<u32>,
    #[nla(IFLA_BR_MCAST_STARTUP_QUERY_CNT)]
    pub mcast_startup_query_cnt: Option<u32>,
    #[nla(IFLA_BR_MCAST_LAST_MEMBER_INTVL)]
    pub mcast_last_member_intvl: Option<u64>,
    #[nla(IFLA_BR_MCAST_MEMBERSHIP_INTVL)]
    pub mcast_membership_intvl: Option<u64>,
    #[nla(IFLA_BR_MCAST_QUERIER_INTVL)]
    pub mcast_querier_intvl: Option<u64>,
    #[nla(IFLA_BR_MCAST_QUERY_INTVL)]
    pub mcast_query_intvl: Option<u64>,
    #[nla(IFLA_BR_MCAST_QUERY_RESPONSE_INTVL)]
    pub mcast_query_response_intvl: Option<u64>,
    #[nla(IFLA_BR_MCAST_STARTUP_QUERY_INTVL)]
    pub mcast_startup_query_intvl: Option<u64>,
    #[nla(IFLA_BR_NF_CALL_IPTABLES)]
    pub nf_call_iptables: Option<u8>,
    #[nla(IFLA_BR_NF_CALL_IP6TABLES)]
    pub nf_call_ip6tables: Option<u8>,
    #[nla(IFLA_BR_NF_CALL_ARPTABLES)]
    pub nf_call_arptables: Option<u8>,
    #[nla(IFLA_BR_VLAN_DEFAULT_PVID)]
    pub vlan_default_pvid: Option<u16>,
    #[nla(IFLA_BR_VLAN_STATS_ENABLED)]
    pub vlan_stats_enabled: Option<u8>,
    #[nla(IFLA_BR_MCAST_STATS_ENABLED)]
    pub mcast_stats_enabled: Option<u8>,
    #[nla(IFLA_BR_MCAST_IGMP_VERSION)]
    pub mcast_igmp_version: Option<u8>,
    #[nla(IFLA_BR_MCAST_MLD_VERSION)]
    pub mcast_mld_version: Option<u8>,
    #[nla(IFLA_BR_VLAN_STATS_PER_PORT)]
    pub vlan_stats_per_port: Option<u8>,
    #[nla(IFLA_BR_MULTI_BOOLOPT)]
    pub bool_options: Option<&'a BoolOptions>,
    #[nla(IFLA_BR_MCAST_QUERIER_STATE)]
    pub mcast_querier_state: Option<QuerierState<'a>>,
    #[nla(IFLA_BR_FDB_N_LEARNED)]
    pub fdb_n_learned: Option<u32>,
    #[nla(IFLA_BR_FDB_MAX_LEARNED)]
    pub fdb_max_learned: Option<u32>,
    #[nla(IFLA_BR_STP_MODE)]
    pub stp_mode: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The querier of multicast members on a bridge.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct QuerierState<'a> {
    #[nla(BRIDGE_QUERIER_IP_ADDRESS)]
    pub ip_address: Option<Ipv4Addr>,
    #[nla(BRIDGE_QUERIER_IP_PORT)]
    pub ip_port: Option<u32>,
    #[nla(BRIDGE_QUERIER_IP_OTHER_TIMER)]
    pub ip_other_timer: Option<u64>,
    #[nla(BRIDGE_QUERIER_IPV6_ADDRESS)]
    pub ipv6_address: Option<Ipv6Addr>,
    #[nla(BRIDGE_QUERIER_IPV6_PORT)]
    pub ipv6_port: Option<u32>,
    #[nla(BRIDGE_QUERIER_IPV6_OTHER_TIMER)]
    pub ipv6_other_timer: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A link as a port of a bridge.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct BridgePort<'a> {
    #[nla(IFLA_BRPORT_STATE)]
    pub state: Option<u8>,
    #[nla(IFLA_BRPORT_PRIORITY)]
    pub priority: Option<u16>,
    #[nla(IFLA_BRPORT_COST)]
    pub cost: Option<u32>,
    #[nla(IFLA_BRPORT_MODE)]
    pub mode: Option<u8>,
    #[nla(IFLA_BRPORT_GUARD)]
    pub guard: Option<u8>,
    #[nla(IFLA_BRPORT_PROTECT)]
    pub protect: Option<u8>,
    #[nla(IFLA_BRPORT_FAST_LEAVE)]
    pub fast_leave: Option<u8>,
    #[nla(IFLA_BRPORT_LEARNING)]
    pub learning: Option<u8>,
    #[nla(IFLA_BRPORT_UNICAST_FLOOD)]
    pub unicast_flood: Option<u8>,
    #[nla(IFLA_BRPORT_PROXYARP)]
    pub proxyarp: Option<u8>,
    #[nla(IFLA_BRPORT_LEARNING_SYNC)]
    pub learning_sync: Option<u8>,
    #[nla(IFLA_BRPORT_PROXYARP_WIFI)]
    pub proxyarp_wifi: Option<u8>,
    #[nla(IFLA_BRPORT_ROOT_ID)]
    pub root_id: Option<&'a BridgeId>,
    #[nla(IFLA_BRPORT_BRIDGE_ID)]
    pub bridge_id: Option<&'a BridgeId>,
    #[nla(IFLA_BRPORT_DESIGNATED_PORT)]
    pub designated_port: Option<u16>,
    #[nla(IFLA_BRPORT_DESIGNATED_COST)]
    pub designated_cost: Option<u16>,
    #[nla(IFLA_BRPORT_ID)]
    pub id: Option<u16>,
    #[nla(IFLA_BRPORT_NO)]
    pub no: Option<u16>,
    #[nla(IFLA_BRPORT_TOPOLOGY_CHANGE_ACK)]
    pub topology_change_ack: Option<u8>,
    #[nla(IFLA_BRPORT_CONFIG_PENDING)]
    pub config_pending: Option<u8>,
    #[nla(IFLA_BRPORT_MESSAGE_AGE_TIMER)]
    pub message_age_timer: Option<u64>,
    #[nla(IFLA_BRPORT_FORWARD_DELAY_TIMER)]
    pub forward_delay_timer: Option<u64>,
    #[nla(IFLA_BRPORT_HOLD_TIMER)]
    pub hold_timer: Option<u64>,
    #[nla(IFLA_BRPORT_FLUSH)]
    pub flush: bool,
    #[nla(IFLA_BRPORT_MULTICAST_ROUTER)]
    pub multicast_router: Option<u8>,
    #[nla(IFLA_BRPORT_MCAST_FLOOD)]
    pub mcast_flood: Option<u8>,
    #[nla(IFLA_BRPORT_MCAST_TO_UCAST)]
    pub mcast_to_ucast: Option<u8>,
    #[nla(IFLA_BRPORT_VLAN_TUNNEL)]
    pub vlan_tunnel: Option<u8>,
    #[nla(IFLA_BRPORT_BCAST_FLOOD)]
    pub bcast_flood: Option<u8>,
    #[nla(IFLA_BRPORT_GROUP_FWD_MASK)]
    pub group_fwd_mask: Option<u16>,
    #[nla(IFLA_BRPORT_NEIGH_SUPPRESS)]
    pub neigh_suppress: Option<u8>,
    #[nla(IFLA_BRPORT_ISOLATED)]
    pub isolated: Option<u8>,
    #[nla(IFLA_BRPORT_BACKUP_PORT)]
    pub backup_port: Option<u32>,
    #[nla(IFLA_BRPORT_MRP_RING_OPEN)]
    pub mrp_ring_open: Option<u8>,
    #[nla(IFLA_BRPORT_MRP_IN_OPEN)]
    pub mrp_in_open: Option<u8>,
    #[nla(IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT)]
    pub mcast_eht_hosts_limit: Option<u32>,
    #[nla(IFLA_BRPORT_MCAST_EHT_HOSTS_CNT)]
    pub mcast_eht_hosts_cnt: Option<u32>,
    #[nla(IFLA_BRPORT_LOCKED)]
    pub locked: Option<u8>,
    #[nla(IFLA_BRPORT_MAB)]
    pub mab: Option<u8>,
    #[nla(IFLA_BRPORT_MCAST_N_GROUPS)]
    pub mcast_n_groups: Option<u32>,
    #[nla(IFLA_BRPORT_MCAST_MAX_GROUPS)]
    pub mcast_max_groups: Option<u32>,
    #[nla(IFLA_BRPORT_NEIGH_VLAN_SUPPRESS)]
    pub neigh_vlan_suppress: Option<u8>,
    #[nla(IFLA_BRPORT_BACKUP_NHID)]
    pub backup_nhid: Option<u32>,
    #[nla(IFLA_BRPORT_NEIGH_FORWARD_GRAT)]
    pub neigh_forward_grat: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The payload of `IFLA_AF_SPEC` in messages of the family `AF_BRIDGE`.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct BridgeAfSpec<'a> {
    #[nla(IFLA_BRIDGE_FLAGS)]
    pub flags: Option<u16>,
    #[nla(IFLA_BRIDGE_MODE)]
    pub mode: Option<u16>,
    #[nla(IFLA_BRIDGE_VLAN_INFO)]
    pub vlans: Repeated<'a, &'a BridgeVlanInfo>,
    #[nla(IFLA_BRIDGE_VLAN_TUNNEL_INFO)]
    pub tunnels: Repeated<'a, VlanTunnel<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The tunnel of a bridge's VLAN.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct VlanTunnel<'a> {
    #[nla(IFLA_BRIDGE_VLAN_TUNNEL_ID)]
    pub id: Option<u32>,
    #[nla(IFLA_BRIDGE_VLAN_TUNNEL_VID)]
    pub vid: Option<u16>,
    #[nla(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS)]
    pub flags: Option<u16>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
