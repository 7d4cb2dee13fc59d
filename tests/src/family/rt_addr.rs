//! rt-addr: addresses of network interfaces over rtnetlink.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Headers: `linux/if_addr.h`, `linux/rtnetlink.h`.

pub mod constants;

use core::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use netlink_core::{Attr, Emit, Parse, RawMessage, Stream, Unknown};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

pub use self::constants::*;

/// The lifetime of what does not end.
pub const FOREVER: u32 = u32::MAX;

/// The fixed header of all messages about addresses.
#[doc(alias = "ifaddrmsg")]
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(C)]
pub struct IfAddrMsg {
    pub family: u8,
    pub prefix_len: u8,
    /// The lower 8 bits of the flags; all of them are in `IFA_FLAGS`.
    pub flags: u8,
    pub scope: Scope,
    pub index: u32,
}

/// What is particular about an address.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Parse, Emit)]
#[netlink(flags(
    SECONDARY = IFA_F_SECONDARY,
    NODAD = IFA_F_NODAD,
    OPTIMISTIC = IFA_F_OPTIMISTIC,
    DADFAILED = IFA_F_DADFAILED,
    HOMEADDRESS = IFA_F_HOMEADDRESS,
    DEPRECATED = IFA_F_DEPRECATED,
    TENTATIVE = IFA_F_TENTATIVE,
    PERMANENT = IFA_F_PERMANENT,
    MANAGETEMPADDR = IFA_F_MANAGETEMPADDR,
    NOPREFIXROUTE = IFA_F_NOPREFIXROUTE,
    MCAUTOJOIN = IFA_F_MCAUTOJOIN,
    STABLE_PRIVACY = IFA_F_STABLE_PRIVACY,
))]
pub struct AddrFlags(pub u32);

impl AddrFlags {
    /// Whether all these bits are set.
    #[must_use]
    pub const fn contains(self, bits: u32) -> bool {
        self.0 & bits == bits
    }
}

/// How far an address is known: a smaller number is farther.
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(transparent)]
pub struct Scope(pub u8);

impl Scope {
    pub const UNIVERSE: Self = Self(RT_SCOPE_UNIVERSE);
    pub const SITE: Self = Self(RT_SCOPE_SITE);
    pub const LINK: Self = Self(RT_SCOPE_LINK);
    pub const HOST: Self = Self(RT_SCOPE_HOST);
    pub const NOWHERE: Self = Self(RT_SCOPE_NOWHERE);
}

/// An address of an interface: what a kernel sends of one, and what makes or changes one.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWADDR)]
pub struct Addr<'a> {
    #[netlink(header)]
    pub header: IfAddrMsg,
    /// The other end on a point-to-point interface; elsewhere, of IPv4 the same as `local`.
    #[nla(IFA_ADDRESS, select = header.family)]
    pub address: Option<Ip<'a>>,
    /// The address itself; a kernel leaves it out of IPv6 addresses that have no other end.
    #[nla(IFA_LOCAL, select = header.family)]
    pub local: Option<Ip<'a>>,
    #[nla(IFA_BROADCAST)]
    pub broadcast: Option<Ipv4Addr>,
    #[nla(IFA_ANYCAST, select = header.family)]
    pub anycast: Option<Ip<'a>>,
    #[nla(IFA_MULTICAST, select = header.family)]
    pub multicast: Option<Ip<'a>>,
    #[nla(IFA_LABEL, len = ..=15)]
    pub label: Option<&'a CStr>,
    #[nla(IFA_FLAGS)]
    pub flags: Option<AddrFlags>,
    #[nla(IFA_CACHEINFO)]
    pub cache_info: Option<CacheInfo>,
    /// The metric of the route to the prefix.
    #[nla(IFA_RT_PRIORITY)]
    pub route_priority: Option<u32>,
    #[nla(IFA_TARGET_NETNSID)]
    pub target_netnsid: Option<i32>,
    #[nla(IFA_PROTO)]
    pub protocol: Option<AddrProtocol>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl Addr<'_> {
    /// The address of this side.
    #[must_use]
    pub fn ip(&self) -> Option<IpAddr> {
        self.local.as_ref().or(self.address.as_ref()).and_then(Ip::ip)
    }
}

/// The request to take an address from an interface.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_DELADDR)]
pub struct DelAddr<'a> {
    #[netlink(header)]
    pub header: IfAddrMsg,
    #[nla(IFA_ADDRESS, select = header.family)]
    pub address: Option<Ip<'a>>,
    #[nla(IFA_LOCAL, select = header.family)]
    pub local: Option<Ip<'a>>,
    #[nla(IFA_LABEL, len = ..=15)]
    pub label: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one IPv6 address, or for all addresses of a family, an interface, or at all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETADDR, reply = Addr<'_>)]
