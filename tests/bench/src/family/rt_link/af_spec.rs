//! What each address family says of a link.

use netlink_core::{Emit, Parse, Unknown};
use zerocopy::native_endian;

use super::{constants::*, structs::CacheInfo};

/// One set for each family, numbered as the families are.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct AfSpec<'a> {
    #[nla(AF_INET)]
    pub inet: Option<Inet<'a>>,
    #[nla(AF_INET6)]
    pub inet6: Option<Inet6<'a>>,
    #[nla(AF_MCTP)]
    pub mctp: Option<Mctp<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What IPv4 says of a link.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Inet<'a> {
    /// The switches of `/proc/sys/net/ipv4/conf`, in the order of `IPV4_DEVCONF_*`, from 1 on.
    #[nla(IFLA_INET_CONF)]
    pub conf: Option<&'a [native_endian::U32]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What IPv6 says of a link.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Inet6<'a> {
    #[nla(IFLA_INET6_FLAGS)]
    pub flags: Option<u32>,
    /// The switches of `/proc/sys/net/ipv6/conf`, in the order of `DEVCONF_*`.
    #[nla(IFLA_INET6_CONF)]
    pub conf: Option<&'a [native_endian::U32]>,
    #[nla(IFLA_INET6_STATS)]
    pub stats: Option<&'a [native_endian::U64]>,
    #[nla(IFLA_INET6_MCAST)]
    pub multicast: Option<&'a [u8]>,
    #[nla(IFLA_INET6_CACHEINFO)]
    pub cache_info: Option<&'a CacheInfo>,
    #[nla(IFLA_INET6_ICMP6STATS)]
    pub icmp6_stats: Option<&'a [native_endian::U64]>,
    #[nla(IFLA_INET6_TOKEN)]
    pub token: Option<core::net::Ipv6Addr>,
    #[nla(IFLA_INET6_ADDR_GEN_MODE)]
    pub addr_gen_mode: Option<u8>,
    #[nla(IFLA_INET6_RA_MTU)]
    pub ra_mtu: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What MCTP says of a link.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Mctp<'a> {
    #[nla(IFLA_MCTP_NET)]
    pub net: Option<u32>,
    #[nla(IFLA_MCTP_PHYS_BINDING)]
    pub phys_binding: Option<u8>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
