//! Text: with a NUL that must be there, or in UTF-8.

use core::ffi::CStr;

use crate::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Kind};
use crate::rule::Rule;

/// Implements `Parse` for a borrowed string: a call of one function for each type.
macro_rules! text {
    ($ty:ty, $kind:ident, $empty:expr, $read:ident) => {
        const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::$kind);

        fn parse(input: Input<'a>) -> Result<Self, ParseError> {
            $read(input.bytes()).map_err(|kind| input.error(kind))
        }

        #[inline]
        fn read(_: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
            $read(payload).map_err(Refusal::Because)
        }

        #[inline(always)]
        fn insert(
            slot: &mut Option<Self>,
            _: &mut Context<'a>,
            payload: &'a [u8],
            rule: Rule,
        ) -> Verdict {
            *slot = Some($read(payload)?);
            rule.check(payload)
        }

        #[inline(always)]
        fn assign(place: &mut Self, _: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
            *place = $read(payload)?;
            rule.check(payload)
        }

        #[inline(always)]
        fn filler() -> Option<Self> {
            Some($empty)
        }
    };
}

/// Parsed up to the first NUL, which must be there; any bytes, since interface names and the like need
/// not be UTF-8.
impl<'a> Parse<'a> for &'a CStr {
    text! { &'a CStr, NulString, c"", until_nul }
}

#[inline(never)]
fn until_nul(payload: &[u8]) -> Result<&CStr, ErrorKind> {
    CStr::from_bytes_until_nul(payload).map_err(|_| ErrorKind::Unterminated)
}

/// Parsed as UTF-8, without the NUL that may be at its end. An empty payload is not a string.
impl<'a> Parse<'a> for &'a str {
    text! { &'a str, String, "", utf8 }
}

#[inline(never)]
fn utf8(payload: &[u8]) -> Result<&str, ErrorKind> {
    if payload.is_empty() {
        return Err(ErrorKind::Length);
    }
    core::str::from_utf8(payload.strip_suffix(&[0]).unwrap_or(payload)).map_err(|_| ErrorKind::Utf8)
}

impl Emit for CStr {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::NulString);

    #[inline]
    fn payload_len(&self) -> usize {
        self.to_bytes_with_nul().len()
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.to_bytes_with_nul(), cx)
    }

    #[inline]
    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes_attr(ty, self.to_bytes_with_nul(), cx)
    }
}

/// Emitted with a NUL at its end, as kernels send strings.
impl Emit for str {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::new(Kind::String);

    #[inline]
    fn payload_len(&self) -> usize {
        self.len().saturating_add(1)
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.as_bytes(), cx)?.array([0], cx)
    }
}

macro_rules! by_reference {
    ($($ty:ty),*) => {$(
        impl Emit for &$ty {
            const EMIT_ATTR: AttrPolicy = <$ty as Emit>::EMIT_ATTR;

            #[inline]
            fn payload_len(&self) -> usize {
                <$ty as Emit>::payload_len(self)
            }

            #[inline]
            fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                <$ty as Emit>::emit(self, out, cx)
            }

            #[inline]
            fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
                <$ty as Emit>::emit_attr(self, ty, out, cx)
            }
        }
    )*};
}

by_reference! { CStr, str }
