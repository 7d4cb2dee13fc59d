//! Errors of parsing and emitting: what, where, and what would have been right.
//!
//! Both types are `Copy`, allocate nothing and are at most 64 bytes. They carry the offset in the
//! message and the path of attribute types from the outside in; the names come from the policy of
//! the outermost type when the error is printed, so a success pays nothing for them.

use core::fmt;

use crate::attr::HEADER_LEN;
use crate::errno::Errno;
use crate::policy::{AttrPolicy, Policy};

/// What is wrong with bytes that were parsed, or with a value that was to be emitted.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A message, or the fixed header behind it, is cut short.
    ShortHeader,
    /// A message's length field is below the size of its header, or beyond the datagram's end.
    MessageLength,
    /// The message is of another type or command than the one asked for.
    OtherMessage,
    /// Bytes are left over that make no attribute (at [`Level::TRAILING`](crate::Level::TRAILING)).
    TrailingBytes,
    /// The payload's length does not fit the attribute's kind.
    Length,
    /// The payload is longer or shorter than its kind's exact size (at
    /// [`Level::STRICT_ATTRS`](crate::Level::STRICT_ATTRS), and for `Uint` and `Sint` always).
    ExactLength,
    /// The length of a binary payload is outside of its rule.
    LengthRule,
    /// The length is none that the type can have: no multiple of an element's, or of no address.
    Size,
    /// A string has no terminating NUL, or no room for one.
    Unterminated,
    /// A string is not UTF-8.
    Utf8,
    /// An integer is outside of its range.
    Range,
    /// Bits are set that the mask does not allow.
    ReservedBits,
    /// A bitfield's value, selector and valid mask do not agree.
    Bitfield,
    /// The value is none of a closed enum.
    Value,
    /// The attribute may not be sent at all.
    Rejected,
    /// An element of an array of sets is too short to be one.
    ElementLength,
    /// A required attribute is missing.
    Missing,
    /// The type is unknown (at [`Level::MAXTYPE`](crate::Level::MAXTYPE), or by the type's own word).
    UnknownType,
    /// The type is a hole of the policy (at [`Level::UNSPEC`](crate::Level::UNSPEC)).
    Unsupported,
    /// An attribute comes twice in a set that does not allow it.
    Duplicate,
    /// The payload is a set but not flagged as one (at [`Level::NESTED`](crate::Level::NESTED)).
    NestedFlagMissing,
    /// The attribute is flagged as a set but is none (at [`Level::NESTED`](crate::Level::NESTED)).
    NestedFlagUnexpected,
    /// Sets are nested too deeply.
    Depth,
    /// The sub-message's selector has a value nobody declared.
    Selector,
    /// The sub-message to emit is not the one that its selector names.
    SelectorMismatch,
    /// A value has no room in what is left of the buffer.
    BufferFull,
    /// An attribute's payload is longer than its 16-bit length field can say, or a message longer
    /// than its 32-bit one.
    TooLong,
}

impl ErrorKind {
    /// The error number with which a kernel refuses the same.
    #[must_use]
    pub const fn errno(self) -> Errno {
        match self {
            Self::Length | Self::LengthRule | Self::Size | Self::Range | Self::ElementLength => {
                Errno::ERANGE
            }
            Self::BufferFull | Self::TooLong => Errno::EMSGSIZE,
            Self::OtherMessage | Self::Selector => Errno::EOPNOTSUPP,
            _ => Errno::EINVAL,
        }
    }

    /// What is wrong, in the kernel's words where it has some.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::ShortHeader => "Invalid header length",
            Self::MessageLength => "invalid message length",
            Self::OtherMessage => "message of another type",
            Self::TrailingBytes => "bytes leftover after parsing attributes",
            Self::Length | Self::Unterminated | Self::Bitfield => {
                "Attribute failed policy validation"
            }
            Self::ExactLength => "invalid attribute length",
            Self::LengthRule => "binary attribute size out of range",
            Self::Size => "length is none that the type can have",
            Self::Utf8 => "string is not UTF-8",
            Self::Range => "integer out of range",
            Self::ReservedBits => "reserved bit set",
            Self::Value => "value is none of the enum's",
            Self::Rejected => "Attribute rejected",
            Self::ElementLength => "Array element too short",
            Self::Missing => "required attribute is missing",
            Self::UnknownType => "Unknown attribute type",
            Self::Unsupported => "Unsupported attribute",
            Self::Duplicate => "attribute comes twice",
            Self::NestedFlagMissing => "NLA_F_NESTED is missing",
            Self::NestedFlagUnexpected => "NLA_F_NESTED not expected",
            Self::Depth => "allowed policy recursion depth exceeded",
            Self::Selector => "selector has no sub-message",
            Self::SelectorMismatch => "sub-message is not the one its selector names",
            Self::BufferFull => "buffer is full",
            Self::TooLong => "payload is too long for its length field",
        }
    }
}

