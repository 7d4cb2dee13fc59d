//! Value enums: the integer that they are on the wire, and another width for a single field.

use super::{Be, Le, Sint, Uint};
use crate::emit::Emit;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::AttrPolicy;
use crate::with::{EmitWith, ParseWith};
use core::marker::PhantomData;

/// An integer type on the wire, and its value.
///
/// Derived value enums use it: `#[netlink(wire = Be<u32>)]` names one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an integer type for an enum on the wire",
    note = "it can be an integer of Rust's, `Be<…>` or `Le<…>` of one, `Uint` or `Sint`"
)]
pub trait Number: Copy {
    /// The number's type.
    type Int: Copy + TryFrom<i128> + Into<i128>;

    /// Converts from the value.
    fn from_int(int: Self::Int) -> Self;

    /// Returns the value.
    fn int(self) -> Self::Int;
}

macro_rules! numbers {
    ($($int:ty)*) => {$(
        impl Number for $int {
            type Int = Self;

            #[inline(always)]
            fn from_int(int: Self) -> Self {
                int
            }

            #[inline(always)]
            fn int(self) -> Self {
                self
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 i8 i16 i32 i64 }

macro_rules! ordered_numbers {
    ($($order:ident)*) => {$(
        impl<T: Copy + TryFrom<i128> + Into<i128>> Number for $order<T> {
            type Int = T;

            #[inline(always)]
            fn from_int(int: T) -> Self {
                Self(int)
            }

            #[inline(always)]
            fn int(self) -> T {
                self.0
            }
        }
    )*};
}

ordered_numbers! { Be Le }

impl Number for Uint {
    type Int = u64;

    #[inline(always)]
    fn from_int(int: u64) -> Self {
        Self(int)
    }

    #[inline(always)]
    fn int(self) -> u64 {
        self.0
    }
}

impl Number for Sint {
    type Int = i64;

    #[inline(always)]
    fn from_int(int: i64) -> Self {
        Self(int)
    }

    #[inline(always)]
    fn int(self) -> i64 {
        self.0
    }
}

/// A value enum that is parsed.
pub trait FromRepr: Sized {
    /// The integer of `#[repr(…)]`.
    type Repr: Copy + TryFrom<i128> + Into<i128>;

    /// Returns the variant of this value, unless the enum is closed and has none.
    fn from_repr(value: Self::Repr) -> Option<Self>;
}

/// A value enum that is emitted.
pub trait ToRepr {
    /// The integer of `#[repr(…)]`.
    type Repr: Copy + TryFrom<i128> + Into<i128>;

    /// Returns the value.
    fn to_repr(&self) -> Self::Repr;
}

/// Parses and emits a value enum as another integer than its own: `#[nla(2, with = As<u32>)]`.
///
/// For a value that one attribute carries in one byte and another in four.
///
/// ```
/// use netlink_core::value::As;
/// use netlink_core::{Be, Emit, Input, Parse, Writer};
///
/// #[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
/// #[repr(u8)]
/// enum Protocol {
///     Tcp = 6,
///     Udp = 17,
/// }
///
/// #[derive(Debug, PartialEq, Parse, Emit)]
/// struct Match {
///     #[nla(1)]
///     protocol: Protocol,
///     #[nla(2, with = As<Be<u32>>)]
///     wide: Option<Protocol>,
/// }
///
/// let sent = Match { protocol: Protocol::Udp, wide: Some(Protocol::Tcp) };
/// let mut bytes = Vec::new();
/// Writer::growing(&mut bytes).emit(&sent)?;
/// assert_eq!(bytes[12..], [0, 0, 0, 6]);
/// assert_eq!(Match::parse(Input::new(&bytes))?, sent);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct As<W>(PhantomData<W>);

impl<'a, E: FromRepr, W: Parse<'a> + Number> ParseWith<'a, E> for As<W> {
    const PARSE_ATTR: AttrPolicy = W::PARSE_ATTR;

    fn decode(input: Input<'a>) -> Result<E, ParseError> {
        let value: i128 = W::parse(input)?.int().into();
        let known = E::Repr::try_from(value).ok().and_then(E::from_repr);
        known.ok_or_else(|| input.error(ErrorKind::Value).with_value(value))
    }
}

impl<E: ToRepr, W: Emit + Number> EmitWith<E> for As<W> {
    const EMIT_ATTR: AttrPolicy = W::EMIT_ATTR;

    fn encoded_len(value: &E) -> usize {
        wire::<E, W>(value).map_or(0, |wire| wire.payload_len())
    }

    fn encode<'b>(value: &E, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match wire::<E, W>(value) {
            Some(wire) => wire.emit(out, cx),
            None => Err(cx.refuse(ErrorKind::Width, &out, value.to_repr().into())),
        }
    }
}

/// Returns the integer on the wire, if the value fits.
fn wire<E: ToRepr, W: Number>(value: &E) -> Option<W> {
    W::Int::try_from(value.to_repr().into()).ok().map(W::from_int)
}
