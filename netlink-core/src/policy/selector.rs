//! Sub-messages: their forms, and the keys that choose between them.

use core::fmt;

use super::{AttrPolicy, Kind};

/// Where the key stands that chooses between the variants of a sub-message.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Selector {
    /// There is none: the attribute is no sub-message.
    None,
    /// In the attribute of this type in the same set.
    Attr(u16),
    /// In the fixed header of the same set: an integer of this kind, so many bytes behind its start.
    Header {
        /// Offset in bytes.
        offset: usize,
        /// Kind of integer.
        kind: Kind,
    },
    /// In a set around this one.
    Outer,
}

/// One form of a sub-message, with the key that chooses it.
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
    /// A form chosen by a string or number, with the policy of its type.
    #[must_use]
    pub const fn new(key: Key, policy: fn() -> AttrPolicy) -> Self {
        Self { key, policy }
    }

    /// The key that chooses it.
    #[must_use]
    pub const fn key(&self) -> Key {
        self.key
    }

    /// What its payload may be.
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
