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
pub struct Writer<'b> {
    out: Out<'b>,
    len: usize,
}

/// Where the bytes go.
enum Out<'b> {
    Slice(&'b mut [u8]),
    #[cfg(feature = "alloc")]
    Vec(&'b mut alloc::vec::Vec<u8>),
}

impl<'b> Writer<'b> {
    /// Writes into a slice, from its start.
    #[inline]
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self {
            out: Out::Slice(buffer),
            len: 0,
        }
    }

    /// Appends to a vector, which grows as needed.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn growing(buffer: &'b mut alloc::vec::Vec<u8>) -> Self {
        let len = buffer.len();
        Self {
            out: Out::Vec(buffer),
            len,
        }
    }

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
    #[inline]
    pub fn put<T: Emit + ?Sized>(&mut self, ty: u16, value: &T) -> Result<(), EmitError> {
        value.emit_attr(ty & TYPE_MASK, self)
    }

    /// Appends an attribute of type `ty`, flagged as nested, with what `fill` puts in it.
    ///
    /// # Errors
    /// As [`Writer::put`]; an error of `fill` takes the whole nest back.
    #[doc(alias = "nla_nest_start")]
    #[inline]
    pub fn nest(
        &mut self,
        ty: u16,
        fill: impl FnOnce(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        self.attr(ty & TYPE_MASK | NESTED, fill)
    }

    /// Appends a message: header, what `fill` puts behind it, and padding. The length in the
    /// header is filled in, whatever it was.
    ///
    /// # Errors
    /// As [`Writer::put`]; an error of `fill` takes the whole message back.
    #[doc(alias = "nlmsg_put")]
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
            let field = u32::try_from(len).map_err(|_| writer.too_long(start, len))?;
            writer.patch(start, field.to_ne_bytes());
            writer.pad(len)
        })
    }

    /// Appends an attribute whose type field is `raw_type`, flags included, with the payload that
    /// `fill` writes.
    ///
    /// # Errors
    /// As [`Writer::put`]; an error of `fill` takes the whole attribute back.
    #[inline]
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
            let field = u16::try_from(len).map_err(|_| writer.too_long(start, len))?;
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
        match &mut self.out {
            Out::Slice(buffer) => {
                let free = buffer
                    .get_mut(self.len..)
                    .and_then(|free| free.get_mut(..bytes.len()));
                let Some(free) = free else {
                    return Err(self.full(bytes.len()));
                };
                free.copy_from_slice(bytes);
            }
            #[cfg(feature = "alloc")]
            Out::Vec(buffer) => buffer.extend_from_slice(bytes),
        }
        self.len = self.len.saturating_add(bytes.len());
        Ok(())
    }

    /// As [`Writer::bytes`], for a number of bytes known when compiling.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    #[inline(always)]
    pub fn put_array<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), EmitError> {
        match &mut self.out {
            Out::Slice(buffer) => {
                let free = buffer
                    .get_mut(self.len..)
                    .and_then(|free| free.first_chunk_mut());
                let Some(free) = free else {
                    return Err(self.full(N));
                };
                *free = bytes;
            }
            #[cfg(feature = "alloc")]
            Out::Vec(buffer) => buffer.extend_from_slice(&bytes),
        }
        self.len = self.len.saturating_add(N);
        Ok(())
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

    /// The bytes written from position `start` on.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &[u8] {
        let all = match &self.out {
            Out::Slice(buffer) => &**buffer,
            #[cfg(feature = "alloc")]
            Out::Vec(buffer) => buffer.as_slice(),
        };
        all.get(start..self.len).unwrap_or_default()
    }

    fn truncate(&mut self, len: usize) {
        self.len = len;
        #[cfg(feature = "alloc")]
        if let Out::Vec(buffer) = &mut self.out {
            buffer.truncate(len);
        }
    }

    /// Overwrites what is written already.
    #[inline(always)]
    fn patch<const N: usize>(&mut self, at: usize, bytes: [u8; N]) {
        let all = match &mut self.out {
            Out::Slice(buffer) => &mut **buffer,
            #[cfg(feature = "alloc")]
            Out::Vec(buffer) => buffer.as_mut_slice(),
        };
        if let Some(place) = all.get_mut(at..).and_then(|place| place.first_chunk_mut()) {
            *place = bytes;
        }
    }

    /// Zeros up to the alignment of something that is `len` bytes long.
    #[inline]
    pub(crate) fn pad(&mut self, len: usize) -> Result<(), EmitError> {
        const ZEROS: [u8; 4] = [0; 4];
        let missing = align(len).saturating_sub(len);
        if missing == 0 {
            Ok(())
        } else {
            self.bytes(ZEROS.get(..missing).unwrap_or_default())
        }
    }

    #[cold]
    fn full(&self, wanted: usize) -> EmitError {
        EmitError::new(ErrorKind::BufferFull, self.len).with_found(wanted)
    }

    #[cold]
    fn too_long(&self, start: usize, len: usize) -> EmitError {
        EmitError::new(ErrorKind::TooLong, start).with_found(len.saturating_sub(HEADER_LEN))
    }
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}
