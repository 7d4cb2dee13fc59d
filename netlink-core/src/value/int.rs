//! Integers: in host byte order, in network byte order, and of either width. Header of their kinds:
//! `net/netlink.h`, which is the kernel's own.

use core::fmt;

use crate::align::align;
use crate::attr::HEADER_LEN;
use crate::context::Refusal;
use crate::emit::Emit;
use crate::error::ErrorKind;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, parse_inline};
use crate::policy::{AttrPolicy, Kind};

/// Implements the traits for an integer of fixed width that converts to and from `N` bytes.
///
/// The attribute is written at once, with header and padding: `$whole` bytes.
macro_rules! fixed_width {
    ($($int:ty, $kind:ident, $size:literal, $whole:literal;)*) => {$(
        impl<'a> Parse<'a> for $int {
            parse_inline! {
                AttrPolicy::new(Kind::$kind);
                Some(Self::from_wire([0; $size]));
                |payload| match payload.try_into() {
                    Ok(bytes) => Ok(Self::from_wire(bytes)),
                    Err(_) => other_width(Kind::$kind, payload),
                }
            }

            const IS_BYTE: bool = matches!(Kind::$kind, Kind::U8);
            const FILLER_IS_DEFAULT: bool = true;
        }

        impl Emit for $int {
            const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::$kind);
            const FIXED_LEN: Option<usize> = Some($size);

            #[inline]
            fn payload_len(&self) -> usize {
                $size
            }

            #[inline]
            fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                out.array(self.to_wire(), cx)
            }

            #[inline(always)]
            fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                out.array(small_attr::<$size, $whole>(ty, self.to_wire()), cx)
            }
        }
    )*};
}

/// Reads an integer at the width that the payload has. It must fit.
#[cold]
#[inline(never)]
fn other_width<T: FromInt>(kind: Kind, payload: &[u8]) -> Result<T, Refusal> {
    match kind.integer_at_own_width(payload) {
        Some(value) => T::from_int(value).ok_or(Refusal::Because(ErrorKind::Width)),
        None => Err(Refusal::Because(ErrorKind::Length)),
    }
}

/// Conversion from any integer that fits.
trait FromInt: Sized {
    fn from_int(value: i128) -> Option<Self>;
}

/// A whole attribute of `WHOLE` bytes, padding included, with a payload of `SIZE`: written in one
/// piece, it costs a single check of the room.
#[inline(always)]
pub(super) const fn small_attr<const SIZE: usize, const WHOLE: usize>(
    ty: u16,
    payload: [u8; SIZE],
) -> [u8; WHOLE] {
    const { assert!(align(HEADER_LEN + SIZE) == WHOLE && WHOLE < 256) };
    #[expect(clippy::cast_possible_truncation, reason = "asserted")]
    let [l0, l1] = const { ((HEADER_LEN + SIZE) as u16).to_ne_bytes() };
    let [t0, t1] = ty.to_ne_bytes();
    let mut bytes = [0; WHOLE];
    if let Some((head, value)) = bytes.split_first_chunk_mut::<HEADER_LEN>() {
        *head = [l0, l1, t0, t1];
        if let Some(value) = value.first_chunk_mut() {
            *value = payload;
        }
    }
    bytes
}

/// Conversion to and from the bytes on the wire.
trait Wire<const N: usize> {
    fn from_wire(bytes: [u8; N]) -> Self;
    fn to_wire(self) -> [u8; N];
}

macro_rules! native {
    ($($int:ty, $size:literal;)*) => {$(
        impl Wire<$size> for $int {
            #[inline(always)]
            fn from_wire(bytes: [u8; $size]) -> Self {
                Self::from_ne_bytes(bytes)
            }

            #[inline(always)]
            fn to_wire(self) -> [u8; $size] {
                self.to_ne_bytes()
            }
        }

        impl FromInt for $int {
            fn from_int(value: i128) -> Option<Self> {
                value.try_into().ok()
            }
        }
    )*};
}

native! { u8, 1; u16, 2; u32, 4; u64, 8; i8, 1; i16, 2; i32, 4; i64, 8; }

fixed_width! {
    u8, U8, 1, 8;
    u16, U16, 2, 8;
    u32, U32, 4, 8;
    u64, U64, 8, 12;
    i8, I8, 1, 8;
    i16, I16, 2, 8;
    i32, I32, 4, 8;
    i64, I64, 8, 12;
    Be<u16>, Be16, 2, 8;
    Be<u32>, Be32, 4, 8;
    Be<u64>, Be64, 8, 12;
    Be<i16>, BeI16, 2, 8;
    Be<i32>, BeI32, 4, 8;
    Be<i64>, BeI64, 8, 12;
    Le<u16>, Le16, 2, 8;
    Le<u32>, Le32, 4, 8;
    Le<u64>, Le64, 8, 12;
    Le<i16>, LeI16, 2, 8;
    Le<i32>, LeI32, 4, 8;
    Le<i64>, LeI64, 8, 12;
}

