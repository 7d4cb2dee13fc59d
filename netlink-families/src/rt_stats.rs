//! `rt-stats`: counters of interfaces: of all, of bridges and bonds, and of hardware.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `ip stats`, built into kernels since Linux 4.7. Headers `linux/if_link.h`,
//! `linux/if_bridge.h`.
//!
//! ```
//! use netlink_families::rt_stats::{Filter, GetStats, StatsHeader};
//!
//! let header = StatsHeader { ifindex: 1, filter_mask: Filter::LINK_64, ..Default::default() };
//! let request = GetStats { header: header.into(), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 12);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Repeated, Unknown};
use crate::Struct;

/// Counters of an interface (`RTM_NEWSTATS`, attributes `IFLA_STATS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 92, protocol = 0)]
pub struct Stats<'a> {
    #[netlink(header)] pub header: StatsHeader,
    #[nla(0)] pub pad: Option<&'a [u8]>,
    #[nla(1)] pub link_64: Option<Struct<'a, LinkStats64>>,
    #[nla(2)] pub link_xstats: Option<LinkXstats<'a>>,
    #[nla(3)] pub link_xstats_slave: Option<LinkXstats<'a>>,
    #[nla(4)] pub link_offload_xstats: Option<OffloadXstats<'a>>,
    #[nla(5)] pub af_spec: Option<AfSpec<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests counters of an interface, or a dump (`RTM_GETSTATS`, attributes `IFLA_STATS_GET*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 94, protocol = 0, reply = Stats<'_>)]
pub struct GetStats<'a> {
    #[netlink(header)] pub header: Struct<'a, StatsHeader>,
    #[nla(1)] pub get_filters: Option<GetFilters<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Enables or disables counters (`RTM_SETSTATS`, attributes `IFLA_STATS_SET_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 95, protocol = 0)]
pub struct SetStats<'a> {
    #[netlink(header)] pub header: StatsHeader,
    #[nla(2)] pub set_offload_xstats_l3_stats: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Which counters of each group are requested: a bit for each attribute of the group (`IFLA_STATS_LINK_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct GetFilters<'a> {
    #[nla(2)] pub link_xstats: Option<u32>,
    #[nla(3)] pub link_xstats_slave: Option<u32>,
    #[nla(4)] pub link_offload_xstats: Option<OffloadFilter>,
    #[nla(5)] pub af_spec: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters that only some kinds of interfaces have (`LINK_XSTATS_TYPE_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct LinkXstats<'a> {
    #[nla(1)] pub bridge: Option<BridgeXstats<'a>>,
    #[nla(2)] pub bond: Option<BondXstats<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of a bridge or its port (`BRIDGE_XSTATS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct BridgeXstats<'a> {
    #[nla(1)] pub vlan: Repeated<'a, Struct<'a, VlanXstats>>,
    #[nla(2)] pub mcast: Option<Struct<'a, McastStats>>,
    #[nla(3)] pub pad: Option<&'a [u8]>,
    #[nla(4)] pub stp: Option<Struct<'a, StpXstats>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of a bond or its port (`BOND_XSTATS_*`, header `linux/if_bonding.h`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct BondXstats<'a> {
    #[nla(1, name = "3ad")] pub lacp: Option<LacpStats<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of LACP (`BOND_3AD_STAT_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct LacpStats<'a> {
    #[nla(0)] pub lacpdu_rx: Option<u64>,
    #[nla(1)] pub lacpdu_tx: Option<u64>,
    #[nla(2)] pub lacpdu_unknown_rx: Option<u64>,
    #[nla(3)] pub lacpdu_illegal_rx: Option<u64>,
    #[nla(4)] pub marker_rx: Option<u64>,
    #[nla(5)] pub marker_tx: Option<u64>,
    #[nla(6)] pub marker_resp_rx: Option<u64>,
    #[nla(7)] pub marker_resp_tx: Option<u64>,
    #[nla(8)] pub marker_unknown_rx: Option<u64>,
    #[nla(9)] pub pad: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of hardware (`IFLA_OFFLOAD_XSTATS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct OffloadXstats<'a> {
    #[nla(1)] pub cpu_hit: Option<Struct<'a, LinkStats64>>,
    #[nla(2)] pub hw_s_info: Option<HwInfos<'a>>,
    #[nla(3)] pub l3_stats: Option<Struct<'a, HwStats64>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Which counters the hardware keeps: by their attribute type.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct HwInfos<'a> {
    #[nla(3)] pub l3_stats: Option<HwInfo<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Whether the hardware keeps counters (`IFLA_OFFLOAD_XSTATS_HW_S_INFO_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct HwInfo<'a> {
    #[nla(1)] pub request: Option<u8>,
    #[nla(2)] pub used: Option<u8>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of address families: by their number (`AF_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct AfSpec<'a> {
    #[nla(28)] pub mpls: Option<MplsStats<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of MPLS (`MPLS_STATS_*`, header `linux/mpls.h`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct MplsStats<'a> {
    #[nla(1)] pub link: Option<Struct<'a, MplsLinkStats>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast group.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 92)] New(Stats<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// Which groups of counters are requested or in the reply (`IFLA_STATS_FILTER_BIT`).
    Filter: u32 { LINK_64 = 1, LINK_XSTATS = 2, LINK_XSTATS_SLAVE = 4, LINK_OFFLOAD_XSTATS = 8, AF_SPEC = 0x10, }
}

