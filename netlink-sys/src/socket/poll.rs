//! Waiting for a socket with a timeout, and ending that wait from elsewhere.

use core::time::Duration;
use std::os::fd::AsFd as _;
use std::time::Instant;

use crate::error::{Context as _, Result};
use crate::{Socket, Waker, sys};

/// Waiting.
impl Socket {
    /// Waits until there is something to receive, a datagram or an error; `false` if the time ran
    /// out.
    ///
    /// `None` waits forever, a timeout of zero not at all.
    ///
    /// # Errors
    ///
    /// `ENOMEM` if the kernel has no memory to wait with.
    #[doc(alias = "ppoll")]
    pub fn wait_readable(&self, timeout: Option<Duration>) -> Result<bool> {
        Ok(wait(self, libc::POLLIN, None, timeout)? == Wait::Ready)
    }

    /// Waits until there is room to send, or an error; `false` if the time ran out.
    ///
    /// `None` waits forever, a timeout of zero not at all. The room is that of this socket: the
    /// receiver may be full all the same.
    ///
    /// # Errors
    ///
    /// `ENOMEM` if the kernel has no memory to wait with.
    pub fn wait_writable(&self, timeout: Option<Duration>) -> Result<bool> {
        Ok(wait(self, libc::POLLOUT, None, timeout)? == Wait::Ready)
    }

    /// Waits until there is something to receive, or until the waker is woken.
    ///
    /// If both are true, this says [`Wait::Woken`], so that a busy socket cannot drown the waker.
    ///
    /// # Errors
    ///
    /// `ENOMEM` if the kernel has no memory to wait with.
    ///
    /// # Examples
    ///
    /// ```
    /// use netlink_sys::{Protocol, Socket, Wait, Waker};
    ///
    /// let socket = Socket::open(Protocol::USERSOCK)?;
    /// let waker = Waker::new()?;
    /// let ended_by = std::thread::scope(|scope| {
    ///     let waiting = scope.spawn(|| socket.wait_readable_or(&waker, None));
    ///     waker.wake()?;
    ///     waiting.join().unwrap()
    /// })?;
    /// assert_eq!(ended_by, Wait::Woken);
    /// # Ok::<(), netlink_sys::SocketError>(())
    /// ```
    pub fn wait_readable_or(&self, waker: &Waker, timeout: Option<Duration>) -> Result<Wait> {
        wait(self, libc::POLLIN, Some(waker), timeout)
    }
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Wait {
    /// The socket is ready.
    Ready,
    /// The waker was woken.
    Woken,
    /// The time ran out.
    TimedOut,
}

/// Waits for the socket and, if there is one, the waker. A signal does not make the wait longer.
fn wait(
    socket: &Socket,
    events: i16,
    waker: Option<&Waker>,
    timeout: Option<Duration>,
) -> Result<Wait> {
    // There is no deadline if the clock cannot express it.
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let [of_socket, of_waker] = sys::retry(|| {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let waker = waker.map(|waker| (waker.as_fd(), libc::POLLIN));
        sys::poll((socket.as_fd(), events), waker, left)
    })
    .during("wait")?;
    Ok(match (of_socket, of_waker) {
        (0, 0) => Wait::TimedOut,
        (_, 0) => Wait::Ready,
        _ => Wait::Woken,
    })
}
