//! Messages in the log (feature `tracing`): in one line at debug level, and as a tree with the names of
//! the program's own types at trace level. The target is `netlink_sys`.
//!
//! Each event has fields beside its text: `message_type`, `sequence`, `length` in bytes, and `errno` of
//! what failed. What belongs to a request is within a span of it, named `request`, with the field `kind`
//! for the type of the request.
//!
//! Without the feature nothing is left of these calls.
#![cfg_attr(
    not(feature = "tracing"),
    allow(unused_variables, reason = "there is no log to write to")
)]

use netlink_core::{MessageId, ParseError, ParseMessage, Policy, RawMessage};

use super::reply_error::ReplyError;

/// A message was sent; `known` is what the request can be.
#[inline]
pub(super) fn sent(message: &[u8], known: &[(MessageId, &'static Policy)]) {
    #[cfg(feature = "tracing")]
    if let Ok((message, _)) = RawMessage::split(message) {
        let head = message.header();
        let message = message.display_as(known);
        tracing::debug!(
            target: "netlink_sys",
            message_type = head.ty, sequence = head.sequence, length = head.len,
            "sent {message}"
        );
        tracing::trace!(target: "netlink_sys", "sent {message:#}");
    }
}

/// A message was received, of whatever type.
#[inline]
pub(super) fn received(message: &RawMessage<'_>) {
    #[cfg(feature = "tracing")]
    if tracing::enabled!(target: "netlink_sys", tracing::Level::DEBUG) {
        let head = message.header();
        let errno = netlink_core::Ack::parse(message).ok().and_then(|ack| ack.errno());
        tracing::debug!(
            target: "netlink_sys",
            message_type = head.ty, sequence = head.sequence, length = head.len,
            errno = errno.map(|errno| errno.0),
            "received {}", message.display_as(&[])
        );
    }
}

/// A message that was received is read as one of these types.
#[inline]
pub(super) fn read<'a, M: ParseMessage<'a>>(message: &RawMessage<'a>) {
    #[cfg(feature = "tracing")]
    tracing::trace!(target: "netlink_sys", "received {:#}", message.display::<M>());
}

/// Logs that a message matches none of the types it was read as.
#[inline]
pub(super) fn not_as_expected(error: &ReplyError) {
    #[cfg(feature = "tracing")]
    tracing::debug!(
        target: "netlink_sys", errno = error.error().errno().0,
        "not as expected: {}", error.explain()
    );
}

/// A message was read as one of these types, and bytes in it are left over.
#[inline]
pub(super) fn left_over(
    leftover: &ParseError,
    message: &RawMessage<'_>,
    known: &'static [(MessageId, &'static Policy)],
) {
    #[cfg(feature = "tracing")]
    if tracing::enabled!(target: "netlink_sys", tracing::Level::DEBUG) {
        let head = message.header();
        let error = ReplyError::new(*leftover, message.bytes(), known);
        tracing::debug!(
            target: "netlink_sys",
            message_type = head.ty, sequence = head.sequence, length = head.len,
            "values may be missing: {}", error.explain()
        );
    }
}

/// Runs what belongs to a request within its span.
#[cfg(feature = "tracing")]
pub(super) fn within<F: Future>(kind: &'static str, work: F) -> impl Future<Output = F::Output> {
    use tracing::Instrument as _;
    work.instrument(tracing::debug_span!(target: "netlink_sys", "request", kind))
}

/// Runs what belongs to a request.
#[cfg(not(feature = "tracing"))]
#[inline(always)]
pub(super) fn within<F: Future>(kind: &'static str, work: F) -> F {
    work
}
