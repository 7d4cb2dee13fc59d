//! Sending: one call, one datagram, which holds one message or several.

use std::io::IoSlice;
use std::os::fd::AsFd as _;

use crate::error::{Context as _, Result, SocketError};
use crate::sys::{self, RawAddr};
use crate::{SendFlags, Socket, SocketAddr};

/// Sending.
///
/// A datagram is sent whole or not at all, so these return nothing but errors. The kernel handles
/// a request during the send, so that the answer is ready when the send returns. Several messages
/// one after the other, each aligned to 4 bytes, may be one datagram. A send interrupted by a
/// signal is repeated.
///
/// Errors that all of them have: `ENODATA` for an empty datagram; `EMSGSIZE` for one larger than
/// the send buffer less 32 bytes; `EAGAIN` if the receiver is full, and the socket does not wait or
/// its timeout ran out; `ECONNREFUSED` if no socket has the port ID, or the receiver is connected
/// elsewhere; `EPERM` if this user may not send there. Requests that the kernel cannot read (less
/// than 16 bytes, or a length in the header larger than the datagram) are not errors: it ignores
/// them and never answers.
impl Socket {
    /// Sends a datagram to the connected address, which is the kernel unless
    /// [`connect`](Self::connect) said otherwise.
    ///
    /// # Errors
    ///
    /// Those of all sends, see above.
    #[inline]
    pub fn send(&self, bytes: &[u8]) -> Result<()> {
        self.send_with(bytes, SendFlags::NONE)
    }

    /// Sends a datagram to the connected address, with flags.
    ///
    /// # Errors
    ///
    /// Those of all sends, see above.
    #[inline]
    pub fn send_with(&self, bytes: &[u8], flags: SendFlags) -> Result<()> {
        let sent = sys::retry(|| sys::send(self.as_fd(), bytes, flags.bits())).during("send")?;
        whole(sent, bytes.len())
    }

    /// Sends a datagram to an address.
    ///
    /// A datagram is sent to a group if the mask of the address has the group (see
    /// [`SocketAddr::with_group`]); it is also sent to the port ID. Where that is the kernel, and the
    /// kernel has no part in the protocol, the group gets the datagram and the send still fails
    /// with `ECONNREFUSED`.
    ///
    /// # Errors
    ///
    /// Those of all sends, see above.
    pub fn send_to(&self, bytes: &[u8], to: SocketAddr) -> Result<()> {
        self.send_vectored(&[IoSlice::new(bytes)], Some(to), SendFlags::NONE)
    }

    /// Sends one datagram gathered from several pieces, to an address or, with `None`, to the
    /// connected one.
    ///
    /// # Errors
    ///
    /// Those of all sends, see above, and `EMSGSIZE` for more than 1024 pieces.
    pub fn send_vectored(
        &self,
        pieces: &[IoSlice<'_>],
        to: Option<SocketAddr>,
        flags: SendFlags,
    ) -> Result<()> {
        let addr = to.map(RawAddr::from);
        let sent = sys::retry(|| sys::sendmsg(self.as_fd(), pieces, addr.as_ref(), flags.bits()))
            .during("send")?;
        whole(sent, pieces.iter().fold(0, |sum: usize, piece| sum.saturating_add(piece.len())))
    }
}

/// A datagram socket sends whole datagrams; a descriptor taken over from elsewhere may be another
/// kind of socket.
#[inline]
fn whole(sent: usize, len: usize) -> Result<()> {
    if sent == len { Ok(()) } else { Err(SocketError::new("send", libc::EMSGSIZE)) }
}
