//! The floor of work with a kernel: a socket, and a loop around its two calls.

use std::os::fd::{AsRawFd, RawFd};

use netlink_sys::{Group, Protocol, Socket, SocketAddr};

use crate::floor::{Message, Messages};

pub(super) const ERROR: u16 = 2;
pub(super) const DONE: u16 = 3;

/// A socket of rtnetlink that is as the library's is, to be sent to and received from at once.
pub(super) struct Bare {
    socket: Socket,
    buffer: Vec<u8>,
    sequence: u32,
}

impl Bare {
    pub(super) fn open() -> Self {
        let socket = Socket::open(Protocol::ROUTE).expect("a socket");
        socket.connect(SocketAddr::KERNEL).expect("the kernel is there");
        socket.set_extended_ack(true).expect("an option");
        socket.set_strict_check(true).expect("an option");
        Self::over(socket)
    }

    /// A socket that hears a group.
    pub(super) fn listen(group: Group) -> Self {
        let socket = Socket::open(Protocol::ROUTE).expect("a socket");
        socket.join(group).expect("a group");
        Self::over(socket)
    }

    fn over(socket: Socket) -> Self {
        // The kernel puts as much into one datagram of a dump as this, and not more.
        Self { socket, buffer: vec![0; 32 << 10], sequence: 0 }
    }

    pub(super) fn next_sequence(&mut self) -> u32 {
        self.sequence += 1;
        self.sequence
    }

    #[inline]
    pub(super) fn send(&self, bytes: &[u8]) -> Option<()> {
        send(self.socket.as_raw_fd(), bytes)
    }

    /// Waits for a datagram, and returns its messages: nothing if it was truncated, or is an error.
    #[inline]
    pub(super) fn receive(&mut self) -> Option<Messages<'_>> {
        let len = receive(self.socket.as_raw_fd(), &mut self.buffer)?;
        self.buffer.get(..len).map(Messages)
    }
}

/// Whether this acknowledges the request with that number, and says that it was carried out.
#[inline]
pub(super) fn acknowledges(message: &Message<'_>, sequence: u32) -> bool {
    (message.ty, message.sequence) == (ERROR, sequence)
        && message.payload.first_chunk() == Some(&[0; 4])
}

#[inline]
fn send(fd: RawFd, bytes: &[u8]) -> Option<()> {
    // SAFETY: send(2) reads `bytes.len()` bytes at the start of `bytes`.
    let sent = unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), 0) };
    (usize::try_from(sent) == Ok(bytes.len())).then_some(())
}

/// The length of the datagram, also if it is longer than the buffer.
#[inline]
fn receive(fd: RawFd, buffer: &mut [u8]) -> Option<usize> {
    let (bytes, len) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: recv(2) writes at most `len` bytes at `bytes`: the buffer, mutably borrowed.
    usize::try_from(unsafe { libc::recv(fd, bytes, len, libc::MSG_TRUNC) }).ok()
}
