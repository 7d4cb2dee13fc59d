//! The error of a socket operation: which operation, and the errno the kernel gave for it.

use std::io;

/// What an operation on a socket failed with: its name and the errno.
///
/// An errno alone says little when a program opens, binds, subscribes and sends in a row, so the
/// operation is part of it. The type is small and `Copy`, and turns into [`io::Error`] with the
/// errno kept, for programs that use that everywhere.
///
/// # Examples
///
/// ```
/// let error = netlink_sys::SocketError::new("bind", libc::EADDRINUSE);
/// assert_eq!(error.to_string(), "bind: Address already in use (os error 98)");
/// assert_eq!(std::io::Error::from(error).raw_os_error(), Some(libc::EADDRINUSE));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[error("{operation}: {}", io::Error::from_raw_os_error(*.errno))]
pub struct SocketError {
    operation: &'static str,
    errno: i32,
}

/// The result of a socket operation.
pub type Result<T, E = SocketError> = core::result::Result<T, E>;

impl SocketError {
    /// Returns an error with this errno in this operation.
    ///
    /// This is for transports and tests of one's own; the socket's methods make theirs.
    #[must_use]
    pub const fn new(operation: &'static str, errno: i32) -> Self {
        Self { operation, errno }
    }

    /// Returns a short name of the operation that failed, such as `join group`.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the errno, such as [`libc::EPERM`].
    #[must_use]
    pub const fn raw_os_error(&self) -> i32 {
        self.errno
    }

    /// Returns what the standard library calls this errno.
    #[must_use]
    pub fn kind(&self) -> io::ErrorKind {
        io::Error::from_raw_os_error(self.errno).kind()
    }

    /// Returns true if the operation would have had to wait: nothing to read, no room to write, or
    /// the timeout of the socket expired.
    ///
    /// The kernel's name for it is `EAGAIN`.
    #[must_use]
    pub const fn is_would_block(&self) -> bool {
        self.errno == libc::EAGAIN || self.errno == libc::EWOULDBLOCK
    }

    /// Returns true if the kernel dropped messages because the receive buffer was full (`ENOBUFS`).
    ///
    /// The kernel says so once and then drops everything further in silence, until the socket has
    /// been read empty. See [`Socket::recv`](crate::Socket::recv).
    #[must_use]
    pub const fn is_overrun(&self) -> bool {
        self.errno == libc::ENOBUFS
    }
}

impl From<SocketError> for io::Error {
    fn from(error: SocketError) -> Self {
        Self::from_raw_os_error(error.errno)
    }
}

/// Names the operation in which a system call failed.
pub(crate) trait Context<T> {
    fn during(self, operation: &'static str) -> Result<T>;
}

impl<T> Context<T> for io::Result<T> {
    #[inline]
    fn during(self, operation: &'static str) -> Result<T> {
        // The standard library makes errors without an errno when it refuses an argument itself,
        // such as a path with a NUL byte inside.
        self.map_err(|error| {
            SocketError::new(operation, error.raw_os_error().unwrap_or(libc::EINVAL))
        })
    }
}
