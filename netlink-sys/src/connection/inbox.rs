//! What was received: one datagram, read message by message.

use netlink_core::{ParseError, RawMessage};

use super::Error;
use crate::{ReceiveBuffer, RecvFlags, Socket, Truncated};

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
        let rest = datagram.get(self.position..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let (len, start) = (rest.len(), self.position);
        match RawMessage::split(rest) {
            Ok((message, behind)) => {
                let read = len.saturating_sub(behind.len());
                self.position = start.saturating_add(read);
                Ok(Some((start, message)))
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

    /// Waits for the next datagram. Says whether it is the kernel's; another one is forgotten.
    pub(super) fn receive(&mut self, socket: &Socket) -> crate::Result<bool> {
        self.position = 0;
        let from_kernel = socket.recv_into(&mut self.buffer)?.sender().is_kernel();
        if !from_kernel {
            self.buffer.clear();
        }
        Ok(from_kernel)
    }

    /// Whether the datagram fitted.
    pub(super) fn complete(&self) -> Result<(), Truncated> {
        self.buffer.datagram().map(|_| ())
    }

    /// Reads and forgets everything that there is to read without waiting.
    pub(super) fn drain(&mut self, socket: &Socket) -> crate::Result<()> {
        let result = loop {
            match socket.recv_into_with(&mut self.buffer, RecvFlags::DONT_WAIT) {
                Ok(_) => {}
                Err(error) if error.is_overrun() => {}
                Err(error) if error.is_would_block() => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.buffer.clear();
        result
    }
}
