//! Messages in the log (feature `tracing`): in one line at debug level.

use netlink_core::RawMessage;

/// A datagram of requests was sent.
#[inline]
pub(super) fn sent(datagram: &[u8]) {
    let _ = datagram;
}

/// A message was received.
#[inline]
pub(super) fn received(message: &RawMessage<'_>) {
    let _ = message;
}
