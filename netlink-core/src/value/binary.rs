//! Bytes, and C structures read from them by `zerocopy`.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::{Parse, SelectorKey};
use crate::policy::{AttrPolicy, Hint, Kind, Layout};
use crate::writer::{Buffer, Writer};

/// A C structure, borrowed. What is longer than the structure is cut: newer kernels make theirs
/// grow. What is shorter is an error.
impl<'a, T> Parse<'a> for &'a T
where
    T: FromBytes + Immutable + KnownLayout + Unaligned,
{
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary)
        .with_len(size_of::<T>(), usize::MAX)
        .with_hint(Hint::Layout(Layout::of::<T>()));

    #[inline(always)]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        match T::ref_from_prefix(input.bytes()) {
            Ok((value, _)) => Ok(value),
            Err(_) => Err(input.error(ErrorKind::LengthRule).with_expected(size_of::<T>())),
        }
    }
}

impl<T: IntoBytes + Immutable> Emit for &T {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary)
        .with_len(size_of::<T>(), size_of::<T>())
        .with_hint(Hint::Layout(Layout::of::<T>()));

    #[inline]
    fn payload_len(&self) -> usize {
        size_of::<T>()
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self.as_bytes())
    }
}

/// An array of bytes or C structures without gaps between them. The length must be a multiple of
/// the element's.
impl<'a, T> Parse<'a> for &'a [T]
where
    T: FromBytes + Immutable + KnownLayout + Unaligned,
{
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_hint(Hint::array_of::<T>());

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        const { assert!(size_of::<T>() > 0, "an element of no size has no number") };
        <[T]>::ref_from_bytes(input.bytes())
            .map_err(|_| input.error(ErrorKind::Size).with_expected(size_of::<T>()))
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some(&[])
    }
}

impl<T: IntoBytes + Immutable> Emit for &[T] {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_hint(Hint::array_of::<T>());

    #[inline]
    fn payload_len(&self) -> usize {
        self.as_bytes().len()
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self.as_bytes())
    }
}

/// Just this many bytes, at every level.
impl<const N: usize> Parse<'_> for [u8; N] {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(N, N);

    #[inline]
    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        Self::try_from(input.bytes())
            .map_err(|_| input.error(ErrorKind::LengthRule).with_expected(N))
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some([0; N])
    }
}

impl<const N: usize> Emit for [u8; N] {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(N, N);

    #[inline]
    fn payload_len(&self) -> usize {
        N
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self)
    }
}

impl SelectorKey for &[u8] {
    type Key<'k>
        = &'k [u8]
    where
        Self: 'k;

    /// The bytes up to a NUL, as a string of the kernel's ends.
    #[inline]
    fn key(&self) -> Option<&[u8]> {
        self.split(|&byte| byte == 0).next()
    }
}
