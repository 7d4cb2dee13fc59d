//! `nlattr`: one attribute, and the stream of them that makes a set.
//!
//! ```text
//!  0               2               4
//! +---------------+---------------+----------------------+---------+
//! | nla_len       | nla_type      | payload              | padding |
//! | incl. header  | N O type      | nla_len - 4 bytes    | to 4    |
//! +---------------+---------------+----------------------+---------+
//! ```
//!
//! `N` ([`NESTED`]) says that the payload is a stream of attributes itself, `O`
//! ([`NET_BYTEORDER`]) that it is in network byte order; neither is reliable in what kernels send,
//! so neither is part of [`Attr::ty`]. All fields are in host byte order. Header: `linux/netlink.h`.

use crate::align::align;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;

/// Size of an attribute's header in bytes.
#[doc(alias = "NLA_HDRLEN")]
pub const HEADER_LEN: usize = 4;

/// The flag of a type field that says that the payload is a stream of attributes.
#[doc(alias = "NLA_F_NESTED")]
pub const NESTED: u16 = 0x8000;

/// The flag of a type field that says that the payload is in network byte order.
#[doc(alias = "NLA_F_NET_BYTEORDER")]
pub const NET_BYTEORDER: u16 = 0x4000;

/// What is left of a type field without its flags.
#[doc(alias = "NLA_TYPE_MASK")]
pub const TYPE_MASK: u16 = 0x3fff;

/// The longest payload of one attribute in bytes: its length field has 16 bits.
pub const MAX_PAYLOAD: usize = 0xffff - HEADER_LEN;

/// One attribute within its set, borrowed from the received bytes.
#[doc(alias = "nlattr")]
#[derive(Clone, Copy, Debug)]
pub struct Attr<'a> {
    /// From this attribute's header to the end of the set.
    tail: &'a [u8],
    payload: &'a [u8],
    raw_type: u16,
    /// The set that this attribute is in; its bytes are not used.
    set: Input<'a>,
}

impl<'a> Attr<'a> {
    /// Returns the attribute's type without flags: 0 to 0x3fff.
    #[doc(alias = "nla_type")]
    #[inline]
    #[must_use]
    pub const fn ty(&self) -> u16 {
        self.raw_type & TYPE_MASK
    }

    /// Returns the type field as it was sent, flags included.
    #[inline]
    #[must_use]
    pub const fn raw_type(&self) -> u16 {
        self.raw_type
    }

    /// Returns whether the sender flagged the payload as a set of attributes.
    #[inline]
    #[must_use]
    pub const fn has_nested_flag(&self) -> bool {
        self.raw_type & NESTED != 0
    }

    /// Returns the payload's bytes, without padding.
    #[doc(alias = "nla_data")]
    #[inline]
    #[must_use]
    pub const fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// Returns the payload as the input of a parse: its bytes with their offset, one level deeper.
    #[inline]
    #[must_use]
    pub const fn input(&self) -> Input<'a> {
        self.set.nested(self.payload, self.offset().saturating_add(HEADER_LEN))
    }

    /// Returns the offset of the attribute's header, in bytes from the start of the message.
    #[inline]
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.set.end().saturating_sub(self.tail.len())
    }

    /// Returns the attribute's length in bytes with header and padding.
    #[doc(alias = "nla_total_size")]
    #[inline]
    #[must_use]
    pub const fn whole_len(&self) -> usize {
        align(self.payload.len().saturating_add(HEADER_LEN))
    }

    /// Returns the attribute that this input begins with.
    pub(crate) const fn of(raw_type: u16, payload: &'a [u8], set: Input<'a>) -> Self {
        Self { tail: set.bytes(), payload, raw_type, set }
    }

    /// Returns an iterator from this attribute on, itself included.
    #[inline]
    #[must_use]
    pub const fn stream(&self) -> Attrs<'a> {
        Attrs { set: self.set, rest: self.tail }
    }
}

