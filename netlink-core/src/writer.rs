//! Appending messages and attributes to a buffer.

use core::fmt;

use crate::align::align;
use crate::attr::{HEADER_LEN, NESTED, TYPE_MASK};
use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind};
use crate::header::MessageHeader;

/// Appends messages and attributes to a slice, or (with `alloc`) to a growing `Vec`.
///
/// Lengths are filled in and padding is zeroed. A call that fails leaves what was written before
/// it as it was.
///
/// ```
/// use netlink_core::Writer;
///
/// let mut buffer = [0xa5; 64];
/// let mut writer = Writer::new(&mut buffer);
/// writer.put(1, &7u32)?;
/// writer.nest(2, |nest| nest.put(1, &c"lo"))?;
/// # #[cfg(target_endian = "little")]
/// assert_eq!(
///     writer.written(),
///     [8, 0, 1, 0, 7, 0, 0, 0, 12, 0, 2, 0x80, 7, 0, 1, 0, b'l', b'o', 0, 0],
/// );
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
pub struct Writer<B> {
    buffer: B,
    len: usize,
}

/// Where a [`Writer`] puts its bytes: `&mut [u8]`, or with `alloc` `&mut Vec<u8>`.
pub trait Buffer: sealed::Sealed {
    /// The same buffer, lent.
    #[doc(hidden)]
    type Lent<'l>: Buffer
    where
        Self: 'l;

    /// Lends the buffer.
    #[doc(hidden)]
    fn lend(&mut self) -> Self::Lent<'_>;

    /// Whether it can grow.
    #[doc(hidden)]
    const GROWS: bool;

    /// All of the buffer, grown to `end` bytes if need be and possible.
    #[doc(hidden)]
    fn grown(&mut self, end: usize) -> &mut [u8];

    /// The bytes from `start` to `end`, after growing if need be and possible.
    #[doc(hidden)]
    fn room(&mut self, start: usize, end: usize) -> Option<&mut [u8]>;

    /// The bytes up to the end of the buffer.
    #[doc(hidden)]
    fn bytes(&self) -> &[u8];

    /// Forgets the bytes from `len` on.
    #[doc(hidden)]
    fn truncate(&mut self, len: usize);
}

mod sealed {
    #[expect(unnameable_types, reason = "sealed: what a buffer must do may change")]
    pub trait Sealed {}

    impl Sealed for &mut [u8] {}
    #[cfg(feature = "alloc")]
    impl Sealed for &mut alloc::vec::Vec<u8> {}
}

impl Buffer for &mut [u8] {
    type Lent<'l>
        = &'l mut [u8]
    where
        Self: 'l;

    const GROWS: bool = false;

    #[inline(always)]
    fn lend(&mut self) -> &mut [u8] {
        self
    }

    #[inline(always)]
    fn grown(&mut self, _: usize) -> &mut [u8] {
        self
    }

    #[inline(always)]
    fn room(&mut self, start: usize, end: usize) -> Option<&mut [u8]> {
        self.get_mut(start..end)
    }

    #[inline(always)]
    fn bytes(&self) -> &[u8] {
        self
    }

    #[inline(always)]
    fn truncate(&mut self, _: usize) {}
}

#[cfg(feature = "alloc")]
impl Buffer for &mut alloc::vec::Vec<u8> {
    type Lent<'l>
        = &'l mut alloc::vec::Vec<u8>
    where
        Self: 'l;

    const GROWS: bool = true;

    #[inline(always)]
    fn lend(&mut self) -> &mut alloc::vec::Vec<u8> {
        self
    }

    #[inline]
    fn grown(&mut self, end: usize) -> &mut [u8] {
        if end > self.len() {
            self.resize(end, 0);
        }
        self
    }

    #[inline]
    fn room(&mut self, start: usize, end: usize) -> Option<&mut [u8]> {
        if end > self.len() {
            self.resize(end, 0);
        }
        self.get_mut(start..end)
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        self
    }

    #[inline]
    fn truncate(&mut self, len: usize) {
        alloc::vec::Vec::truncate(self, len);
    }
}

impl<'b> Writer<&'b mut [u8]> {
    /// Writes into a slice, from its start.
    #[inline]
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self::new_at(buffer, 0)
    }

    /// Writes into a slice, behind the `len` bytes that are written already.
    #[inline]
    pub(crate) const fn new_at(buffer: &'b mut [u8], len: usize) -> Self {
        Self { buffer, len }
    }
}

#[cfg(feature = "alloc")]
impl<'b> Writer<&'b mut alloc::vec::Vec<u8>> {
    /// Appends to a vector, which grows as needed.
    #[inline]
    #[must_use]
    pub fn growing(buffer: &'b mut alloc::vec::Vec<u8>) -> Self {
        let len = buffer.len();
        Self { buffer, len }
    }
}

