//! Destinations of neighbours from IP addresses, and back.

use core::net::IpAddr;

use super::Dst;

impl Dst<'_> {
    /// Returns the address if it is one of IP's.
    #[must_use]
    #[inline]
    pub const fn ip(&self) -> Option<IpAddr> {
        match *self {
            Self::Inet(ip) => Some(IpAddr::V4(ip)),
            Self::Inet6(ip) => Some(IpAddr::V6(ip)),
            Self::Bridge(ip) => Some(ip),
            Self::Other(_) => None,
        }
    }
}

impl From<IpAddr> for Dst<'_> {
    #[inline]
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Self::Inet(ip),
            IpAddr::V6(ip) => Self::Inet6(ip),
        }
    }
}
