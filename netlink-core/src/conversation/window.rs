//! Several requests under way at once, and which of them a message answers.

use super::exchange::{Event, control, is_for};
use crate::error::ParseError;
use crate::message::RawMessage;

/// Requests that were sent together, with consecutive sequence numbers.
///
/// What has become of each of them is the caller's to keep, in slots of its own: the window says
/// which slot a message is for. It knows nothing of the order of answers, and does not count them: a
/// request is over when [`Event::Finished`] or [`Event::Failed`] came for it.
///
/// ```
/// use netlink_core::conversation::{Event, Window};
/// use netlink_core::{MessageFlags, MessageHeader, RawMessage, Writer};
///
/// let window = Window::new(100, 3); // 100, 101 and 102
///
/// // The second one is acknowledged.
/// let header = MessageHeader { sequence: 101, ..MessageHeader::new(2, MessageFlags::NONE) };
/// let mut datagram = Vec::new();
/// Writer::growing(&mut datagram).message(header, |writer| writer.bytes(&[0; 20]))?;
/// let (message, _) = RawMessage::split(&datagram)?;
/// assert_eq!(window.slot(&message), Some(1));
/// assert!(matches!(window.meaning(&message)?, Event::Finished(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Window {
    first: u32,
    len: u32,
    port: Option<u32>,
}

impl Window {
    /// Returns the window of `len` requests, the first of which has the sequence number `first`.
    ///
    /// Sequence numbers are not to pass 0, which kernels use for notifications.
    #[must_use]
    pub const fn new(first: u32, len: u32) -> Self {
        Self { first, len, port: None }
    }

    /// Accepts only messages for this port ID, and those that name none.
    ///
    /// See [`Exchange::on_port`](super::Exchange::on_port).
    #[must_use]
    pub const fn on_port(mut self, port: Option<u32>) -> Self {
        self.port = port;
        self
    }

    /// Returns the sequence number of the first request.
    #[must_use]
    pub const fn first(&self) -> u32 {
        self.first
    }

    /// Returns the number of requests.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.len
    }

    /// Returns whether there are no requests.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the index of the request that a message belongs to, from 0; `None` if it belongs to
    /// something else.
    #[inline]
    #[must_use]
    pub const fn slot(&self, message: &RawMessage<'_>) -> Option<u32> {
        let head = message.header();
        let slot = head.sequence.wrapping_sub(self.first);
        if slot < self.len && is_for(&head, self.port) { Some(slot) } else { None }
    }

    /// Returns what a message means for the request that it belongs to.
    ///
    /// # Errors
    /// An `NLMSG_ERROR` or `NLMSG_DONE` that is cut short. It ends the request all the same: its
    /// sequence number says that it was the answer.
    #[inline]
    pub fn meaning<'a>(&self, message: &RawMessage<'a>) -> Result<Event<'a>, ParseError> {
        if self.slot(message).is_none() {
            return Ok(Event::Foreign);
        }
        if !message.header().is_control() {
            return Ok(Event::Reply);
        }
        control(message)
    }
}
