//! Values that keep their bytes: parsed when asked, or beside the parsed value.

use crate::emit::Emit;
use crate::error::{EmitError, ParseError};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::AttrPolicy;
use crate::writer::{Buffer, Writer};

/// A value that is parsed when it is asked for, and not before.
///
/// For what is large and rarely looked at. Its bytes are not checked with the set around it.
#[derive(Clone, Copy, Debug)]
pub enum Lazy<'a, T> {
    /// The payload, as it was received.
    Bytes(Input<'a>),
    /// A value to be emitted.
    Value(&'a T),
}

impl<'a, T: Parse<'a> + Clone> Lazy<'a, T> {
    /// The value.
    ///
    /// # Errors
    /// As [`Parse::parse`] of the type.
    pub fn get(&self) -> Result<T, ParseError> {
        match self {
            Self::Bytes(input) => T::parse(input.validated_again()),
            Self::Value(value) => Ok((*value).clone()),
        }
    }
}

impl<'a, T: Parse<'a>> Parse<'a> for Lazy<'a, T> {
    const ATTR: AttrPolicy = T::ATTR.isolated();

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(Self::Bytes(input))
    }
}

impl<T: Emit> Emit for Lazy<'_, T> {
    const ATTR: AttrPolicy = T::ATTR;

    fn payload_len(&self) -> usize {
        match self {
            Self::Bytes(input) => input.bytes().len(),
            Self::Value(value) => value.payload_len(),
        }
    }

    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        match self {
            Self::Bytes(input) => T::ATTR.copy_payload(*input, writer),
            Self::Value(value) => value.emit(writer),
        }
    }
}

/// A value with the bytes that it was read from, which are emitted as they came.
///
/// For what must survive unchanged even where it is not canonical: longer than its type, or with
/// attributes that come twice.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a, T> {
    /// The value.
    pub value: T,
    /// Its payload.
    pub bytes: &'a [u8],
}

impl<'a, T: Parse<'a>> Parse<'a> for Raw<'a, T> {
    const ATTR: AttrPolicy = T::ATTR;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(Self { value: T::parse(input)?, bytes: input.bytes() })
    }
}

impl<T: Emit> Emit for Raw<'_, T> {
    const ATTR: AttrPolicy = T::ATTR;

    #[inline]
    fn payload_len(&self) -> usize {
        self.bytes.len()
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self.bytes)
    }
}
