//! The payload of an attribute as a value, by what its policy says of it.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};

use super::text::{Count, Cut, Text};
use crate::policy::{AttrPolicy, Hint, Kind, Layout, Name};
use crate::value::Mac;

/// A payload, displayed on one line.
pub(super) struct Value<'a> {
    pub(super) policy: &'a AttrPolicy,
    pub(super) payload: &'a [u8],
    /// Whether its bytes are shown where it is nothing else; else only how many they are.
    pub(super) bytes: bool,
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { policy, payload, .. } = *self;
        match policy.kind() {
            Kind::Flag if payload.is_empty() => f.write_str("yes"),
            Kind::String | Kind::NulString => {
                let text = payload.split(|&byte| byte == 0).next().unwrap_or(payload);
                write!(f, "\"{}\"", Text(text))?;
                match payload.len().saturating_sub(text.len()) {
                    0 | 1 => Ok(()),
                    more => {
                        write!(f, " and {} behind its end", Count(more.saturating_sub(1), "byte"))
                    }
                }
            }
            Kind::Bitfield32 => match payload {
                &[v0, v1, v2, v3, s0, s1, s2, s3] => {
                    let value = u32::from_ne_bytes([v0, v1, v2, v3]);
                    let selector = u32::from_ne_bytes([s0, s1, s2, s3]);
                    let names = policy.names();
                    write!(f, "{} of {}", Flags(value.into(), names), Flags(selector.into(), names))
                }
                _ => self.raw(f),
            },
            Kind::Uint | Kind::Sint if !matches!(payload.len(), 4 | 8) => self.raw(f),
            kind => match kind.integer_at_own_width(payload).or_else(|| kind.integer(payload)) {
                Some(value) => self.integer(f, value),
                None => self.hinted(f),
            },
        }
    }
}

impl Value<'_> {
    fn integer(&self, f: &mut fmt::Formatter<'_>, value: i128) -> fmt::Result {
        let (policy, kind) = (self.policy, self.policy.kind());
        let name = policy.names().iter().find(|name| name.value == value);
        match name {
            _ if policy.names_are_bits() => write!(f, "{}", Flags(value, policy.names()))?,
            Some(name) => write!(f, "{} ({value})", name.name)?,
            None if kind == Kind::Msecs => write!(f, "{value} ms")?,
            None => write!(f, "{value}")?,
        }
        // What is longer or shorter than its kind is accepted by lax levels.
        let len = self.payload.len();
        let size = if kind == Kind::Msecs { Some(8) } else { kind.size() }.unwrap_or(len);
        match len {
            _ if len == size => Ok(()),
            1 | 2 | 4 | 8 => write!(f, " in {}", Count(len, "byte")),
            _ => write!(f, " and {} more", Count(len.saturating_sub(size), "byte")),
        }
    }

    fn hinted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = self.payload;
        match (self.policy.hint(), payload.len()) {
            (Hint::Ip, 4) => payload
                .first_chunk::<4>()
                .map_or(Ok(()), |&octets| write!(f, "{}", Ipv4Addr::from(octets))),
            (Hint::Ip, 16) => payload
                .first_chunk::<16>()
                .map_or(Ok(()), |&octets| write!(f, "{}", Ipv6Addr::from(octets))),
            (Hint::Mac, 6) => {
                payload.first_chunk().map_or(Ok(()), |&octets| write!(f, "{}", Mac(octets)))
            }
            (Hint::Layout(layout), _) => self.structure(f, layout),
            (Hint::Array(layout), len) => {
                match len.checked_div(layout.size()) {
                    Some(count) => write!(f, "{count} of {}, ", layout.name())?,
                    None => write!(f, "{}, ", layout.name())?,
                }
                self.raw(f)
            }
            _ => self.raw(f),
        }
    }

    fn structure(&self, f: &mut fmt::Formatter<'_>, layout: Layout) -> fmt::Result {
        let Some(structure) = layout.display(self.payload) else {
            write!(f, "{}, ", layout.name())?;
            return self.raw(f);
        };
        write!(f, "{structure}")?;
        match self.payload.len().saturating_sub(layout.size()) {
            0 => Ok(()),
            more => write!(f, " and {} more", Count(more, "byte")),
        }
    }

    fn raw(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Count(self.payload.len(), "byte"))?;
        match self.payload {
            [_, ..] if self.bytes => write!(f, ": {}", Cut(self.payload)),
            _ => Ok(()),
        }
    }
}

impl AttrPolicy {
    /// Displays bits by the policy's names, as a tree does: `UP|RUNNING|0x40000`.
    ///
    /// Bits that have no name come last, as a number. For the `Debug` of flags that stand in a C
    /// structure.
    ///
    /// ```
    /// use core::fmt;
    /// use netlink_core::Parse;
    ///
    /// #[derive(Clone, Copy, Parse)]
    /// #[netlink(flags(UP = 0x1, RUNNING = 0x40))]
    /// struct LinkFlags(u32);
    ///
    /// impl fmt::Debug for LinkFlags {
    ///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    ///         write!(f, "{}", Self::PARSE_ATTR.display_flags(self.0.into()))
    ///     }
    /// }
    ///
    /// assert_eq!(format!("{:?}", LinkFlags(0x40041)), "UP|RUNNING|0x40000");
    /// ```
    #[must_use]
    pub fn display_flags(&self, bits: u64) -> impl fmt::Display + use<> {
        Flags(bits.into(), self.names())
    }
}

/// Bits by name; those without come last, as a number.
struct Flags<'a>(i128, &'a [Name]);

impl fmt::Display for Flags<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(mut left, names) = *self;
        let mut separator = "";
        for Name { value, name } in names {
            if *value != 0 && left & value == *value {
                write!(f, "{separator}{name}")?;
                left &= !value;
                separator = "|";
            }
        }
        match (left, separator) {
            (0, "") => f.write_str("0"),
            (0, _) => Ok(()),
            _ => write!(f, "{separator}{left:#x}"),
        }
    }
}