/// Why bytes are not what a type says they should be, and where.
///
/// ```
/// use netlink_core::{ErrorKind, Input, Parse};
///
/// let error = u32::parse(Input::new(&[1, 2]).at(20)).unwrap_err();
/// assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::Length, 20, 2));
/// assert_eq!(error.to_string(), "at offset 20: Attribute failed policy validation: 2 bytes, expected 4");
/// ```
#[derive(Clone, Copy)]
pub struct ParseError(Detail);

/// Why a value cannot be emitted.
///
/// The buffer is left as it was before the call that failed.
#[derive(Clone, Copy)]
pub struct EmitError(Detail);

/// What both errors carry.
#[derive(Clone, Copy)]
struct Detail {
    kind: ErrorKind,
    path: Path,
    offset: u32,
    found: u64,
    negative: bool,
    expected: u32,
    rule: Option<&'static AttrPolicy>,
    root: Option<&'static Policy>,
}

impl Detail {
    const fn new(kind: ErrorKind, offset: usize) -> Self {
        let offset = clamp_u32(offset);
        let path = Path::EMPTY;
        Self { kind, path, offset, found: 0, negative: false, expected: 0, rule: None, root: None }
    }

    const fn found(&self) -> i128 {
        let found = self.found as i128;
        if self.negative { found.wrapping_neg() } else { found }
    }

