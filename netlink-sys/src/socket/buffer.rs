//! A buffer that any datagram fits in, and that costs only what was received into it.

use core::fmt;

use crate::error::{Context as _, Result};
use crate::sys::Mapping;
use crate::{Group, Received, SocketAddr, Truncated};

/// A reusable buffer with room for the largest datagram, of which only the touched pages exist.
///
/// Netlink datagrams have no bound that a fixed buffer could be built for: dumps come in up to
/// 32 KiB, but single messages of many virtual functions or large sets pass 64 KiB, and what does
/// not fit a buffer is lost. This buffer reserves address space for the largest one
/// ([4 MiB](Self::DEFAULT_RESERVE) unless asked otherwise) and lets the kernel fill it in. A
/// page that no datagram has reached takes no memory; dumps use at most 32 KiB of it. So every
/// receive is one system call, with nothing copied, grown or lost.
///
/// The buffer is exempt from `mlockall` with `MCL_FUTURE`, which would otherwise make all of it
/// resident: what is received can be swapped out. `MCL_CURRENT` locks the buffers that exist; add
/// `MCL_ONFAULT` to lock only what was received.
///
/// # Examples
///
/// ```
/// use netlink_sys::{Protocol, ReceiveBuffer, Socket};
///
/// let socket = Socket::open(Protocol::USERSOCK)?;
/// socket.send_to(b"to myself", socket.local_addr()?)?;
///
/// let mut buffer = ReceiveBuffer::new()?;
/// socket.recv_into(&mut buffer)?.complete()?;
/// assert_eq!(buffer.datagram()?, b"to myself");
/// # Ok::<(), netlink_sys::SocketError>(())
/// ```
pub struct ReceiveBuffer {
    mapping: Mapping,
    copied: usize,
    full_len: usize,
}

impl ReceiveBuffer {
    /// How many bytes [`new`](Self::new) reserves: 4 MiB.
    ///
    /// That is the most the kernel allocates for one message of its own where pages have 4 KiB.
    /// Processes can send longer ones to each other, if their send buffers were made that large:
    /// these need [`with_reserve`](Self::with_reserve).
    pub const DEFAULT_RESERVE: usize = 4 << 20;

    /// How many bytes stay in memory after [`shrink`](Self::shrink): 64 KiB, which is more than the
    /// datagrams of dumps need and a multiple of every page size that Linux has.
    pub(crate) const KEPT: usize = 64 << 10;

    /// Returns a buffer for every datagram that kernels send.
    ///
    /// # Errors
    ///
    /// `ENOMEM` if the process has no address space left.
    pub fn new() -> Result<Self> {
        Self::with_reserve(Self::DEFAULT_RESERVE)
    }

    /// Returns a buffer for datagrams of up to this many bytes.
    ///
    /// Less than 32 KiB makes the kernel cut dumps into smaller datagrams.
    ///
    /// # Errors
    ///
    /// `ENOMEM` if the process has no address space left, `EINVAL` for zero bytes.
    pub fn with_reserve(bytes: usize) -> Result<Self> {
        let mapping = Mapping::new(bytes).during("reserve receive buffer")?;
        Ok(Self { mapping, copied: 0, full_len: 0 })
    }

    /// Returns how many bytes fit.
    #[must_use]
    pub fn reserve(&self) -> usize {
        self.mapping.len()
    }

    /// Returns the datagram received last by [`Socket::recv_into`](crate::Socket::recv_into).
    ///
    /// Empty if none was, or the last receive failed.
    ///
    /// # Errors
    ///
    /// [`Truncated`] if it was longer than the reserve.
    #[inline]
    pub fn datagram(&self) -> Result<&[u8], Truncated> {
        let whole = self.as_slice().get(..self.full_len).filter(|_| self.copied == self.full_len);
        whole.ok_or(Truncated::new(self.copied, self.full_len))
    }

    /// Returns the whole reserve: what was received, and behind it what was there before.
    #[inline]
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        self.mapping.as_slice()
    }

    /// Returns the whole reserve, to receive into by other means than
    /// [`Socket::recv_into`](crate::Socket::recv_into).
    ///
    /// Do not write to all of it: what is touched takes memory.
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        self.mapping.as_mut_slice()
    }

    /// Gives back the memory that large datagrams took, all but the 64 KiB that dumps need.
    ///
    /// The datagram received last is gone as well.
    pub fn shrink(&mut self) {
        self.clear();
        // The call can only fail for a buffer that is smaller than that, which has nothing to give back.
        let _ = self.mapping.release(Self::KEPT);
    }

    /// Forgets the datagram received last.
    #[inline]
    pub fn clear(&mut self) {
        self.copied = 0;
        self.full_len = 0;
    }

    /// Takes in a datagram that came by other means than a socket, as much as there is room for; what
    /// receiving it would have given.
    ///
    /// `full_len` is the length of the datagram before anything was lost. This is for
    /// [transports](crate::connection::Transport) of one's own.
    pub fn fill(
        &mut self,
        bytes: &[u8],
        full_len: usize,
        sender: SocketAddr,
        group: Option<Group>,
    ) -> Received {
        let room = self.mapping.as_mut_slice();
        let copied = bytes.len().min(room.len());
        if let (Some(to), Some(from)) = (room.get_mut(..copied), bytes.get(..copied)) {
            to.copy_from_slice(from);
        }
        let received = Received::of(copied, full_len.max(bytes.len()), sender, group);
        self.filled(&received);
        received
    }

    /// Takes in a datagram that was received earlier and kept elsewhere.
    #[cfg(feature = "connection")]
    pub(crate) fn refill(&mut self, bytes: &[u8]) {
        let _ = self.fill(bytes, bytes.len(), SocketAddr::KERNEL, None);
    }

    #[inline]
    pub(crate) fn filled(&mut self, received: &Received) {
        self.copied = received.copied();
        self.full_len = received.full_len();
    }
}

impl fmt::Debug for ReceiveBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiveBuffer")
            .field("reserve", &self.reserve())
            .field("copied", &self.copied)
            .field("full_len", &self.full_len)
            .finish_non_exhaustive()
    }
}
