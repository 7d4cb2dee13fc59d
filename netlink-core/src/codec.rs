//! Codecs of one's own: how a value of a foreign type is read and written (`with = Codec`).

use crate::__private::first;
use crate::error::{EmitError, ParseError};
use crate::input::Input;
use crate::policy::{AttrPolicy, Policy};
use crate::writer::{Buffer, Writer};

/// Reads values of type `T` that do not implement [`Parse`](crate::Parse) themselves, or not so.
///
/// ```
/// use core::time::Duration;
/// use netlink_core::{AttrPolicy, Input, Parse, ParseError, ParseWith};
///
/// /// Durations in microseconds, as a u32.
/// struct Microseconds;
///
/// impl ParseWith<'_, Duration> for Microseconds {
///     const ATTR: AttrPolicy = <u32 as Parse>::ATTR;
///
///     fn decode(input: Input<'_>) -> Result<Duration, ParseError> {
///         u32::parse(input).map(|us| Duration::from_micros(us.into()))
///     }
/// }
///
/// #[derive(Parse)]
/// struct Timer {
///     #[nla(1, with = Microseconds)]
///     interval: Duration,
///     #[nla(2, with = Microseconds)]
///     timeout: Option<Duration>,
/// }
/// # #[cfg(target_endian = "little")] {
/// let timer = Timer::parse(Input::new(&[8, 0, 1, 0, 5, 0, 0, 0]))?;
/// assert_eq!((timer.interval, timer.timeout), (Duration::from_micros(5), None));
/// # }
/// # Ok::<(), netlink_core::ParseError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know how to read `{T}` from a netlink attribute",
    note = "implement `ParseWith<'_, {T}>` for `{Self}`"
)]
pub trait ParseWith<'a, T> {
    /// What kind of attribute this is.
    const ATTR: AttrPolicy;

    /// Reads one payload.
    ///
    /// # Errors
    /// Bytes that are no such value.
    fn decode(input: Input<'a>) -> Result<T, ParseError>;

    /// What an attribute that does not come stands for; nothing if it must come.
    #[must_use]
    fn nothing() -> Option<T> {
        None
    }

    /// What stands in a struct for an attribute that must come, until it does.
    #[doc(hidden)]
    #[inline(always)]
    fn start(input: Input<'a>, ty: u16, set: &'static Policy) -> Result<T, ParseError> {
        first(input, ty, set, Self::decode)
    }
}

/// Writes values of type `T` that do not implement [`Emit`](crate::Emit) themselves, or not so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know how to write `{T}` as a netlink attribute",
    note = "implement `EmitWith<{T}>` for `{Self}`"
)]
pub trait EmitWith<T> {
    /// What kind of attribute this is.
    const ATTR: AttrPolicy;

    /// The exact length in bytes of what [`EmitWith::encode`] writes.
    fn encoded_len(value: &T) -> usize;

    /// Writes the payload.
    ///
    /// # Errors
    /// As [`Emit::emit`](crate::Emit::emit).
    fn encode<W: Buffer>(value: &T, writer: &mut Writer<W>) -> Result<(), EmitError>;

    /// Whether there is no attribute to write.
    #[must_use]
    fn is_nothing(_value: &T) -> bool {
        false
    }
}

impl<'a, T, C: ParseWith<'a, T>> ParseWith<'a, Option<T>> for C {
    const ATTR: AttrPolicy = C::ATTR.optional();

    fn decode(input: Input<'a>) -> Result<Option<T>, ParseError> {
        C::decode(input).map(Some)
    }

    fn nothing() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T, C: EmitWith<T>> EmitWith<Option<T>> for C {
    const ATTR: AttrPolicy = C::ATTR.optional();

    fn encoded_len(value: &Option<T>) -> usize {
        value.as_ref().map_or(0, C::encoded_len)
    }

    fn encode<W: Buffer>(value: &Option<T>, writer: &mut Writer<W>) -> Result<(), EmitError> {
        value.as_ref().map_or(Ok(()), |value| C::encode(value, writer))
    }

    fn is_nothing(value: &Option<T>) -> bool {
        value.is_none()
    }
}
