//! The kinds of attributes, by the kernel's list in `net/netlink.h`, and its numbers for user space
//! in `linux/netlink.h`.

use core::fmt;

/// What kind of payload an attribute has.
///
/// The names are the kernel's (`NLA_U32` and so on); additional kinds are marked.
#[doc(alias = "nl_attr_type")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// Bytes of which only the smallest length is known.
    #[doc(alias = "NLA_UNSPEC")]
    Unspec,
    /// No payload: the presence of the attribute is its value.
    #[doc(alias = "NLA_FLAG")]
    Flag,
    /// 8-bit integer.
    #[doc(alias = "NLA_U8")]
    U8,
    /// 16-bit integer in host byte order.
    #[doc(alias = "NLA_U16")]
    U16,
    /// 32-bit integer in host byte order.
    #[doc(alias = "NLA_U32")]
    U32,
    /// 64-bit integer in host byte order.
    #[doc(alias = "NLA_U64")]
    U64,
    /// 8-bit integer, signed.
    #[doc(alias = "NLA_S8")]
    I8,
    /// 16-bit integer in host byte order, signed.
    #[doc(alias = "NLA_S16")]
    I16,
    /// 32-bit integer in host byte order, signed.
    #[doc(alias = "NLA_S32")]
    I32,
    /// 64-bit integer in host byte order, signed.
    #[doc(alias = "NLA_S64")]
    I64,
    /// 16-bit integer in network byte order.
    #[doc(alias = "NLA_BE16")]
    Be16,
    /// 32-bit integer in network byte order.
    #[doc(alias = "NLA_BE32")]
    Be32,
    /// 64-bit integer in network byte order (the kernel says `NLA_U64` of these).
    Be64,
    /// 16-bit integer in network byte order, signed (the kernel says `NLA_U16` of these).
    BeI16,
    /// 32-bit integer in network byte order, signed (the kernel says `NLA_U32` of these).
    BeI32,
    /// 64-bit integer in network byte order, signed (the kernel says `NLA_U64` of these).
    BeI64,
    /// 16-bit integer in little-endian byte order (the kernel says `NLA_U16` of these).
    Le16,
    /// 32-bit integer in little-endian byte order (the kernel says `NLA_U32` of these).
    Le32,
    /// 64-bit integer in little-endian byte order (the kernel says `NLA_U64` of these).
    Le64,
    /// 16-bit integer in little-endian byte order, signed (the kernel says `NLA_U16` of these).
    LeI16,
    /// 32-bit integer in little-endian byte order, signed (the kernel says `NLA_U32` of these).
    LeI32,
    /// 64-bit integer in little-endian byte order, signed (the kernel says `NLA_U64` of these).
    LeI64,
    /// Integer of 4 or 8 bytes, as the sender chooses, in host byte order.
    #[doc(alias = "NLA_UINT")]
    Uint,
    /// Integer of 4 or 8 bytes, as the sender chooses, in host byte order, signed.
    #[doc(alias = "NLA_SINT")]
    Sint,
    /// Milliseconds: a 64-bit integer in host byte order, or more than its 8 bytes at any level.
    #[doc(alias = "NLA_MSECS")]
    Msecs,
    /// Text; a NUL at its end is allowed and not counted.
    #[doc(alias = "NLA_STRING")]
    String,
    /// Text up to a NUL, which is required and not counted.
    #[doc(alias = "NLA_NUL_STRING")]
    NulString,
    /// Bytes, or a C structure or an array of them.
    #[doc(alias = "NLA_BINARY")]
    Binary,
    /// A value of 32 flags, and a selector that says which of them are valid.
    #[doc(alias = "NLA_BITFIELD32")]
    Bitfield32,
    /// A set of attributes.
    #[doc(alias = "NLA_NESTED")]
    Nested,
    /// A stream of attributes whose types are ignored, each of which contains the same kind of set.
    #[doc(alias = "NLA_NESTED_ARRAY")]
    NestedArray,
    /// Never accepted.
    #[doc(alias = "NLA_REJECT")]
    Reject,
}

