//! A buffer for several datagrams that are received in one system call.

use core::array;
use core::fmt;
use std::io::IoSliceMut;
use std::os::fd::AsFd as _;

use super::ancillary::Ancillary;
use super::flags::RecvFlags;
use super::receive::{Received, Truncated};
use crate::Socket;
use crate::error::{Context as _, Result};
use crate::sys::{self, Arrival, Mapping};
#[cfg(feature = "connection")]
use crate::{Group, SocketAddr};

/// A reusable buffer for up to [16](Self::CAPACITY) datagrams, of which only the touched pages exist.
///
/// Notifications are small and come in storms; one system call for many of them costs less. Each datagram
/// has room for [256 KiB](Self::ROOM), which is more than notifications have; what does not fit is lost, as
/// with every buffer. For replies, which can be larger, use [`ReceiveBuffer`](crate::ReceiveBuffer).
///
/// # Examples
///
/// ```
/// use netlink_sys::{Protocol, ReceiveBurst, RecvFlags, Socket};
///
/// let socket = Socket::open(Protocol::USERSOCK)?;
/// let to = socket.local_addr()?;
/// for text in ["one", "two", "three"] {
///     socket.send_to(text.as_bytes(), to)?;
/// }
/// let mut burst = ReceiveBurst::new()?;
/// assert_eq!(socket.recv_burst(&mut burst, RecvFlags::DONT_WAIT)?, 3);
/// assert_eq!(burst.datagram(2).unwrap()?, b"three");
/// # Ok::<(), netlink_sys::SocketError>(())
/// ```
pub struct ReceiveBurst {
    mapping: Mapping,
    received: Vec<Received>,
}

impl ReceiveBurst {
    /// How many datagrams fit.
    pub const CAPACITY: usize = 16;

    /// How many bytes one datagram can have: 256 KiB.
    pub const ROOM: usize = 256 << 10;

    /// Returns a buffer without datagrams.
    ///
    /// # Errors
    ///
    /// `ENOMEM` if the process has no address space left.
    pub fn new() -> Result<Self> {
        let len = Self::CAPACITY.saturating_mul(Self::ROOM);
        let mapping = Mapping::new(len).during("reserve receive buffer")?;
        Ok(Self { mapping, received: Vec::with_capacity(Self::CAPACITY) })
    }

    /// Returns the number of datagrams received last.
    #[must_use]
    pub fn len(&self) -> usize {
        self.received.len()
    }

    /// Returns true if no datagram was received last.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.received.is_empty()
    }

    /// Returns what is known of a datagram, or `None` if there are fewer.
    #[must_use]
    pub fn received(&self, index: usize) -> Option<Received> {
        self.received.get(index).copied()
    }

    /// Returns a datagram, or `None` if there are fewer.
    ///
    /// # Errors
    ///
    /// [`Truncated`] if it was longer than [`ROOM`](Self::ROOM).
    #[must_use]
    pub fn datagram(&self, index: usize) -> Option<Result<&[u8], Truncated>> {
        let received = self.received.get(index)?;
        let start = index.checked_mul(Self::ROOM)?;
        let room = self.mapping.as_slice().get(start..)?;
        Some(received.bytes(room))
    }

    /// Forgets the datagrams.
    pub fn clear(&mut self) {
        self.received.clear();
    }

    /// Adds a datagram that came by other means than a socket, as much as there is room for; what
    /// receiving it would have given, or `None` if there are [16](Self::CAPACITY) datagrams already.
    ///
    /// `full_len` is the length of the datagram in bytes before anything was lost. This is for
    /// [transports](crate::connection::Transport) of one's own.
    #[cfg(feature = "connection")]
    pub fn fill(
        &mut self,
        bytes: &[u8],
        full_len: usize,
        sender: SocketAddr,
        group: Option<Group>,
    ) -> Option<Received> {
        let index = self.received.len();
        let room = self.mapping.as_mut_slice().chunks_exact_mut(Self::ROOM).nth(index)?;
        let copied = bytes.len().min(room.len());
        if let (Some(to), Some(from)) = (room.get_mut(..copied), bytes.get(..copied)) {
            to.copy_from_slice(from);
        }
        let received = Received::of(copied, full_len.max(bytes.len()), sender, group);
        self.received.push(received);
        Some(received)
    }
}

impl fmt::Debug for ReceiveBurst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiveBurst").field("received", &self.received).finish_non_exhaustive()
    }
}

/// Receiving several datagrams.
impl Socket {
    /// Receives as many datagrams as are there, up to the capacity of the buffer, in one system call;
    /// their number.
    ///
    /// Without [`RecvFlags::DONT_WAIT`] it waits until the buffer is full.
    ///
    /// # Errors
    ///
    /// Those of all receives. An error after the first datagram is the result of the next call.
    #[doc(alias = "recvmmsg")]
    pub fn recv_burst(&self, burst: &mut ReceiveBurst, flags: RecvFlags) -> Result<usize> {
        let operation = "receive";
        burst.clear();
        let mut rooms = burst.mapping.as_mut_slice().chunks_exact_mut(ReceiveBurst::ROOM);
        let mut buffers: [IoSliceMut<'_>; ReceiveBurst::CAPACITY] =
            array::from_fn(|_| IoSliceMut::new(rooms.next().unwrap_or_default()));
        let mut arrivals = [Arrival::NONE; ReceiveBurst::CAPACITY];
        // With this flag the kernel returns the full length even of what it cut.
        let bits = flags.bits() | libc::MSG_TRUNC;
        let count = sys::retry(|| sys::recvmmsg(self.as_fd(), &mut buffers, &mut arrivals, bits))
            .during(operation)?;
        for arrival in arrivals.iter().take(count) {
            let info = arrival.info;
            let sender = arrival.sender.decode(info.name_len).during(operation)?;
            let ancillary = Ancillary::decode(arrival.control.written(info.control_len));
            let copied = info.full_len.min(ReceiveBurst::ROOM);
            burst.received.push(Received::with(copied, info.full_len, sender, ancillary));
        }
        Ok(count)
    }
}
