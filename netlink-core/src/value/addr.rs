//! IP addresses, their bytes in network byte order, and hardware addresses.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::int::small_attr;
use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Hint, Kind};
use crate::writer::{Buffer, Writer};

macro_rules! address {
    ($($addr:ty, $size:literal, $whole:literal;)*) => {$(
        impl Parse<'_> for $addr {
            const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len($size, $size).with_hint(Hint::Ip);

            #[inline]
            fn parse(input: Input<'_>) -> Result<Self, ParseError> {
                <[u8; $size]>::parse(input).map(Self::from)
            }

            #[inline(always)]
            fn placeholder() -> Option<Self> {
                Some(Self::UNSPECIFIED)
            }
        }

        impl Emit for $addr {
            const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len($size, $size).with_hint(Hint::Ip);

            #[inline]
            fn payload_len(&self) -> usize {
                $size
            }

            #[inline]
            fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
                writer.put_array(self.octets())
            }

            #[inline(always)]
            fn emit_attr<W: Buffer>(
                &self,
                ty: u16,
                writer: &mut Writer<W>,
            ) -> Result<(), EmitError> {
                writer.put_array(small_attr::<$size, $whole>(ty, self.octets()))
            }
        }
    )*};
}

address! { Ipv4Addr, 4, 8; Ipv6Addr, 16, 20; }

/// An address whose family shows in its length: 4 or 16 bytes.
impl Parse<'_> for IpAddr {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(4, 16).with_hint(Hint::Ip);

    #[inline]
    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        match input.bytes().len() {
            4 => Ipv4Addr::parse(input).map(Self::V4),
            16 => Ipv6Addr::parse(input).map(Self::V6),
            0..4 | 17.. => Err(input.error(ErrorKind::LengthRule)),
            _ => Err(input.error(ErrorKind::Size)),
        }
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some(Self::V4(Ipv4Addr::UNSPECIFIED))
    }
}

impl Emit for IpAddr {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(4, 16).with_hint(Hint::Ip);

    #[inline]
    fn payload_len(&self) -> usize {
        match self {
            Self::V4(addr) => addr.payload_len(),
            Self::V6(addr) => addr.payload_len(),
        }
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        match self {
            Self::V4(addr) => addr.emit(writer),
            Self::V6(addr) => addr.emit(writer),
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

impl Parse<'_> for Mac {
    const ATTR: AttrPolicy = <[u8; 6] as Parse<'_>>::ATTR.with_hint(Hint::Mac);

    #[inline]
    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        <[u8; 6]>::parse(input).map(Self)
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some(Self([0; 6]))
    }
}

impl Emit for Mac {
    const ATTR: AttrPolicy = <[u8; 6] as Emit>::ATTR.with_hint(Hint::Mac);

    #[inline]
    fn payload_len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.put_array(self.0)
    }
}

/// A text that is no hardware address of six bytes.
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
