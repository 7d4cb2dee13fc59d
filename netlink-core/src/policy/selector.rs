//! Sub-messages: their variants, and the keys that select them.

use core::fmt;

use super::{AttrPolicy, Kind};

/// Where the key is that selects the variant of a sub-message.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Selector {
    /// There is no key: the attribute is not a sub-message.
    None,
    /// In the attribute of this type in the same set.
    Attr(u16),
    /// In the fixed header of the same set: an integer of this kind at this offset.
    Header {
        /// Offset in bytes.
        offset: usize,
        /// Kind of integer.
        kind: Kind,
    },
    /// In an enclosing set: the key of the innermost attribute around this set that declares one.
    Outer,
}

/// A [`Selector`] in four bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    None,
    Attr(u16),
    Header(Kind, u16),
    Outer,
}

impl Place {
    pub(super) const fn of(selector: Selector) -> Self {
        match selector {
            Selector::None => Self::None,
            Selector::Attr(ty) => Self::Attr(ty),
            Selector::Outer => Self::Outer,
            #[expect(clippy::cast_possible_truncation, reason = "checked just before")]
            Selector::Header { offset, kind } if offset <= u16::MAX as usize => {
                Self::Header(kind, offset as u16)
            }
            // No header is that long: there is no key.
            Selector::Header { kind, .. } => Self::Header(kind, u16::MAX),
        }
    }

    pub(super) const fn selector(self) -> Selector {
        match self {
            Self::None => Selector::None,
            Self::Attr(ty) => Selector::Attr(ty),
            Self::Header(kind, offset) => Selector::Header { offset: offset as usize, kind },
            Self::Outer => Selector::Outer,
        }
    }
}

/// One variant of a sub-message, with the key that selects it.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    key: Key,
    policy: fn() -> AttrPolicy,
}

/// The value of a selector.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Key {
    /// A string, without NUL.
    Text(&'static str),
    /// A number.
    Number(u64),
}

impl Variant {
    /// Returns the variant selected by this key, with the policy of its type.
    #[must_use]
    pub const fn new(key: Key, policy: fn() -> AttrPolicy) -> Self {
        Self { key, policy }
    }

    /// Returns the key that selects it.
    #[must_use]
    pub const fn key(&self) -> Key {
        self.key
    }

    /// Returns the policy of its payload.
    #[must_use]
    pub fn policy(&self) -> AttrPolicy {
        (self.policy)()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => fmt::Display::fmt(number, f),
        }
    }
}
