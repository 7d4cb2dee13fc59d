//! What a parse is given: bytes, where they stand in the message, and how strict to be. Header of the
//! levels: `net/netlink.h`, which is the kernel's own.

use crate::align::align;
use crate::attr::Attrs;
use crate::error::{ErrorKind, ParseError};
use crate::policy::FoundKey;

/// How deep attribute sets may be nested when parsing.
///
/// A bound on recursion, not a rule of the wire: kernels send sets somewhat deeper than the ten
/// levels they accept.
pub const MAX_DEPTH: u8 = 64;

/// Bytes to parse, with their absolute offset, the level of validation and the depth of nesting.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    bytes: &'a [u8],
    /// Offset of the end rather than of the start: taking a header off the front costs nothing.
    end: usize,
    level: Level,
    depth: u8,
    /// The key of the innermost enclosing attribute that declares one.
    key: Option<FoundKey<'a>>,
}

impl<'a> Input<'a> {
    /// Bytes at offset 0 to be read liberally, as one reads what a kernel sent.
    #[inline]
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, end: bytes.len(), level: Level::LIBERAL, depth: 0, key: None }
    }

    /// The same bytes, said to start `offset` bytes after the start of the message.
    #[inline]
    #[must_use]
    pub const fn at(mut self, offset: usize) -> Self {
        self.end = offset.saturating_add(self.bytes.len());
        self
    }

    /// The same bytes, to be checked at `level`.
    #[inline]
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The bytes.
    #[inline]
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where the bytes start, counted from the start of the message.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.end.saturating_sub(self.bytes.len())
    }

    /// The bytes taken as a stream of attributes.
    #[inline]
    #[must_use]
    pub const fn attrs(&self) -> Attrs<'a> {
        Attrs::new(*self)
    }

    /// Splits a header of `len` bytes off the front.
    ///
    /// # Errors
    /// [`ErrorKind::ShortHeader`] if there are fewer bytes.
    #[inline]
    pub fn split_header(self, len: usize) -> Result<(&'a [u8], Self), ParseError> {
        match self.bytes.split_at_checked(len) {
            Some((header, bytes)) => Ok((header, Self { bytes, ..self })),
            None => Err(self.error(ErrorKind::ShortHeader).with_expected(len)),
        }
    }

    /// Splits the fixed header of a set off the front, with the padding behind it as far as it is
    /// there.
    ///
    /// # Errors
    /// [`ErrorKind::ShortHeader`] if there are fewer than `len` bytes.
    #[inline]
    pub fn split_fixed_header(self, len: usize) -> Result<(&'a [u8], Self), ParseError> {
        let (header, _) = self.split_header(len)?;
        Ok((header, Self { bytes: self.bytes.get(align(len)..).unwrap_or_default(), ..self }))
    }

    /// Splits after `len` bytes, for a value that holds several others in a form of its own.
    ///
    /// The set around it has not validated what is in it, so each half is validated as far as the
    /// level asks for when it is parsed.
    ///
    /// # Errors
    /// [`ErrorKind::Length`] if there are fewer bytes.
    #[inline]
    pub fn split(self, len: usize) -> Result<(Self, Self), ParseError> {
        match self.bytes.split_at_checked(len) {
            Some((first, rest)) => {
                let halves = self.validated_again();
                let end = self.end.saturating_sub(rest.len());
                Ok((Self { bytes: first, end, ..halves }, Self { bytes: rest, ..halves }))
            }
            None => Err(self.error(ErrorKind::Length).with_expected(len)),
        }
    }

    /// The same, if it is not nested too deeply.
    ///
    /// # Errors
    /// [`ErrorKind::Depth`] beyond [`MAX_DEPTH`].
    #[inline]
    pub fn bounded(self) -> Result<Self, ParseError> {
        if self.depth > MAX_DEPTH { Err(self.error(ErrorKind::Depth)) } else { Ok(self) }
    }

    /// An error about the whole of these bytes: its offset is theirs, what was found their length.
    #[cold]
    #[must_use]
    pub const fn error(&self, kind: ErrorKind) -> ParseError {
        ParseError::new(kind, self.offset()).with_found(self.bytes.len())
    }

    #[inline]
    pub(crate) const fn end(&self) -> usize {
        self.end
    }

    #[inline]
    pub(crate) const fn validation(&self) -> Level {
        self.level
    }

    /// Whether it must be validated before its values are read.
    #[inline]
    pub(crate) const fn is_due(&self) -> bool {
        self.level.is_due()
    }

    /// The same, to be validated on its own although the set around it has been.
    #[inline]
    pub(crate) const fn validated_again(mut self) -> Self {
        self.level = self.level.due_again();
        self
    }

    /// The key of the innermost enclosing attribute that declares one.
    #[inline]
    pub(crate) const fn key(&self) -> Option<FoundKey<'a>> {
        self.key
    }

    #[inline]
    pub(crate) const fn depth(&self) -> u8 {
        self.depth
    }

    /// The end of these bytes, of which `tail` is the rest.
    #[inline]
    pub(crate) const fn with_tail(&self, tail: &'a [u8]) -> Self {
        Self { bytes: tail, ..*self }
    }

    #[inline]
    pub(crate) const fn nested(&self, bytes: &'a [u8], offset: usize) -> Self {
        Self {
            bytes,
            end: offset.saturating_add(bytes.len()),
            level: self.level,
            depth: self.depth.saturating_add(1),
            key: self.key,
        }
    }
}

