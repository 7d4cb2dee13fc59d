//! The bytes of a set, and the attributes in them.

use super::HeaderLen;
use crate::align::align;
use crate::attr::{HEADER_LEN, TYPE_MASK};
use crate::input::Input;

/// Bytes of a message, and where they are in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span<'m> {
    pub(crate) bytes: &'m [u8],
    /// The offset of their end: taking a header off the front costs nothing.
    pub(super) end: usize,
}

impl<'m> Span<'m> {
    #[inline(always)]
    pub(crate) const fn of(input: Input<'m>) -> Self {
        Self { bytes: input.bytes(), end: input.end() }
    }

    /// Bytes whose offset does not matter.
    #[inline(always)]
    pub(super) const fn unplaced(bytes: &'m [u8]) -> Self {
        Self { bytes, end: 0 }
    }

    /// The offset of the first byte.
    #[inline(always)]
    pub(crate) const fn offset(&self) -> usize {
        self.end.saturating_sub(self.bytes.len())
    }

    /// Splits a fixed header off, and the padding behind it.
    #[inline(always)]
    pub(super) fn split_fixed_header(self, len: HeaderLen) -> Option<(&'m [u8], Self)> {
        let (header, bytes) = len.split(self.bytes)?;
        Some((header, Self { bytes, ..self }))
    }

    /// The length and type fields of the first attribute, not checked.
    #[expect(clippy::cast_possible_truncation, reason = "only the lower half is needed")]
    #[inline(always)]
    pub(super) fn head(self) -> Option<(u16, u16)> {
        #[cfg(all(test, feature = "std"))]
        super::linear::count();
        let &head = self.bytes.first_chunk::<HEADER_LEN>()?;
        // One load of both fields is faster than two.
        let head = u32::from_le_bytes(head);
        let [len, raw_type] = [head, head >> 16].map(|field| u16::from_le(field as u16));
        Some((len, raw_type))
    }

    /// What is behind the first attribute, which is as long as this; `None` if the set ends before.
    #[inline(always)]
    pub(super) fn behind(self, len: usize) -> Option<Self> {
        if len > self.bytes.len() {
            return None;
        }
        let behind = align(len).min(self.bytes.len());
        Some(Self { bytes: self.bytes.get(behind..).unwrap_or_default(), ..self })
    }

    /// Splits the first attribute off.
    #[inline(always)]
    pub(super) fn split(self) -> Option<(Item<'m>, Self)> {
        let (len, raw_type) = self.head()?;
        let len = usize::from(len);
        let payload = self.bytes.get(HEADER_LEN..len)?;
        Some((Item { tail: self, payload, raw_type }, self.behind(len)?))
    }

    /// The attributes one after the other.
    pub(super) fn items(self) -> impl Iterator<Item = Item<'m>> {
        let mut rest = self;
        core::iter::from_fn(move || {
            let (item, behind) = rest.split()?;
            rest = behind;
            Some(item)
        })
    }

    /// Whether the bytes are attributes from the first to the last.
    pub(crate) fn is_stream(self) -> bool {
        let mut rest = self;
        while let Some((_, behind)) = rest.split() {
            rest = behind;
        }
        rest.bytes.is_empty() && !self.bytes.is_empty()
    }
}

/// One attribute and its position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'m> {
    /// From its header to the end of the set.
    pub(super) tail: Span<'m>,
    payload: &'m [u8],
    raw_type: u16,
}

impl<'m> Item<'m> {
    #[inline(always)]
    pub(crate) const fn ty(&self) -> u16 {
        self.raw_type & TYPE_MASK
    }

    #[inline(always)]
    pub(crate) const fn raw_type(&self) -> u16 {
        self.raw_type
    }

    #[inline(always)]
    pub(crate) const fn payload(&self) -> &'m [u8] {
        self.payload
    }

    /// The offset of its header.
    #[inline(always)]
    pub(crate) const fn offset(&self) -> usize {
        self.tail.offset()
    }

    /// How many bytes of the set there are from its header on.
    #[inline(always)]
    pub(super) const fn tail_len(&self) -> usize {
        self.tail.bytes.len()
    }

    /// The payload with its offset.
    pub(crate) const fn content(&self) -> Span<'m> {
        let end = self.offset().saturating_add(self.len());
        Span { bytes: self.payload, end }
    }

    /// Its length without padding.
    pub(crate) const fn len(&self) -> usize {
        self.payload.len().saturating_add(HEADER_LEN)
    }

    /// Its header.
    pub(crate) fn head(&self) -> &'m [u8] {
        self.tail.bytes.get(..HEADER_LEN).unwrap_or_default()
    }

    /// Header and payload.
    pub(crate) fn bytes(&self) -> &'m [u8] {
        self.tail.bytes.get(..self.len()).unwrap_or_default()
    }

    /// The padding after the payload, or the part of it that is present.
    pub(crate) fn padding(&self) -> &'m [u8] {
        let end = align(self.len()).min(self.tail.bytes.len());
        self.tail.bytes.get(self.len()..end).unwrap_or_default()
    }

    /// The offset behind it, padding included, whether or not that is there.
    pub(crate) const fn padded_end(&self) -> usize {
        self.offset().saturating_add(align(self.len()))
    }

    /// Whether an offset is in it, padding included.
    pub(crate) fn contains(&self, offset: usize) -> bool {
        (self.offset()..self.padded_end()).contains(&offset)
    }
}
