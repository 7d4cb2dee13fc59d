//! `Result` values: an attribute whose failure does not fail the set it is in.

use crate::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, FoundKey, copy_received};
use crate::rule::Rule;
use crate::wire::flagged::Flagged;

/// A payload that is not what its type says, with the reason: the error of a `Result` that can be
/// emitted again, byte for byte.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Malformed<'a> {
    /// The payload.
    pub bytes: &'a [u8],
    /// What is wrong with it.
    pub error: ParseError,
    /// Those of its attribute's type.
    flags: Flagged,
}

impl<'a> Malformed<'a> {
    /// Returns a payload to be emitted although it is not what its type says.
    #[must_use]
    pub const fn new(bytes: &'a [u8], error: ParseError) -> Self {
        Self { bytes, error, flags: Flagged::declared(0) }
    }

    fn emit<'b, T: Emit>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let flags = self.flags.with_type(0, T::EMIT_ATTR.nested_flag());
        copy_received(flags, Input::new(self.bytes), out, cx)
    }
}

/// The errors that a `Result` may have: [`ParseError`] alone, or [`Malformed`], which keeps the bytes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of an attribute that may be malformed",
    note = "such a field is `Result<…, ParseError>`, or `Result<…, Malformed<'a>>` to emit it again as it was received"
)]
pub trait Isolated<'a>: Sized {
    /// Returns the error for the payload in which it was found.
    fn isolate(error: ParseError, bytes: &'a [u8], flags: Flagged) -> Self;
}

impl Isolated<'_> for ParseError {
    fn isolate(error: Self, _: &[u8], _: Flagged) -> Self {
        error
    }
}

impl<'a> Isolated<'a> for Malformed<'a> {
    fn isolate(error: ParseError, bytes: &'a [u8], flags: Flagged) -> Self {
        Self { bytes, error, flags }
    }
}

/// A bad payload gives the error in place of the value; the set it is in is parsed. That holds for what
/// a rule of the field refuses as well.
///
/// It is validated by itself, if the level asks for it, so that a failure stays its own.
impl<'a, T: Parse<'a>, E: Isolated<'a>> Parse<'a> for Result<T, E> {
    const PARSE_ATTR: AttrPolicy = T::PARSE_ATTR.isolated();
    const NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let result = T::parse(input.validated_again());
        Ok(result.map_err(|error| E::isolate(error, input.bytes(), Flagged::default())))
    }

    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        isolate_value(cx, payload, Rule::None)
    }

    #[inline(always)]
    fn insert(
        slot: &mut Option<Self>,
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        *slot = Some(isolate_value(cx, payload, rule)?);
        Ok(())
    }

    #[inline(always)]
    fn assign(place: &mut Self, cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        *place = isolate_value(cx, payload, rule)?;
        Ok(())
    }

    /// Replaced as soon as the attribute is reached, and never seen if it is not.
    #[inline]
    fn filler() -> Option<Self> {
        Some(Err(E::isolate(ParseError::new(ErrorKind::Missing, 0), &[], Flagged::default())))
    }
}

#[inline(never)]
fn isolate_value<'a, T: Parse<'a>, E: Isolated<'a>>(
    cx: &mut Context<'a>,
    payload: &'a [u8],
    rule: Rule,
) -> Result<Result<T, E>, Refusal> {
    isolate(cx, payload, rule, const { &T::PARSE_ATTR }, |cx| {
        let mut slot = None;
        T::insert(&mut slot, cx, payload, rule)?;
        slot.ok_or(Refusal::Recorded)
    })
}

/// Reads a payload of which a failure stays isolated. It is validated by itself first.
pub(crate) fn isolate<'a, T, E: Isolated<'a>>(
    cx: &mut Context<'a>,
    payload: &'a [u8],
    rule: Rule,
    policy: &'static AttrPolicy,
    read: impl FnOnce(&mut Context<'a>) -> Result<T, Refusal>,
) -> Result<Result<T, E>, Refusal> {
    let state = cx.state();
    match cx.validate_alone(payload, policy).and_then(|()| read(cx)) {
        Ok(value) => Ok(Ok(value)),
        // The value is good, and so is the set when it is parsed again.
        Err(Refusal::Recorded) if cx.has_noted() => Err(Refusal::Recorded),
        Err(refusal) => {
            cx.restore(state);
            let policy = rule.policy().unwrap_or(policy);
            let flags = cx.flags_of(payload);
            Ok(Err(E::isolate(cx.isolated_error(refusal, payload, policy), payload, flags)))
        }
    }
}

/// What could not be parsed is emitted as it was received.
impl<T: Emit> Emit for Result<T, Malformed<'_>> {
    const EMIT_ATTR: AttrPolicy = T::EMIT_ATTR;
    const EMITS_BY_KEY: bool = T::EMITS_BY_KEY;
    const MAY_BE_MALFORMED: bool = true;
    const KEEPS_FLAGS: bool = T::KEEPS_FLAGS;

    fn payload_len(&self) -> usize {
        match self {
            Ok(value) => value.payload_len(),
            Err(malformed) => malformed.bytes.len(),
        }
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Ok(value) => value.emit(out, cx),
            Err(malformed) => malformed.emit::<T>(out, cx),
        }
    }

    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Ok(value) => value.emit_attr(ty, out, cx),
            Err(malformed) => {
                let raw_type = malformed.flags.with_type(ty, T::EMIT_ATTR.nested_flag());
                out.attr(raw_type, cx, |out, cx| malformed.emit::<T>(out, cx))
            }
        }
    }

    fn is_malformed(&self) -> bool {
        self.as_ref().map_or(true, Emit::is_malformed)
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        self.as_ref().map_or(true, |value| value.agrees(key))
    }
}