flags! {
    /// Which counters of hardware are requested (`IFLA_STATS_FILTER_BIT`).
    OffloadFilter: u32 { CPU_HIT = 1, HW_S_INFO = 2, L3_STATS = 4, }
}

headers! {
    /// Fixed header of all messages.
    StatsHeader ["if_stats_msg"] { family: u8, pad1: u8, pad2: u16, ifindex: u32, filter_mask: Filter, }
}

structs! {
    /// Counters of an interface in packets, bytes and events.
    LinkStats64 ["rtnl_link_stats64"] {
        rx_packets: u64, tx_packets: u64, rx_bytes: u64, tx_bytes: u64, rx_errors: u64, tx_errors: u64, rx_dropped: u64,
        tx_dropped: u64, multicast: u64, collisions: u64, rx_length_errors: u64, rx_over_errors: u64, rx_crc_errors: u64,
        rx_frame_errors: u64, rx_fifo_errors: u64, rx_missed_errors: u64, tx_aborted_errors: u64, tx_carrier_errors: u64,
        tx_fifo_errors: u64, tx_heartbeat_errors: u64, tx_window_errors: u64, rx_compressed: u64, tx_compressed: u64,
        rx_nohandler: u64, rx_otherhost_dropped: u64,
    }

    /// Counters of hardware.
    HwStats64 ["rtnl_hw_stats64"] {
        rx_packets: u64, tx_packets: u64, rx_bytes: u64, tx_bytes: u64, rx_errors: u64, tx_errors: u64, rx_dropped: u64,
        tx_dropped: u64, multicast: u64,
    }

    /// Counters of a VLAN of a bridge.
    VlanXstats ["bridge_vlan_xstats"] {
        rx_bytes: u64, rx_packets: u64, tx_bytes: u64, tx_packets: u64, vid: u16, flags: u16, pad2: u32,
    }

    /// Counters of IGMP and MLD: received and sent.
    McastStats ["br_mcast_stats"] {
        igmp_v1queries: [u64; 2], igmp_v2queries: [u64; 2], igmp_v3queries: [u64; 2], igmp_leaves: [u64; 2],
        igmp_v1reports: [u64; 2], igmp_v2reports: [u64; 2], igmp_v3reports: [u64; 2], igmp_parse_errors: u64,
        mld_v1queries: [u64; 2], mld_v2queries: [u64; 2], mld_leaves: [u64; 2], mld_v1reports: [u64; 2], mld_v2reports: [u64; 2],
        mld_parse_errors: u64, mcast_bytes: [u64; 2], mcast_packets: [u64; 2],
    }

    /// Counters of the spanning tree.
    StpXstats ["bridge_stp_xstats"] {
        transition_blk: u64, transition_fwd: u64, rx_bpdu: u64, tx_bpdu: u64, rx_tcn: u64, tx_tcn: u64,
    }

    /// Counters of MPLS.
    MplsLinkStats ["mpls_link_stats"] {
        rx_packets: u64, tx_packets: u64, rx_bytes: u64, tx_bytes: u64, rx_errors: u64, tx_errors: u64, rx_dropped: u64,
        tx_dropped: u64, rx_noroute: u64,
    }
}

family! {
    "rt-stats", protocol 0;
    operations {
        "getstats" Both GetStats<'_> => Stats<'_>,
        "setstats" Do SetStats<'_>,
    }
    notifications { Event<'_>, }
    groups { "stats" = 36, }
}
