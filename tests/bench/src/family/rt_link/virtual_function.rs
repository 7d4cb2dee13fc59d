//! Virtual functions of a network card, and their ports.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Repeated, Unknown};

use super::{
    constants::*,
    structs::{VfGuid, VfMac, VfRate, VfSetting, VfVlan, VfVlanInfo},
};

/// All virtual functions of a card.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct List<'a> {
    #[nla(IFLA_VF_INFO)]
    pub functions: Repeated<'a, VirtualFunction<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One virtual function. Each attribute repeats its number.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct VirtualFunction<'a> {
    #[nla(IFLA_VF_MAC)]
    pub mac: Option<&'a VfMac>,
    #[nla(IFLA_VF_VLAN)]
    pub vlan: Option<&'a VfVlan>,
    #[nla(IFLA_VF_TX_RATE)]
    pub tx_rate: Option<&'a VfSetting>,
    #[nla(IFLA_VF_SPOOFCHK)]
    pub spoof_check: Option<&'a VfSetting>,
    #[nla(IFLA_VF_LINK_STATE)]
    pub link_state: Option<&'a VfSetting>,
    #[nla(IFLA_VF_RATE)]
    pub rate: Option<&'a VfRate>,
    #[nla(IFLA_VF_RSS_QUERY_EN)]
    pub rss_query: Option<&'a VfSetting>,
    #[nla(IFLA_VF_STATS)]
    pub stats: Option<Stats<'a>>,
    #[nla(IFLA_VF_TRUST)]
    pub trust: Option<&'a VfSetting>,
    #[nla(IFLA_VF_IB_NODE_GUID)]
    pub node_guid: Option<&'a VfGuid>,
    #[nla(IFLA_VF_IB_PORT_GUID)]
    pub port_guid: Option<&'a VfGuid>,
    #[nla(IFLA_VF_VLAN_LIST)]
    pub vlans: Option<Vlans<'a>>,
    #[nla(IFLA_VF_BROADCAST)]
    pub broadcast: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The VLANs of a virtual function.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Vlans<'a> {
    #[nla(IFLA_VF_VLAN_INFO)]
    pub vlans: Repeated<'a, &'a VfVlanInfo>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What went through a virtual function. These types start at 0.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Stats<'a> {
    #[nla(IFLA_VF_STATS_RX_PACKETS)]
    pub rx_packets: Option<u64>,
    #[nla(IFLA_VF_STATS_TX_PACKETS)]
    pub tx_packets: Option<u64>,
    #[nla(IFLA_VF_STATS_RX_BYTES)]
    pub rx_bytes: Option<u64>,
    #[nla(IFLA_VF_STATS_TX_BYTES)]
    pub tx_bytes: Option<u64>,
    #[nla(IFLA_VF_STATS_BROADCAST)]
    pub broadcast: Option<u64>,
    #[nla(IFLA_VF_STATS_MULTICAST)]
    pub multicast: Option<u64>,
    #[nla(IFLA_VF_STATS_RX_DROPPED)]
    pub rx_dropped: Option<u64>,
    #[nla(IFLA_VF_STATS_TX_DROPPED)]
    pub tx_dropped: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The ports of all virtual functions.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Ports<'a> {
    #[nla(IFLA_VF_PORT)]
    pub ports: Repeated<'a, Port<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How a link is attached to a virtual station interface.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Port<'a> {
    #[nla(IFLA_PORT_VF)]
    pub vf: Option<u32>,
    #[nla(IFLA_PORT_PROFILE)]
    pub profile: Option<&'a CStr>,
    #[nla(IFLA_PORT_VSI_TYPE)]
    pub vsi_type: Option<&'a [u8]>,
    #[nla(IFLA_PORT_INSTANCE_UUID)]
    pub instance_uuid: Option<[u8; 16]>,
    #[nla(IFLA_PORT_HOST_UUID)]
    pub host_uuid: Option<[u8; 16]>,
    #[nla(IFLA_PORT_REQUEST)]
    pub request: Option<u8>,
    #[nla(IFLA_PORT_RESPONSE)]
    pub response: Option<u16>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
