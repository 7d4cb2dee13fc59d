//! What has happened on a connection.

/// What has happened on a connection since it was made.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Counters {
    /// The number of messages sent.
    pub sent: u64,
    /// The number of datagrams received from the kernel.
    pub received: u64,
    /// The number of datagrams left out because they came from another process.
    pub foreign: u64,
    /// The number of messages ignored because they belong to no pending request, or are not of the
    /// type that was subscribed to.
    pub skipped: u64,
    /// How often messages were lost because the receive buffer was full.
    pub overruns: u64,
    /// The number of datagrams whose end was lost because they were longer than the receive buffer.
    pub truncated: u64,
    /// The number of messages with bytes left over behind the attributes of a set, which were read
    /// nevertheless: values may be missing in them.
    ///
    /// [`Options::level`](super::Options::level) makes them an error.
    pub leftovers: u64,
    /// The number of requests sent again, because the answer was lost or a dump was interrupted.
    pub repeated: u64,
}

/// One more of something.
pub(super) fn count(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}
