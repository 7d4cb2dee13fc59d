//! The fixed header in front of the attributes of a set: how long it is, and where it ends.

use super::{Layout, Policy, Unknowns};
use crate::align::align;
use crate::attr::HEADER_LEN;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;

/// The length of a fixed header.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeaderLen {
    /// Its length in bytes, without padding.
    len: usize,
    /// Whether what is received may be shorter, or longer where no attribute follows. It then includes its padding.
    grows: bool,
    /// Whether it is all that there is: a message that is one C structure.
    is_all: bool,
}

impl HeaderLen {
    pub(super) const NONE: Self = Self { len: 0, grows: false, is_all: false };

    #[inline(always)]
    pub(super) const fn is_none(self) -> bool {
        self.len == 0 && !self.is_all
    }

    /// Splits the header off, and the padding behind it; `None` if the bytes are too few.
    ///
    /// If nothing is behind the header, that is the end of the same bytes: an empty slice from elsewhere would
    /// have no offset.
    #[inline(always)]
    #[must_use]
    pub(crate) fn split(self, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
        if self.is_none() {
            return Some((Default::default(), bytes));
        }
        let padded = align(self.len);
        let behind = bytes.get(padded.min(bytes.len())..).unwrap_or_default();
        if self.grows && (self.is_all || behind.is_empty() || is_no_attr(behind)) {
            return bytes.split_at_checked(bytes.len());
        }
        Some((bytes.get(..self.len)?, behind))
    }
}

/// Returns true if these bytes begin with the length of no attribute: it would be shorter than its header.
///
/// Kernels ignore everything from there on. A truncated attribute is a different fault.
#[inline]
const fn is_no_attr(bytes: &[u8]) -> bool {
    match bytes.first_chunk::<HEADER_LEN>() {
        Some(&[first, second, ..]) => (u16::from_ne_bytes([first, second]) as usize) < HEADER_LEN,
        None => false,
    }
}

impl Policy {
    /// Sets the length in bytes of the fixed header in front of the attributes.
    #[must_use]
    pub const fn with_header(mut self, len: usize) -> Self {
        self.header_len = HeaderLen { len, grows: false, is_all: false };
        self
    }

    /// Sets the structure of the fixed header in front of the attributes.
    ///
    /// If the layout [grows](Layout::grows), messages may end within the header, and the header may be longer: bytes
    /// behind it that begin no attribute belong to it. Without attributes in the policy, the header is everything
    /// that there is.
    #[must_use]
    pub const fn with_header_layout(mut self, layout: Layout) -> Self {
        let has_attrs = self.count > 0 || matches!(self.unknown, Unknowns::Keep);
        self.header = Some(layout);
        let grows = layout.grows();
        self.header_len = HeaderLen { len: layout.size(), grows, is_all: grows && !has_attrs };
        self
    }

    /// Returns the size in bytes of the fixed header before the attributes, without padding.
    ///
    /// Of a header that grows, this is the size of the declared structure. See [`Policy::split_header`].
    #[must_use]
    pub const fn header_len(&self) -> usize {
        self.header_len.len
    }

    #[inline(always)]
    pub(crate) const fn header_rule(&self) -> HeaderLen {
        self.header_len
    }

    /// Returns the structure of the fixed header, if it is known.
    #[must_use]
    pub const fn header_layout(&self) -> Option<Layout> {
        self.header
    }

    /// Splits the fixed header off a set, with as much of its padding as is present.
    ///
    /// # Errors
    /// [`ErrorKind::ShortHeader`] if there are fewer bytes than the header has at least.
    pub fn split_header<'a>(&self, set: Input<'a>) -> Result<(&'a [u8], Input<'a>), ParseError> {
        match self.header_len.split(set.bytes()) {
            Some((header, attrs)) => Ok((header, set.with_tail(attrs))),
            None => Err(set.error(ErrorKind::ShortHeader).with_expected(self.header_len.len)),
        }
    }
}
