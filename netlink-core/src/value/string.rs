//! Text: with a NUL that must be there, or in UTF-8.

use core::ffi::CStr;

use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::{Parse, SelectorKey};
use crate::policy::{AttrPolicy, Kind};
use crate::writer::{Buffer, Writer};

impl<'a> Parse<'a> for &'a CStr {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::NulString);

    /// Reads up to the first NUL, which must be there; any bytes, since interface names and the
    /// like need not be UTF-8.
    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        CStr::from_bytes_until_nul(input.bytes()).map_err(|_| input.error(ErrorKind::Unterminated))
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some(c"")
    }
}

impl Emit for &CStr {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::NulString);

    #[inline]
    fn payload_len(&self) -> usize {
        self.to_bytes_with_nul().len()
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self.to_bytes_with_nul())
    }
}

impl<'a> Parse<'a> for &'a str {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::String);

    /// Reads UTF-8, without the NUL that may stand at its end. A payload without any byte is no
    /// string.
    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let bytes = input.bytes();
        if bytes.is_empty() {
            return Err(input.error(ErrorKind::Length).with_expected(1));
        }
        core::str::from_utf8(bytes.strip_suffix(&[0]).unwrap_or(bytes))
            .map_err(|_| input.error(ErrorKind::Utf8))
    }

    #[inline(always)]
    fn placeholder() -> Option<Self> {
        Some("")
    }
}

/// Written with a NUL at its end, as kernels write strings.
impl Emit for &str {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::String);

    #[inline]
    fn payload_len(&self) -> usize {
        self.len().saturating_add(1)
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self.as_bytes())?;
        writer.put_array([0])
    }
}

impl SelectorKey for &CStr {
    type Key<'k>
        = &'k [u8]
    where
        Self: 'k;

    #[inline]
    fn key(&self) -> Option<&[u8]> {
        Some(self.to_bytes())
    }
}

impl SelectorKey for &str {
    type Key<'k>
        = &'k [u8]
    where
        Self: 'k;

    #[inline]
    fn key(&self) -> Option<&[u8]> {
        Some(self.as_bytes())
    }
}
