//! Receiving: one call, one datagram, and everything the kernel tells about it.

use std::io::{self, IoSliceMut};
use std::os::fd::AsFd as _;

use super::ancillary::{Ancillary, Credentials};
use crate::error::{Context as _, Result, SocketError};
use crate::sys::{self, ControlBuffer, RawAddr};
use crate::{Group, ReceiveBuffer, RecvFlags, Socket, SocketAddr};

/// Receiving.
///
/// A datagram holds one message or several. What does not fit the buffer is gone: the kernel
/// discards it. [`Received`] then gives the length only as an error; [`ReceiveBuffer`] is large
/// enough for everything the kernel sends. A receive interrupted by a signal is repeated, and its
/// timeout begins again; to end a receive from another thread there is
/// [`wait_readable_or`](Self::wait_readable_or).
///
/// Errors that all of them have: `EAGAIN` if there is nothing to read, and the socket does not wait
/// or its timeout ran out; `ENOBUFS` if messages were dropped since the last receive because the
/// receive buffer was full. The kernel says so once, and drops everything further in silence until
/// the socket has been read empty (to `EAGAIN`): do that before anything else is sent. An error that
/// ends a dump early is the result of the receive after the one during which it happened.
impl Socket {
    /// Receives a datagram into a buffer.
    ///
    /// The size of the buffer also is the largest size the kernel gives the datagrams of a dump,
    /// up to 32 KiB: a buffer at least that large makes a dump take the fewest calls.
    ///
    /// # Errors
    ///
    /// Those of all receives, see above.
    pub fn recv(&self, buffer: &mut [u8]) -> Result<Received> {
        self.recv_with(buffer, RecvFlags::NONE)
    }

    /// Receives a datagram into a buffer, with flags.
    ///
    /// # Errors
    ///
    /// Those of all receives, see above.
    pub fn recv_with(&self, buffer: &mut [u8], flags: RecvFlags) -> Result<Received> {
        self.recv_vectored(&mut [IoSliceMut::new(buffer)], flags)
    }

    /// Receives one datagram scattered over several buffers, each filled before the next.
    ///
    /// # Errors
    ///
    /// Those of all receives, see above, and `EMSGSIZE` for more than 1024 buffers.
    pub fn recv_vectored(
        &self,
        buffers: &mut [IoSliceMut<'_>],
        flags: RecvFlags,
    ) -> Result<Received> {
        let operation = "receive";
        let room = buffers.iter().fold(0, |sum: usize, buffer| sum.saturating_add(buffer.len()));
        let mut sender = RawAddr::default();
        let mut control = ControlBuffer::new();
        // With this flag the kernel returns the full length even of what it cut.
        let bits = flags.bits() | libc::MSG_TRUNC;
        let info =
            sys::retry(|| sys::recvmsg(self.as_fd(), buffers, &mut sender, &mut control, bits))
                .during(operation)?;
        let ancillary = Ancillary::decode(control.written(info.control_len));
        let sender = sender.decode(info.name_len).during(operation)?;
        Ok(Received::with(info.full_len.min(room), info.full_len, sender, ancillary))
    }

    /// Receives a datagram of any size into a buffer made for that, in one system call.
    ///
    /// # Errors
    ///
    /// Those of all receives, see above.
    pub fn recv_into(&self, buffer: &mut ReceiveBuffer) -> Result<Received> {
        self.recv_into_with(buffer, RecvFlags::NONE)
    }

    /// Receives a datagram of any size into a buffer made for that, with flags.
    ///
    /// # Errors
    ///
    /// Those of all receives, see above.
    pub fn recv_into_with(&self, buffer: &mut ReceiveBuffer, flags: RecvFlags) -> Result<Received> {
        buffer.clear();
        let received = self.recv_with(buffer.as_mut_slice(), flags)?;
        buffer.filled(&received);
        Ok(received)
    }

    /// As [`recv_into_with`](Self::recv_into_with), without the group and the network namespace: they
    /// cost a few percent of the time that a receive takes.
    #[cfg(feature = "connection")]
    #[inline]
    pub(crate) fn recv_briefly_into(
        &self,
        buffer: &mut ReceiveBuffer,
        flags: RecvFlags,
    ) -> Result<Received> {
        let operation = "receive";
        buffer.clear();
        let mut sender = RawAddr::default();
        let bits = flags.bits() | libc::MSG_TRUNC;
        let room = buffer.as_mut_slice();
        let info = sys::retry(|| sys::recvfrom(self.as_fd(), room, &mut sender, bits))
            .during(operation)?;
        let copied = info.full_len.min(room.len());
        let sender = sender.decode(info.name_len).during(operation)?;
        let received = Received::of(copied, info.full_len, sender, None);
        buffer.filled(&received);
        Ok(received)
    }

    /// Returns the length in bytes of the next datagram, which stays in the queue.
    ///
    /// This is for buffers of a fixed size; it costs a system call, which
    /// [`recv_into`](Self::recv_into) does without. Only
    /// [`RecvFlags::DONT_WAIT`] makes a difference.
    ///
    /// # Errors
    ///
    /// Those of all receives, see above.
    pub fn peek_len(&self, flags: RecvFlags) -> Result<usize> {
        sys::retry(|| sys::peek_len(self.as_fd(), flags.bits())).during("peek")
    }
}

/// What is known of a received datagram: its length, its sender, and where it was sent to.
#[must_use = "the datagram may have been truncated, or come from someone else than the kernel"]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Received {
    copied: usize,
    full_len: usize,
    sender: SocketAddr,
    group: Option<Group>,
    namespace_id: Option<i32>,
    credentials: Option<Credentials>,
}