impl<B: Buffer> Writer<B> {
    /// How many bytes are written; with a vector, those that it held before included.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing is written yet.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes written so far.
    #[inline]
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.since(0)
    }

    /// Appends a value as the attribute of type `ty`.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`], [`ErrorKind::TooLong`], or what the value's own rules refuse.
    #[doc(alias = "nla_put")]
    #[inline(always)]
    pub fn put<T: Emit + ?Sized>(&mut self, ty: u16, value: &T) -> Result<(), EmitError> {
        value.emit_attr(ty & TYPE_MASK, self)
    }

    /// Appends an attribute of type `ty`, flagged as nested, with what `fill` puts in it.
    ///
    /// # Errors
    /// As [`Writer::put`]; an error of `fill` takes the whole nest back.
    #[doc(alias = "nla_nest_start")]
    #[inline(always)]
    pub fn nest(
        &mut self,
        ty: u16,
        fill: impl FnOnce(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        self.attr(ty & TYPE_MASK | NESTED, fill)
    }

    /// Appends a message: header, what `fill` puts behind it, and padding.
    ///
    /// The length in the header is filled in, whatever it was.
    ///
    /// # Errors
    /// As [`Writer::put`]; an error of `fill` takes the whole message back.
    #[doc(alias = "nlmsg_put")]
    #[inline(always)]
    pub fn message(
        &mut self,
        header: MessageHeader,
        fill: impl FnOnce(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let start = self.len;
        self.rolling_back(|writer| {
            writer.put_array(header.to_bytes())?;
            fill(writer)?;
            let len = writer.len.saturating_sub(start);
            let field = u32::try_from(len).map_err(|_| too_long(start, len))?;
            writer.patch(start, field.to_ne_bytes());
            writer.pad(len)
        })
    }

    /// Appends an attribute whose type field is `raw_type`, flags included, with the payload that
    /// `fill` writes.
    ///
    /// # Errors
    /// As [`Writer::put`]; an error of `fill` takes the whole attribute back.
    #[inline(always)]
    pub fn attr(
        &mut self,
        raw_type: u16,
        fill: impl FnOnce(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let start = self.len;
        self.rolling_back(|writer| {
            let [t0, t1] = raw_type.to_ne_bytes();
            writer.put_array([0, 0, t0, t1])?;
            fill(writer)?;
            let len = writer.len.saturating_sub(start);
            let field = u16::try_from(len).map_err(|_| too_long(start, len))?;
            writer.patch(start, field.to_ne_bytes());
            writer.pad(len)
        })
    }

    /// Appends bytes as they are, without header or padding.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), EmitError> {
        let end = self.len.saturating_add(bytes.len());
        match self.buffer.room(self.len, end) {
            // Always as long; asking leaves the compiler no panic to put there.
            Some(room) if room.len() == bytes.len() => room.copy_from_slice(bytes),
            _ => return Err(full(self.len, bytes.len())),
        }
        self.len = end;
        Ok(())
    }

    /// As [`Writer::bytes`], for a number of bytes known when compiling.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    #[inline(always)]
    pub fn put_array<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), EmitError> {
        // Wraps only where there is no room.
        let end = self.len.wrapping_add(N);
        match self.buffer.room(self.len, end).and_then(|room| room.first_chunk_mut()) {
            Some(room) => *room = bytes,
            None => return Err(full(self.len, N)),
        }
        self.len = end;
        Ok(())
    }

    /// Runs `write` on the buffer as a slice, with room for `len` bytes that is made once. It is told
    /// where to start, and tells where it ended.
    #[inline]
    pub(crate) fn sized(
        &mut self,
        len: usize,
        write: impl FnOnce(&mut [u8], usize) -> Result<usize, EmitError>,
    ) -> Result<(), EmitError> {
        let start = self.len;
        let result = write(self.buffer.grown(start.saturating_add(len)), start);
        self.truncate(*result.as_ref().unwrap_or(&start));
        result.map(|_| ())
    }

    /// Runs `write`, and takes back what it wrote if it fails.
    #[inline(always)]
    pub(crate) fn rolling_back(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let start = self.len;
        let result = write(self);
        if result.is_err() {
            self.truncate(start);
        }
        result
    }

    /// Runs `write` on a writer of its own over the same buffer.
    ///
    /// For calls that are not inlined: a writer that such a call gets hold of must be kept in
    /// memory, and all that is written before and after pays for it.
    #[inline(always)]
    pub(crate) fn aside(
        &mut self,
        write: impl FnOnce(&mut Writer<B::Lent<'_>>) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let mut writer = Writer { buffer: self.buffer.lend(), len: self.len };
        let result = write(&mut writer);
        let len = writer.len;
        self.len = len;
        result
    }

    /// The bytes written from position `start` on.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        self.buffer.bytes().get(start..self.len).unwrap_or_default()
    }

    #[inline]
    fn truncate(&mut self, len: usize) {
        self.len = len;
        self.buffer.truncate(len);
    }

    /// Overwrites what is written already.
    #[inline(always)]
    fn patch<const N: usize>(&mut self, at: usize, bytes: [u8; N]) {
        let place = self.buffer.room(at, at.saturating_add(N));
        if let Some(place) = place.and_then(|place| place.first_chunk_mut()) {
            *place = bytes;
        }
    }

    /// The bytes written from position `start` on, to be changed.
    #[inline]
    pub(crate) fn since_mut(&mut self, start: usize) -> &mut [u8] {
        self.buffer.room(start, self.len).unwrap_or_default()
    }

    /// Zeros up to the alignment of something that is `len` bytes long.
    #[inline]
    pub(crate) fn pad(&mut self, len: usize) -> Result<(), EmitError> {
        const ZEROS: [u8; 4] = [0; 4];
        let missing = align(len).saturating_sub(len);
        if missing == 0 { Ok(()) } else { self.bytes(ZEROS.get(..missing).unwrap_or_default()) }
    }
}

/// Takes numbers rather than the writer, which need not exist in memory for the cold path then.
#[cold]
fn full(len: usize, wanted: usize) -> EmitError {
    EmitError::new(ErrorKind::BufferFull, len).with_found(wanted)
}

#[cold]
fn too_long(start: usize, len: usize) -> EmitError {
    EmitError::new(ErrorKind::TooLong, start).with_found(len.saturating_sub(HEADER_LEN))
}

impl<B> fmt::Debug for Writer<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("len", &self.len).finish_non_exhaustive()
    }
}
