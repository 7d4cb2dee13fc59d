//! What a declaration asks of a type, each as one trait, so that a wrong type gives one message.

use core::fmt;
use core::marker::PhantomData;

use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::codec::context::{Context, Refusal};
use crate::emit::Emit;
use crate::error::ErrorKind;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Layout};
use crate::value::{Be, Bitfield32, CStruct, Le, Number, Struct, Uint};

/// The only type that is allowed.
#[diagnostic::on_unimplemented(
    message = "this must be `{T}`, and is `{Self}`",
    label = "expected `{T}`"
)]
pub trait Is<T> {
    /// From itself.
    fn of(value: T) -> Self;

    /// As itself.
    fn get(&self) -> &T;
}

#[diagnostic::do_not_recommend]
impl<T> Is<T> for T {
    #[inline(always)]
    fn of(value: T) -> Self {
        value
    }

    #[inline(always)]
    fn get(&self) -> &T {
        self
    }
}

/// A C structure that any bytes of its size are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as a C structure",
    label = "not known to be one that any bytes of its size can be",
    note = "add `#[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to it"
)]
pub trait Readable: Sized {
    /// All zeros.
    fn zeroed() -> Self;

    /// Reads it by value. What is longer is cut.
    fn layout(payload: &[u8]) -> Result<Self, Refusal>;
}

#[diagnostic::do_not_recommend]
impl<T: FromBytes> Readable for T {
    #[inline(always)]
    fn zeroed() -> Self {
        Self::new_zeroed()
    }

    #[inline]
    fn layout(payload: &[u8]) -> Result<Self, Refusal> {
        match Self::read_from_prefix(payload) {
            Ok((value, _)) => Ok(value),
            Err(_) => Err(Refusal::Because(ErrorKind::LengthRule)),
        }
    }
}

/// A C structure without padding, whose bytes can be seen.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a C structure",
    label = "not known to be one without padding",
    note = "add `#[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to it"
)]
pub trait Writable: Sized {
    /// Emits its bytes.
    fn emit_layout<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;
}

#[diagnostic::do_not_recommend]
impl<T: IntoBytes + Immutable> Writable for T {
    #[inline(always)]
    fn emit_layout<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.as_bytes(), cx)
    }
}

/// A C structure that can be filled up with zeros.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as a C structure that is filled up",
    label = "not known to be one without padding that any bytes of its size can be",
    note = "add `#[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to it"
)]
pub trait Fillable: Sized {
    /// Reads it by value. What is longer is cut, and what is shorter is filled up with zeros.
    fn zero_filled(payload: &[u8]) -> Result<Self, Refusal>;

    /// All zeros.
    fn zero() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: FromBytes + IntoBytes> Fillable for T {
    #[inline]
    fn zero_filled(payload: &[u8]) -> Result<Self, Refusal> {
        let mut value = Self::new_zeroed();
        for (place, byte) in value.as_mut_bytes().iter_mut().zip(payload) {
            *place = *byte;
        }
        Ok(value)
    }

    #[inline(always)]
    fn zero() -> Self {
        Self::new_zeroed()
    }
}

/// The integer of an enum, which is this on the wire.
#[diagnostic::on_unimplemented(
    message = "an enum with `#[repr({Self})]` cannot be `{W}` on the wire",
    label = "another number than `{Self}`",
    note = "`wire` changes the byte order or the width of the payload, not the range of the values: `Be<…>` of the \
            integer in `#[repr(…)]`, or `Uint` with `#[repr(u64)]` and `Sint` with `#[repr(i64)]`"
)]
pub trait OnWire<W>: Sized {
    /// The policy of the number on the wire, when parsing.
    const PARSE_ATTR: AttrPolicy;

    /// The same, when emitting.
    const EMIT_ATTR: AttrPolicy;

    /// As [`Emit::FIXED_LEN`], of the number on the wire.
    const FIXED_LEN: Option<usize>;

    /// Parses the number on the wire.
    fn read<'a>(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal>;

    /// The length of the number on the wire in bytes.
    fn payload_len(self) -> usize;

    /// Writes the number on the wire.
    fn emit<'b>(self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// Writes an attribute with the number on the wire.
    fn emit_attr<'b>(self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;
}

#[diagnostic::do_not_recommend]
impl<I, W: Number<Int = I> + for<'a> Parse<'a> + Emit> OnWire<W> for I {
    const PARSE_ATTR: AttrPolicy = W::PARSE_ATTR;
    const EMIT_ATTR: AttrPolicy = W::EMIT_ATTR;
    const FIXED_LEN: Option<usize> = W::FIXED_LEN;

    #[inline(always)]
    fn read<'a>(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        W::read(cx, payload).map(W::int)
    }

    #[inline(always)]
    fn payload_len(self) -> usize {
        Emit::payload_len(&W::from_int(self))
    }

    #[inline(always)]
    fn emit<'b>(self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        Emit::emit(&W::from_int(self), out, cx)
    }

    #[inline(always)]
    fn emit_attr<'b>(self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        Emit::emit_attr(&W::from_int(self), ty, out, cx)
    }
}

/// What flags are made of, in constants, which know no traits.
#[derive(Debug)]
pub struct Bits<T>(pub T);

macro_rules! bits {
    ($($ty:ty, $bits:ident => $get:expr;)*) => {$(
        impl Bits<$ty> {
            /// As an integer.
            #[must_use]
            pub const fn get(self) -> i128 {
                let $bits = self.0;
                $get as i128
            }
        }
    )*};
}

bits! {
    u8, bits => bits;
    u16, bits => bits;
    u32, bits => bits;
    u64, bits => bits;
    i8, bits => bits;
    i16, bits => bits;
    i32, bits => bits;
    i64, bits => bits;
    Be<u16>, bits => bits.0;
    Be<u32>, bits => bits.0;
    Be<u64>, bits => bits.0;
    Le<u16>, bits => bits.0;
    Le<u32>, bits => bits.0;
    Le<u64>, bits => bits.0;
    Uint, bits => bits.0;
    Bitfield32, bits => bits.value;
}

/// A C structure that may or may not be printable. Which one shows in which constant is found: the
/// type's own, if it exists, or the trait's.
#[derive(Debug)]
pub struct Structure<T>(PhantomData<T>);

impl<T: CStruct> Structure<Struct<'_, T>> {
    /// The structure that grows, printable.
    pub const LAYOUT: Layout = Layout::growing::<T>();
}

impl<T: FromBytes + fmt::Debug> Structure<T> {
    /// The structure, printable.
    pub const LAYOUT: Layout = Layout::printable::<T>();
}

/// What is known of structures that cannot be printed.
pub trait Opaque<T> {
    /// The structure, by name and size.
    const LAYOUT: Layout = Layout::of::<T>();
}

impl<T> Opaque<T> for Structure<T> {}
