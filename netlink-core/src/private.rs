//! What generated code calls. Not part of the public interface: it changes without notice.

use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::align::align;
use crate::attr::{Attr, Attrs, HEADER_LEN, TYPE_MASK};
use crate::codec::{EmitWith, ParseWith};
use crate::emit::{Emit, EmitSelected};
use crate::error::{EmitError, ErrorKind, ParseError, Step};
use crate::input::{Input, Level, MAX_DEPTH};
use crate::message::{MessageId, RawMessage};
use crate::parse::{Parse, ParseSelected};
use crate::policy::{AttrPolicy, Check, Kind, Policy};
use crate::value::Unknown;
use crate::writer::{Buffer, Writer};

// ---- Parsing a set ----

/// Enters a set: bounds the recursion, and validates where a level asks for more than the
/// generated code does. Reading what a kernel sent, that is one comparison.
#[inline(always)]
pub fn enter<'a>(input: Input<'a>, policy: &'static Policy) -> Result<Input<'a>, ParseError> {
    // No attribute has one to three bytes: neither has a set that is one.
    let too_short = input.depth() > 0 && matches!(input.bytes().len(), 1..=3);
    if input.validation().is_due() || input.depth() > MAX_DEPTH || too_short {
        enter_slowly(input, policy)
    } else {
        Ok(input)
    }
}

#[cold]
fn enter_slowly<'a>(input: Input<'a>, policy: &'static Policy) -> Result<Input<'a>, ParseError> {
    if input.depth() > MAX_DEPTH {
        return Err(input.error(ErrorKind::Depth));
    }
    if input.depth() > 0 && matches!(input.bytes().len(), 1..=3) {
        return Err(input.error(ErrorKind::Length));
    }
    policy.validate(input)?;
    Ok(input.level(input.validation().validated()))
}

