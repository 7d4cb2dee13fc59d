//! Ends waits from elsewhere.

use core::sync::atomic::{AtomicBool, Ordering};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd, BorrowedFd};

use crate::error::{Context as _, Result};
use crate::sys;

/// Ends waits from elsewhere: another thread, or a signal handler.
///
/// Once woken it stays woken, for every wait that exists and every later one, until it is
/// [reset](Self::reset): a wake before the wait is not lost.
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

    /// Returns true if the waker is woken, without a system call.
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
