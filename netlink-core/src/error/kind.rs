//! Kinds of errors.

use crate::errno::Errno;

/// What is wrong with bytes that were parsed, or with a value that is emitted.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A message, or the fixed header behind it, is cut short.
    ShortHeader,
    /// A message's length field is below the size of its header, or beyond the datagram's end.
    MessageLength,
    /// The message has another type or command than requested.
    OtherMessage,
    /// Bytes are left over that are not attributes (at [`Level::TRAILING`](crate::Level::TRAILING)).
    TrailingBytes,
    /// The payload's length does not fit the attribute's kind.
    Length,
    /// The payload is longer or shorter than its kind's exact size (at
    /// [`Level::STRICT_ATTRS`](crate::Level::STRICT_ATTRS), and for `Uint` and `Sint` always).
    ExactLength,
    /// An integer was sent at another width than declared, and its value does not fit.
    Width,
    /// The length of a binary payload breaks its rule.
    LengthRule,
    /// The type cannot have this length: not a multiple of the element's, or not that of an address.
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
    /// The closed enum has no such value.
    Value,
    /// The attribute must be absent.
    Rejected,
    /// An element of an array of sets is too short to be one.
    ElementLength,
    /// A required attribute is missing.
    Missing,
    /// The type is unknown (at [`Level::MAXTYPE`](crate::Level::MAXTYPE), or if the set rejects unknown types).
    UnknownType,
    /// The type is a hole of the policy (at [`Level::UNSPEC`](crate::Level::UNSPEC)).
    Unsupported,
    /// An attribute that is not declared repeated occurs more than once (at
    /// [`Level::DUPLICATES`](crate::Level::DUPLICATES)).
    Duplicate,
    /// The payload is a set, but not flagged as one (at [`Level::NESTED`](crate::Level::NESTED)).
    NestedFlagMissing,
    /// The attribute is flagged as a set, but is not one (at [`Level::NESTED`](crate::Level::NESTED)).
    NestedFlagUnexpected,
    /// Sets are nested too deeply.
    Depth,
    /// No variant of the sub-message has the selector's value.
    Selector,
    /// The sub-message is not the variant that its selector selects.
    SelectorMismatch,
    /// The item is a value to be emitted, which can be borrowed but not parsed.
    NotParsed,
    /// The rest of the buffer has no room for a value.
    BufferFull,
    /// A payload does not fit its attribute's 16-bit length field, or a message its 32-bit one.
    TooLong,
}

impl ErrorKind {
    /// Returns the error number with which a kernel rejects the same.
    #[must_use]
    pub const fn errno(self) -> Errno {
        match self {
            Self::Length
            | Self::LengthRule
            | Self::Size
            | Self::Range
            | Self::Width
            | Self::ElementLength => Errno::ERANGE,
            Self::BufferFull | Self::TooLong => Errno::EMSGSIZE,
            Self::OtherMessage | Self::Selector => Errno::EOPNOTSUPP,
            _ => Errno::EINVAL,
        }
    }

    /// Returns what is wrong, with the kernel's text if there is one.
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
            Self::Width => "integer does not fit the width of its type",
            Self::LengthRule => "binary attribute size out of range",
            Self::Size => "length is not valid for the type",
            Self::Utf8 => "string is not UTF-8",
            Self::Range => "integer out of range",
            Self::ReservedBits => "reserved bit set",
            Self::Value => "value is not in the enum",
            Self::Rejected => "Attribute rejected",
            Self::ElementLength => "Array element too short",
            Self::Missing => "required attribute is missing",
            Self::UnknownType => "Unknown attribute type",
            Self::Unsupported => "Unsupported attribute",
            Self::Duplicate => "attribute occurs more than once",
            Self::NestedFlagMissing => "NLA_F_NESTED is missing",
            Self::NestedFlagUnexpected => "NLA_F_NESTED not expected",
            Self::Depth => "allowed policy recursion depth exceeded",
            Self::Selector => "selector has no sub-message",
            Self::SelectorMismatch => "sub-message is not the one its selector names",
            Self::NotParsed => "value to be emitted has not been parsed",
            Self::BufferFull => "buffer is full",
            Self::TooLong => "payload is too long for its length field",
        }
    }
}

impl ErrorKind {
    /// Whether [`ErrorKind::message`] is what a kernel says.
    pub(super) const fn is_worded_by_the_kernel(self) -> bool {
        !matches!(
            self,
            Self::MessageLength
                | Self::OtherMessage
                | Self::Width
                | Self::Size
                | Self::Utf8
                | Self::Value
                | Self::Missing
                | Self::Duplicate
                | Self::Selector
                | Self::SelectorMismatch
                | Self::BufferFull
                | Self::TooLong
        )
    }

    /// Whether what was found is a number of bytes.
    pub(super) const fn is_about_a_length(self) -> bool {
        matches!(
            self,
            Self::Length
                | Self::ExactLength
                | Self::LengthRule
                | Self::Width
                | Self::Size
                | Self::Unterminated
                | Self::ElementLength
                | Self::ShortHeader
                | Self::MessageLength
                | Self::TrailingBytes
                | Self::BufferFull
                | Self::TooLong
        )
    }

    /// Whether the rule of the attribute says what was expected.
    pub(super) const fn is_about_a_rule(self) -> bool {
        matches!(
            self,
            Self::Length
                | Self::ExactLength
                | Self::LengthRule
                | Self::Width
                | Self::Unterminated
                | Self::Range
                | Self::ReservedBits
                | Self::Value
        )
    }
}
