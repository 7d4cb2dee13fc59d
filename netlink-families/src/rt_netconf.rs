//! `rt-netconf`: forwarding and similar settings of IPv4, IPv6 and MPLS, for an interface and for all.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `ip netconf`, built into kernels with `CONFIG_INET`. Header `linux/netconf.h`.
//!
//! ```
//! use netlink_families::rt_netconf::{GetNetconf, IFINDEX_ALL, NetconfHeader};
//!
//! let header = NetconfHeader { family: 2 }; // AF_INET
//! let request = GetNetconf { header, ifindex: Some(IFINDEX_ALL), ..Default::default() };
//! assert_eq!(netlink_core::message_len(&request), 16 + 4 + 8);
//! ```

use netlink_core::{Emit, Parse, RawMessage, Unknown};

/// The settings of all interfaces together (`NETCONFA_IFINDEX_ALL`).
pub const IFINDEX_ALL: i32 = -1;
/// The settings that new interfaces get (`NETCONFA_IFINDEX_DEFAULT`).
pub const IFINDEX_DEFAULT: i32 = -2;

/// Settings of an interface (`RTM_NEWNETCONF`, attributes `NETCONFA_*`). They are changed through sysctl only.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 80, protocol = 0)]
pub struct Netconf<'a> {
    #[netlink(header)] pub header: NetconfHeader,
    #[nla(1)] pub ifindex: Option<i32>,
    #[nla(2)] pub forwarding: Option<i32>,
    #[nla(3)] pub rp_filter: Option<i32>,
    #[nla(4)] pub mc_forwarding: Option<i32>,
    #[nla(5)] pub proxy_neigh: Option<i32>,
    #[nla(6)] pub ignore_routes_with_linkdown: Option<i32>,
    #[nla(7)] pub input: Option<i32>,
    #[nla(8)] pub bc_forwarding: Option<i32>,
    #[nla(9)] pub force_forwarding: Option<i32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Requests the settings of an interface, or a dump (`RTM_GETNETCONF`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 82, protocol = 0, reply = Netconf<'_>)]
pub struct GetNetconf<'a> {
    #[netlink(header)] pub header: NetconfHeader,
    #[nla(1)] pub ifindex: Option<i32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast groups.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 80)] New(Netconf<'a>),
    #[netlink(message = 81)] Del(Netconf<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

headers! {
    /// Fixed header of all messages: the address family.
    NetconfHeader ["netconfmsg"] { family: u8, }
}

family! {
    "rt-netconf", protocol 0;
    operations { "getnetconf" Both GetNetconf<'_> => Netconf<'_>, }
    notifications { Event<'_>, }
    groups { "ipv4-netconf" = 24, "ipv6-netconf" = 25, "mpls-netconf" = 29, }
}
