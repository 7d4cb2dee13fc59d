//! What was received: one datagram, read message by message.

use core::mem;

use netlink_core::{ParseError, RawMessage};

use super::Error;
use crate::{ReceiveBuffer, Truncated};

/// The datagram received last, and how far it has been read.
#[derive(Debug)]
pub(super) struct Inbox {
    buffer: ReceiveBuffer,
    position: usize,
}

impl Inbox {
    pub(super) fn new() -> crate::Result<Self> {
        Ok(Self { buffer: ReceiveBuffer::new()?, position: 0 })
    }

    /// The next message, with where it begins; nothing at the datagram's end.
    ///
    /// After an error the rest of the datagram is lost: where the next message begins is unknown.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<(usize, RawMessage<'_>)>, ParseError> {
        let datagram = self.buffer.datagram().unwrap_or_default();
        let rest = match datagram.get(self.position..) {
            Some(rest) if !rest.is_empty() => rest,
            _ => return Ok(None),
        };
        match RawMessage::split(rest) {
            Ok((message, behind)) => {
                let next = datagram.len().saturating_sub(behind.len());
                Ok(Some((mem::replace(&mut self.position, next), message)))
            }
            Err(error) => {
                self.position = usize::MAX;
                Err(error)
            }
        }
    }

    /// The message that begins there.
    #[inline]
    pub(super) fn message_at(&self, start: usize) -> Result<RawMessage<'_>, Error> {
        let datagram = self.buffer.datagram()?;
        Ok(RawMessage::split(datagram.get(start..).unwrap_or_default())?.0)
    }

    /// The buffer, to receive the next datagram into.
    #[inline]
    pub(super) fn empty(&mut self) -> &mut ReceiveBuffer {
        self.position = 0;
        self.buffer.clear();
        &mut self.buffer
    }

    /// Whether the datagram fitted.
    #[inline]
    pub(super) fn complete(&self) -> Result<(), Truncated> {
        self.buffer.datagram().map(|_| ())
    }
}
