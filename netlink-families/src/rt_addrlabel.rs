//! `rt-addrlabel`: labels of IPv6 prefixes, by which source addresses are selected (RFC 6724).
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `ip addrlabel`, kernel option `CONFIG_IPV6`. Header `linux/if_addrlabel.h`.
//!
//! ```
//! use netlink_families::rt_addrlabel::{AddrLabel, LabelHeader};
//!
//! let label = AddrLabel {
//!     header: LabelHeader { family: 10, prefixlen: 64, ..Default::default() }, // AF_INET6
//!     address: Some("2001:db8::".parse().unwrap()),
//!     label: Some(99),
//!     ..Default::default()
//! };
//! assert_eq!(netlink_core::message_len(&label), 16 + 12 + 20 + 8);
//! ```

use core::net::Ipv6Addr;
use netlink_core::{Emit, Parse, RawMessage, Unknown};

use crate::Struct;

/// The label of a prefix, or the request to add or replace one (`RTM_NEWADDRLABEL`, attributes `IFAL_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 72, protocol = 0)]
pub struct AddrLabel<'a> {
    #[netlink(header)] pub header: LabelHeader,
    #[nla(1)] pub address: Option<Ipv6Addr>,
    #[nla(2)] pub label: Option<u32>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Deletes the label of a prefix (`RTM_DELADDRLABEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 73, protocol = 0)]
pub struct DelAddrLabel<'a>(pub AddrLabel<'a>);

/// Requests the label of an address, or a dump (`RTM_GETADDRLABEL`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 74, protocol = 0, reply = AddrLabel<'_>)]
pub struct GetAddrLabel<'a> {
    #[netlink(header)] pub header: Struct<'a, LabelHeader>,
    #[nla(1)] pub address: Option<Ipv6Addr>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Messages about labels. Kernels do not notify about them.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 72)] New(AddrLabel<'a>),
    #[netlink(message = 73)] Del(AddrLabel<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

headers! {
    /// Fixed header of all messages.
    LabelHeader ["ifaddrlblmsg"] {
        family: u8, reserved: u8, prefixlen: u8, flags: u8, index: u32, seq: u32,
    }
}

family! {
    "rt-addrlabel", protocol 0;
    operations {
        "newaddrlabel" Do AddrLabel<'_>,
        "deladdrlabel" Do DelAddrLabel<'_>,
        "getaddrlabel" Both GetAddrLabel<'_> => AddrLabel<'_>,
    }
    notifications { Event<'_>, }
    groups { }
}
