//! A gateway of another family than the route's. Header: `linux/rtnetlink.h`.

use core::net::{Ipv4Addr, Ipv6Addr};

use netlink_core::{
    AttrPolicy, Emit, EmitContext, Emitted, ErrorKind, Input, Output, Parse, ParseError,
    policy::Kind,
};

use crate::Ip;

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
    /// The family of the address: `AF_INET`, `AF_INET6`.
    pub family: u16,
    /// The address; of another length than its family has, it is [`Ip::Other`].
    pub address: Ip<'a>,
}

impl<'a> From<Ip<'a>> for Via<'a> {
    #[inline]
    fn from(address: Ip<'a>) -> Self {
        Self { family: address.family().into(), address }
    }
}

impl<'a> Parse<'a> for Via<'a> {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(2, usize::MAX);

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let short = |_| input.error(ErrorKind::LengthRule).with_expected(size_of::<u16>());
        let (family, address) = input.split(size_of::<u16>()).map_err(short)?;
        let family = u16::parse(family)?;
        let address = address.bytes();
        let by_family = match family {
            2 => <[u8; 4]>::try_from(address).map(|ip| Ip::V4(Ipv4Addr::from(ip))).ok(),
            10 => <[u8; 16]>::try_from(address).map(|ip| Ip::V6(Ipv6Addr::from(ip))).ok(),
            _ => None,
        };
        Ok(Self { family, address: by_family.unwrap_or(Ip::Other(address)) })
    }
}

impl Emit for Via<'_> {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(2, usize::MAX);

    #[inline]
    fn payload_len(&self) -> usize {
        let address = match self.address {
            Ip::V4(_) => 4,
            Ip::V6(_) => 16,
            Ip::Other(bytes) => bytes.len(),
        };
        address.saturating_add(size_of::<u16>())
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let out = self.family.emit(out, cx)?;
        match self.address {
            Ip::V4(ip) => ip.emit(out, cx),
            Ip::V6(ip) => ip.emit(out, cx),
            Ip::Other(bytes) => out.bytes(bytes, cx),
        }
    }
}
