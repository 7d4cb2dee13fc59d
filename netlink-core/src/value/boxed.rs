//! Values in a box, so that a type can contain itself.

use alloc::boxed::Box;

use crate::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, FoundKey};
use crate::rule::Rule;

impl<'a, T: Parse<'a>> Parse<'a> for Box<T> {
    const PARSE_ATTR: AttrPolicy = T::PARSE_ATTR;
    const NEEDS_KEY: bool = T::NEEDS_KEY;
    const IS_BYTE: bool = T::IS_BYTE;

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        T::parse(input).map(Self::new)
    }

    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        Ok(Self::new(T::read(cx, payload)?))
    }

    fn insert(
        slot: &mut Option<Self>,
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        let mut value = None;
        T::insert(&mut value, cx, payload, rule)?;
        *slot = value.map(Self::new);
        Ok(())
    }

    fn assign(place: &mut Self, cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        T::assign(place, cx, payload, rule)
    }
}

impl<T: Emit> Emit for Box<T> {
    const EMIT_ATTR: AttrPolicy = T::EMIT_ATTR;
    const FIXED_LEN: Option<usize> = T::FIXED_LEN;
    const IS_ALIGNED: bool = T::IS_ALIGNED;
    const EMITS_BY_KEY: bool = T::EMITS_BY_KEY;
    const MAY_BE_MALFORMED: bool = T::MAY_BE_MALFORMED;
    const KEEPS_FLAGS: bool = T::KEEPS_FLAGS;

    fn payload_len(&self) -> usize {
        T::payload_len(self)
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        T::emit(self, out, cx)
    }

    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        T::emit_attr(self, ty, out, cx)
    }

    fn is_malformed(&self) -> bool {
        T::is_malformed(self)
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        T::agrees(self, key)
    }
}
