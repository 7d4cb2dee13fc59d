//! Messages in the log (feature `tracing`): in one line at debug level, and as a tree with the names of
//! the program's own types at trace level. The target is `netlink_sys`.
//!
//! Without the feature nothing is left of these calls.
#![cfg_attr(
    not(feature = "tracing"),
    allow(unused_variables, reason = "there is no log to write to")
)]

use netlink_core::{MessageId, ParseMessage, Policy, RawMessage};

use super::ReplyError;

/// A message was sent; `known` is what the request can be.
#[inline]
pub(super) fn sent(message: &[u8], known: &[(MessageId, &'static Policy)]) {
    #[cfg(feature = "tracing")]
    if let Ok((message, _)) = RawMessage::split(message) {
        let message = message.display_as(known);
        tracing::debug!(target: "netlink_sys", "sent {message}");
        tracing::trace!(target: "netlink_sys", "sent {message:#}");
    }
}

/// A message was received, of whatever type.
#[inline]
pub(super) fn received(message: &RawMessage<'_>) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "netlink_sys", "received {}", message.display_as(&[]));
}

/// A message that was received is read as one of these types.
#[inline]
pub(super) fn read<'a, M: ParseMessage<'a>>(message: &RawMessage<'a>) {
    #[cfg(feature = "tracing")]
    tracing::trace!(target: "netlink_sys", "received {:#}", message.display::<M>());
}

/// A message that was received is none of the types it was read as.
#[inline]
pub(super) fn not_as_expected(error: &ReplyError) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "netlink_sys", "not as expected: {}", error.explain());
}
