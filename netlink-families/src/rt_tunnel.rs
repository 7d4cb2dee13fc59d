//! `rt-tunnel`: the VNIs that a VXLAN interface filters by.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `bridge vni`, kernel option `CONFIG_VXLAN`. Header `linux/if_link.h`.
//!
//! ```
//! use netlink_core::Repeated;
//! use netlink_families::rt_tunnel::{Entry, Tunnel, TunnelHeader};
//!
//! let entries = [Entry { start: Some(1000), end: Some(1009), ..Default::default() }];
//! let header = TunnelHeader { family: 7, ifindex: 4, ..Default::default() }; // AF_BRIDGE
//! let request = Tunnel { header, entry: Repeated::of(&entries), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 8 + 4 + 8 + 8);
//! ```

use core::net::{Ipv4Addr, Ipv6Addr};
use netlink_core::{Emit, Parse, RawMessage, Repeated, Unknown};

use crate::Struct;

/// VNIs of an interface, or the request to add them (`RTM_NEWTUNNEL`, attributes `VXLAN_VNIFILTER_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 120, protocol = 0)]
pub struct Tunnel<'a> {
    #[netlink(header)] pub header: TunnelHeader,
    #[nla(1)] pub entry: Repeated<'a, Entry<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes VNIs of an interface (`RTM_DELTUNNEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 121, protocol = 0)]
pub struct DelTunnel<'a>(pub Tunnel<'a>);

/// Requests a dump of VNIs (`RTM_GETTUNNEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 122, protocol = 0, reply = Tunnel<'_>)]
pub struct GetTunnel<'a> {
    #[netlink(header)] pub header: Struct<'a, TunnelHeader>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A VNI or a range of VNIs (`VXLAN_VNIFILTER_ENTRY_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Entry<'a> {
    #[nla(1)] pub start: Option<u32>,
    #[nla(2)] pub end: Option<u32>,
    #[nla(3)] pub group: Option<Ipv4Addr>,
    #[nla(4)] pub group6: Option<Ipv6Addr>,
    #[nla(5)] pub stats: Option<Stats<'a>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Counters of a VNI (`VNIFILTER_ENTRY_STATS_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Stats<'a> {
    #[nla(1)] pub rx_bytes: Option<u64>,
    #[nla(2)] pub rx_pkts: Option<u64>,
    #[nla(3)] pub rx_drops: Option<u64>,
    #[nla(4)] pub rx_errors: Option<u64>,
    #[nla(5)] pub tx_bytes: Option<u64>,
    #[nla(6)] pub tx_pkts: Option<u64>,
    #[nla(7)] pub tx_drops: Option<u64>,
    #[nla(8)] pub tx_errors: Option<u64>,
    #[nla(9)] pub pad: Option<&'a [u8]>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast group.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 120)] New(Tunnel<'a>),
    #[netlink(message = 121)] Del(Tunnel<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// What a dump has in addition (`TUNNEL_MSG_FLAG_*`).
    TunnelFlags: u8 { STATS = 1, }
}

headers! {
    /// Fixed header of all messages: `AF_BRIDGE` (7) and the interface.
    TunnelHeader ["tunnel_msg"] { family: u8, flags: TunnelFlags, reserved2: u16, ifindex: u32, }
}

family! {
    "rt-tunnel", protocol 0;
    operations {
        "newtunnel" Do Tunnel<'_>,
        "deltunnel" Do DelTunnel<'_>,
        "gettunnel" Dump GetTunnel<'_> => Tunnel<'_>,
    }
    notifications { Event<'_>, }
    groups { "tunnel" = 35, }
}
