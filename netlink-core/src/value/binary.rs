//! Bytes, and C structures parsed from them by `zerocopy`.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::context::Refusal;
use crate::emit::{Emit, EmitBy, EmitRef};
use crate::error::ErrorKind;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, parse_inline};
use crate::policy::{AttrPolicy, FoundKey, Hint, Kind, Layout};

/// What is in a required member until its attribute is reached, for structures up to this size.
static ZEROS: [u8; 1024] = [0; 1024];

/// A C structure, borrowed. What is longer than the structure is cut: newer kernels make theirs
/// grow. What is shorter is an error.
impl<'a, T> Parse<'a> for &'a T
where
    T: FromBytes + Immutable + KnownLayout + Unaligned,
{
    parse_inline! {
        AttrPolicy::new(Kind::Binary)
            .with_len(size_of::<T>(), usize::MAX)
            .with_hint(Hint::Layout(Layout::of::<T>()));
        match T::ref_from_prefix(&ZEROS) {
            Ok((value, _)) => Some(value),
            Err(_) => None,
        };
        |payload| match T::ref_from_prefix(payload) {
            Ok((value, _)) => Ok(value),
            Err(_) => Err(Refusal::Because(ErrorKind::LengthRule)),
        }
    }
}

impl<T: IntoBytes + Immutable> EmitRef for T {
    type By = Bytes;
}

/// Emits a borrowed value as its bytes.
#[doc(hidden)]
#[derive(Debug)]
pub struct Bytes;

impl<T: IntoBytes + Immutable> EmitBy<T> for Bytes {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary)
        .with_len(size_of::<T>(), size_of::<T>())
        .with_hint(Hint::Layout(Layout::of::<T>()));
    const LEN: Option<usize> = Some(size_of::<T>());
    const ALIGNED: bool = false;
    const BY_KEY: bool = false;

    #[inline]
    fn len(_: &T) -> usize {
        size_of::<T>()
    }

    #[inline]
    fn emit<'b>(value: &T, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(value.as_bytes(), cx)
    }

    fn agrees(_: &T, _: Option<FoundKey<'_>>) -> bool {
        true
    }
}

/// An array of bytes or C structures without gaps between them. The length must be a multiple of
/// the element's.
impl<'a, T> Parse<'a> for &'a [T]
where
    T: FromBytes + Immutable + KnownLayout + Unaligned,
{
    parse_inline! {
        AttrPolicy::new(Kind::Binary).with_hint(Hint::array_of::<T>());
        Some(&[]);
        |payload| {
            const { assert!(size_of::<T>() > 0, "the number of elements without a size is unknown") };
            match <[T]>::ref_from_bytes(payload) {
                Ok(values) => Ok(values),
                Err(_) => Err(Refusal::Because(ErrorKind::Size)),
            }
        }
    }
}

impl<T: IntoBytes + Immutable> Emit for [T] {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_hint(Hint::array_of::<T>());

    #[inline]
    fn payload_len(&self) -> usize {
        self.as_bytes().len()
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.as_bytes(), cx)
    }

    #[inline]
    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes_attr(ty, self.as_bytes(), cx)
    }
}

impl<T: IntoBytes + Immutable> Emit for &[T] {
    const EMIT_ATTR: AttrPolicy = <[T] as Emit>::EMIT_ATTR;

    #[inline]
    fn payload_len(&self) -> usize {
        <[T] as Emit>::payload_len(self)
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        <[T] as Emit>::emit(self, out, cx)
    }

    #[inline]
    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        <[T] as Emit>::emit_attr(self, ty, out, cx)
    }
}

/// Exactly this many bytes, at every level.
impl<'a, const N: usize> Parse<'a> for [u8; N] {
    parse_inline! {
        AttrPolicy::new(Kind::Binary).with_len(N, N);
        Some([0; N]);
        |payload| match payload.try_into() {
            Ok(bytes) => Ok(bytes),
            Err(_) => Err(Refusal::Because(ErrorKind::LengthRule)),
        }
    }
}

impl<const N: usize> Emit for [u8; N] {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(N, N);
    const FIXED_LEN: Option<usize> = Some(N);

    #[inline]
    fn payload_len(&self) -> usize {
        N
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.array(*self, cx)
    }
}
