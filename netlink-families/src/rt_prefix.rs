//! `rt-prefix`: IPv6 prefixes and user options that router advertisements announced.
//!
//! Netlink protocol `NETLINK_ROUTE`, tool `ip monitor prefix`, kernel option `CONFIG_IPV6`. Header `linux/rtnetlink.h`. There are
//! notifications only.
//!
//! ```
//! use netlink_core::{Emit, Input, Parse, Writer};
//! use netlink_families::rt_prefix::{Prefix, PrefixHeader};
//!
//! let header = PrefixHeader { family: 10, ifindex: 2, len: 64, ..Default::default() }; // AF_INET6
//! let prefix = Prefix { header, address: Some("2001:db8::".parse()?), ..Default::default() };
//! let mut bytes = Vec::new();
//! Writer::growing(&mut bytes).emit(&prefix)?;
//! assert_eq!(Prefix::parse(Input::new(&bytes))?.header.len, 64);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::net::Ipv6Addr;
use netlink_core::{Emit, Parse, RawMessage, Unknown};
use crate::Struct;

/// A prefix (`RTM_NEWPREFIX`, attributes `PREFIX_*`).
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 52, protocol = 0)]
pub struct Prefix<'a> {
    #[netlink(header)] pub header: PrefixHeader,
    #[nla(1)] pub address: Option<Ipv6Addr>,
    #[nla(2)] pub cacheinfo: Option<Struct<'a, PrefixCacheInfo>>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// A user option of neighbour discovery, such as DNS servers (`RTM_NEWNDUSEROPT`).
///
/// `opts_len` bytes of the option follow the header, and then attributes `NDUSEROPT_*`: the source address is the only one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = 68, protocol = 0)]
pub struct UserOption<'a>(pub Struct<'a, UserOptionHeader>);

/// Notifications of the multicast groups.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(protocol = 0)]
pub enum Event<'a> {
    #[netlink(message = 52)] Prefix(Prefix<'a>),
    #[netlink(message = 68)] UserOption(UserOption<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// What the prefix is for (`IF_PREFIX_*`).
    PrefixFlags: u8 { ONLINK = 1, AUTOCONF = 2, }
}

headers! {
    /// Fixed header of [`Prefix`].
    PrefixHeader ["prefixmsg"] {
        family: u8, pad1: u8, pad2: u16, ifindex: i32, ty: u8, len: u8, flags: PrefixFlags, pad3: u8,
    }
}

structs! {
    /// Lifetimes in seconds.
    PrefixCacheInfo ["prefix_cacheinfo"] { preferred_time: u32, valid_time: u32, }

    /// Header of [`UserOption`].
    UserOptionHeader ["nduseroptmsg"] {
        family: u8, pad1: u8, opts_len: u16, ifindex: i32, icmp_type: u8, icmp_code: u8, pad2: u16, pad3: u32,
    }
}

family! {
    "rt-prefix", protocol 0;
    operations { }
    notifications { Event<'_>, }
    groups { "ipv6-prefix" = 18, "nd-useropt" = 20, }
}
