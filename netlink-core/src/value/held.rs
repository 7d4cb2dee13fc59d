//! An item of a list that is either parsed or to be emitted.

use core::ops::Deref;

use crate::attr::{NESTED, NET_BYTEORDER};
use crate::error::{ErrorKind, ParseError};
use crate::policy::{AttrPolicy, FoundKey};

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

/// Returns the flags in the type field of an item with this policy that is emitted as it was received:
/// sets are flagged as nested, and a sub-message that no key chooses keeps its flag.
pub(crate) fn flags(policy: &AttrPolicy, raw_type: u16, key: Option<FoundKey<'_>>) -> u16 {
    let byte_order = raw_type & NET_BYTEORDER;
    if policy.variants().is_empty() {
        return byte_order | policy.nested_flag();
    }
    let mut variants = policy.variants().iter();
    let chosen = key.and_then(|key| variants.find(|variant| key.selects(variant.key())));
    byte_order | chosen.map_or(raw_type & NESTED, |variant| variant.policy().nested_flag())
}

/// Returns whether two lists have equal items.
pub(crate) fn eq<'a, T: PartialEq + 'a>(
    mut left: impl Iterator<Item = Result<Held<'a, T>, ParseError>>,
    mut right: impl Iterator<Item = Result<Held<'a, T>, ParseError>>,
) -> bool {
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(Ok(left)), Some(Ok(right))) if *left == *right => {}
            (Some(Err(left)), Some(Err(right))) if left == right => {}
            _ => return false,
        }
    }
}
