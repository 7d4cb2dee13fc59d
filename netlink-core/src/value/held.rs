//! An item of a list that is either parsed or to be emitted.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use crate::attr::{NET_BYTEORDER, TYPE_MASK};
use crate::emit::Emit;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::policy::{AttrPolicy, copy_received};

/// A parsed item, or a value to be emitted.
pub(crate) enum Held<'a, T> {
    Parsed(T),
    Value(&'a T),
}

impl<T> Held<'_, T> {
    /// Returns the parsed item.
    ///
    /// # Errors
    /// [`ErrorKind::NotParsed`] for a value to be emitted, which can only be borrowed.
    pub(crate) fn parsed(self) -> Result<T, ParseError> {
        match self {
            Self::Parsed(value) => Ok(value),
            Self::Value(_) => Err(ParseError::new(ErrorKind::NotParsed, 0)),
        }
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Parsed(value) => value,
            Self::Value(value) => value,
        }
    }
}

/// Writes a payload of type `T` that was received, as the attribute of type `ty`.
///
/// Sets are flagged as nested. What nothing is known of keeps the flags that it was received with.
pub(crate) fn emit_received<'b, T: Emit>(
    ty: u16,
    received: u16,
    input: Input<'_>,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    let flags = received & !TYPE_MASK;
    if T::KEEPS_FLAGS {
        return emit_kept(ty & TYPE_MASK | flags, &T::EMIT_ATTR, input, out, cx);
    }
    emit_by_policy(ty, flags, &T::EMIT_ATTR, input, out, cx)
}

/// Writes an attribute with the flags that it was received with.
fn emit_kept<'b>(
    raw_type: u16,
    policy: &AttrPolicy,
    input: Input<'_>,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    out.attr(raw_type, cx, |out, cx| {
        if policy.kind().is_nested() {
            policy.copy_padded(input, out, cx)
        } else {
            copy_received(raw_type, input, out, cx)
        }
    })
}

/// Writes an attribute as its policy says, or that of the variant that the key selects.
#[inline(never)]
fn emit_by_policy<'b>(
    ty: u16,
    flags: u16,
    policy: &AttrPolicy,
    input: Input<'_>,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    if !policy.variants().is_empty() {
        let chosen = input.key().and_then(|key| policy.selected_by_key(key));
        return match chosen {
            Some((_, variant)) => emit_by_policy(ty, flags, &variant.policy(), input, out, cx),
            None => emit_kept(ty | flags, policy, input, out, cx),
        };
    }
    if policy.is_isolated() && !policy.kind().is_nested() {
        return emit_kept(ty | flags, policy, input, out, cx);
    }
    let kept = if policy.is_unflagged() { flags } else { flags & NET_BYTEORDER };
    let raw_type = ty | kept | policy.nested_flag();
    out.attr(raw_type, cx, |out, cx| policy.copy(input, out, cx))
}

/// Writes the items of a list, or why one cannot be parsed.
pub(crate) fn debug<'a, T: fmt::Debug + 'a>(
    f: &mut fmt::Formatter<'_>,
    mut next: impl FnMut() -> Option<Result<Held<'a, T>, ParseError>>,
) -> fmt::Result {
    let mut list = f.debug_list();
    while let Some(item) = next() {
        match item {
            Ok(item) => list.entry(&*item),
            Err(error) => list.entry(&error),
        };
    }
    list.finish()
}

/// Hashes the items of a list, up to one that cannot be parsed.
pub(crate) fn hash<'a, T: Hash + 'a>(
    state: &mut impl Hasher,
    mut next: impl FnMut() -> Option<Result<Held<'a, T>, ParseError>>,
) {
    while let Some(Ok(item)) = next() {
        item.hash(state);
    }
}

/// Returns whether two lists have equal items.
pub(crate) fn eq<'a, T: PartialEq + 'a>(
    mut left: impl FnMut() -> Option<Result<Held<'a, T>, ParseError>>,
    mut right: impl FnMut() -> Option<Result<Held<'a, T>, ParseError>>,
) -> bool {
    loop {
        match (left(), right()) {
            (None, None) => return true,
            (Some(Ok(left)), Some(Ok(right))) if *left == *right => {}
            (Some(Err(left)), Some(Err(right))) if left == right => {}
            _ => return false,
        }
    }
}
