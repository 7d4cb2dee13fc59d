//! Waiting for a socket with a timeout, and ending that wait from elsewhere.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use crate::error::{Context as _, Result};
use crate::{Socket, sys};

/// Waiting.
impl Socket {
    /// Waits until there is something to receive, a datagram or an error; `false` if the time ran
    /// out.
    ///
    /// `None` waits for ever, a timeout of zero not at all.
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
    /// `None` waits for ever, a timeout of zero not at all. The room is that of this socket: the
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
    /// # Ok::<(), netlink_sys::Error>(())
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

/// Ends waits from elsewhere: another thread, or a signal handler.
///
/// Once woken it stays woken, for every wait that exists and every later one, until it is
/// [reset](Self::reset): a wake that comes before the wait is not lost.
///
/// It is an `eventfd(2)`; use [`AsFd`] to wait for it in your own event loop.
#[derive(Debug)]
pub struct Waker {
    event: File,
    /// The same fact as the counter of the descriptor, to be read without a system call.
    woken: AtomicBool,
}

impl Waker {
    /// Returns a waker that is not woken.
    ///
    /// # Errors
    ///
    /// `EMFILE` if there are too many open files.
    pub fn new() -> Result<Self> {
        let event = sys::eventfd().map(File::from).during("open eventfd")?;
        Ok(Self { event, woken: AtomicBool::new(false) })
    }

    /// Ends the waits.
    ///
    /// # Errors
    ///
    /// None is expected.
    pub fn wake(&self) -> Result<()> {
        self.woken.store(true, Ordering::Release);
        match sys::retry(|| (&self.event).write(&1u64.to_ne_bytes())) {
            // The counter is at its maximum: more awake it cannot be.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            result => result.map(drop).during("wake"),
        }
    }

    /// Returns true if the waker is woken. This takes no system call.
    #[must_use]
    pub fn is_woken(&self) -> bool {
        self.woken.load(Ordering::Acquire)
    }

    /// Makes waits wait again, and returns true if the waker was woken.
    ///
    /// # Errors
    ///
    /// None is expected.
    pub fn reset(&self) -> Result<bool> {
        self.woken.store(false, Ordering::Release);
        let was_woken = match sys::retry(|| (&self.event).read(&mut [0; 8])) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => false,
            result => result.map(|_| true).during("reset waker")?,
        };
        // The read can have taken a wake that came after the flag was cleared.
        if self.is_woken() {
            self.wake()?;
        }
        Ok(was_woken)
    }
}

impl AsFd for Waker {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.event.as_fd()
    }
}

/// Waits for the socket and, if there is one, the waker. A signal does not make the wait longer.
fn wait(
    socket: &Socket,
    events: i16,
    waker: Option<&Waker>,
    timeout: Option<Duration>,
) -> Result<Wait> {
    // A deadline beyond what the clock can say is none.
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
