//! How a single request is sent: its flags, its deadline, and how often.

use core::time::Duration;
use std::time::Instant;

use netlink_core::{Level, MessageFlags};

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
    pub(super) deadline: Option<Instant>,
    pub(super) attempts: Option<u8>,
    pub(super) replies_later: bool,
    pub(super) level: Option<Level>,
}

impl Options {
    /// Returns options without flags beyond those that the kind of request needs, and with the
    /// connection's own timeout.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            flags: MessageFlags::NONE,
            timeout: None,
            deadline: None,
            attempts: None,
            replies_later: false,
            level: None,
        }
    }

    /// Adds flags to those that the kind of request needs.
    #[must_use]
    pub const fn flags(mut self, flags: MessageFlags) -> Self {
        self.flags = self.flags.with(flags);
        self
    }

    /// Sets how long each wait may last, instead of the connection's own timeout.
    ///
    /// A request waits once. A dump waits for each datagram, and a batch for the acknowledgements of
    /// each datagram that it sends; [`deadline`](Self::deadline) bounds them as a whole.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when the whole operation ends: with the lookup of a family, every repetition, all
    /// datagrams of a batch, or a dump that is collected.
    ///
    /// The operation then fails with [`Error::TimedOut`](super::Error::TimedOut). A send to the kernel
    /// cannot be interrupted: the kernel executes the request during it, and can wait for a lock.
    ///
    /// ```
    /// use core::time::Duration;
    /// use std::time::Instant;
    ///
    /// use netlink_sys::connection::Options;
    ///
    /// let options = Options::new().deadline(Instant::now() + Duration::from_secs(2));
    /// # let _ = options;
    /// ```
    #[must_use]
    pub const fn deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(deadline);
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

    /// Expects the reply after the acknowledgement, however long that takes.
    ///
    /// A kernel executes most requests while they are sent, and replies before it acknowledges. A
    /// request without a reply is thus noticed at once. Use this option where a kernel thread or a
    /// device replies later, as in the NCSI family. It is always set for
    /// [`Protocol::AUDIT`](crate::Protocol::AUDIT).
    #[must_use]
    pub const fn replies_later(mut self) -> Self {
        self.replies_later = true;
        self
    }

    /// Sets how strictly replies are read, instead of the connection's own
    /// [level](super::Connection::set_level).
    ///
    /// Replies that do not meet the level are [`Error::Reply`](super::Error::Reply). With
    /// [`Level::TRAILING`], bytes that are left over behind the attributes of a set are an error, as they
    /// are if a kernel has wrapped the length of a list. With [`Level::STRICT_ATTRS`], so are integers
    /// that are wider than declared. [`Level::STRICT`] also rejects attributes without a name and nests
    /// without [`NESTED`](netlink_core::attr::NESTED), and so most replies of rtnetlink. The level
    /// does not affect acknowledgements.
    ///
    /// ```
    /// use netlink_core::Level;
    /// use netlink_sys::connection::Options;
    ///
    /// let options = Options::new().level(Level::TRAILING.with(Level::STRICT_ATTRS));
    /// # let _ = options;
    /// ```
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// How strictly replies are read.
    #[inline]
    pub(crate) const fn reply_level(&self) -> Option<Level> {
        self.level
    }

    /// How often a request is sent at most that is known to be safe to repeat.
    pub const SAFE_ATTEMPTS: u8 = 4;
}

impl From<MessageFlags> for Options {
    fn from(flags: MessageFlags) -> Self {
        Self::new().flags(flags)
    }
}
