//! Parts of sets, sub-messages and values that generated code puts together.

use crate::attr::{Attr, HEADER_LEN};
use crate::codec::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::error::{ParseError, Step};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, FoundKey, Hint, Kind, Layout, Policy, copy_attr};

/// Returns the attribute policy of a C structure that is parsed.
#[must_use]
pub const fn layout_attr(layout: Layout, zero_filled: bool) -> AttrPolicy {
    let min = if zero_filled { 0 } else { layout.size() };
    AttrPolicy::new(Kind::Binary).with_len(min, usize::MAX).with_hint(Hint::Layout(layout))
}

/// Returns the attribute policy of a C structure that is emitted: always whole.
#[must_use]
pub const fn layout_emit_attr(layout: Layout) -> AttrPolicy {
    AttrPolicy::new(Kind::Binary)
        .with_len(layout.size(), layout.size())
        .with_hint(Hint::Layout(layout))
}

/// Returns the policy of a message that is one value, with the name of the message if it has none.
#[must_use]
pub const fn named(policy: &Policy, name: &'static str) -> Policy {
    if policy.name().is_empty() { policy.with_name(name) } else { *policy }
}

/// Adds the variant with this index of a sub-message to the path of an error in its content.
///
/// # Errors
/// That of the content.
#[inline]
pub fn read_variant<'a, T>(
    read: Result<T, Refusal>,
    cx: &mut Context<'a>,
    payload: &'a [u8],
    index: u16,
    policy: &AttrPolicy,
) -> Result<T, Refusal> {
    read.map_err(|refusal| cx.in_step(refusal, payload, Step::Variant(index), policy))
}

/// Parses the content of the variant for other keys. Policies do not have it, so that it is validated
/// here if the level asks for it.
///
/// # Errors
/// What the content's type refuses.
#[inline]
pub fn read_other<'a, T: Parse<'a>>(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<T, Refusal> {
    cx.validate_alone(payload, &T::PARSE_ATTR)?;
    T::read(cx, payload)
}

/// Parses a variant without content.
///
/// # Errors
/// A payload, with the variant in the error's path.
pub fn read_empty_variant(cx: &mut Context<'_>, payload: &[u8], index: u16) -> Verdict {
    crate::codec::parse_field::check_empty(payload).map_err(|refusal| {
        let policy = AttrPolicy::new(Kind::Flag);
        cx.in_step(refusal, payload, Step::Variant(index), &policy)
    })
}

/// Adds the variant with this index of a sub-message to the path of an error in its content.
///
/// # Errors
/// That of the content.
#[inline]
pub fn emit_variant<'b>(emitted: Emitted<'b>, index: u16, cx: &mut EmitContext) -> Emitted<'b> {
    emitted.map_err(|failed| cx.in_step(failed, Step::Variant(index)))
}

/// Emits the payload of a newtype, and applies its rules to what was written.
///
/// # Errors
/// As [`Emit::emit`]; besides, what the rules refuse.
pub fn emit_payload_ruled<'b, T: Emit>(
    value: &T,
    rule: &'static AttrPolicy,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    let remaining = out.remaining();
    let (written, out) = out.written(cx, |out, cx| Ok(value.emit(out, cx)?.remaining()))?;
    match rule.apply_as_read(written) {
        Err(kind) if !value.is_malformed() => Err(cx.breaks(kind, rule, written, remaining)),
        _ => Ok(out),
    }
}

/// Emits an attribute as it was received, type flags included.
///
/// # Errors
/// A full buffer.
pub fn emit_raw_attr<'b>(attr: &Attr<'_>, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    copy_attr(attr, out, cx)
}

/// Returns the key of a sub-message whose keys are strings.
#[inline]
#[must_use]
pub fn text_key(key: Option<FoundKey<'_>>) -> Option<&[u8]> {
    key.and_then(|key| key.text())
}

/// Returns the key of a sub-message whose keys are numbers.
#[inline]
#[must_use]
pub fn number_key(key: Option<FoundKey<'_>>) -> Option<u64> {
    key.and_then(|key| key.number())
}

/// Splits the fixed header of a set with a stream off; `None` if anything else is to be done before.
#[inline(always)]
#[must_use]
pub fn split_stream<'a>(
    input: Input<'a>,
    policy: &'static Policy,
) -> Option<(&'a [u8], Input<'a>)> {
    if !input.is_plain() {
        return None;
    }
    let (header, attrs) = policy.header_rule().split(input.bytes())?;
    (attrs.len() >= HEADER_LEN).then(|| (header, input.with_tail(attrs)))
}

/// Splits the fixed header of a set with a stream off, after validating the set, and parses both.
///
/// # Errors
/// As [`Parse::parse`].
#[inline(never)]
pub fn enter_stream<'a, T>(
    input: Input<'a>,
    policy: &'static Policy,
    parse: fn(&'a [u8], Input<'a>) -> Result<T, ParseError>,
) -> Result<T, ParseError> {
    if input.is_usual() {
        let (header, set) = policy.split_header(input).map_err(|error| error.of_set(policy))?;
        return parse(header, set);
    }
    let (mut cx, bytes) = (Context::new(input), input.bytes());
    if cx.is_unusual() {
        cx.check_entry(bytes, policy).map_err(|refusal| cx.error(refusal, bytes, None))?;
    }
    match policy.header_rule().split(bytes) {
        Some((header, set)) => {
            parse(header, cx.set_input(set, cx.key).with_version(input.version()))
        }
        None => {
            let refusal = cx.short_header(bytes, policy.header_len(), policy);
            Err(cx.error(refusal, bytes, None))
        }
    }
}

/// Returns the kind of integer that a member of a fixed header is.
#[must_use]
pub const fn kind_of_member<H, T: for<'a> Parse<'a>>(_: fn(H) -> T) -> Kind {
    T::PARSE_ATTR.kind()
}