pub struct GetAddr<'a> {
    #[netlink(header)]
    pub header: IfAddrMsg,
    #[nla(IFA_ADDRESS, select = header.family)]
    pub address: Option<Ip<'a>>,
    #[nla(IFA_LOCAL, select = header.family)]
    pub local: Option<Ip<'a>>,
    #[nla(IFA_TARGET_NETNSID)]
    pub target_netnsid: Option<i32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for the multicast groups that interfaces are in; the answers are of the same type.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETMULTICAST, reply = Multicast<'_>)]
pub struct GetMulticast<'a> {
    #[netlink(header)]
    pub header: IfAddrMsg,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A multicast group that an interface is in.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = RTM_GETMULTICAST)]
pub struct Multicast<'a> {
    #[netlink(header)]
    pub header: IfAddrMsg,
    #[nla(IFA_MULTICAST, select = header.family)]
    pub multicast: Option<Ip<'a>>,
    #[nla(IFA_CACHEINFO)]
    pub cache_info: Option<CacheInfo>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What comes from the groups `RTNLGRP_IPV4_IFADDR` and `RTNLGRP_IPV6_IFADDR`. Of an address that is
/// gone, a kernel says all that it said of it before.
#[derive(Clone, Debug, Parse, Emit)]
pub enum AddrEvent<'a> {
    #[netlink(message = RTM_NEWADDR)]
    New(Addr<'a>),
    #[netlink(message = RTM_DELADDR)]
    Deleted(Addr<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// An address as a stream of its attributes, for readers that need no struct.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWADDR)]
pub struct AddrStream<'a> {
    #[netlink(header)]
    pub header: IfAddrMsg,
    #[netlink(stream)]
    pub attrs: Stream<'a, AddrAttr<'a>>,
}

/// One attribute of an address. A stream does not know the family of its header: what IP an address
/// is shows in its length.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
pub enum AddrAttr<'a> {
    #[nla(IFA_ADDRESS)]
    Address(IpAddr),
    #[nla(IFA_LOCAL)]
    Local(IpAddr),
    #[nla(IFA_LABEL, len = ..=15)]
    Label(&'a CStr),
    #[nla(IFA_BROADCAST)]
    Broadcast(Ipv4Addr),
    #[nla(IFA_ANYCAST)]
    Anycast(IpAddr),
    #[nla(IFA_CACHEINFO)]
    CacheInfo(CacheInfo),
    #[nla(IFA_MULTICAST)]
    Multicast(IpAddr),
    #[nla(IFA_FLAGS)]
    Flags(AddrFlags),
    #[nla(IFA_RT_PRIORITY)]
    RoutePriority(u32),
    #[nla(IFA_TARGET_NETNSID)]
    TargetNetnsid(i32),
    #[nla(IFA_PROTO)]
    Protocol(AddrProtocol),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// An address of the family that the header names. A family's address in the header of another is
/// not sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
pub enum Ip<'a> {
    #[netlink(key = AF_INET)]
    V4(Ipv4Addr),
    #[netlink(key = AF_INET6)]
    V6(Ipv6Addr),
    /// Phonet and MCTP have addresses too.
    #[netlink(other)]
    Other(&'a [u8]),
}

impl Ip<'_> {
    /// The address, if it is one of IP's.
    #[must_use]
    pub const fn ip(&self) -> Option<IpAddr> {
        match *self {
            Self::V4(ip) => Some(IpAddr::V4(ip)),
            Self::V6(ip) => Some(IpAddr::V6(ip)),
            Self::Other(_) => None,
        }
    }

    /// The family of the address.
    #[must_use]
    pub const fn family(&self) -> u8 {
        match self {
            Self::V4(_) => AF_INET,
            Self::V6(_) => AF_INET6,
            Self::Other(_) => AF_UNSPEC,
        }
    }
}

impl From<IpAddr> for Ip<'_> {
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Self::V4(ip),
            IpAddr::V6(ip) => Self::V6(ip),
        }
    }
}

/// The origin of an interface's address.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u8)]
pub enum AddrProtocol {
    Unspecified = IFAPROT_UNSPEC,
    /// The kernel, for the loopback interface.
    KernelLoopback = IFAPROT_KERNEL_LO,
    /// The kernel, from what a router announced.
    KernelRouter = IFAPROT_KERNEL_RA,
    /// The kernel, for the link alone.
    KernelLinkLocal = IFAPROT_KERNEL_LL,
    /// A program, by a number of its own.
    #[netlink(other)]
    Other(u8),
}

/// For how long an address is good, in seconds, and when it was made and changed, in hundredths of
/// a second since the machine was started.
#[doc(alias = "ifa_cacheinfo")]
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
    pub preferred: u32,
    pub valid: u32,
    pub created: u32,
    pub updated: u32,
}
