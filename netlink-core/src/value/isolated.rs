//! `Result` fields: an attribute whose failure does not fail the set around it.

use crate::align::align;
use crate::attr::{Attr, HEADER_LEN};
use crate::emit::Emit;
use crate::error::{EmitError, ParseError};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::AttrPolicy;
use crate::writer::{Buffer, Writer};

/// A payload that is not what its type says, with the reason: the error of a `Result` field that
/// can be emitted again, byte for byte.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Malformed<'a> {
    /// The payload.
    pub bytes: &'a [u8],
    /// What is wrong with it.
    pub error: ParseError,
}

/// The errors that a `Result` field may have.
///
/// [`ParseError`] alone, or [`Malformed`], which keeps the bytes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of an attribute whose failure stays its own",
    note = "such a field is `Result<…, ParseError>`, or `Result<…, Malformed<'a>>` to emit it again as it came"
)]
pub trait Isolated<'a>: Sized {
    /// From the error and the payload in which it was found.
    fn isolate(error: ParseError, bytes: &'a [u8]) -> Self;
}

impl Isolated<'_> for ParseError {
    fn isolate(error: Self, _: &[u8]) -> Self {
        error
    }
}

impl<'a> Isolated<'a> for Malformed<'a> {
    fn isolate(error: ParseError, bytes: &'a [u8]) -> Self {
        Self { bytes, error }
    }
}

/// A bad payload gives the error in place of the value; the set around it parses.
///
/// Its own validation, if any is due, happens when it is reached, so that it stays its own.
impl<'a, T: Parse<'a>, E: Isolated<'a>> Parse<'a> for Result<T, E> {
    const ATTR: AttrPolicy = T::ATTR.isolated();

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let result = T::parse(input.validated_again());
        Ok(result.map_err(|error| E::isolate(error, input.bytes())))
    }

    #[inline]
    fn absent() -> Option<Self> {
        T::absent().map(Ok)
    }

    #[inline]
    fn merge(slot: &mut Option<Self>, attr: Attr<'a>) -> Result<(), ParseError> {
        let mut inner = slot.take().and_then(Self::ok);
        let attr = attr.validated_again();
        let valid =
            if attr.input().is_due() { T::ATTR.validate_alone(attr.input()) } else { Ok(()) };
        *slot = match valid.and_then(|()| T::merge(&mut inner, attr)) {
            Ok(()) => inner.map(Ok),
            Err(error) => Some(Err(E::isolate(error, attr.payload()))),
        };
        Ok(())
    }
}

/// What could not be parsed is written as it came.
impl<T: Emit> Emit for Result<T, Malformed<'_>> {
    const ATTR: AttrPolicy = T::ATTR;

    fn payload_len(&self) -> usize {
        match self {
            Ok(value) => value.payload_len(),
            Err(malformed) => malformed.bytes.len(),
        }
    }

    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        match self {
            Ok(value) => value.emit(writer),
            Err(malformed) => writer.bytes(malformed.bytes),
        }
    }

    fn attr_len(&self) -> usize {
        match self {
            Ok(value) => value.attr_len(),
            Err(malformed) => align(malformed.bytes.len().saturating_add(HEADER_LEN)),
        }
    }

    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        match self {
            Ok(value) => value.emit_attr(ty, writer),
            Err(malformed) => {
                writer.attr(ty | T::ATTR.nested_flag(), |writer| writer.bytes(malformed.bytes))
            }
        }
    }
}
