//! IP addresses, their bytes in network byte order, and hardware addresses.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::int::small_attr;
use crate::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, parse_inline, parse_value};
use crate::policy::{AttrPolicy, Hint, Kind};
use crate::rule::Rule;

macro_rules! address {
    ($($addr:ty, $size:literal, $whole:literal;)*) => {$(
        impl<'a> Parse<'a> for $addr {
            parse_inline! {
                AttrPolicy::new(Kind::Binary).with_len($size, $size).with_hint(Hint::Ip);
                Some(Self::UNSPECIFIED);
                |payload| match <[u8; $size]>::try_from(payload) {
                    Ok(bytes) => Ok(Self::from(bytes)),
                    Err(_) => Err(Refusal::Because(ErrorKind::LengthRule)),
                }
            }
        }

        impl Emit for $addr {
            const EMIT_ATTR: AttrPolicy =
                AttrPolicy::new(Kind::Binary).with_len($size, $size).with_hint(Hint::Ip);
            const FIXED_LEN: Option<usize> = Some($size);

            #[inline]
            fn payload_len(&self) -> usize {
                $size
            }

            #[inline]
            fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                out.array(self.octets(), cx)
            }

            #[inline(always)]
            fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                out.array(small_attr::<$size, $whole>(ty, self.octets()), cx)
            }
        }
    )*};
}

address! { Ipv4Addr, 4, 8; Ipv6Addr, 16, 20; }

/// An address whose family is in its length: 4 or 16 bytes.
impl<'a> Parse<'a> for IpAddr {
    const PARSE_ATTR: AttrPolicy =
        AttrPolicy::new(Kind::Binary).with_len(4, 16).with_hint(Hint::Ip);

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        parse_value(input)
    }

    #[inline(always)]
    fn read(_: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        match payload.len() {
            4 => match payload.first_chunk::<4>() {
                Some(bytes) => Ok(Self::from(*bytes)),
                None => Err(Refusal::Because(ErrorKind::LengthRule)),
            },
            16 => match payload.first_chunk::<16>() {
                Some(bytes) => Ok(Self::from(*bytes)),
                None => Err(Refusal::Because(ErrorKind::LengthRule)),
            },
            0..4 | 17.. => Err(Refusal::Because(ErrorKind::LengthRule)),
            _ => Err(Refusal::Because(ErrorKind::Size)),
        }
    }

    #[inline(always)]
    fn insert(
        slot: &mut Option<Self>,
        _: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        either(payload, rule, |addr| *slot = Some(addr))
    }

    #[inline(always)]
    fn assign(place: &mut Self, _: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        either(payload, rule, |addr| *place = addr)
    }

    #[inline(always)]
    fn filler() -> Option<Self> {
        Some(Self::V4(Ipv4Addr::UNSPECIFIED))
    }
}

/// Hands an address of either family over, in a branch of its own: where the branches meet, an address
/// with four bytes would be moved like one with sixteen.
#[inline(always)]
fn either(payload: &[u8], rule: Rule, write: impl FnOnce(IpAddr)) -> Verdict {
    if let Ok(bytes) = <[u8; 4]>::try_from(payload) {
        rule.check(payload)?;
        write(IpAddr::from(bytes));
    } else if let Ok(bytes) = <[u8; 16]>::try_from(payload) {
        rule.check(payload)?;
        write(IpAddr::from(bytes));
    } else {
        return Err(no_address(payload));
    }
    Ok(())
}

/// Why bytes are not an address of either family: apart, as a match over lengths becomes a jump table.
#[cold]
#[inline(never)]
const fn no_address(payload: &[u8]) -> Refusal {
    Refusal::Because(match payload.len() {
        4..=16 => ErrorKind::Size,
        _ => ErrorKind::LengthRule,
    })
}

impl Emit for IpAddr {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(4, 16).with_hint(Hint::Ip);

    #[inline]
    fn payload_len(&self) -> usize {
        match self {
            Self::V4(addr) => addr.payload_len(),
            Self::V6(addr) => addr.payload_len(),
        }
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Self::V4(addr) => addr.emit(out, cx),
            Self::V6(addr) => addr.emit(out, cx),
        }
    }

    #[inline]
    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Self::V4(addr) => addr.emit_attr(ty, out, cx),
            Self::V6(addr) => addr.emit_attr(ty, out, cx),
        }
    }
}

/// A hardware address of 6 bytes, as Ethernet has them.
///
/// For links of any kind use `&[u8]`: theirs have up to 32.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Mac(pub [u8; 6]);

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl<'a> Parse<'a> for Mac {
    parse_inline! {
        AttrPolicy::new(Kind::Binary).with_len(6, 6).with_hint(Hint::Mac);
        Some(Self([0; 6]));
        |payload| match payload.try_into() {
            Ok(bytes) => Ok(Self(bytes)),
            Err(_) => Err(Refusal::Because(ErrorKind::LengthRule)),
        }
    }
}

impl Emit for Mac {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(6, 6).with_hint(Hint::Mac);
    const FIXED_LEN: Option<usize> = Some(6);

    #[inline]
    fn payload_len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.array(self.0, cx)
    }
}

/// The error for a text that is not a hardware address of six bytes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct NoMac;

impl fmt::Display for NoMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no hardware address of six bytes")
    }
}

impl core::error::Error for NoMac {}

impl core::str::FromStr for Mac {
    type Err = NoMac;

    /// Reads `02:00:00:00:00:01`: six bytes of two digits each.
    fn from_str(text: &str) -> Result<Self, NoMac> {
        let (mut bytes, mut parts) = ([0; 6], text.split(':'));
        for byte in &mut bytes {
            let part = parts.next().ok_or(NoMac)?;
            let is_byte = part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_hexdigit());
            *byte = u8::from_str_radix(part, 16).ok().filter(|_| is_byte).ok_or(NoMac)?;
        }
        if parts.next().is_some() { Err(NoMac) } else { Ok(Self(bytes)) }
    }
}

/// As `02:00:00:00:00:01` where people read it, else as six bytes.
#[cfg(feature = "serde")]
impl serde::Serialize for Mac {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serde::Serialize::serialize(&self.0, serializer)
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Mac {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl serde::de::Visitor<'_> for Text {
            type Value = Mac;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("six bytes in hexadecimal, with colons between them")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Mac, E> {
                text.parse()
                    .map_err(|NoMac| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }

        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Text)
        } else {
            <[u8; 6] as serde::Deserialize<'_>>::deserialize(deserializer).map(Self)
        }
    }
}
