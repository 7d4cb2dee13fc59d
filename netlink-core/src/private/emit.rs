//! Emitting a set.

use crate::align::align;
use crate::attr::HEADER_LEN;
use crate::error::{EmitError, ErrorKind, Step};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Hint, Kind, Layout, Policy};
use crate::value::Unknown;
use crate::writer::{Buffer, Writer};

/// The length of a set as an attribute.
#[must_use]
pub const fn set_len(payload: usize) -> usize {
    align(add(payload, HEADER_LEN))
}

/// The attribute policy of a C structure.
#[must_use]
pub const fn layout_attr(layout: Layout, zero_filled: bool) -> AttrPolicy {
    let min = if zero_filled { 0 } else { layout.size() };
    AttrPolicy::new(Kind::Binary).with_len(min, usize::MAX).with_hint(Hint::Layout(layout))
}

/// The attribute policy of a C structure that is written: always whole.
#[must_use]
pub const fn layout_emit_attr(layout: Layout) -> AttrPolicy {
    AttrPolicy::new(Kind::Binary)
        .with_len(layout.size(), layout.size())
        .with_hint(Hint::Layout(layout))
}

/// What came of writing an attribute, with the attribute in the error's path.
#[inline(always)]
pub fn emitted(
    result: Result<(), EmitError>,
    ty: u16,
    policy: &'static Policy,
) -> Result<(), EmitError> {
    match result {
        Ok(()) => Ok(()),
        Err(error) => Err(error.within(Step::Attr(ty), policy)),
    }
}

/// Holds the attributes that `write` writes to the rules written for them.
#[inline(always)]
pub fn emit_by_rule<W: Buffer>(
    writer: &mut Writer<W>,
    rule: &'static AttrPolicy,
    policy: &'static Policy,
    write: impl FnOnce(&mut Writer<W>) -> Result<(), EmitError>,
) -> Result<(), EmitError> {
    let start = writer.len();
    writer.rolling_back(|writer| {
        write(writer)?;
        match attrs_by_rule(writer, start, rule) {
            Ok(()) => Ok(()),
            Err(error) => Err(error.with_rule(rule).within(Step::Attr(rule.ty()), policy)),
        }
    })
}

/// Holds the attributes that a newtype writes to the rules of its type.
#[inline]
pub fn emit_attr_by_rule<W: Buffer>(
    writer: &mut Writer<W>,
    rule: &AttrPolicy,
    write: impl FnOnce(&mut Writer<W>) -> Result<(), EmitError>,
) -> Result<(), EmitError> {
    let start = writer.len();
    writer.rolling_back(|writer| {
        write(writer)?;
        attrs_by_rule(writer, start, rule)
    })
}

/// Holds the attributes written since `start` to a rule.
#[inline(always)]
fn attrs_by_rule<W: Buffer>(
    writer: &Writer<W>,
    start: usize,
    rule: &AttrPolicy,
) -> Result<(), EmitError> {
    for attr in Input::new(writer.since(start)).attrs() {
        if let Err(kind) = rule.apply(attr.payload()) {
            return Err(rule.refuse_to_emit(kind, attr, start));
        }
    }
    Ok(())
}

/// Holds the payload that a newtype writes to the rules of its type.
#[inline]
pub fn emit_payload_by_rule<W: Buffer>(
    writer: &mut Writer<W>,
    rule: &AttrPolicy,
    write: impl FnOnce(&mut Writer<W>) -> Result<(), EmitError>,
) -> Result<(), EmitError> {
    let start = writer.len();
    writer.rolling_back(|writer| {
        write(writer)?;
        let payload = writer.since(start);
        rule.apply(payload)
            .map_err(|kind| EmitError::new(kind, start).with_value(rule.offence(kind, payload)))
    })
}

/// The value of a selector that is an enum of values.
#[inline]
pub fn number_key<I: TryInto<u64>>(int: I) -> Option<u64> {
    int.try_into().ok()
}

/// The error for a sub-message that is not the one that its key names.
#[cold]
pub fn disagrees<W: Buffer>(
    writer: &Writer<W>,
    ty: u16,
    policy: &'static Policy,
) -> Result<(), EmitError> {
    let error = EmitError::new(ErrorKind::SelectorMismatch, writer.len());
    Err(error.within(Step::Attr(ty), policy))
}

/// Puts the form of a sub-message into the path of an error in it.
#[inline]
pub const fn emitting_variant(number: u16) -> impl FnOnce(EmitError) -> EmitError {
    move |error| error.in_step(Step::Variant(number))
}

/// Writes what a set holds besides what its type names.
#[inline(always)]
pub fn emit_unknown<W: Buffer>(
    unknown: &Unknown<'_>,
    writer: &mut Writer<W>,
) -> Result<(), EmitError> {
    if unknown.is_none() { Ok(()) } else { writer.aside(|writer| unknown.emit(writer)) }
}

/// A sum of lengths.
#[inline(always)]
#[must_use]
pub const fn add(a: usize, b: usize) -> usize {
    a.saturating_add(b)
}

/// The length of a fixed header with its padding.
#[inline(always)]
#[must_use]
pub const fn header_len<T>() -> usize {
    align(size_of::<T>())
}

/// The kind of integer that a member of a fixed header is.
#[must_use]
pub const fn kind_of_member<H, M: for<'a> Parse<'a>>(_: fn(H) -> M) -> Kind {
    <M as Parse<'_>>::ATTR.kind()
}