impl Received {
    #[inline]
    pub(crate) const fn of(
        copied: usize,
        full_len: usize,
        sender: SocketAddr,
        group: Option<Group>,
    ) -> Self {
        Self { copied, full_len, sender, group, namespace_id: None, credentials: None }
    }

    pub(super) const fn with(
        copied: usize,
        full_len: usize,
        sender: SocketAddr,
        ancillary: Ancillary,
    ) -> Self {
        let Ancillary { group, namespace_id, credentials } = ancillary;
        Self { copied, full_len, sender, group, namespace_id, credentials }
    }

    /// Returns the length of the datagram in bytes, if all of it is in the buffer.
    ///
    /// # Errors
    ///
    /// [`Truncated`] if the buffer was too small.
    pub const fn complete(&self) -> Result<usize, Truncated> {
        if self.is_truncated() {
            return Err(Truncated { copied: self.copied, full_len: self.full_len });
        }
        Ok(self.full_len)
    }

    /// Returns the datagram, given the buffer it was received into.
    ///
    /// # Errors
    ///
    /// [`Truncated`] if the buffer was too small.
    pub fn bytes<'b>(&self, buffer: &'b [u8]) -> Result<&'b [u8], Truncated> {
        let len = self.complete()?;
        // A shorter slice is not the buffer of this receive.
        buffer.get(..len).ok_or(Truncated { copied: buffer.len(), full_len: len })
    }

    /// Returns how many bytes are in the buffer, whether that is all of the datagram or not.
    #[must_use]
    pub const fn copied(&self) -> usize {
        self.copied
    }

    /// Returns how many bytes the datagram had, whether they are all in the buffer or not.
    #[must_use]
    pub const fn full_len(&self) -> usize {
        self.full_len
    }

    /// Returns true if the end of the datagram was lost because the buffer was too small.
    #[doc(alias = "MSG_TRUNC")]
    #[must_use]
    pub const fn is_truncated(&self) -> bool {
        self.copied < self.full_len
    }

    /// Returns the sender of the datagram, as reported by the kernel.
    ///
    /// Any process can send to a socket, or to groups.
    #[must_use]
    pub const fn sender(&self) -> SocketAddr {
        self.sender
    }

    /// Returns the group that the datagram was sent to, if it was a multicast and
    /// [`set_packet_info`](Socket::set_packet_info) is on.
    #[doc(alias = "nl_pktinfo")]
    #[must_use]
    pub const fn group(&self) -> Option<Group> {
        self.group
    }

    /// Returns the process that sent the datagram, if
    /// [`set_credentials`](Socket::set_credentials) is on.
    #[doc(alias = "SCM_CREDENTIALS")]
    #[must_use]
    pub const fn credentials(&self) -> Option<Credentials> {
        self.credentials
    }

    /// Returns the ID of the network namespace the datagram came from, as the socket's namespace
    /// numbers them, if it was another one and
    /// [`set_listen_all_namespaces`](Socket::set_listen_all_namespaces) is on.
    #[doc(alias = "NETLINK_LISTEN_ALL_NSID")]
    #[must_use]
    pub const fn namespace_id(&self) -> Option<i32> {
        self.namespace_id
    }
}

/// The buffer was smaller than the datagram, whose end is lost.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[error("datagram of {full_len} bytes was truncated to {copied}")]
pub struct Truncated {
    copied: usize,
    full_len: usize,
}

impl Truncated {
    #[inline]
    pub(crate) const fn new(copied: usize, full_len: usize) -> Self {
        Self { copied, full_len }
    }

    /// Returns how many bytes are in the buffer.
    #[must_use]
    pub const fn copied(&self) -> usize {
        self.copied
    }

    /// Returns how many bytes the datagram had.
    #[must_use]
    pub const fn full_len(&self) -> usize {
        self.full_len
    }
}

impl From<Truncated> for SocketError {
    fn from(_: Truncated) -> Self {
        Self::new("receive", libc::EMSGSIZE)
    }
}

impl From<Truncated> for io::Error {
    fn from(_: Truncated) -> Self {
        Self::from_raw_os_error(libc::EMSGSIZE)
    }
}
