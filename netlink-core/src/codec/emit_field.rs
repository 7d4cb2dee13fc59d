//! How often an attribute occurs, when emitting: required, optional, as a flag, any number of times.
//!
//! A value ([`Emit`]) knows one payload. What a member of a struct adds is how often its attribute
//! occurs: this trait.

use crate::attr::HEADER_LEN;
use crate::emit::{Emit, attr_len};
use crate::error::Step;
use crate::output::{EmitContext, Emitted, Failed, Output, by_rule};
use crate::policy::{AttrPolicy, FoundKey, Kind, Occurs, Policy};
use crate::rule::{FieldRule, Rule};
use crate::set_output::SetOutput;

/// A member of a set, to be emitted: a value, or one of the types that say how often it occurs.
///
/// See [`ParseField`](crate::ParseField) for the table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be emitted as a member of a set of attributes",
    note = "derive it for a set of attributes: `#[derive(Emit)]`; an enum of attributes is used in a `Stream<'a, …>`",
    note = "borrow a C structure as `&'a …`, which needs `zerocopy::IntoBytes`, or derive `Emit` with \
            `#[netlink(layout)]`",
    note = "a flag is a `bool`, without `Option`; a list is a `Vec<…>` or `Repeated<…>` of values, without `Option` \
            or `Box`; an optional value that may be malformed is an `Option<Result<…>>`"
)]
pub trait EmitField {
    /// The kind of attribute, its rules, and how often it occurs.
    const EMIT_FIELD: AttrPolicy;

    /// The length in bytes of all that is emitted, where it is always the same.
    #[doc(hidden)]
    const FIXED_FIELD_LEN: Option<usize>;

    /// As [`Parse::NEEDS_KEY`](crate::Parse::NEEDS_KEY).
    #[doc(hidden)]
    const EMIT_NEEDS_KEY: bool;

    /// Returns the exact length in bytes of what [`EmitField::emit_field`] writes: headers and padding
    /// included, 0 if there is no attribute.
    fn field_len(&self) -> usize;