/// Reads the fixed header in front of a set.
#[inline(always)]
pub fn header<'a, T: FromBytes>(
    input: Input<'a>,
    policy: &'static Policy,
) -> Result<(T, Input<'a>), ParseError> {
    let (bytes, rest) =
        input.split_fixed_header(size_of::<T>()).map_err(|error| error.of_set(policy))?;
    match T::read_from_bytes(bytes) {
        Ok(header) => Ok((header, rest)),
        Err(_) => Err(input.error(ErrorKind::ShortHeader)),
    }
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

/// Takes an occurrence of an attribute into its slot, by a codec.
#[inline(always)]
pub fn merge_with<'a, C: ParseWith<'a, T>, T>(
    slot: &mut Option<T>,
    attr: Attr<'a>,
) -> Result<(), ParseError> {
    *slot = Some(C::decode(attr.input())?);
    Ok(())
}

/// The value of a closed enum that has no name.
#[cold]
pub fn no_value<T>(input: Input<'_>, value: i128) -> Result<T, ParseError> {
    Err(input.error(ErrorKind::Value).with_value(value))
}

/// An attribute that the type refuses because it does not name it.
#[cold]
pub fn refuse_unknown(attr: Attr<'_>) -> Result<(), ParseError> {
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
fn missing(input: Input<'_>, ty: u16, policy: &'static Policy) -> ParseError {
    ParseError::new(ErrorKind::Missing, input.offset()).within(Step::Attr(ty), policy)
}

/// Reads a sub-message that was set aside until its key was known.
#[inline]
pub fn selected<'a, K, T: ParseSelected<'a, K>>(
    attr: Option<Attr<'a>>,
    key: Option<K>,
    input: Input<'_>,
    ty: u16,
    policy: &'static Policy,
) -> Result<T, ParseError> {
    match attr {
        // The validation of the set around it reaches no further than the key tells it to: not if
        // that stands in a header, and not into the form for other keys.
        Some(attr) => match T::parse_selected(key, attr.input().validated_again()) {
            Ok(value) => Ok(value),
            Err(error) => failed(error, attr, policy),
        },
        None => required(T::absent(), input, ty, policy),
    }
}

/// A sub-message in one of its forms, with the form as a step of the error's path.
#[inline]
pub fn variant<'a, T: Parse<'a>>(input: Input<'a>, number: u16) -> Result<T, ParseError> {
    let result = if input.validation().is_due() { due_variant(input) } else { T::parse(input) };
    result.map_err(|error| error.in_step(Step::Variant(number)))
}

/// A set validates itself; a form that is none is validated here.
#[cold]
fn due_variant<'a, T: Parse<'a>>(input: Input<'a>) -> Result<T, ParseError> {
    T::ATTR.validate_alone(input)?;
    T::parse(input.level(input.validation().validated()))
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

/// A C structure by value, of which a shorter one is filled up with zeros. What is longer is cut.
#[inline]
pub fn layout_zero_filled<T: FromBytes + IntoBytes>(input: Input<'_>) -> Result<T, ParseError> {
    let mut value = T::new_zeroed();
    for (place, byte) in value.as_mut_bytes().iter_mut().zip(input.bytes()) {
        *place = *byte;
    }
    Ok(value)
}

/// A C structure by value. What is longer is cut.
#[inline]
pub fn layout<T: FromBytes>(input: Input<'_>) -> Result<T, ParseError> {
    match T::read_from_prefix(input.bytes()) {
        Ok((value, _)) => Ok(value),
        Err(_) => Err(input.error(ErrorKind::LengthRule).with_expected(size_of::<T>())),
    }
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
pub fn no_message<T>(message: &RawMessage<'_>, ids: &[MessageId]) -> Result<T, ParseError> {
    match ids.first() {
        Some(&id) => Err(message.other_message(id)),
        None => Err(message.payload().error(ErrorKind::OtherMessage)),
    }
}

// ---- Emitting a set ----

/// The length of a set as an attribute.
#[must_use]
pub const fn set_len(payload: usize) -> usize {
    align(add(payload, HEADER_LEN))
}

/// The attribute policy of a C structure.
#[must_use]
pub const fn layout_attr<T>(zero_filled: bool) -> AttrPolicy {
    let min = if zero_filled { 0 } else { size_of::<T>() };
    AttrPolicy::new(Kind::Binary).with_len(min, usize::MAX)
}

/// The attribute policy of a C structure that is written: always whole.
#[must_use]
pub const fn layout_emit_attr<T>() -> AttrPolicy {
    AttrPolicy::new(Kind::Binary).with_len(size_of::<T>(), size_of::<T>())
}

/// Writes a C structure.
#[inline(always)]
pub fn emit_layout<T: IntoBytes + Immutable, W: Buffer>(
    value: &T,
    writer: &mut Writer<W>,
) -> Result<(), EmitError> {
    writer.bytes(value.as_bytes())
}

/// Writes the fixed header in front of a set, and its padding.
#[inline(always)]
pub fn emit_header<T: IntoBytes + Immutable, W: Buffer>(
    header: &T,
    writer: &mut Writer<W>,
) -> Result<(), EmitError> {
    writer.bytes(header.as_bytes())?;
    writer.pad(size_of::<T>())
}

/// Writes an attribute of a set.
#[inline(always)]
pub fn emit<T: Emit + ?Sized, W: Buffer>(
    value: &T,
    ty: u16,
    writer: &mut Writer<W>,
    policy: &'static Policy,
) -> Result<(), EmitError> {
    match value.emit_attr(ty, writer) {
        Ok(()) => Ok(()),
        Err(error) => Err(error.within(Step::Attr(ty), policy)),
    }
}

/// Writes an attribute of a set by a codec.
#[inline(always)]
pub fn emit_with<C: EmitWith<T>, T, W: Buffer>(
    value: &T,
    ty: u16,
    writer: &mut Writer<W>,
    policy: &'static Policy,
) -> Result<(), EmitError> {
    if C::is_nothing(value) {
        return Ok(());
    }
    match writer.attr(ty | C::ATTR.nested_flag(), |writer| C::encode(value, writer)) {
        Ok(()) => Ok(()),
        Err(error) => Err(error.within(Step::Attr(ty), policy)),
    }
}

/// The length of an attribute that a codec writes.
#[inline(always)]
pub fn len_with<C: EmitWith<T>, T>(value: &T) -> usize {
    if C::is_nothing(value) { 0 } else { align(add(C::encoded_len(value), HEADER_LEN)) }
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
        for attr in Input::new(writer.since(start)).attrs() {
            if let Err(kind) = rule.apply(attr.payload()) {
                let error = rule.refuse_to_emit(kind, attr, start).with_rule(rule);
                return Err(error.within(Step::Attr(rule.ty()), policy));
            }
        }
        Ok(())
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
        for attr in Input::new(writer.since(start)).attrs() {
            if let Err(kind) = rule.apply(attr.payload()) {
                return Err(rule.refuse_to_emit(kind, attr, start));
            }
        }
        Ok(())
    })
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

/// Writes a sub-message of a set, if it is the one that the key names.
#[inline(always)]
pub fn emit_selected<K, T: EmitSelected<K>, W: Buffer>(
    value: &T,
    key: Option<K>,
    ty: u16,
    writer: &mut Writer<W>,
    policy: &'static Policy,
) -> Result<(), EmitError> {
    let result = if value.agrees(key) {
        value.emit_selected(ty, writer)
    } else {
        Err(EmitError::new(ErrorKind::SelectorMismatch, writer.len()))
    };
    result.map_err(|error| error.within(Step::Attr(ty), policy))
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

// ---- Checks of declarations, while compiling ----

#[expect(clippy::panic, reason = "evaluated in constants only: a panic is a compile error")]
#[expect(clippy::must_use_candidate, reason = "called for the assertion")]
mod checks {
    use super::{AttrPolicy, Check, Kind, Policy, TYPE_MASK};

    /// The attribute type of a field, from any integer.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
    pub const fn attr_type(ty: i128) -> u16 {
        if ty < 0 || ty > TYPE_MASK as i128 {
            panic!("an attribute type is between 0 and 16383: two of its 16 bits are flags");
        }
        ty as u16
    }

    /// The rule of the attribute with this number, in the order of declaration.
    pub const fn rule(policy: &'static Policy, number: usize) -> &'static AttrPolicy {
        match policy.attrs().split_at_checked(number) {
            Some((_, [rule, ..])) => rule,
            _ => panic!("a policy has a rule for each of its fields"),
        }
    }

    /// A message type, from any integer.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
    pub const fn message_type(ty: i128) -> u16 {
        if ty < 0 || ty > u16::MAX as i128 {
            panic!("a message type has 16 bits");
        }
        ty as u16
    }

    /// A command or version of generic netlink, from any integer.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
    pub const fn byte(value: i128) -> u8 {
        if value < 0 || value > u8::MAX as i128 {
            panic!("a generic netlink command or version has 8 bits");
        }
        value as u8
    }

    /// The key of a sub-message, from any integer.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
    pub const fn key(value: i128) -> u64 {
        if value < 0 || value > u64::MAX as i128 {
            panic!("the key of a sub-message is not negative and has at most 64 bits");
        }
        value as u64
    }

    /// No type is named twice.
    pub const fn distinct(types: &[u16]) {
        let mut rest = types;
        while let [first, others @ ..] = rest {
            let mut others_left = others;
            while let [other, left @ ..] = others_left {
                if *first == *other {
                    panic!("two fields have the same attribute type");
                }
                others_left = left;
            }
            rest = others;
        }
    }

    /// A length rule goes with a kind that has one, and can be met.
    pub const fn len_rule(policy: AttrPolicy, min: usize, max: usize) -> AttrPolicy {
        if !policy.kind().has_length() {
            panic!("`len` limits strings and binary data; this type has a size of its own");
        }
        if min > max {
            panic!("no length is in this range: it ends before it begins");
        }
        let (type_min, type_max) = policy.len();
        if min > type_max || max < type_min {
            panic!("no value of this type has a length in this range");
        }
        let min = if min > type_min { min } else { type_min };
        let max = if max < type_max { max } else { type_max };
        policy.with_len(min, max)
    }

    /// A range goes with an integer that can be in it.
    pub const fn range_rule(policy: AttrPolicy, min: i128, max: i128) -> AttrPolicy {
        let Some((lowest, highest)) = policy.kind().limits() else {
            panic!("`range` limits integers; for strings and binary data there is `len`");
        };
        if min > max {
            panic!("no value is in this range: it ends before it begins");
        }
        if min < lowest || max > highest {
            panic!("this range goes beyond what the type can hold");
        }
        policy.with_check(Check::Range(min, max))
    }

    /// A mask goes with an unsigned integer that is as wide.
    #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "asserted")]
    pub const fn mask_rule(policy: AttrPolicy, mask: i128) -> AttrPolicy {
        match policy.kind().limits() {
            Some((0, highest)) if 0 <= mask && mask <= highest => {
                policy.with_check(Check::Mask(mask as u64))
            }
            None if matches!(policy.kind(), Kind::Bitfield32) && 0 < mask && mask >> 32 == 0 => {
                policy.with_check(Check::Mask(mask as u64))
            }
            Some((0, _)) => panic!("this mask has bits that the type does not have"),
            _ => panic!("`mask` limits unsigned integers and bitfields"),
        }
    }

    /// The lowest value of an integer kind, where a range has no start.
    pub const fn lowest(policy: AttrPolicy) -> i128 {
        match policy.kind().limits() {
            Some((lowest, _)) => lowest,
            None => 0,
        }
    }

    /// The highest value of an integer kind, where a range has no end.
    pub const fn highest(policy: AttrPolicy) -> i128 {
        match policy.kind().limits() {
            Some((_, highest)) => highest,
            None => 0,
        }
    }
}

pub use checks::{
    attr_type, byte, distinct, highest, key, len_rule, lowest, mask_rule, message_type, range_rule,
    rule,
};
