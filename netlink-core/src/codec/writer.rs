//! Appending messages and attributes to a buffer.

use core::fmt;

use crate::align::align;
use crate::attr::{Attr, HEADER_LEN, NESTED};
use crate::emit::Emit;
use crate::emit_field::EmitField;
use crate::error::{EmitError, ErrorKind};
use crate::header::MessageHeader;
use crate::output::{EmitContext, Failed, Output};
use crate::policy::copy_attr;

/// Appends messages and attributes to a slice, or (with `alloc`) to a growing `Vec`.
///
/// Lengths are filled in and padding is zeroed. A call that fails does not change what
/// was written before.
///
/// ```
/// use netlink_core::Writer;
///
/// let mut buffer = [0xa5; 64];
/// let mut writer = Writer::new(&mut buffer);
/// writer.put(1, &7u32)?;
/// writer.nest(2, |nest| nest.put(1, "lo"))?;
/// # #[cfg(target_endian = "little")]
/// assert_eq!(
///     writer.written(),
///     [8, 0, 1, 0, 7, 0, 0, 0, 12, 0, 2, 0x80, 7, 0, 1, 0, b'l', b'o', 0, 0],
/// );
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
pub struct Writer<'b> {
    buffer: Buffer<'b>,
    len: usize,
    /// Where the current message starts: offsets of errors count from there.
    origin: usize,
}

enum Buffer<'b> {
    Slice(&'b mut [u8]),
    #[cfg(feature = "alloc")]
    Vec(&'b mut alloc::vec::Vec<u8>),
}

/// How much room is made in a vector before the exact length is computed.
#[cfg(feature = "alloc")]
const WINDOW: usize = 256;

/// How much room must be left in a vector to be worth a try.
#[cfg(feature = "alloc")]
const MIN_WINDOW: usize = 64;

impl Buffer<'_> {
    /// Returns the bytes from `start` to `end`, after growing if need be and possible.
    #[inline(always)]
    fn exact(&mut self, start: usize, end: usize) -> Option<&mut [u8]> {
        match self {
            Self::Slice(slice) => slice.get_mut(start..end),
            #[cfg(feature = "alloc")]
            Self::Vec(vec) => {
                if end > vec.len() {
                    vec.resize(end, 0);
                }
                vec.get_mut(start..end)
            }
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Slice(slice) => slice,
            #[cfg(feature = "alloc")]
            Self::Vec(vec) => vec,
        }
    }

    /// Drops the bytes from `len` on.
    #[inline(always)]
    fn truncate(&mut self, len: usize) {
        match self {
            Self::Slice(_) => {
                let _ = len;
            }
            #[cfg(feature = "alloc")]
            Self::Vec(vec) => vec.truncate(len),
        }
    }
}