/// Equal if type field and payload are.
impl PartialEq for Attr<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.raw_type, self.payload) == (other.raw_type, other.payload)
    }
}

impl Eq for Attr<'_> {}

/// Iterates over the attributes of a set.
///
/// Ends where no whole attribute is left, as the kernel does; [`Attrs::leftover`] then returns the
/// bytes after the last attribute, and [`Attrs::finish`] returns an error if there are any.
///
/// ```
/// use netlink_core::Input;
///
/// // Type 4, four bytes; then type 3 with two bytes and no padding behind it.
/// let bytes = [8, 0, 4, 0, 0xdc, 5, 0, 0, 6, 0, 3, 0, b'l', 0];
/// # #[cfg(target_endian = "little")] {
/// let mut attrs = Input::new(&bytes).attrs();
/// assert_eq!(attrs.next().map(|a| (a.ty(), a.payload())), Some((4, &[0xdc, 5, 0, 0][..])));
/// assert_eq!(attrs.next().map(|a| (a.ty(), a.payload())), Some((3, &b"l\0"[..])));
/// assert!(attrs.next().is_none());
/// assert!(attrs.finish().is_ok());
/// # }
/// ```
#[doc(alias = "nla_for_each_attr")]
#[derive(Clone, Copy, Debug)]
pub struct Attrs<'a> {
    set: Input<'a>,
    rest: &'a [u8],
}

impl<'a> Attrs<'a> {
    #[inline]
    pub(crate) const fn new(set: Input<'a>) -> Self {
        Self { set, rest: set.bytes() }
    }

    /// Returns the bytes that are left; after the end, those that are not an attribute.
    #[inline]
    #[must_use]
    pub const fn leftover(&self) -> &'a [u8] {
        self.rest
    }

    /// Checks, after the end, that every byte belonged to an attribute.
    ///
    /// # Errors
    /// [`ErrorKind::TrailingBytes`] at the offset of the first byte that did not.
    pub fn finish(&self) -> Result<(), ParseError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let offset = self.set.end().saturating_sub(self.rest.len());
        Err(ParseError::new(ErrorKind::TrailingBytes, offset).with_found(self.rest.len()))
    }
}

impl<'a> Iterator for Attrs<'a> {
    type Item = Attr<'a>;

    #[inline(always)]
    fn next(&mut self) -> Option<Attr<'a>> {
        let tail = self.rest;
        let Header { raw_type, payload, whole_len } = split(tail)?;
        self.rest = tail.get(whole_len..).unwrap_or_default();
        Some(Attr { tail, payload, raw_type, set: self.set })
    }
}

impl core::iter::FusedIterator for Attrs<'_> {}

impl<'a> Input<'a> {
    /// Returns the bytes as a stream of attributes.
    #[inline]
    #[must_use]
    pub const fn attrs(&self) -> Attrs<'a> {
        Attrs::new(*self)
    }
}

/// The header of the first attribute of a stream, and what it says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header<'a> {
    /// The type field, flags included.
    pub(crate) raw_type: u16,
    pub(crate) payload: &'a [u8],
    /// The length with header and padding, as far as that is present.
    pub(crate) whole_len: usize,
}

/// Splits the first attribute off a stream; `None` where no whole attribute is left.
///
/// Both fields of the header are one load.
#[inline(always)]
pub(crate) fn split(stream: &[u8]) -> Option<Header<'_>> {
    let word = u32::from_ne_bytes(*stream.first_chunk::<HEADER_LEN>()?);
    #[expect(clippy::cast_possible_truncation, reason = "each half is one field")]
    let (len, raw_type) = if cfg!(target_endian = "little") {
        (word as u16, (word >> 16) as u16)
    } else {
        ((word >> 16) as u16, word as u16)
    };
    let len = usize::from(len);
    let payload = stream.get(HEADER_LEN..len)?;
    Some(Header { raw_type, payload, whole_len: align(len).min(stream.len()) })
}
