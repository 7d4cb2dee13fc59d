//! What one writes by hand who wants nothing but speed: safe code that checks every length.

use core::mem;

use netlink_core::MessageFlags;

/// The attributes of a stream, by type without flags and payload.
#[derive(Clone, Copy)]
pub(crate) struct Attrs<'a>(pub(crate) &'a [u8]);

impl<'a> Iterator for Attrs<'a> {
    type Item = (u16, &'a [u8]);

    #[inline(always)]
    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (&[l0, l1, t0, t1], body) = self.0.split_first_chunk()?;
        let len = usize::from(u16::from_ne_bytes([l0, l1]));
        let payload = body.get(..len.checked_sub(4)?)?;
        self.0 = self.0.get((len + 3) & !3..).unwrap_or(&[]);
        Some((u16::from_ne_bytes([t0, t1]) & 0x3fff, payload))
    }
}

/// The messages of a datagram, one behind the other. A length that cannot be ends them with nothing in
/// place of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Messages<'a>(pub(crate) &'a [u8]);

/// A message, its header taken apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'a> {
    pub(crate) ty: u16,
    pub(crate) sequence: u32,
    pub(crate) payload: &'a [u8],
}

impl<'a> Iterator for Messages<'a> {
    type Item = Option<Message<'a>>;

    #[inline(always)]
    fn next(&mut self) -> Option<Option<Message<'a>>> {
        if self.0.is_empty() {
            return None;
        }
        let message = message(self.0);
        let len = message.map_or(usize::MAX, |message| (message.payload.len() + 19) & !3);
        self.0 = self.0.get(len..).unwrap_or(&[]);
        Some(message)
    }
}

/// The first message of some.
#[inline(always)]
fn message(bytes: &[u8]) -> Option<Message<'_>> {
    let (&[l0, l1, l2, l3, t0, t1, _, _, s0, s1, s2, s3, ..], body) =
        bytes.split_first_chunk::<16>()?;
    let len = u32::from_ne_bytes([l0, l1, l2, l3]) as usize;
    Some(Message {
        ty: u16::from_ne_bytes([t0, t1]),
        sequence: u32::from_ne_bytes([s0, s1, s2, s3]),
        payload: body.get(..len.checked_sub(16)?)?,
    })
}

/// The payload of a message, if it is of type `ty`.
#[inline(always)]
pub(crate) fn payload(bytes: &[u8], ty: u16) -> Option<&[u8]> {
    let bytes = bytes.get(..u32_at(bytes)? as usize)?;
    let header: &[u8; 16] = bytes.first_chunk()?;
    if u16::from_ne_bytes([header[4], header[5]]) != ty {
        return None;
    }
    bytes.get(16..)
}

#[inline(always)]
pub(crate) fn u32_at(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|&bytes| u32::from_ne_bytes(bytes))
}

/// The room that is left to write in.
///
/// Each piece is split off its front and written at once, save the header of what has a length that is
/// not known yet: that is kept until it is.
pub(crate) struct Out<'b>(pub(crate) &'b mut [u8]);

impl<'b> Out<'b> {
    #[inline(always)]
    pub(crate) fn split<const N: usize>(&mut self) -> Option<&'b mut [u8; N]> {
        let (piece, rest) = mem::take(&mut self.0).split_first_chunk_mut()?;
        self.0 = rest;
        Some(piece)
    }

    #[inline(always)]
    pub(crate) fn put<const N: usize>(&mut self, bytes: [u8; N]) -> Option<()> {
        *self.split()? = bytes;
        Some(())
    }

    /// An attribute with a payload of four bytes.
    #[inline(always)]
    pub(crate) fn put4(&mut self, ty: u16, [v0, v1, v2, v3]: [u8; 4]) -> Option<()> {
        let [l0, l1, t0, t1] = attr_header(8, ty)?;
        self.put([l0, l1, t0, t1, v0, v1, v2, v3])
    }

    /// An attribute with these bytes.
    #[inline(always)]
    pub(crate) fn put_bytes(&mut self, ty: u16, value: &[u8]) -> Option<()> {
        self.put(attr_header(4 + value.len(), ty)?)?;
        let (payload, rest) = mem::take(&mut self.0).split_at_mut_checked(value.len())?;
        payload.copy_from_slice(value);
        let (padding, rest) = rest.split_at_mut_checked(value.len().wrapping_neg() & 3)?;
        padding.fill(0);
        self.0 = rest;
        Some(())
    }
}

/// The header of an attribute of `len` bytes.
#[inline(always)]
pub(crate) fn attr_header(len: usize, ty: u16) -> Option<[u8; 4]> {
    let ([l0, l1], [t0, t1]) = (u16::try_from(len).ok()?.to_ne_bytes(), ty.to_ne_bytes());
    Some([l0, l1, t0, t1])
}

/// The header of a request of `len` bytes.
#[inline(always)]
pub(crate) fn message_header(len: usize, ty: u16) -> Option<[u8; 16]> {
    request_header(len, ty, MessageFlags::REQUEST, 0)
}

/// The header of a request of `len` bytes, with flags and a sequence number.
#[inline(always)]
pub(crate) fn request_header(
    len: usize,
    ty: u16,
    flags: MessageFlags,
    sequence: u32,
) -> Option<[u8; 16]> {
    let [l0, l1, l2, l3] = u32::try_from(len).ok()?.to_ne_bytes();
    let ([t0, t1], [f0, f1]) = (ty.to_ne_bytes(), flags.0.to_ne_bytes());
    let [s0, s1, s2, s3] = sequence.to_ne_bytes();
    Some([l0, l1, l2, l3, t0, t1, f0, f1, s0, s1, s2, s3, 0, 0, 0, 0])
}
