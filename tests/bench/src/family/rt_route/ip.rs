//! Addresses as routes have them, alone and with their family in front.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{
    AttrPolicy, Emit, EmitContext, Emitted, ErrorKind, Input, Output, Parse, ParseError,
    policy::{Hint, Kind},
};

/// An address. Which one it is shows in its length, so that it can stand in a route, a nexthop and a
/// stream alike.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ip<'a> {
    /// 4 bytes. In a route of MPLS these are a label.
    V4(Ipv4Addr),
    /// 16 bytes.
    V6(Ipv6Addr),
    /// Phonet and MCTP have routes too.
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
}

impl From<IpAddr> for Ip<'_> {
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(ip) => Self::V4(ip),
            IpAddr::V6(ip) => Self::V6(ip),
        }
    }
}

impl<'a> Parse<'a> for Ip<'a> {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_hint(Hint::Ip);

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(match input.bytes().len() {
            4 => Self::V4(Ipv4Addr::parse(input)?),
            16 => Self::V6(Ipv6Addr::parse(input)?),
            _ => Self::Other(input.bytes()),
        })
    }
}

impl Emit for Ip<'_> {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_hint(Hint::Ip);

    fn payload_len(&self) -> usize {
        match self {
            Self::V4(ip) => ip.payload_len(),
            Self::V6(ip) => ip.payload_len(),
            Self::Other(bytes) => bytes.len(),
        }
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Self::V4(ip) => ip.emit(out, cx),
            Self::V6(ip) => ip.emit(out, cx),
            Self::Other(bytes) => out.bytes(bytes, cx),
        }
    }
}

/// A gateway of another family than the route's.
///
/// ```text
/// +--------+----------------+
/// | family | address        |
/// | u16    | by the family  |
/// +--------+----------------+
/// ```
#[doc(alias = "rtvia")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Via<'a> {
    pub family: u16,
    pub address: Ip<'a>,
}

impl<'a> Parse<'a> for Via<'a> {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(2, usize::MAX);

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let short = |_| input.error(ErrorKind::LengthRule).with_expected(size_of::<u16>());
        let (family, address) = input.split(size_of::<u16>()).map_err(short)?;
        Ok(Self { family: u16::parse(family)?, address: Ip::parse(address)? })
    }
}

impl Emit for Via<'_> {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(2, usize::MAX);

    fn payload_len(&self) -> usize {
        self.address.payload_len().saturating_add(size_of::<u16>())
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let out = self.family.emit(out, cx)?;
        self.address.emit(out, cx)
    }
}
