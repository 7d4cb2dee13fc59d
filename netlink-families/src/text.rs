//! Messages whose payload is text.

use core::fmt;
use core::ops::Deref;

use netlink_core::{
    AttrPolicy, Emit, EmitContext, EmitSet, Emitted, Input, Output, Parse, ParseError, ParseSet,
    Policy, View, value::Struct,
};

/// The payload of a message that is text: any bytes, without attributes.
///
/// Dereferences to the bytes. Displays them as text, in which bytes that are not UTF-8 are escaped.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Text<'a>(pub &'a [u8]);

/// Everything behind the message header is behind a structure of no bytes.
type Nothing<'a> = Struct<'a, [u8; 0]>;

impl<'a> Parse<'a> for Text<'a> {
    const PARSE_ATTR: AttrPolicy = Nothing::PARSE_ATTR;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(Self(input.bytes()))
    }
}

impl<'a> ParseSet<'a> for Text<'a> {
    const PARSE_POLICY: &'static Policy = Nothing::PARSE_POLICY;
}

impl Emit for Text<'_> {
    const EMIT_ATTR: AttrPolicy = Nothing::EMIT_ATTR;

    #[inline]
    fn payload_len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.0, cx)
    }
}

impl EmitSet for Text<'_> {
    const EMIT_POLICY: &'static Policy = Nothing::EMIT_POLICY;
}

impl View for Text<'_> {
    type Of<'a> = Text<'a>;
}

impl Deref for Text<'_> {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    #[inline]
    fn from(text: &'a str) -> Self {
        Self(text.as_bytes())
    }
}

impl fmt::Display for Text<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            f.write_str(chunk.valid())?;
            write!(f, "{}", chunk.invalid().escape_ascii())?;
        }
        Ok(())
    }
}
