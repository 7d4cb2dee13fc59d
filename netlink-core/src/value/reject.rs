//! An attribute that must be absent. Header: `net/netlink.h`, which is internal to the kernel.

use crate::context::{Context, Refusal, Verdict};
use crate::emit_field::EmitField;
use crate::error::ErrorKind;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse_field::{Found, ParseField, Start};
use crate::policy::{AttrPolicy, FoundKey, Kind, Occurs};
use crate::rule::Rule;
use crate::seen::Seen;

/// An attribute that is known, and refused if it is present.
///
/// Takes no room, and is never emitted.
#[doc(alias = "NLA_REJECT")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Reject;

const ATTR: AttrPolicy = AttrPolicy::new(Kind::Reject).occurring(Occurs::Optional);

impl<'a> ParseField<'a> for Reject {
    const PARSE_FIELD: AttrPolicy = ATTR;
    const IS_REQUIRED: bool = false;
    const FIELD_NEEDS_KEY: bool = false;

    #[inline(always)]
    fn start(_: &mut Context<'a>, _: Start<'a>) -> Option<Self> {
        Some(Self)
    }

    #[inline(always)]
    fn take(&mut self, _: &mut Context<'a>, _: Seen<'_>, _: Found<'a>, _: Rule) -> Verdict {
        Err(Refusal::Because(ErrorKind::Rejected))
    }

    #[inline]
    fn is_parsed(&self) -> bool {
        false
    }
}

impl EmitField for Reject {
    const EMIT_FIELD: AttrPolicy = ATTR;
    const FIXED_FIELD_LEN: Option<usize> = Some(0);
    const EMIT_NEEDS_KEY: bool = false;

    #[inline]
    fn field_len(&self) -> usize {
        0
    }

    #[inline]
    fn emit_field<'b>(&self, _: u16, out: Output<'b>, _: &mut EmitContext) -> Emitted<'b> {
        Ok(out)
    }

    #[inline]
    fn call_field<'b>(&self, _: u16, out: Output<'b>, _: &mut EmitContext) -> Emitted<'b> {
        Ok(out)
    }

    fn field_agrees(&self, _: Option<FoundKey<'_>>) -> bool {
        true
    }

    #[inline]
    fn is_emitted(&self) -> bool {
        false
    }
}