    /// Writes the attribute of type `ty`: once, not at all, or several times.
    ///
    /// # Errors
    /// As [`Emit::emit`].
    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// The same as a call of one function for each type, for large sets.
    #[doc(hidden)]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// As [`EmitField::emit_field`], and applies the rules of a field to what was written.
    ///
    /// # Errors
    /// As [`Emit::emit`]; besides, what the rules refuse.
    #[doc(hidden)]
    #[inline(always)]
    fn emit_ruled<'b>(
        &self,
        ty: u16,
        rule: FieldRule,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        by_rule(
            rule,
            out,
            cx,
            #[inline(always)]
            |out, cx| Ok(self.emit_field(ty, out, cx)?.remaining()),
            const { matches!(Self::EMIT_FIELD.occurs(), Occurs::Repeated) },
            |index| self.is_nth_malformed(index),
        )
    }

    /// Writes the member of a set; returns false if that fails.
    #[doc(hidden)]
    #[inline(always)]
    fn emit_member(&self, ty: u16, set: &mut SetOutput<'_, '_>) -> bool {
        set.then(
            ty,
            #[inline(always)]
            |out, cx| self.emit_field(ty, out, cx),
        )
    }

    /// As [`EmitField::emit_member`], with the rules of its field.
    #[doc(hidden)]
    #[inline(always)]
    fn emit_ruled_member(&self, ty: u16, rule: FieldRule, set: &mut SetOutput<'_, '_>) -> bool {
        set.then(
            ty,
            #[inline(always)]
            |out, cx| self.emit_ruled(ty, rule, out, cx),
        )
    }

    /// As [`EmitField::emit_member`], in a large set: a call of one function for each type.
    #[doc(hidden)]
    #[inline(always)]
    fn call_member(&self, ty: u16, set: &mut SetOutput<'_, '_>) -> bool {
        set.then(
            ty,
            #[inline(always)]
            |out, cx| self.call_field(ty, out, cx),
        )
    }

    /// As [`EmitField::call_member`], with the rules of the attribute with this index in the set's policy.
    #[doc(hidden)]
    #[inline(always)]
    fn call_ruled_member(
        &self,
        ty: u16,
        policy: &'static Policy,
        index: usize,
        set: &mut SetOutput<'_, '_>,
    ) -> bool {
        // Nothing is called for an absent member, and the output stays in registers.
        !self.is_emitted()
            || set.then(
                ty,
                #[inline(always)]
                |out, cx| self.call_ruled(ty, policy, index, out, cx),
            )
    }

    /// As [`EmitField::emit_ruled`], as a call of one function for each type.
    ///
    /// # Errors
    /// As [`EmitField::emit_ruled`].
    #[doc(hidden)]
    #[inline(never)]
    fn call_ruled<'b>(
        &self,
        ty: u16,
        policy: &'static Policy,
        index: usize,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        let policy = policy.own_attr(index);
        self.emit_ruled(ty, FieldRule { rule: Rule::Policy(policy), policy }, out, cx)
    }

    /// Returns the sum of this and [`EmitField::field_len`].
    #[doc(hidden)]
    #[inline]
    fn add_len(&self, len: usize) -> usize {
        len.saturating_add(self.field_len())
    }

    /// As [`EmitField::add_len`], as a call of one function for each type.
    #[doc(hidden)]
    #[inline(never)]
    fn call_add_len(&self, len: usize) -> usize {
        self.add_len(len)
    }

    /// Returns whether the sub-messages in it are those that the key chooses.
    #[doc(hidden)]
    fn field_agrees(&self, key: Option<FoundKey<'_>>) -> bool;

    /// Returns whether an attribute will be written.
    #[doc(hidden)]
    fn is_emitted(&self) -> bool;

    /// Returns whether the attribute with this index, of those that are written, was malformed when it was
    /// received: no rule applies to it.
    #[doc(hidden)]
    fn is_nth_malformed(&self, _index: usize) -> bool {
        false
    }
}

#[inline(never)]
fn called<'b, T: Emit>(value: &T, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    value.emit_attr(ty, out, cx)
}

impl<T: Emit> EmitField for T {
    const EMIT_FIELD: AttrPolicy = T::EMIT_ATTR;
    const FIXED_FIELD_LEN: Option<usize> = match T::FIXED_LEN {
        Some(len) => Some(attr_len(len)),
        None => None,
    };
    const EMIT_NEEDS_KEY: bool = T::EMITS_BY_KEY;

    #[inline]
    fn field_len(&self) -> usize {
        match <Self as EmitField>::FIXED_FIELD_LEN {
            Some(len) => len,
            None => self.attr_len(),
        }
    }

    #[inline(always)]
    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        self.emit_attr(ty, out, cx)
    }

    #[inline]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        called(self, ty, out, cx)
    }

    #[inline]
    fn field_agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        self.agrees(key)
    }

    fn is_nth_malformed(&self, index: usize) -> bool {
        index == 0 && self.is_malformed()
    }

    #[inline]
    fn is_emitted(&self) -> bool {
        true
    }
}

impl<T: Emit> EmitField for Option<T> {
    const EMIT_FIELD: AttrPolicy = T::EMIT_ATTR.optional();
    const FIXED_FIELD_LEN: Option<usize> = None;
    const EMIT_NEEDS_KEY: bool = T::EMITS_BY_KEY;

    #[inline]
    fn field_len(&self) -> usize {
        self.as_ref().map_or(0, EmitField::field_len)
    }

    #[inline(always)]
    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Some(value) => value.emit_attr(ty, out, cx),
            None => Ok(out),
        }
    }

    #[inline]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self {
            Some(value) => called(value, ty, out, cx),
            None => Ok(out),
        }
    }

    #[inline]
    fn field_agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        self.as_ref().is_none_or(|value| value.agrees(key))
    }

    fn is_nth_malformed(&self, index: usize) -> bool {
        self.as_ref().is_some_and(|value| value.is_nth_malformed(index))
    }

    #[inline]
    fn is_emitted(&self) -> bool {
        self.is_some()
    }
}

