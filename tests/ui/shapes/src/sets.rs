//! Sets of attributes.

use core::ffi::CStr;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::time::Duration;

use netlink_core::{
    AttrPolicy, Be, Bitfield32, Emit, EmitContext, EmitWith, Emitted, Indexed, Input, Lazy, Mac,
    Malformed, Output, Parse, ParseError, ParseWith, Raw, Reject, Repeated, Sint, Uint, Unknown,
};

use crate::values::{CacheInfo, Flags, IfName, Index, OperState, Protocol, Transparent};

/// Every type of value that needs no allocation.
#[derive(Debug, Parse, Emit)]
pub struct Values<'a> {
    /// Integers.
    #[nla(1, range = 1..=9)]
    pub byte: u8,
    /// In host byte order.
    #[nla(2, mask = 0xff00)]
    pub short: Option<u16>,
    /// With a default.
    #[nla(3, default = 7)]
    pub word: u32,
    /// With the default of its type.
    #[nla(4, default)]
    pub long: u64,
    /// Signed.
    #[nla(5, range = -20..20)]
    pub nice: Option<i8>,
    /// Wide.
    #[nla(6)]
    pub wide: Option<u128>,
    /// In network byte order.
    #[nla(7, emit(range = 1..), parse(range = ..))]
    pub port: Option<Be<u16>>,
    /// As wide as need be.
    #[nla(8)]
    pub uint: Option<Uint>,
    /// The same, signed.
    #[nla(9)]
    pub sint: Option<Sint>,
    /// A flag.
    #[nla(10)]
    pub flag: bool,
    /// Text.
    #[nla(11, len = ..16)]
    pub name: Option<&'a CStr>,
    /// Text without NUL.
    #[nla(12)]
    pub text: Option<&'a str>,
    /// Bytes.
    #[nla(13, len = 4)]
    pub bytes: Option<&'a [u8]>,
    /// So many bytes.
    #[nla(14)]
    pub array: Option<[u8; 3]>,
    /// A field that is a keyword.
    #[nla(15)]
    pub r#type: Option<OperState>,
    /// Flags and which of them count.
    #[nla(16, mask = 3)]
    pub bits: Option<Bitfield32>,
    /// Addresses.
    #[nla(17)]
    pub mac: Option<Mac>,
    /// Addresses.
    #[nla(18)]
    pub v4: Option<Ipv4Addr>,
    /// Addresses.
    #[nla(19)]
    pub v6: Option<Ipv6Addr>,
    /// Addresses.
    #[nla(20)]
    pub ip: Option<IpAddr>,
    /// What it is.
    #[nla(21)]
    pub index: Option<Transparent<Index>>,
    /// With a rule of its own.
    #[nla(22)]
    pub flags: Option<Flags>,
    /// A C structure.
    #[nla(23)]
    pub cache: Option<CacheInfo>,
    /// A duration in microseconds.
    #[nla(24, with = Microseconds)]
    pub timeout: Option<Duration>,
    /// Rejected.
    #[nla(25)]
    pub never: Reject,
    /// Is never sent.
    #[nla(26, emit(reject))]
    pub read_only: Option<u32>,
    /// What no field names.
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Every kind of set in a set.
#[derive(Debug, Parse, Emit)]
#[netlink(unknown = refuse)]
pub struct Nests<'a> {
    /// Once.
    #[nla(1)]
    pub one: Option<Values<'a>>,
    /// Several times.
    #[nla(2)]
    pub repeated: Repeated<'a, Inner<'a>>,
    /// With numbers.
    #[nla(3)]
    pub indexed: Indexed<'a, Inner<'a>>,
    /// Parsed on request.
    #[nla(4)]
    pub lazy: Option<Lazy<'a, Inner<'a>>>,
    /// With its bytes.
    #[nla(5)]
    pub raw: Option<Raw<'a, u32>>,
    /// With its failure.
    #[nla(6)]
    pub isolated: Option<Result<Inner<'a>, Malformed<'a>>>,
}

/// A set in a set.
#[derive(Clone, Copy, Debug, Parse, Emit)]
pub struct Inner<'a> {
    /// A name.
    #[nla(1)]
    pub name: IfName<'a>,
    /// A protocol.
    #[nla(2)]
    pub protocol: Option<Protocol>,
}

/// Nothing but being there.
#[derive(Clone, Copy, Debug, Parse, Emit)]
pub struct Empty;

/// With parameters of all kinds.
#[derive(Debug, Parse, Emit)]
#[netlink(lifetime = 'b)]
pub struct Generic<'a, 'b, T, const N: usize = 4, const MASK: u32 = 0xff>
where
    T: Copy,
{
    /// Of any type.
    #[nla(1)]
    pub value: T,
    /// Of any length.
    #[nla(2)]
    pub bytes: Option<[u8; N]>,
    /// From the bytes.
    #[nla(3, len = ..=N)]
    pub text: Option<&'b [u8]>,
    /// Within bounds.
    #[nla(4, mask = MASK)]
    pub flags: Option<u32>,
    /// From elsewhere.
    #[nla(5, with = Nothing)]
    pub elsewhere: Option<&'a T>,
}

/// Durations in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Microseconds;

#[allow(
    clippy::missing_trait_methods,
    clippy::implicit_return,
    clippy::missing_inline_in_public_items,
    clippy::question_mark_used,
    reason = "written by hand"
)]
impl ParseWith<'_, Duration> for Microseconds {
    const PARSE_ATTR: AttrPolicy = <u32 as Parse<'_>>::PARSE_ATTR;

    fn decode(input: Input<'_>) -> Result<Duration, ParseError> {
        u32::parse(input).map(|us| Duration::from_micros(us.into()))
    }
}

#[allow(
    clippy::missing_trait_methods,
    clippy::implicit_return,
    clippy::missing_inline_in_public_items,
    reason = "written by hand"
)]
impl EmitWith<Duration> for Microseconds {
    const EMIT_ATTR: AttrPolicy = <u32 as Emit>::EMIT_ATTR;

    fn encoded_len(_: &Duration) -> usize {
        size_of::<u32>()
    }

    fn encode<'b>(value: &Duration, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        u32::try_from(value.as_micros()).unwrap_or(u32::MAX).emit(out, cx)
    }
}

/// Reads nothing, and writes nothing.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

#[allow(
    clippy::missing_trait_methods,
    clippy::implicit_return,
    clippy::missing_inline_in_public_items,
    reason = "written by hand"
)]
impl<'a, T> ParseWith<'_, &'a T> for Nothing {
    const PARSE_ATTR: AttrPolicy = <bool as netlink_core::ParseField<'_>>::PARSE_FIELD;

    fn decode(input: Input<'_>) -> Result<&'a T, ParseError> {
        Err(input.error(netlink_core::ErrorKind::Rejected))
    }
}

#[allow(
    clippy::missing_trait_methods,
    clippy::implicit_return,
    clippy::missing_inline_in_public_items,
    reason = "written by hand"
)]
impl<T> EmitWith<&T> for Nothing {
    const EMIT_ATTR: AttrPolicy = <bool as netlink_core::EmitField>::EMIT_FIELD;

    fn encoded_len(_: &&T) -> usize {
        0
    }

    fn encode<'b>(_: &&T, out: Output<'b>, _: &mut EmitContext) -> Emitted<'b> {
        Ok(out)
    }
}