    fn push(&mut self, step: Step, set: &'static Policy) {
        if let (None, Step::Attr(ty)) = (self.rule, step) {
            // Of an array it is the element's rule that was broken, where the way leads into one.
            self.rule = set.attr(ty).and_then(|attr| {
                self.path.steps().try_fold(attr, |attr, step| match step {
                    Step::Index(_) => attr.element(),
                    Step::Attr(_) | Step::Variant(_) => Some(attr),
                })
            });
        }
        // Names are looked up from the root on, so it must be the set that the kept steps start in.
        if self.path.push_outer(step) {
            self.root = Some(set);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped just before")]
const fn clamp_u32(value: usize) -> u32 {
    if value > u32::MAX as usize { u32::MAX } else { value as u32 }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped just before")]
const fn clamp_u64(value: u128) -> u64 {
    if value > u64::MAX as u128 { u64::MAX } else { value as u64 }
}

macro_rules! error_methods {
    ($name:ident) => {
        impl $name {
            /// An error of this kind at `offset` bytes from the start of the message.
            #[must_use]
            pub const fn new(kind: ErrorKind, offset: usize) -> Self {
                Self(Detail::new(kind, offset))
            }

            /// What is wrong.
            #[must_use]
            pub const fn kind(&self) -> ErrorKind {
                self.0.kind
            }

            /// Where, in bytes from the start of the message: the header of the offending
            /// attribute, or the start of the set that misses one.
            #[must_use]
            pub const fn offset(&self) -> usize {
                self.0.offset as usize
            }

            /// The value that was found, or the payload's length in bytes, as the kind says.
            #[must_use]
            pub const fn found(&self) -> i128 {
                self.0.found()
            }

            /// The rule that was broken, where the attribute is a declared one.
            #[must_use]
            pub const fn rule(&self) -> Option<&'static AttrPolicy> {
                self.0.rule
            }

            /// The policy of the outermost type, which gives the path its names.
            #[must_use]
            pub const fn root(&self) -> Option<&'static Policy> {
                self.0.root
            }

            /// The way from the outermost set to the offender.
            #[must_use]
            pub const fn path(&self) -> &Path {
                &self.0.path
            }

            /// The error number with which a kernel refuses the same.
            #[must_use]
            pub const fn errno(&self) -> Errno {
                self.0.kind.errno()
            }

            /// The same error, saying what was found: a value, or a length in bytes.
            #[must_use]
            pub const fn with_found(mut self, found: usize) -> Self {
                self.0.found = found as u64;
                self
            }

            /// The same error, saying which integer was found.
            #[must_use]
            pub const fn with_value(mut self, value: i128) -> Self {
                self.0.negative = value < 0;
                self.0.found = clamp_u64(value.unsigned_abs());
                self
            }

            /// The same error, saying which length in bytes was expected.
            #[must_use]
            pub const fn with_expected(mut self, expected: usize) -> Self {
                self.0.expected = clamp_u32(expected);
                self
            }

            /// The same error, naming the rule that was broken.
            #[must_use]
            pub const fn with_rule(mut self, rule: &'static AttrPolicy) -> Self {
                self.0.rule = Some(rule);
                self
            }

            /// The same error, seen from around the array or sub-message in which it happened.
            #[cold]
            #[must_use]
            pub fn in_step(mut self, step: Step) -> Self {
                self.0.path.push_outer(step);
                self
            }

            /// The same error, seen from the set around the attribute in which it happened.
            #[cold]
            #[must_use]
            pub fn within(mut self, step: Step, set: &'static Policy) -> Self {
                self.0.push(step, set);
                self
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            /// The kind, and what is displayed: the policies behind it would fill pages.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&self.0.kind)
                    .field(&format_args!("{}", self.0))
                    .finish()
            }
        }

        impl core::error::Error for $name {}

        #[cfg(feature = "std")]
        impl From<$name> for std::io::Error {
            fn from(error: $name) -> Self {
                Self::new(std::io::ErrorKind::InvalidData, error)
            }
        }

        impl PartialEq for $name {
            /// Equal in kind, place and what was found.
            fn eq(&self, other: &Self) -> bool {
                let key = |e: &Self| (e.0.kind, e.0.path, e.0.offset, e.0.found());
                key(self) == key(other)
            }
        }

        impl Eq for $name {}
    };
}

error_methods!(ParseError);
error_methods!(EmitError);

impl ParseError {
    /// The same error, seen from the set around the attribute of type `ty` at `offset` in which it
    /// happened. An error about the whole payload becomes one about the attribute.
    #[cold]
    #[must_use]
    pub fn in_attr(self, ty: u16, offset: usize, set: &'static Policy) -> Self {
        self.at_header(offset).within(Step::Attr(ty), set)
    }

    /// The same error, moved to the header at `offset` of the attribute in which it happened, if it
    /// is about the whole payload.
    #[must_use]
    pub fn at_header(self, offset: usize) -> Self {
        let payload = offset.saturating_add(HEADER_LEN);
        if self.offset() == payload && self.0.path.is_within_one_payload() {
            self.with_offset(offset)
        } else {
            self
        }
    }

    /// The same error, naming the set that it is about as a whole.
    #[cold]
    #[must_use]
    pub const fn of_set(mut self, set: &'static Policy) -> Self {
        self.0.root = Some(set);
        self
    }

    /// The same error at another offset.
    #[must_use]
    pub const fn with_offset(mut self, offset: usize) -> Self {
        self.0.offset = clamp_u32(offset);
        self
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.root.is_some() {
            self.path.with_names(self.root).fmt(f)?;
            f.write_str(" ")?;
        }
        write!(f, "at offset {}: {}", self.offset, self.kind.message())?;
        match self.kind {
            ErrorKind::Range => write!(f, ": {}", self.found())?,
            ErrorKind::ReservedBits | ErrorKind::Value | ErrorKind::Bitfield => {
                write!(f, ": {:#x}", self.found)?;
            }
            ErrorKind::UnknownType | ErrorKind::Unsupported => write!(f, ": {}", self.found())?,
            ErrorKind::Length
            | ErrorKind::ExactLength
            | ErrorKind::LengthRule
            | ErrorKind::Size
            | ErrorKind::Unterminated
            | ErrorKind::ElementLength
            | ErrorKind::ShortHeader
            | ErrorKind::MessageLength
            | ErrorKind::TrailingBytes
            | ErrorKind::BufferFull
            | ErrorKind::TooLong => write!(f, ": {} bytes", self.found)?,
            _ => {}
        }
        match self.rule.filter(|rule| self.kind.is_about_a_rule() && rule.variants().is_empty()) {
            Some(rule) => write!(f, ", expected {rule}"),
            None if self.expected > 0 => write!(f, ", expected {}", self.expected),
            None => Ok(()),
        }
    }
}

impl ErrorKind {
    /// Whether the attribute's declaration says what would have been right.
    const fn is_about_a_rule(self) -> bool {
        matches!(
            self,
            Self::Length
                | Self::ExactLength
                | Self::LengthRule
                | Self::Unterminated
                | Self::Range
                | Self::ReservedBits
                | Self::Value
        )
    }
}

/// One step of a path: an attribute, or what tells apart things of one attribute type.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Step {
    /// Into the attribute of this type.
    Attr(u16),
    /// Into this element of an array.
    Index(u16),
    /// Into this variant of a sub-message, counted in the order of declaration.
    Variant(u16),
}

/// How many steps a [`Path`] keeps.
pub const PATH_LEN: usize = 10;

/// The way from a message's outermost set to one attribute.
///
/// Keeps the ten innermost steps.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Path {
    /// From the inside out, in the order in which an error travels.
    steps: [u16; PATH_LEN],
    len: u8,
}

