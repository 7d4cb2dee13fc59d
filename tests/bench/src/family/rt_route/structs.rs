//! C structures, and the values in them.

use netlink_core::{Emit, Parse};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::constants::*;

/// The fixed header of all messages about routes.
#[doc(alias = "rtmsg")]
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(C)]
pub struct RtMsg {
    pub family: u8,
    pub dst_len: u8,
    pub src_len: u8,
    pub tos: u8,
    /// The routing table, or `RT_TABLE_COMPAT` if its number needs more bits: all of them are in
    /// `RTA_TABLE`.
    pub table: u8,
    pub protocol: RouteProtocol,
    pub scope: Scope,
    pub ty: RouteType,
    /// `RTM_F_*`, and of a route with one nexthop its `RTNH_F_*`.
    pub flags: u32,
}

/// Open sets of numbers that stand in fixed headers.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident { $($value:ident = $number:ident,)* })*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes,
            KnownLayout,
        )]
        #[repr(transparent)]
        pub struct $name(pub u8);

        impl $name {
            $(pub const $value: Self = Self($number);)*
        }
    )*};
}

numbers! {
    /// What happens to packets that take a route.
    RouteType {
        UNSPECIFIED = RTN_UNSPEC,
        UNICAST = RTN_UNICAST,
        LOCAL = RTN_LOCAL,
        BROADCAST = RTN_BROADCAST,
        ANYCAST = RTN_ANYCAST,
        MULTICAST = RTN_MULTICAST,
        BLACKHOLE = RTN_BLACKHOLE,
        UNREACHABLE = RTN_UNREACHABLE,
        PROHIBIT = RTN_PROHIBIT,
        THROW = RTN_THROW,
        NAT = RTN_NAT,
        XRESOLVE = RTN_XRESOLVE,
    }

    /// The origin of a route. Programs have numbers beyond these.
    RouteProtocol {
        UNSPECIFIED = RTPROT_UNSPEC,
        REDIRECT = RTPROT_REDIRECT,
        KERNEL = RTPROT_KERNEL,
        BOOT = RTPROT_BOOT,
        STATIC = RTPROT_STATIC,
        ROUTER_ADVERTISEMENT = RTPROT_RA,
        ZEBRA = RTPROT_ZEBRA,
        BIRD = RTPROT_BIRD,
        DHCP = RTPROT_DHCP,
        BABEL = RTPROT_BABEL,
        BGP = RTPROT_BGP,
        ISIS = RTPROT_ISIS,
        OSPF = RTPROT_OSPF,
    }

    /// How far away a destination is: a smaller number is farther.
    Scope {
        UNIVERSE = RT_SCOPE_UNIVERSE,
        SITE = RT_SCOPE_SITE,
        LINK = RT_SCOPE_LINK,
        HOST = RT_SCOPE_HOST,
        NOWHERE = RT_SCOPE_NOWHERE,
    }
}

/// The header before the attributes of a nexthop.
#[doc(alias = "rtnexthop")]
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(C)]
pub struct RtNextHop {
    /// The length of the nexthop, attributes included. Filled in when it is emitted.
    pub len: u16,
    /// `RTNH_F_*`
    pub flags: u8,
    /// The weight, less one.
    pub hops: u8,
    pub index: u32,
}

/// How a route was used, and until when it is good.
#[doc(alias = "rta_cacheinfo")]
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout)]
#[repr(C)]
pub struct CacheInfo {
    pub references: u32,
    /// Time since the last use, in ticks of user space.
    pub last_use: u32,
    /// Time to the end, in ticks of user space; negative where it has passed.
    pub expires: i32,
    /// An error number, for packets that take the route.
    pub error: u32,
    pub used: u32,
    pub id: u32,
    pub timestamp: u32,
    pub timestamp_age: u32,
}

/// What went through a multicast route.
#[doc(alias = "rta_mfc_stats")]
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout)]
#[repr(C)]
pub struct MulticastStats {
    pub packets: u64,
    pub bytes: u64,
    pub wrong_interface: u64,
}

/// How much a router wants to be chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum Preference {
    Low = ICMPV6_ROUTER_PREF_LOW,
    Medium = ICMPV6_ROUTER_PREF_MEDIUM,
    High = ICMPV6_ROUTER_PREF_HIGH,
    #[netlink(other)]
    Other(u8),
}