/// What is checked beyond the rules that a type or policy states, with the kernel's own bits.
///
/// A rule that somebody wrote is enforced at every level. The level decides about what nobody
/// wrote down.
#[doc(alias = "netlink_validation")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Level(u8);

impl Level {
    /// Integers longer than their type, trailing bytes, unknown types and missing
    /// nested flags are let pass: for reading what a kernel sent.
    #[doc(alias = "NL_VALIDATE_LIBERAL")]
    pub const LIBERAL: Self = Self(0);
    /// Bytes left over after the last attribute are refused.
    #[doc(alias = "NL_VALIDATE_TRAILING")]
    pub const TRAILING: Self = Self(1);
    /// Attribute type 0, and types above the highest known one, are refused.
    #[doc(alias = "NL_VALIDATE_MAXTYPE")]
    pub const MAXTYPE: Self = Self(2);
    /// Types below the highest known one that nobody declared are refused.
    #[doc(alias = "NL_VALIDATE_UNSPEC")]
    pub const UNSPEC: Self = Self(4);
    /// Payloads of fixed size must have just that size.
    #[doc(alias = "NL_VALIDATE_STRICT_ATTRS")]
    pub const STRICT_ATTRS: Self = Self(8);
    /// Nested sets must carry [`NESTED`](crate::attr::NESTED), and nothing else may.
    #[doc(alias = "NL_VALIDATE_NESTED")]
    pub const NESTED: Self = Self(16);
    /// What rtnetlink asks of requests under `NETLINK_GET_STRICT_CHK`.
    #[doc(alias = "NL_VALIDATE_DEPRECATED_STRICT")]
    pub const DEPRECATED_STRICT: Self = Self::TRAILING.with(Self::MAXTYPE);
    /// All of them: for what is about to be sent, and what generic netlink asks of new requests.
    #[doc(alias = "NL_VALIDATE_STRICT")]
    pub const STRICT: Self = Self(31);

    /// Attributes that occur more than once, but are not declared repeated, are rejected.
    ///
    /// Not one of the kernel's bits, and not part of [`Level::STRICT`]: for a kernel, the last one counts.
    pub const DUPLICATES: Self = Self(32);

    /// Set while the values of a set are read that has been validated as a whole.
    const VALIDATED: Self = Self(128);

    /// Both together.
    #[inline]
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is part of this level.
    #[inline]
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is part of this level.
    #[inline]
    pub(crate) const fn contains_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a set must be validated before its values are read.
    #[inline]
    pub(crate) const fn is_due(self) -> bool {
        self.0.wrapping_sub(1) < Self::VALIDATED.0 - 1
    }

    pub(crate) const fn validated(self) -> Self {
        self.with(Self::VALIDATED)
    }

    pub(crate) const fn due_again(self) -> Self {
        Self(self.0 & !Self::VALIDATED.0)
    }
}
