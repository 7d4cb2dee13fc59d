//! The input of a parse: bytes, their offset in the message, and how strictly to read them.

use crate::align::align;
use crate::error::{ErrorKind, ParseError};
use crate::level::Level;
use crate::policy::FoundKey;

/// How deep attribute sets may be nested when parsing.
///
/// A bound on recursion, not a rule of the wire format: kernels send sets somewhat deeper than the ten
/// levels they accept.
pub const MAX_DEPTH: u8 = 64;

/// Bytes to parse, with their offset in the message, the level of validation and the depth of nesting.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    bytes: &'a [u8],
    offset: usize,
    key: Option<FoundKey<'a>>,
    level: Level,
    depth: u8,
    /// Of the generic netlink message.
    version: Option<u8>,
}

impl<'a> Input<'a> {
    /// Returns an input of these bytes at offset 0, read liberally, as suits what a kernel sent.
    #[inline]
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, key: None, level: Level::LIBERAL, depth: 0, version: None }
    }

    /// Returns the same bytes, starting `offset` bytes after the start of the message.
    #[inline]
    #[must_use]
    pub const fn at(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// Returns the same bytes, validated at `level`.
    #[inline]
    #[must_use]
    pub const fn with_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Returns the same bytes, nested in `depth` sets.
    #[inline]
    pub(crate) const fn with_depth(mut self, depth: u8) -> Self {
        self.depth = depth;
        self
    }

    /// Returns the same bytes, with the key that chooses sub-messages in them.
    #[inline]
    pub(crate) const fn with_key(mut self, key: Option<FoundKey<'a>>) -> Self {
        self.key = key;
        self
    }

    /// Returns the bytes.
    #[inline]
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the offset of the first byte, counted from the start of the message.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the level at which the bytes are validated.
    #[inline]
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level.public()
    }

    /// Returns in how many attributes the bytes are nested; parsing ends at [`MAX_DEPTH`].
    #[inline]
    #[must_use]
    pub const fn depth(&self) -> u8 {
        self.depth
    }

    /// Returns the key that the enclosing set has found for these bytes, if its declaration says
    /// `select = …`.
    #[inline]
    #[must_use]
    pub const fn key(&self) -> Option<FoundKey<'a>> {
        self.key
    }

    /// Splits a header of `len` bytes off the front.
    ///
    /// # Errors
    /// [`ErrorKind::ShortHeader`] if there are fewer bytes.
    #[inline]
    pub fn split_header(self, len: usize) -> Result<(&'a [u8], Self), ParseError> {
        match self.bytes.split_at_checked(len) {
            Some((header, bytes)) => {
                Ok((header, Self { bytes, offset: self.offset.saturating_add(len), ..self }))
            }
            None => Err(self.error(ErrorKind::ShortHeader).with_expected(len)),
        }
    }

    /// Splits the fixed header of a set off the front, with as much of its padding as is
    /// present.
    ///
    /// # Errors
    /// [`ErrorKind::ShortHeader`] if there are fewer than `len` bytes.
    #[inline]
    pub fn split_fixed_header(self, len: usize) -> Result<(&'a [u8], Self), ParseError> {
        let (header, _) = self.split_header(len)?;
        let whole = align(len).min(self.bytes.len());
        let bytes = self.bytes.get(whole..).unwrap_or_default();
        Ok((header, Self { bytes, offset: self.offset.saturating_add(whole), ..self }))
    }

    /// Splits after `len` bytes, for a payload with several parts in a layout of its own.
    ///
    /// The enclosing set has not validated what is inside, so each part is validated at the input's
    /// level when it is parsed.
    ///
    /// # Errors
    /// [`ErrorKind::Length`] if there are fewer bytes.
    #[inline]
    pub fn split(self, len: usize) -> Result<(Self, Self), ParseError> {
        match self.bytes.split_at_checked(len) {
            Some((first, rest)) => {
                let halves = self.validated_again();
                let offset = self.offset.saturating_add(len);
                Ok((Self { bytes: first, ..halves }, Self { bytes: rest, offset, ..halves }))
            }
            None => Err(self.error(ErrorKind::Length).with_expected(len)),
        }
    }

    /// Returns the version in the header of the generic netlink message that the bytes are the body of.
    #[must_use]
    pub const fn version(&self) -> Option<u8> {
        self.version
    }

    /// Returns the same input, as the body of a generic netlink message of this version.
    #[inline]
    pub(crate) const fn with_version(mut self, version: Option<u8>) -> Self {
        self.version = version;
        self
    }

    /// Returns the same input if it is not nested too deeply.
    ///
    /// # Errors
    /// [`ErrorKind::Depth`] beyond [`MAX_DEPTH`].
    #[inline]
    pub fn bounded(self) -> Result<Self, ParseError> {
        if self.depth > MAX_DEPTH { Err(self.error(ErrorKind::Depth)) } else { Ok(self) }
    }

    /// Returns an error about these bytes as a whole: at their offset, with their length as what was
    /// found.
    #[cold]
    #[must_use]
    pub const fn error(&self, kind: ErrorKind) -> ParseError {
        ParseError::new(kind, self.offset).with_found(self.bytes.len())
    }

    /// Returns the offset behind the last byte.
    #[inline]
    pub(crate) const fn end(&self) -> usize {
        self.offset.saturating_add(self.bytes.len())
    }

    /// Returns the level with the mark of what has been validated already.
    #[inline]
    pub(crate) const fn validation(&self) -> Level {
        self.level
    }

    /// Returns whether neither its depth nor its level needs a look before it is parsed.
    #[inline]
    pub(crate) const fn is_usual(&self) -> bool {
        self.depth <= MAX_DEPTH && !self.level.is_due()
    }

    /// Returns whether neither its depth nor its level matters while it is parsed.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.depth <= MAX_DEPTH && self.level.is_plain()
    }

    /// Returns the same input for values that are parsed later.
    #[inline]
    pub(crate) const fn kept(mut self) -> Self {
        self.level = self.level.kept();
        self
    }

    /// Returns the same input, to be validated by itself although the enclosing set has been.
    #[inline]
    pub(crate) const fn validated_again(mut self) -> Self {
        self.level = self.level.due_again();
        self
    }

    /// Returns the end of these bytes, of which `tail` is the rest.
    #[inline]
    pub(crate) const fn with_tail(&self, tail: &'a [u8]) -> Self {
        Self { bytes: tail, offset: self.end().saturating_sub(tail.len()), ..*self }
    }

    /// Returns a payload at `offset`, one level deeper.
    #[inline]
    pub(crate) const fn nested(&self, bytes: &'a [u8], offset: usize) -> Self {
        Self { bytes, offset, depth: self.depth.saturating_add(1), ..*self }
    }
}
