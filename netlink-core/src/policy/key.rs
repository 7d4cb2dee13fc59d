//! Keys of sub-messages: the single definition of what a selector selects.
//!
//! Parsing, validation, copying and display all ask a [`FoundKey`].

use super::{Key, Kind};

/// The value of a selector as found in a message: its payload, and the kind of the attribute or header
/// member that it comes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FoundKey<'a> {
    kind: Kind,
    bytes: &'a [u8],
}

impl<'a> FoundKey<'a> {
    /// Returns the key with this payload.
    #[inline]
    #[must_use]
    pub const fn new(kind: Kind, bytes: &'a [u8]) -> Self {
        Self { kind, bytes }
    }

    /// Returns a key of text or bytes: all bytes before the first NUL.
    ///
    /// Returns `None` for other kinds.
    #[inline]
    #[must_use]
    pub fn text(&self) -> Option<&'a [u8]> {
        if !self.kind.has_length() {
            return None;
        }
        Some(self.bytes.split(|&byte| byte == 0).next().unwrap_or(self.bytes))
    }

    /// Returns a key that is an integer, read at the payload's own width.
    ///
    /// Returns `None` for other kinds, for negative values, and if the payload does not have 1, 2, 4 or
    /// 8 bytes.
    #[inline]
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.kind.integer_at_own_width(self.bytes)?.try_into().ok()
    }

    /// Returns true if this is the key that a variant declares.
    #[inline]
    #[must_use]
    pub fn selects(&self, key: Key) -> bool {
        match key {
            Key::Text(text) => self.text() == Some(text.as_bytes()),
            Key::Number(number) => self.number() == Some(number),
        }
    }
}
