//! How a single request is sent: its flags, its deadline, and how often.

use core::time::Duration;

use netlink_core::MessageFlags;

/// How a request is sent, beyond what it says itself.
///
/// Flags alone are options, too: `netlink.execute(&link, MessageFlags::CREATE)`.
///
/// ```
/// use core::time::Duration;
///
/// use netlink_core::MessageFlags;
/// use netlink_sys::connection::Options;
///
/// let options = Options::from(MessageFlags::CREATE | MessageFlags::REPLACE)
///     .timeout(Duration::from_secs(1))
///     .attempts(3); // replacing it twice does no harm
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Options {
    pub(super) flags: MessageFlags,
    pub(super) timeout: Option<Duration>,
    pub(super) attempts: Option<u8>,
}

impl Options {
    /// No flags beyond those that the kind of request needs, and the connection's own timeout.
    #[must_use]
    pub const fn new() -> Self {
        Self { flags: MessageFlags::NONE, timeout: None, attempts: None }
    }

    /// Adds flags to those that the kind of request needs.
    #[must_use]
    pub const fn flags(mut self, flags: MessageFlags) -> Self {
        self.flags = self.flags.with(flags);
        self
    }

    /// Waits so long for the answer to this request, instead of as long as the connection says.
    ///
    /// Of a dump it is how long to wait for each next datagram.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sends the request up to so many times, if its answers are lost, or a dump that is collected
    /// is interrupted.
    ///
    /// Without this, requests of rtnetlink and nlctrl that only get something are sent up to
    /// [four times](Self::SAFE_ATTEMPTS), and everything else once: a request that was carried out,
    /// and whose answer was lost, would otherwise be carried out again.
    #[must_use]
    pub const fn attempts(mut self, attempts: u8) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// How often a request is sent at most that is known to be safe to repeat.
    pub const SAFE_ATTEMPTS: u8 = 4;
}

impl From<MessageFlags> for Options {
    fn from(flags: MessageFlags) -> Self {
        Self::new().flags(flags)
    }
}
