//! Families written by hand through the derive, as a downstream crate writes them.

pub mod ethtool;
pub mod inet_diag;
pub mod netdev;
pub mod nftables;
pub mod nlctrl;
pub mod rt_addr;
pub mod rt_link;
pub mod rt_neigh;
pub mod rt_route;
pub mod rt_rule;
pub mod tc;

use netlink_core::{EmitMessage, MessageId, ParseMessage, Policy};

/// Messages by what they are, each with what may be in it.
pub type Messages = Vec<(MessageId, &'static Policy)>;

/// A netlink protocol, by its number: that of rtnetlink.
pub const ROUTE: i32 = 0;
/// That of socket diagnosis.
pub const SOCK_DIAG: i32 = 4;
/// That of netfilter.
pub const NETFILTER: i32 = 12;
/// That of generic netlink.
pub const GENERIC: i32 = 16;

/// All messages of a protocol that these families declare: what a kernel sends, and what it is sent.
#[must_use]
pub fn messages(protocol: i32) -> Messages {
    fn read<'a, T: ParseMessage<'a>>() -> &'static [(MessageId, &'static Policy)] {
        T::PARSE_MESSAGES
    }
    fn written<T: EmitMessage>() -> &'static [(MessageId, &'static Policy)] {
        T::EMIT_MESSAGES
    }
    match protocol {
        ROUTE => [
            read::<rt_link::Link<'_>>(),
            read::<rt_link::DelLink<'_>>(),
            written::<rt_link::GetLink<'_>>(),
            read::<rt_addr::AddrEvent<'_>>(),
            written::<rt_addr::GetAddr<'_>>(),
            read::<rt_route::RouteEvent<'_>>(),
            written::<rt_route::GetRoute<'_>>(),
            read::<rt_neigh::NeighbourEvent<'_>>(),
            written::<rt_neigh::GetNeighbour<'_>>(),
            read::<rt_rule::RuleEvent<'_>>(),
            written::<rt_rule::GetRule<'_>>(),
            read::<tc::Event<'_>>(),
        ]
        .concat(),
        SOCK_DIAG => read::<inet_diag::Socket<'_>>().to_vec(),
        NETFILTER => read::<nftables::Event<'_>>().to_vec(),
        GENERIC => [
            read::<nlctrl::Event<'_>>(),
            read::<ethtool::Channels<'_>>(),
            read::<ethtool::Features<'_>>(),
            read::<ethtool::LinkInfo<'_>>(),
            read::<ethtool::LinkModes<'_>>(),
            read::<ethtool::LinkState<'_>>(),
            read::<ethtool::Rings<'_>>(),
        ]
        .concat(),
        _ => Vec::new(),
    }
}
