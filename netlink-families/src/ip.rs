//! IP addresses in messages whose fixed header says of which family they are.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{Emit, Parse};

/// An address of the family that the fixed header names: 4 or 16 bytes.
///
/// Emitting fails if the header's family is another one: set it with [`Ip::family`].
///
/// ```
/// use core::net::Ipv4Addr;
/// use netlink_families::Ip;
///
/// let ip = Ip::from(Ipv4Addr::LOCALHOST);
/// assert_eq!((ip.family(), ip.to_string()), (2, "127.0.0.1".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
pub enum Ip<'a> {
    /// `AF_INET`.
    #[netlink(key = 2)]
    V4(Ipv4Addr),
    /// `AF_INET6`.
    #[netlink(key = 10)]
    V6(Ipv6Addr),
    /// An address of another family, such as MPLS.
    #[netlink(other)]
    Other(&'a [u8]),
}

impl Ip<'_> {
    /// Returns the address if it is one of IP's.
    #[must_use]
    #[inline]
    pub const fn ip(&self) -> Option<IpAddr> {
        match *self {
            Self::V4(ip) => Some(IpAddr::V4(ip)),
            Self::V6(ip) => Some(IpAddr::V6(ip)),
            Self::Other(_) => None,
        }
    }

    /// Returns the value of the header's family for this address; 0, `AF_UNSPEC`, if it is not one of IP's.
    #[must_use]
    #[inline]
    pub const fn family(&self) -> u8 {
        match self {
            Self::V4(_) => 2,
            Self::V6(_) => 10,
            Self::Other(_) => 0,
        }
    }
}

/// Displays an IP address as usual, `10.0.0.1`, and another one as its bytes, `00:01:2f`.
impl fmt::Display for Ip<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = match self {
            Self::V4(ip) => return ip.fmt(f),
            Self::V6(ip) => return ip.fmt(f),
            Self::Other(bytes) => bytes,
        };
        bytes.iter().enumerate().try_for_each(|(index, byte)| {
            let separator = if index == 0 { "" } else { ":" };
            write!(f, "{separator}{byte:02x}")
        })
    }
}

impl From<IpAddr> for Ip<'_> {
    #[inline]
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Self::V4(ip),
            IpAddr::V6(ip) => Self::V6(ip),
        }
    }
}

impl From<Ipv4Addr> for Ip<'_> {
    #[inline]
    fn from(ip: Ipv4Addr) -> Self {
        Self::V4(ip)
    }
}

impl From<Ipv6Addr> for Ip<'_> {
    #[inline]
    fn from(ip: Ipv6Addr) -> Self {
        Self::V6(ip)
    }
}
