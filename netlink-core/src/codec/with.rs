//! Codecs of your own: how a value of a foreign type is parsed and emitted (`with = Codec`).

use crate::context::{Context, Refusal, Verdict};
use crate::emit::attr_len;
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output, by_rule};
use crate::parse_field::{Found, Start};
use crate::policy::AttrPolicy;
use crate::rule::{FieldRule, Rule};
use crate::seen::Seen;
use crate::set;
use crate::set_output::SetOutput;
use crate::value::isolated::{Isolated, Malformed, isolate};
use crate::wire::flagged::Flagged;

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

    /// Returns what a member is before any attribute has been reached.
    #[doc(hidden)]
    #[inline]
    fn start_member(cx: &mut Context<'a>, at: Start<'a>) -> Option<T> {
        if let Some(absent) = Self::absent() {
            return Some(absent);
        }
        let mut slot = None;
        set::first_of(cx, at, |cx, payload| {
            slot = Some(Self::read_member(cx, payload, at.rule)?);
            Ok(())
        })?;
        slot
    }

    /// Parses one occurrence of a member.
    #[doc(hidden)]
    #[inline(never)]
    fn take_member(
        place: &mut T,
        cx: &mut Context<'a>,
        seen: Seen<'_>,
        attr: Found<'a>,
        rule: Rule,
    ) -> Verdict {
        // If it is required, the first one has been parsed at the start.
        if !seen.set() && Self::absent().is_none() {
            return Ok(());
        }
        *place = Self::read_member(cx, attr.payload, rule)?;
        Ok(())
    }

    /// Parses a payload.
    #[doc(hidden)]
    fn read_member(cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Result<T, Refusal> {
        let value = Self::decode(cx.input(payload)).map_err(|error| cx.record(error))?;
        rule.check(payload)?;
        Ok(value)
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

    /// Returns whether the payload was malformed when it was received: no rule applies to it.
    #[doc(hidden)]
    #[must_use]
    fn is_malformed(_value: &T) -> bool {
        false
    }

    /// Returns the sum of this and the length in bytes of a member as an attribute.
    #[doc(hidden)]
    #[inline(never)]
    fn add_member_len(value: &T, len: usize) -> usize {
        let own = if Self::is_absent(value) { 0 } else { attr_len(Self::encoded_len(value)) };
        len.saturating_add(own)
    }

    /// Writes a value as the attribute of type `ty`.
    #[doc(hidden)]
    #[inline(never)]
    fn emit_attr<'b>(value: &T, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        if Self::is_absent(value) {
            return Ok(out);
        }
        out.attr(ty | Self::EMIT_ATTR.nested_flag(), cx, |out, cx| Self::encode(value, out, cx))
    }

    /// As [`EmitWith::emit_attr`], and applies the rules of a field to what was written.
    #[doc(hidden)]
    #[inline(never)]
    fn emit_ruled_attr<'b>(
        value: &T,
        ty: u16,
        rule: FieldRule,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        by_rule(
            rule,
            out,
            cx,
            |out, cx| Ok(Self::emit_attr(value, ty, out, cx)?.remaining()),
            false,
            |_| Self::is_malformed(value),
        )
    }

    /// Writes the member of a set; returns false if that fails.
    #[doc(hidden)]
    #[inline]
    fn emit_member(value: &T, ty: u16, set: &mut SetOutput<'_, '_>) -> bool {
        set.then(ty, |out, cx| Self::emit_attr(value, ty, out, cx))
    }

    /// As [`EmitWith::emit_member`], with the rules of its field.
    #[doc(hidden)]
    #[inline]
    fn emit_ruled_member(value: &T, ty: u16, rule: FieldRule, set: &mut SetOutput<'_, '_>) -> bool {
        set.then(ty, |out, cx| Self::emit_ruled_attr(value, ty, rule, out, cx))
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

    fn read_member(
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Result<Option<T>, Refusal> {
        C::read_member(cx, payload, rule).map(Some)
    }
}

/// What the codec or a rule of the field refuses does not fail the set around it.
impl<'a, T, E: Isolated<'a>, C: ParseWith<'a, T>> ParseWith<'a, Result<T, E>> for C {
    const PARSE_ATTR: AttrPolicy = C::PARSE_ATTR.isolated();

    fn decode(input: Input<'a>) -> Result<Result<T, E>, ParseError> {
        let result = C::decode(input.validated_again());
        Ok(result.map_err(|error| E::isolate(error, input.bytes(), Flagged::default())))
    }

    fn read_member(
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Result<Result<T, E>, Refusal> {
        isolate(cx, payload, rule, const { &C::PARSE_ATTR }, |cx| C::read_member(cx, payload, rule))
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

    fn is_malformed(value: &Option<T>) -> bool {
        value.as_ref().is_some_and(C::is_malformed)
    }
}

/// What could not be parsed is emitted as it was received.
impl<T, C: EmitWith<T>> EmitWith<Result<T, Malformed<'_>>> for C {
    const EMIT_ATTR: AttrPolicy = C::EMIT_ATTR;

    fn encoded_len(value: &Result<T, Malformed<'_>>) -> usize {
        match value {
            Ok(value) => C::encoded_len(value),
            Err(malformed) => malformed.bytes.len(),
        }
    }

    fn encode<'b>(
        value: &Result<T, Malformed<'_>>,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        match value {
            Ok(value) => C::encode(value, out, cx),
            Err(malformed) => out.bytes(malformed.bytes, cx),
        }
    }

    fn is_absent(value: &Result<T, Malformed<'_>>) -> bool {
        value.as_ref().is_ok_and(C::is_absent)
    }

    fn is_malformed(value: &Result<T, Malformed<'_>>) -> bool {
        value.as_ref().map_or(true, C::is_malformed)
    }
}