/// An integer that is in network byte order on the wire.
///
/// Holds the number as the program means it: an integer of 16, 32 or 64 bits, with or without sign.
///
/// ```
/// use netlink_core::{Be, Input, Parse};
///
/// let port = Be::<u16>::parse(Input::new(&[0x12, 0xb5]))?;
/// assert_eq!(port.0, 4789);
/// let priority = Be::<i32>::parse(Input::new(&[0xff, 0xff, 0xfe, 0xd4]))?;
/// assert_eq!(priority.0, -300);
/// # Ok::<(), netlink_core::ParseError>(())
/// ```
#[doc(alias = "NLA_BE16")]
#[doc(alias = "NLA_BE32")]
#[doc(alias = "big-endian")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Be<T>(pub T);

/// An integer that is in little-endian byte order on the wire, on every machine.
///
/// Holds the number as the program means it. Kernels' policies know no such kind: for them it is
/// `NLA_U16` and so on.
///
/// ```
/// use netlink_core::{Input, Le, Parse};
///
/// let number = Le::<u16>::parse(Input::new(&[0x12, 0xb5]))?;
/// assert_eq!(number.0, 0xb512);
/// # Ok::<(), netlink_core::ParseError>(())
/// ```
#[doc(alias = "little-endian")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Le<T>(pub T);

macro_rules! byte_orders {
    ($($int:ty, $size:literal;)*) => {$(
        byte_order! { Be, $int, $size, from_be_bytes, to_be_bytes }
        byte_order! { Le, $int, $size, from_le_bytes, to_le_bytes }
    )*};
}

macro_rules! byte_order {
    ($order:ident, $int:ty, $size:literal, $from:ident, $to:ident) => {
        impl Wire<$size> for $order<$int> {
            #[inline(always)]
            fn from_wire(bytes: [u8; $size]) -> Self {
                Self(<$int>::$from(bytes))
            }

            #[inline(always)]
            fn to_wire(self) -> [u8; $size] {
                self.0.$to()
            }
        }

        impl FromInt for $order<$int> {
            fn from_int(value: i128) -> Option<Self> {
                value.try_into().ok().map(Self)
            }
        }

        impl From<$int> for $order<$int> {
            fn from(value: $int) -> Self {
                Self(value)
            }
        }

        impl From<$order<$int>> for $int {
            fn from(value: $order<$int>) -> Self {
                value.0
            }
        }
    };
}

byte_orders! { u16, 2; u32, 4; u64, 8; i16, 2; i32, 4; i64, 8; }

impl<T: fmt::Display> fmt::Display for Be<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Le<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! either_width {
    ($($(#[$doc:meta])* $name:ident, $wide:ty, $narrow:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct $name(pub $wide);

        impl<'a> Parse<'a> for $name {
            parse_inline! {
                AttrPolicy::new(Kind::$name);
                Some(Self(0));
                |payload| if let Ok(bytes) = payload.try_into() {
                    Ok(Self(<$narrow>::from_ne_bytes(bytes).into()))
                } else if let Ok(bytes) = payload.try_into() {
                    Ok(Self(<$wide>::from_ne_bytes(bytes)))
                } else {
                    Err(Refusal::Because(ErrorKind::ExactLength))
                }
            }
        }

        impl Emit for $name {
            const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::$name);

            #[inline]
            fn payload_len(&self) -> usize {
                if <$narrow>::try_from(self.0).is_ok() { 4 } else { 8 }
            }

            #[inline]
            fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                match <$narrow>::try_from(self.0) {
                    Ok(narrow) => out.array(narrow.to_ne_bytes(), cx),
                    Err(_) => out.array(self.0.to_ne_bytes(), cx),
                }
            }
        }
    )*};
}

either_width! {
    /// An unsigned integer of 4 bytes, or of 8 where it needs them; host byte order.
    #[doc(alias = "NLA_UINT")]
    Uint, u64, u32;
    /// A signed integer of 4 bytes, or of 8 where it needs them; host byte order.
    #[doc(alias = "NLA_SINT")]
    Sint, i64, i32;
}

/// 128 bits in host byte order: 16 bytes on the wire, of which kernels know no kind of its own.
impl<'a> Parse<'a> for u128 {
    parse_inline! {
        AttrPolicy::new(Kind::Binary).with_len(16, 16);
        Some(0);
        |payload| match payload.try_into() {
            Ok(bytes) => Ok(Self::from_ne_bytes(bytes)),
            Err(_) => Err(Refusal::Because(ErrorKind::LengthRule)),
        }
    }
}

impl Emit for u128 {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(16, 16);
    const FIXED_LEN: Option<usize> = Some(16);

    #[inline]
    fn payload_len(&self) -> usize {
        16
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.array(self.to_ne_bytes(), cx)
    }
}