impl Path {
    const EMPTY: Self = Self { steps: [0; PATH_LEN], len: 0 };
    const INDEX: u16 = 0x8000;
    const VARIANT: u16 = 0x4000;
    const NUMBER: u16 = 0x3fff;

    /// The way that is this one step.
    pub(crate) fn to(step: Step) -> Self {
        let mut path = Self::EMPTY;
        path.push_outer(step);
        path
    }

    /// Whether no step leads into another attribute: at most one says which form a payload has.
    fn is_within_one_payload(&self) -> bool {
        match self.steps.first() {
            Some(innermost) if self.len == 1 => innermost & !Self::NUMBER == Self::VARIANT,
            _ => self.len == 0,
        }
    }

    /// Puts the steps of another path in front.
    pub(crate) fn append_outer(&mut self, outer: &Self) {
        outer.steps().rev().for_each(|step| {
            self.push_outer(step);
        });
    }

    /// Puts a step in front, if there is room.
    pub(crate) fn push_outer(&mut self, step: Step) -> bool {
        let word = match step {
            Step::Attr(ty) => ty & Self::NUMBER,
            Step::Index(index) => index.min(Self::NUMBER) | Self::INDEX,
            Step::Variant(variant) => variant.min(Self::NUMBER) | Self::VARIANT,
        };
        let Some(slot) = self.steps.get_mut(usize::from(self.len)) else {
            return false;
        };
        *slot = word;
        self.len = self.len.saturating_add(1);
        true
    }

    /// The steps, from the outside in.
    #[must_use]
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = Step> + '_ {
        self.steps.iter().take(usize::from(self.len)).rev().map(|&word| {
            let number = word & Self::NUMBER;
            match word & !Self::NUMBER {
                Self::INDEX => Step::Index(number),
                Self::VARIANT => Step::Variant(number),
                _ => Step::Attr(number),
            }
        })
    }

    /// The attribute types alone, from the outside in.
    #[must_use]
    pub fn types(&self) -> impl DoubleEndedIterator<Item = u16> + '_ {
        self.steps().filter_map(|step| match step {
            Step::Attr(ty) => Some(ty),
            Step::Index(_) | Step::Variant(_) => None,
        })
    }

    /// The path with the names that a policy gives it: `Link.linkinfo.data<vxlan>.id`.
    #[must_use]
    pub fn with_names(&self, root: Option<&'static Policy>) -> impl fmt::Display + '_ {
        NamedPath { path: self, root }
    }
}

struct NamedPath<'p> {
    path: &'p Path,
    root: Option<&'static Policy>,
}

impl fmt::Display for NamedPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut set = self.root;
        let mut attr: Option<&'static AttrPolicy> = None;
        if let Some(set) = set {
            f.write_str(set.name())?;
        }
        for step in self.path.steps() {
            match step {
                Step::Attr(ty) => {
                    attr = set.and_then(|set| set.attr(ty));
                    match attr {
                        Some(attr) => write!(f, ".{}", attr.name())?,
                        None => write!(f, ".{ty}")?,
                    }
                    set = attr.and_then(AttrPolicy::set);
                }
                Step::Index(index) => {
                    write!(f, "[{index}]")?;
                    attr = attr.and_then(AttrPolicy::element);
                    set = attr.and_then(AttrPolicy::set);
                }
                Step::Variant(number) => match attr.and_then(|attr| attr.variant(number)) {
                    Some(variant) => {
                        write!(f, "<{}>", variant.key())?;
                        set = variant.policy().set();
                    }
                    None => write!(f, "<{number}>")?,
                },
            }
        }
        Ok(())
    }
}