impl<'b> Writer<'b> {
    /// Returns a writer into a slice, from its start.
    #[inline]
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer: Buffer::Slice(buffer), len: 0, origin: 0 }
    }

    /// Returns a writer that appends to a vector, which grows as needed.
    #[cfg(feature = "alloc")]
    #[inline]
    #[must_use]
    pub fn growing(buffer: &'b mut alloc::vec::Vec<u8>) -> Self {
        let len = buffer.len();
        Self { buffer: Buffer::Vec(buffer), len, origin: len }
    }

    /// Returns how many bytes are written; with a vector, including those that it held before.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Returns whether nothing is written yet.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the bytes written so far.
    #[inline]
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.buffer.bytes().get(..self.len).unwrap_or_default()
    }

    /// Appends a value as the attribute of type `ty`.
    ///
    /// Types are 0 to 0x3fff. Flags in `ty` are written as given: [`NET_BYTEORDER`](crate::attr::NET_BYTEORDER)
    /// where the protocol requires it. Sets are flagged as [`NESTED`].
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`], [`ErrorKind::TooLong`], or what the value's own rules refuse.
    /// [`ErrorKind::NestedFlagUnexpected`] if `ty` has the bit of [`NESTED`] and the value is an integer, a string or a
    /// flag: the kernel would read it as a flag, and not as a part of the type.
    #[doc(alias = "nla_put")]
    #[inline(always)]
    pub fn put<T: Emit + ?Sized>(&mut self, ty: u16, value: &T) -> Result<(), EmitError> {
        if ty & NESTED != 0 && const { !T::EMIT_ATTR.may_be_flagged() } {
            return Err(self.not_nested());
        }
        if let Some(len) = const { fixed_attr_len(T::FIXED_LEN) } {
            let end = self.len.wrapping_add(len);
            let origin = self.origin;
            return match self.buffer.exact(self.len, end) {
                Some(room) => {
                    let mut cx = EmitContext::new(end.wrapping_sub(origin));
                    match value.emit_attr(ty, Output::new(room), &mut cx) {
                        Ok(_) => {
                            self.len = end;
                            Ok(())
                        }
                        Err(_) => Err(self.take_back(cx)),
                    }
                }
                None => Err(self.full(len)),
            };
        }
        self.write(
            |out, cx| Ok(value.emit_attr(ty, out, cx)?.remaining()),
            || crate::emit::attr_len(value.payload_len()),
        )
    }

    /// Appends a member of a set as attributes of type `ty`: none for a `None`, several for a list.
    ///
    /// ```
    /// use netlink_core::Writer;
    ///
    /// let mut bytes = Vec::new();
    /// let mut writer = Writer::growing(&mut bytes);
    /// writer.put_field(4, &Some(1500_u32))?;
    /// writer.put_field(5, &None::<u32>)?;
    /// writer.put_field(6, &vec![1_u32, 2])?;
    /// assert_eq!(writer.len(), 24);
    /// # Ok::<(), netlink_core::EmitError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Writer::put`].
    pub fn put_field<T: EmitField>(&mut self, ty: u16, value: &T) -> Result<(), EmitError> {
        if ty & NESTED != 0 && const { !T::EMIT_FIELD.may_be_flagged() } {
            return Err(self.not_nested());
        }
        self.write(|out, cx| Ok(value.emit_field(ty, out, cx)?.remaining()), || value.field_len())
    }

    /// Appends the payload of a value: of a set, its attributes.
    ///
    /// # Errors
    /// As [`Writer::put`].
    pub fn emit<T: Emit + ?Sized>(&mut self, value: &T) -> Result<(), EmitError> {
        self.write(|out, cx| Ok(value.emit(out, cx)?.remaining()), || value.payload_len())
    }

    /// Appends an attribute that was received, with its type's flags.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    pub fn put_attr(&mut self, attr: &Attr<'_>) -> Result<(), EmitError> {
        self.write(
            |out, cx| Ok(copy_attr(attr, out, cx)?.remaining()),
            || crate::emit::attr_len(attr.payload().len()),
        )
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
        self.attr(ty | NESTED, fill)
    }

    /// Appends a message: header, what `fill` puts behind it, and padding.
    ///
    /// The length in the header is filled in.
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
        let (start, origin) = (self.len, self.origin);
        self.origin = start;
        let result = self.rolling_back(|writer| {
            writer.put_array(header.to_bytes())?;
            fill(writer)?;
            let len = writer.len.saturating_sub(start);
            let field = u32::try_from(len).map_err(|_| too_long(0, len))?;
            writer.patch(start, field.to_ne_bytes());
            writer.pad(len)
        });
        self.origin = origin;
        result
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
            let field = u16::try_from(len)
                .map_err(|_| too_long(start.saturating_sub(writer.origin), len))?;
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
        match self.buffer.exact(self.len, end) {
            // Always as long; the comparison leaves no panic for the compiler to keep.
            Some(room) if room.len() == bytes.len() => room.copy_from_slice(bytes),
            _ => return Err(self.full(bytes.len())),
        }
        self.len = end;
        Ok(())
    }

    /// Appends bytes like [`Writer::bytes`], for a number of bytes known at compile time.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    #[inline(always)]
    pub fn put_array<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), EmitError> {
        // Wraps only where there is no room.
        let end = self.len.wrapping_add(N);
        match self.buffer.exact(self.len, end).and_then(|room| room.first_chunk_mut()) {
            Some(room) => *room = bytes,
            None => return Err(self.full(N)),
        }
        self.len = end;
        Ok(())
    }

    /// Runs `write` on the rest of the buffer. It returns how much of that is left; `len` is what it
    /// will write, and is called only if a vector may be too small.
    #[inline(always)]
    pub(crate) fn write(
        &mut self,
        write: impl Fn(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
        len: impl Fn() -> usize,
    ) -> Result<(), EmitError> {
        let (start, origin) = (self.len, self.origin);
        match &mut self.buffer {
            Buffer::Slice(slice) => {
                let end = slice.len();
                let mut cx = EmitContext::new(end.wrapping_sub(origin));
                match write(Output::new(slice.get_mut(start..).unwrap_or_default()), &mut cx) {
                    Ok(left) => {
                        let _ = len;
                        self.len = end.wrapping_sub(left);
                        Ok(())
                    }
                    Err(_) => Err(cx.into_error()),
                }
            }
            #[cfg(feature = "alloc")]
            Buffer::Vec(vec) => {
                self.len = grow(vec, start, origin, write, len)?;
                Ok(())
            }
        }
    }

    /// As [`Writer::write`], for a whole message: offsets of errors count from its start.
    #[inline(always)]
    pub(crate) fn message_of(
        &mut self,
        write: impl Fn(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
        len: impl Fn() -> usize,
    ) -> Result<(), EmitError> {
        let origin = self.origin;
        self.origin = self.len;
        let result = self.write(write, len);
        self.origin = origin;
        result
    }

    /// Runs `write`, and takes back what it wrote if it fails.
    #[inline(always)]
    fn rolling_back(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<(), EmitError>,
    ) -> Result<(), EmitError> {
        let start = self.len;
        let result = write(self);
        if result.is_err() {
            self.len = start;
            self.buffer.truncate(start);
        }
        result
    }

    #[cold]
    fn take_back(&mut self, cx: EmitContext) -> EmitError {
        self.buffer.truncate(self.len);
        cx.into_error()
    }

    #[cold]
    fn not_nested(&self) -> EmitError {
        EmitError::new(ErrorKind::NestedFlagUnexpected, self.len.saturating_sub(self.origin))
    }

    #[cold]
    fn full(&self, wanted: usize) -> EmitError {
        let at = self.len.saturating_sub(self.origin);
        EmitError::new(ErrorKind::BufferFull, at).with_found(wanted)
    }

    /// Overwrites what is written already.
    #[inline(always)]
    fn patch<const N: usize>(&mut self, at: usize, bytes: [u8; N]) {
        let place = self.buffer.exact(at, at.saturating_add(N));
        if let Some(place) = place.and_then(|place| place.first_chunk_mut()) {
            *place = bytes;
        }
    }

    /// Zeros up to the alignment of something that is `len` bytes long.
    #[inline]
    fn pad(&mut self, len: usize) -> Result<(), EmitError> {
        const ZEROS: [u8; 4] = [0; 4];
        let missing = align(len).saturating_sub(len);
        if missing == 0 { Ok(()) } else { self.bytes(ZEROS.get(..missing).unwrap_or_default()) }
    }
}

/// Runs `write` on a vector: first in a window of a constant size, and if that is too small, in exactly
/// the room that is needed. Returns the new length.
#[cfg(feature = "alloc")]
#[inline]
fn grow(
    vec: &mut alloc::vec::Vec<u8>,
    start: usize,
    origin: usize,
    write: impl Fn(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
    len: impl Fn() -> usize,
) -> Result<usize, EmitError> {
    vec.truncate(start);
    match vec.capacity().wrapping_sub(start) {
        // Filling a constant number of bytes takes no call.
        spare if !(MIN_WINDOW..WINDOW).contains(&spare) => vec.extend_from_slice(&[0; WINDOW]),
        spare => vec.resize(start.wrapping_add(spare), 0),
    }
    let end = vec.len();
    let mut cx = EmitContext::new(end.wrapping_sub(origin));
    match write(Output::new(vec.get_mut(start..).unwrap_or_default()), &mut cx) {
        Ok(left) => {
            let len = end.wrapping_sub(left);
            vec.truncate(len);
            Ok(len)
        }
        Err(_) if cx.is_full() => grow_exactly(vec, start, origin, write, len),
        Err(_) => {
            vec.truncate(start);
            Err(cx.into_error())
        }
    }
}

#[cfg(feature = "alloc")]
#[cold]
#[inline(never)]
fn grow_exactly(
    vec: &mut alloc::vec::Vec<u8>,
    start: usize,
    origin: usize,
    write: impl Fn(Output<'_>, &mut EmitContext) -> Result<usize, Failed>,
    len: impl Fn() -> usize,
) -> Result<usize, EmitError> {
    vec.truncate(start);
    let len = len();
    let end = start.saturating_add(len);
    vec.resize(end, 0);
    let mut cx = EmitContext::new(end.wrapping_sub(origin));
    let room = vec.get_mut(start..).unwrap_or_default();
    let result = write(Output::new(room), &mut cx).map(|left| end.wrapping_sub(left));
    match result {
        Ok(end) => {
            vec.truncate(end);
            Ok(end)
        }
        Err(_) => {
            vec.truncate(start);
            Err(cx.into_error())
        }
    }
}

/// The length of an attribute whose payload has this length.
const fn fixed_attr_len(payload: Option<usize>) -> Option<usize> {
    match payload {
        Some(len) => Some(crate::emit::attr_len(len)),
        None => None,
    }
}

#[cold]
fn too_long(at: usize, len: usize) -> EmitError {
    EmitError::new(ErrorKind::TooLong, at).with_found(len.saturating_sub(HEADER_LEN))
}

impl fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("len", &self.len).finish_non_exhaustive()
    }
}
