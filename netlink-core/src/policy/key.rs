//! The key of a sub-message as it is found in a message: one definition for parsing, policies, display
//! and emitting.

use super::{Key, Kind};

/// The payload of a selector, with the kind by which it is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FoundKey<'a> {
    kind: Kind,
    bytes: &'a [u8],
}

impl<'a> FoundKey<'a> {
    /// Returns the key in a payload of this kind.
    #[inline]
    #[must_use]
    pub const fn new(kind: Kind, bytes: &'a [u8]) -> Self {
        Self { kind, bytes }
    }

    /// Returns the text up to the first NUL, if the selector is a string or bytes.
    #[inline]
    #[must_use]
    pub fn text(&self) -> Option<&'a [u8]> {
        let is_text = matches!(self.kind, Kind::String | Kind::NulString | Kind::Binary | Kind::Unspec);
        if is_text { self.bytes.split(|&byte| byte == 0).next() } else { None }
    }

    /// Returns the number, if the selector is an integer that is not negative.
    #[inline]
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.kind.integer_at_own_width(self.bytes)?.try_into().ok()
    }

    /// Returns whether this is the declared key.
    #[must_use]
    pub fn selects(&self, key: Key) -> bool {
        match key {
            Key::Text(text) => self.text() == Some(text.as_bytes()),
            Key::Number(number) => self.number() == Some(number),
        }
    }
}
