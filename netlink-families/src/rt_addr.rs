//! `rt-addr`: addresses of network interfaces.

use core::net::Ipv4Addr;
use core::ffi::CStr;
use netlink_core::{Emit, Parse, RawMessage, Unknown};
use crate::Struct;

/// `newaddr`, `getaddr`.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 20)]
pub struct Addr<'a> {
    #[netlink(header)] pub header: AddrHeader,
    #[nla(1)] pub address: Option<&'a [u8]>,
    #[nla(2)] pub local: Option<&'a [u8]>,
    #[nla(3)] pub label: Option<&'a CStr>,
    #[nla(4)] pub broadcast: Option<Ipv4Addr>,
    #[nla(6)] pub cacheinfo: Option<Struct<'a, CacheInfo>>,
    #[nla(8)] pub flags: Option<AddrFlags>,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Request `getaddr`.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = 22, reply = Addr<'_>)]
pub struct GetAddr<'a> {
    #[netlink(header)] pub header: AddrHeader,
    #[netlink(unknown)] pub rest: Unknown<'a>,
}

/// Notifications of the multicast groups.
#[derive(Clone, Debug, Parse, Emit)]
pub enum Event<'a> {
    #[netlink(message = 20)] Newaddr(Addr<'a>),
    #[netlink(message = 21)] Deladdr(Addr<'a>),
    #[netlink(other)] Other(RawMessage<'a>),
}

flags! {
    /// `ifa-flags`.
    AddrFlags: u32 { SECONDARY = 1, NODAD = 2, OPTIMISTIC = 4, }
}

values! {
    /// `rt-scope`.
    Scope: u8 { UNIVERSE = 0, SITE = 200, LINK = 253, HOST = 254, NOWHERE = 255, }
}

headers! {
    /// Fixed header `struct ifaddrmsg`.
    AddrHeader ["ifaddrmsg"] { family: u8, prefixlen: u8, flags: u8, scope: Scope, index: u32, }
}

structs! {
    /// `struct ifa_cacheinfo`.
    CacheInfo ["ifa_cacheinfo"] { prefered: u32, valid: u32, cstamp: u32, tstamp: u32, }
}

family! {
    "rt-addr", protocol 0;
    operations {
        "newaddr" Do Addr<'_>,
        "getaddr" Both GetAddr<'_> => Addr<'_>,
    }
    notifications { Event<'_>, }
    groups { "ipv4-ifaddr" = 5, "ipv6-ifaddr" = 9, }
}