#[expect(clippy::use_self, reason = "it is a coincidence that this is about a `bool`")]
impl EmitField for bool {
    const EMIT_FIELD: AttrPolicy = AttrPolicy::new(Kind::Flag).occurring(Occurs::Optional);
    const FIXED_FIELD_LEN: Option<usize> = None;
    const EMIT_NEEDS_KEY: bool = false;

    #[inline]
    fn field_len(&self) -> usize {
        if *self { HEADER_LEN } else { 0 }
    }

    #[inline]
    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        if *self { emit_flag(ty, out, cx) } else { Ok(out) }
    }

    #[inline]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        self.emit_field(ty, out, cx)
    }

    #[inline]
    fn field_agrees(&self, _: Option<FoundKey<'_>>) -> bool {
        true
    }

    #[inline]
    fn is_emitted(&self) -> bool {
        *self
    }
}

impl EmitField for () {
    const EMIT_FIELD: AttrPolicy = AttrPolicy::new(Kind::Flag);
    const FIXED_FIELD_LEN: Option<usize> = Some(HEADER_LEN);
    const EMIT_NEEDS_KEY: bool = false;

    #[inline]
    fn field_len(&self) -> usize {
        HEADER_LEN
    }

    #[inline]
    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        emit_flag(ty, out, cx)
    }

    #[inline]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        emit_flag(ty, out, cx)
    }

    #[inline]
    fn field_agrees(&self, _: Option<FoundKey<'_>>) -> bool {
        true
    }

    #[inline]
    fn is_emitted(&self) -> bool {
        true
    }
}

/// Writes an attribute without a payload.
///
/// # Errors
/// What is refused.
#[inline]
pub fn emit_flag<'b>(ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    let ([l0, l1], [t0, t1]) = (4_u16.to_ne_bytes(), ty.to_ne_bytes());
    out.array([l0, l1, t0, t1], cx)
}

#[cfg(feature = "alloc")]
impl<T: Emit> EmitField for alloc::vec::Vec<T> {
    const EMIT_FIELD: AttrPolicy = T::EMIT_ATTR.occurring(Occurs::Repeated);
    const FIXED_FIELD_LEN: Option<usize> = None;
    const EMIT_NEEDS_KEY: bool = T::EMITS_BY_KEY;

    #[inline]
    fn field_len(&self) -> usize {
        all_len(self)
    }

    #[inline]
    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        emit_all(self, ty, out, cx)
    }

    #[inline]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        emit_all(self, ty, out, cx)
    }

    fn field_agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        self.iter().all(|value| value.agrees(key))
    }

    fn is_nth_malformed(&self, index: usize) -> bool {
        self.get(index).is_some_and(Emit::is_malformed)
    }

    #[inline]
    fn is_emitted(&self) -> bool {
        !self.is_empty()
    }
}

/// Adds the index of a value to the path of the error in it.
#[cold]
#[inline(never)]
fn in_occurrence(index: usize, failed: Failed, cx: &mut EmitContext) -> Failed {
    cx.in_step(failed, Step::Index(u16::try_from(index).unwrap_or(u16::MAX)))
}

/// The length of these values, each as an attribute.
#[inline(never)]
pub(crate) fn all_len<T: Emit>(values: &[T]) -> usize {
    values.iter().map(EmitField::field_len).fold(0, usize::saturating_add)
}

/// Writes these values, each as an attribute of type `ty`.
#[inline(never)]
pub(crate) fn emit_all<'b, T: Emit>(
    values: &[T],
    ty: u16,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    let mut out = out;
    for (index, value) in values.iter().enumerate() {
        out = match value.emit_attr(ty, out, cx) {
            Ok(out) => out,
            Err(failed) => return Err(in_occurrence(index, failed, cx)),
        };
    }
    Ok(out)
}
