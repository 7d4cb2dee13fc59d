//! How long a wait may last, what ends it earlier, and what it waits for.

use core::fmt;
use core::time::Duration;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use crate::Waker;
use crate::error::SocketError;

/// How long a wait may last, what ends it earlier, and what must be known about the datagram.
#[derive(Clone, Debug, Default)]
pub struct Patience {
    timeout: Option<Duration>,
    /// Computed when it is first needed: most receives do not wait, and need no clock.
    deadline: OnceLock<Option<Instant>>,
    /// When the whole operation ends.
    until: Option<Instant>,
    waker: Option<Arc<Waker>>,
    wants_source: bool,
    pub(super) awaited: Awaited,
}

/// What a connection waited for when the wait timed out or was interrupted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Awaited {
    /// The reply to a request of this type.
    Reply(&'static str),
    /// The acknowledgement of a request of this type.
    Acknowledgement(&'static str),
    /// The next message of a dump, requested by this type.
    Dump(&'static str),
    /// The acknowledgements of a batch.
    Batch,
    /// A notification.
    #[default]
    Notification,
    /// A connection of a pool.
    Connection,
}

/// Why a transport did not send or receive.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TransportError {
    /// The system call failed.
    #[error(transparent)]
    Failed(#[from] SocketError),
    /// The patience ended first.
    #[error("timed out")]
    TimedOut,
    /// The waker of the patience was woken first.
    #[error("woken")]
    Woken,
}

impl fmt::Display for Awaited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(request) => write!(f, "the reply to {request}"),
            Self::Acknowledgement(request) => write!(f, "the acknowledgement of {request}"),
            Self::Dump(request) => write!(f, "the dump requested by {request}"),
            Self::Batch => f.write_str("the acknowledgements of a batch"),
            Self::Notification => f.write_str("a notification"),
            Self::Connection => f.write_str("a connection of the pool"),
        }
    }
}

impl Patience {
    /// How long a connection waits by default.
    pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

    /// Returns a patience that ends so long after the first wait.
    #[inline]
    pub(super) const fn new(
        timeout: Option<Duration>,
        until: Option<Instant>,
        waker: Option<Arc<Waker>>,
        awaited: Awaited,
    ) -> Self {
        Self { timeout, deadline: OnceLock::new(), until, waker, wants_source: false, awaited }
    }

    /// Asks for the group and the network namespace as well.
    pub(super) const fn wanting_source(mut self) -> Self {
        self.wants_source = true;
        self
    }

    /// Returns when the wait ends, or `None` if it may last forever.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        // There is no deadline if the clock cannot express it.
        let from_now = |timeout| Instant::now().checked_add(timeout);
        let deadline =
            self.timeout.and_then(|timeout| *self.deadline.get_or_init(|| from_now(timeout)));
        match (deadline, self.until) {
            (Some(deadline), Some(until)) => Some(deadline.min(until)),
            (deadline, until) => deadline.or(until),
        }
    }

    /// Returns true if the receiver wants to know the group and the network namespace of the datagram,
    /// beside its sender.
    #[must_use]
    pub const fn wants_source(&self) -> bool {
        self.wants_source
    }

    /// Returns what ends the wait when it is woken.
    #[must_use]
    pub fn waker(&self) -> Option<&Waker> {
        self.waker.as_deref()
    }

    /// Returns the time left, or `None` if the wait may last forever.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        self.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Returns true if nothing can end the wait early.
    pub(super) const fn is_endless(&self) -> bool {
        self.timeout.is_none() && self.until.is_none() && self.waker.is_none()
    }

    /// Fails if the waker is woken.
    #[inline]
    pub(super) fn check_waker(&self) -> Result<(), TransportError> {
        match self.waker() {
            Some(waker) if waker.is_woken() => Err(TransportError::Woken),
            _ => Ok(()),
        }
    }

    /// Fails if the waker is woken or no time is left.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        self.check_waker()?;
        match self.left() {
            Some(Duration::ZERO) => Err(TransportError::TimedOut),
            _ => Ok(()),
        }
    }

    /// Fails if the deadline of the whole operation has passed, or the waker is woken.
    pub(super) fn check_operation(&self) -> Result<(), TransportError> {
        self.check_waker()?;
        match self.until {
            Some(until) if until <= Instant::now() => Err(TransportError::TimedOut),
            _ => Ok(()),
        }
    }

    /// Ends a wait that has brought something else than it was for, `again` and again.
    ///
    /// What is there already is received, however short the patience is.
    #[inline]
    pub(super) fn go_on(&self, again: &mut bool) -> Result<(), TransportError> {
        if *again {
            self.check()?;
        }
        *again = true;
        Ok(())
    }
}
