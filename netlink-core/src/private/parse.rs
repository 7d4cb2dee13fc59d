//! Parsing a set.

use crate::attr::{Attr, Attrs};
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::{Input, Level, MAX_DEPTH};
use crate::message::{MessageId, RawMessage};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Policy};
use crate::value::Unknown;

/// Enters a set: bounds the recursion, and validates where a level asks for more than the
/// generated code does. Reading what a kernel sent, that is one comparison.
#[inline(always)]
pub fn enter<'a>(input: Input<'a>, policy: &'static Policy) -> Result<Input<'a>, ParseError> {
    if input.validation().is_due() || input.depth() > MAX_DEPTH || holds_a_scrap(input) {
        enter_slowly(input, policy)
    } else {
        Ok(input)
    }
}

/// No attribute has one to three bytes: neither has a set that is one.
#[inline(always)]
const fn holds_a_scrap(input: Input<'_>) -> bool {
    input.depth() > 0 && matches!(input.bytes().len(), 1..=3)
}

#[cold]
fn enter_slowly<'a>(input: Input<'a>, policy: &'static Policy) -> Result<Input<'a>, ParseError> {
    if input.depth() > MAX_DEPTH {
        return Err(input.error(ErrorKind::Depth));
    }
    if holds_a_scrap(input) {
        return Err(input.error(ErrorKind::Length));
    }
    policy.validate(input)?;
    Ok(input.level(input.validation().validated()))
}

/// Holds an attribute that was read to the rules written for it.
#[inline(always)]
pub fn by_rule<T>(
    result: Result<T, ParseError>,
    attr: Attr<'_>,
    rule: &'static AttrPolicy,
) -> Result<T, ParseError> {
    match (result, rule.apply(attr.payload())) {
        (Ok(value), Ok(())) => Ok(value),
        (Err(error), _) => Err(error),
        (Ok(_), Err(kind)) => Err(rule.refuse(kind, attr)),
    }
}

/// Holds the payload of a newtype to the rules of its type.
#[inline(always)]
pub fn payload_by_rule<T>(
    result: Result<T, ParseError>,
    input: Input<'_>,
    rule: &AttrPolicy,
) -> Result<T, ParseError> {
    match (result, rule.apply(input.bytes())) {
        (Ok(value), Ok(())) => Ok(value),
        (Err(error), _) => Err(error),
        (Ok(_), Err(kind)) => Err(input.error(kind).with_value(rule.offence(kind, input.bytes()))),
    }
}

/// Takes a value that a codec has read into its slot.
#[inline(always)]
pub fn fill<T>(slot: &mut Option<T>, result: Result<T, ParseError>) -> Result<(), ParseError> {
    *slot = Some(result?);
    Ok(())
}

/// The value of a closed enum that has no name.
#[cold]
pub fn no_value<T>(input: Input<'_>, value: i128) -> Result<T, ParseError> {
    Err(input.error(ErrorKind::Value).with_value(value))
}

/// An attribute that the type refuses because it does not name it.
#[cold]
pub fn refuse_unknown<T>(attr: Attr<'_>) -> Result<T, ParseError> {
    Err(ParseError::new(ErrorKind::UnknownType, attr.offset()).with_found(attr.ty().into()))
}

/// An error in an attribute of this set.
///
/// Inlined, so that the attribute need not exist in memory for the call in the cold path.
#[inline(always)]
pub fn failed<T>(
    error: ParseError,
    attr: Attr<'_>,
    policy: &'static Policy,
) -> Result<T, ParseError> {
    Err(error.in_attr(attr.ty(), attr.offset(), policy))
}

/// The value of a slot that must be filled by now.
#[inline(always)]
pub fn required<T>(
    slot: Option<T>,
    input: Input<'_>,
    ty: u16,
    policy: &'static Policy,
) -> Result<T, ParseError> {
    match slot {
        Some(value) => Ok(value),
        None => Err(missing(input, ty, policy)),
    }
}

#[cold]
pub(super) fn missing(input: Input<'_>, ty: u16, policy: &'static Policy) -> ParseError {
    ParseError::new(ErrorKind::Missing, input.offset()).within(Step::Attr(ty), policy)
}

/// The payload of a sub-message that was set aside until its key was known.
///
/// The validation of the set around it reaches no further than the key tells it to: not if that
/// stands in a header, and not into the form for other keys.
#[inline(always)]
#[must_use]
pub fn set_aside(attr: Attr<'_>) -> Input<'_> {
    attr.input().validated_again()
}

/// What was read of an attribute, with the attribute in the error's path.
#[inline]
pub fn in_attr<T>(
    result: Result<T, ParseError>,
    attr: Attr<'_>,
    policy: &'static Policy,
) -> Result<T, ParseError> {
    match result {
        Ok(value) => Ok(value),
        Err(error) => failed(error, attr, policy),
    }
}

/// Enters the form of a sub-message: a set validates itself, a form that is none is validated here.
#[inline]
pub fn enter_form(
    input: Input<'_>,
    attr: impl FnOnce() -> AttrPolicy,
) -> Result<Input<'_>, ParseError> {
    if !input.validation().is_due() {
        return Ok(input);
    }
    validate_form(input, &attr())
}

#[cold]
fn validate_form<'a>(input: Input<'a>, attr: &AttrPolicy) -> Result<Input<'a>, ParseError> {
    attr.validate_alone(input)?;
    Ok(input.level(input.validation().validated()))
}

/// A sub-message in one of its forms, with the form as a step of the error's path.
#[inline]
pub fn in_variant<T>(result: Result<T, ParseError>, number: u16) -> Result<T, ParseError> {
    result.map_err(|error| error.in_step(Step::Variant(number)))
}

/// The error for a key that no form has.
#[cold]
pub fn no_variant<T>(input: Input<'_>) -> Result<T, ParseError> {
    Err(input.error(ErrorKind::Selector))
}

/// What a set holds besides what its policy names.
#[inline(always)]
#[must_use]
pub fn unknown<'a>(set: Attrs<'a>, policy: &'static Policy) -> Unknown<'a> {
    Unknown::besides(set, policy)
}

/// Reads a message as one of type `T`, which is the message `id`.
#[inline(always)]
pub fn message<'a, T: Parse<'a>>(
    message: &RawMessage<'a>,
    id: MessageId,
    level: Level,
) -> Result<T, ParseError> {
    T::parse(message.body(id)?.level(level))
}

/// The error of a message that is none of these.
#[cold]
pub fn no_message<T>(
    message: &RawMessage<'_>,
    messages: &[(MessageId, &'static Policy)],
) -> Result<T, ParseError> {
    match messages.first() {
        Some(&(id, _)) => Err(message.other_message(id)),
        None => {
            Err(ParseError::new(ErrorKind::OtherMessage, 4).with_found(message.header().ty.into()))
        }
    }
}
