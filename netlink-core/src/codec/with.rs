//! Codecs of your own: how a value of a foreign type is parsed and emitted (`with = Codec`).

use crate::context::{Context, Refusal, Verdict};
use crate::emit_field::attr_len;
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output, by_rule};
use crate::parse_field::{Found, Seen};
use crate::policy::{AttrPolicy, Policy};
use crate::rule::Rule;
use crate::set;

/// Parses values of type `T` that do not implement [`Parse`](crate::Parse) themselves, or not so.
///
/// ```
/// use core::time::Duration;
/// use netlink_core::{AttrPolicy, Input, Parse, ParseError, ParseWith};
///
/// /// Durations in microseconds, as a u32.
/// struct Microseconds;
///
/// impl ParseWith<'_, Duration> for Microseconds {
///     const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR;
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
    message = "`{Self}` cannot parse `{T}` from the payload of a netlink attribute",
    note = "implement `ParseWith<'_, {T}>` for `{Self}`",
    note = "a codec parses one payload: for a list it must parse the whole list from it"
)]
pub trait ParseWith<'a, T> {
    /// The kind of attribute.
    const PARSE_ATTR: AttrPolicy;

    /// Parses one payload.
    ///
    /// # Errors
    /// Returns an error if the bytes are not such a value.
    fn decode(input: Input<'a>) -> Result<T, ParseError>;

    /// Returns the value to use if the attribute is absent, or `None` if it is required.
    #[must_use]
    fn absent() -> Option<T> {
        None
    }
}

/// Emits values of type `T` that do not implement [`Emit`](crate::Emit) themselves, or not so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot emit `{T}` as the payload of a netlink attribute",
    note = "implement `EmitWith<{T}>` for `{Self}`",
    note = "a codec emits one payload: for a list it must emit the whole list into it"
)]
pub trait EmitWith<T> {
    /// The kind of attribute.
    const EMIT_ATTR: AttrPolicy;

    /// Returns the exact length in bytes of what [`EmitWith::encode`] writes.
    fn encoded_len(value: &T) -> usize;

    /// Writes the payload, and returns what is left of the buffer.
    ///
    /// # Errors
    /// As [`Emit::emit`](crate::Emit::emit).
    fn encode<'b>(value: &T, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// Returns whether there is no attribute to emit.
    #[must_use]
    fn is_absent(_value: &T) -> bool {
        false
    }
}

impl<'a, T, C: ParseWith<'a, T>> ParseWith<'a, Option<T>> for C {
    const PARSE_ATTR: AttrPolicy = C::PARSE_ATTR.optional();

    fn decode(input: Input<'a>) -> Result<Option<T>, ParseError> {
        C::decode(input).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T, C: EmitWith<T>> EmitWith<Option<T>> for C {
    const EMIT_ATTR: AttrPolicy = C::EMIT_ATTR.optional();

    fn encoded_len(value: &Option<T>) -> usize {
        value.as_ref().map_or(0, C::encoded_len)
    }

    fn encode<'b>(value: &Option<T>, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match value {
            Some(value) => C::encode(value, out, cx),
            None => Ok(out),
        }
    }

    fn is_absent(value: &Option<T>) -> bool {
        value.is_none()
    }
}

// ---- for generated code ----

/// Returns what a member with a codec is before any attribute has been reached.
#[inline]
pub fn start<'a, C: ParseWith<'a, T>, T>(
    cx: &mut Context<'a>,
    set: &'a [u8],
    ty: u16,
    rule: Rule,
    policy: &'static Policy,
) -> Option<T> {
    if let Some(absent) = C::absent() {
        return Some(absent);
    }
    let mut slot = None;
    set::first_of(cx, set, ty, policy, |cx, payload| {
        slot = Some(read::<C, T>(cx, payload, rule)?);
        Ok(())
    })?;
    slot
}

/// Parses one occurrence of a member with a codec.
///
/// # Errors
/// What is refused.
#[inline(never)]
pub fn take<'a, C: ParseWith<'a, T>, T>(
    place: &mut T,
    cx: &mut Context<'a>,
    seen: Seen<'_>,
    attr: Found<'a>,
    rule: Rule,
) -> Verdict {
    let is_first = *seen.word & seen.bit == 0;
    *seen.word |= seen.bit;
    // If it is required, the first one has been parsed at the start.
    if is_first && C::absent().is_none() {
        return Ok(());
    }
    assign::<C, T>(place, cx, attr.payload, rule)
}

/// Parses one occurrence of a member with a codec and a default.
///
/// # Errors
/// What is refused.
#[inline(never)]
pub fn assign<'a, C: ParseWith<'a, T>, T>(
    place: &mut T,
    cx: &mut Context<'a>,
    payload: &'a [u8],
    rule: Rule,
) -> Verdict {
    *place = read::<C, T>(cx, payload, rule)?;
    Ok(())
}

/// Parses a payload with a codec.
///
/// # Errors
/// What the codec or the rule refuses.
pub fn read<'a, C: ParseWith<'a, T>, T>(
    cx: &mut Context<'a>,
    payload: &'a [u8],
    rule: Rule,
) -> Result<T, Refusal> {
    let value = C::decode(cx.input(payload)).map_err(|error| cx.record(error))?;
    rule.check(payload)?;
    Ok(value)
}

/// Returns the length in bytes of a member with a codec as an attribute.
pub fn field_len<C: EmitWith<T>, T>(value: &T) -> usize {
    if C::is_absent(value) { 0 } else { attr_len(C::encoded_len(value)) }
}

/// Emits a member with a codec.
///
/// # Errors
/// As [`EmitWith::encode`].
#[inline(never)]
pub fn emit_field<'b, C: EmitWith<T>, T>(
    value: &T,
    ty: u16,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    if C::is_absent(value) {
        return Ok(out);
    }
    out.attr(ty | C::EMIT_ATTR.nested_flag(), cx, |out, cx| C::encode(value, out, cx))
}

/// Emits a member with a codec, and applies the rules of its field.
///
/// # Errors
/// As [`EmitWith::encode`]; besides, what the rules refuse.
#[inline(never)]
pub fn emit_ruled<'b, C: EmitWith<T>, T>(
    value: &T,
    ty: u16,
    policy: &'static AttrPolicy,
    rule: Rule,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    by_rule(
        rule,
        policy,
        out,
        cx,
        |out, cx| Ok(emit_field::<C, T>(value, ty, out, cx)?.remaining()),
        false,
        |_| false,
    )
}