impl Kind {
    /// Returns true if the payload is a stream of attributes.
    #[inline]
    #[must_use]
    pub const fn is_nested(self) -> bool {
        matches!(self, Self::Nested | Self::NestedArray)
    }

    /// Returns true if the payload is an integer, in any byte order.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.limits().is_some()
    }

    /// Returns true if the payload is text or bytes, whose length a rule may limit.
    #[must_use]
    pub const fn has_length(self) -> bool {
        matches!(self, Self::Unspec | Self::String | Self::NulString | Self::Binary)
    }

    /// Returns the payload's size in bytes, if the kind has a fixed one.
    #[must_use]
    pub const fn size(self) -> Option<usize> {
        match self {
            Self::Flag => Some(0),
            Self::U8 | Self::I8 => Some(1),
            Self::U16 | Self::I16 | Self::Be16 | Self::BeI16 | Self::Le16 | Self::LeI16 => Some(2),
            Self::U32 | Self::I32 | Self::Be32 | Self::BeI32 | Self::Le32 | Self::LeI32 => Some(4),
            Self::U64
            | Self::I64
            | Self::Be64
            | Self::BeI64
            | Self::Le64
            | Self::LeI64
            | Self::Bitfield32 => Some(8),
            _ => None,
        }
    }

    /// Returns the smallest and the largest integer of the kind.
    #[must_use]
    pub const fn limits(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::U8 => (0, u8::MAX as i128),
            Self::U16 | Self::Be16 | Self::Le16 => (0, u16::MAX as i128),
            Self::U32 | Self::Be32 | Self::Le32 => (0, u32::MAX as i128),
            Self::U64 | Self::Be64 | Self::Le64 | Self::Uint | Self::Msecs => (0, u64::MAX as i128),
            Self::I8 => (i8::MIN as i128, i8::MAX as i128),
            Self::I16 | Self::BeI16 | Self::LeI16 => (i16::MIN as i128, i16::MAX as i128),
            Self::I32 | Self::BeI32 | Self::LeI32 => (i32::MIN as i128, i32::MAX as i128),
            Self::I64 | Self::BeI64 | Self::LeI64 | Self::Sint => {
                (i64::MIN as i128, i64::MAX as i128)
            }
            _ => return None,
        })
    }

    /// Returns the value of the integer at the start of a payload, as a kernel reads it.
    ///
    /// Returns `None` if the payload is too short, and if the kind is not an integer.
    #[inline(always)]
    #[must_use]
    pub fn integer(self, payload: &[u8]) -> Option<i128> {
        Some(match self {
            Self::U8 => i128::from(*payload.first()?),
            Self::U16 => i128::from(u16::from_ne_bytes(*payload.first_chunk()?)),
            Self::U32 => i128::from(u32::from_ne_bytes(*payload.first_chunk()?)),
            Self::U64 | Self::Msecs => i128::from(u64::from_ne_bytes(*payload.first_chunk()?)),
            Self::I8 => i128::from(i8::from_ne_bytes(*payload.first_chunk()?)),
            Self::I16 => i128::from(i16::from_ne_bytes(*payload.first_chunk()?)),
            Self::I32 => i128::from(i32::from_ne_bytes(*payload.first_chunk()?)),
            Self::I64 => i128::from(i64::from_ne_bytes(*payload.first_chunk()?)),
            Self::Be16 => i128::from(u16::from_be_bytes(*payload.first_chunk()?)),
            Self::Be32 => i128::from(u32::from_be_bytes(*payload.first_chunk()?)),
            Self::Be64 => i128::from(u64::from_be_bytes(*payload.first_chunk()?)),
            Self::BeI16 => i128::from(i16::from_be_bytes(*payload.first_chunk()?)),
            Self::BeI32 => i128::from(i32::from_be_bytes(*payload.first_chunk()?)),
            Self::BeI64 => i128::from(i64::from_be_bytes(*payload.first_chunk()?)),
            Self::Le16 => i128::from(u16::from_le_bytes(*payload.first_chunk()?)),
            Self::Le32 => i128::from(u32::from_le_bytes(*payload.first_chunk()?)),
            Self::Le64 => i128::from(u64::from_le_bytes(*payload.first_chunk()?)),
            Self::LeI16 => i128::from(i16::from_le_bytes(*payload.first_chunk()?)),
            Self::LeI32 => i128::from(i32::from_le_bytes(*payload.first_chunk()?)),
            Self::LeI64 => i128::from(i64::from_le_bytes(*payload.first_chunk()?)),
            Self::Uint => match payload.first_chunk() {
                Some(&wide) => i128::from(u64::from_ne_bytes(wide)),
                None => i128::from(u32::from_ne_bytes(*payload.first_chunk()?)),
            },
            Self::Sint => match payload.first_chunk() {
                Some(&wide) => i128::from(i64::from_ne_bytes(wide)),
                None => i128::from(i32::from_ne_bytes(*payload.first_chunk()?)),
            },
            _ => return None,
        })
    }

    /// Returns the value of an integer that may be narrower or wider than its kind: 1, 2, 4 or 8 bytes in
    /// the kind's byte order.
    ///
    /// Returns `None` for other lengths, and if the kind is not an integer.
    #[must_use]
    pub fn integer_at_own_width(self, payload: &[u8]) -> Option<i128> {
        if !self.is_integer() || !matches!(payload.len(), 1 | 2 | 4 | 8) {
            return None;
        }
        let push = |value: u64, &byte: &u8| value << 8 | u64::from(byte);
        let value = match self.is_big_endian() {
            true => payload.iter().fold(0, push),
            false => payload.iter().rev().fold(0, push),
        };
        let unused = 64_u32.saturating_sub(payload.len().saturating_mul(8).try_into().ok()?);
        if self.is_signed() {
            let value = i64::from_ne_bytes(value.wrapping_shl(unused).to_ne_bytes());
            return Some(value.wrapping_shr(unused).into());
        }
        Some(value.into())
    }

    /// Returns true for signed integers.
    pub(super) const fn is_signed(self) -> bool {
        matches!(self.limits(), Some((..0, _)))
    }

    /// Returns true if an integer of this kind starts with its highest byte on this machine.
    const fn is_big_endian(self) -> bool {
        match self {
            Self::Be16 | Self::Be32 | Self::Be64 | Self::BeI16 | Self::BeI32 | Self::BeI64 => true,
            Self::Le16 | Self::Le32 | Self::Le64 | Self::LeI16 | Self::LeI32 | Self::LeI64 => false,
            _ => cfg!(target_endian = "big"),
        }
    }

    /// Returns the kind's name in the specifications of the kernel's families.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unspec => "unspec",
            Self::Flag => "flag",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::I8 => "s8",
            Self::I16 => "s16",
            Self::I32 => "s32",
            Self::I64 => "s64",
            Self::Be16 => "big-endian u16",
            Self::Be32 => "big-endian u32",
            Self::Be64 => "big-endian u64",
            Self::BeI16 => "big-endian s16",
            Self::BeI32 => "big-endian s32",
            Self::BeI64 => "big-endian s64",
            Self::Le16 => "little-endian u16",
            Self::Le32 => "little-endian u32",
            Self::Le64 => "little-endian u64",
            Self::LeI16 => "little-endian s16",
            Self::LeI32 => "little-endian s32",
            Self::LeI64 => "little-endian s64",
            Self::Uint => "uint",
            Self::Sint => "sint",
            Self::Msecs => "msecs",
            Self::String => "string",
            Self::NulString => "NUL-terminated string",
            Self::Binary => "binary",
            Self::Bitfield32 => "bitfield32",
            Self::Nested => "nest",
            Self::NestedArray => "array of nests",
            Self::Reject => "reject",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
