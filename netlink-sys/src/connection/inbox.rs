//! What was received: one datagram, read message by message.

use core::mem;

use netlink_core::{MessageHeader, ParseError, RawMessage};

use super::error::Error;
use crate::{ReceiveBuffer, ReceiveBurst, Received, Truncated};

/// The datagram received last, and how far it has been read.
#[derive(Debug)]
pub(super) struct Inbox {
    buffer: ReceiveBuffer,
    /// Several datagrams that were received at once.
    burst: Option<ReceiveBurst>,
    /// Which datagram of these is being read, if it is one of these.
    place: Option<usize>,
    /// Which datagram of these is the next one.
    next_place: usize,
    position: usize,
    /// For an acknowledgement that arrives while a reply is kept.
    spare: Option<ReceiveBuffer>,
    /// How many datagrams have come since one that was large.
    since_large: u8,
}

impl Inbox {
    /// What an acknowledgement needs, and more.
    const SPARE: usize = 64 << 10;

    pub(super) const fn new(buffer: ReceiveBuffer) -> Self {
        Self {
            buffer,
            burst: None,
            place: None,
            next_place: 0,
            position: 0,
            spare: None,
            since_large: u8::MAX,
        }
    }

    /// Returns the next message and where it begins, or `None` at the end of the datagram.
    ///
    /// After an error the rest of the datagram is lost: where the next message begins is unknown.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<(usize, RawMessage<'_>)>, ParseError> {
        let datagram = datagram(&self.buffer, self.burst.as_ref(), self.place).unwrap_or_default();
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

    /// Returns the message that begins there.
    #[inline]
    pub(super) fn message_at(&self, start: usize) -> Result<RawMessage<'_>, Error> {
        let datagram = self.datagram()?;
        Ok(RawMessage::split(datagram.get(start..).unwrap_or_default())?.0)
    }

    /// Returns the bytes that have not been read.
    pub(super) fn rest(&self) -> &[u8] {
        self.datagram().unwrap_or_default().get(self.position..).unwrap_or_default()
    }

    /// Returns the buffer, to receive the next datagram into.
    #[inline]
    pub(super) fn empty(&mut self) -> &mut ReceiveBuffer {
        self.position = 0;
        self.place = None;
        if self.since_large < u8::MAX {
            self.give_back();
        }
        self.buffer.clear();
        &mut self.buffer
    }

    /// Passes over the whole datagram if it has not been read; whether that is so.
    pub(super) fn take_whole(&mut self) -> bool {
        let is_unread = !self.rest().is_empty();
        self.position = usize::MAX;
        is_unread
    }

    /// Returns true if the first message of the datagram has a length that is wrong.
    pub(super) fn is_misframed(&self) -> bool {
        let datagram = self.datagram().unwrap_or_default();
        match datagram.first_chunk().map(MessageHeader::from_bytes) {
            Some(head) => usize::try_from(head.len) != Ok(datagram.len()),
            None => true,
        }
    }

    #[inline]
    pub(super) fn datagram(&self) -> Result<&[u8], Truncated> {
        datagram(&self.buffer, self.burst.as_ref(), self.place)
    }

    /// Returns the buffer for several datagrams, to receive the next ones into.
    pub(super) fn empty_burst(&mut self) -> crate::Result<&mut ReceiveBurst> {
        self.empty();
        self.next_place = 0;
        if self.burst.is_none() {
            self.burst = Some(ReceiveBurst::new()?);
        }
        // It was made in the line before.
        self.burst.as_mut().ok_or(crate::SocketError::new("receive", libc::ENOMEM))
    }

    /// Moves to the next datagram that was received with others, and returns where it came from.
    #[inline]
    pub(super) fn next_of_burst(&mut self) -> Option<Received> {
        let received = self.burst.as_ref()?.received(self.next_place)?;
        self.place = Some(self.next_place);
        self.next_place = self.next_place.saturating_add(1);
        self.position = 0;
        Some(received)
    }

    /// Forgets the datagrams that were received with others and not read.
    pub(super) fn forget_burst(&mut self) {
        self.next_place = usize::MAX;
        self.empty();
    }

    /// Notes the length of the datagram that was received.
    #[inline]
    pub(super) fn complete(&mut self) -> Result<(), Truncated> {
        let len = self.datagram()?.len();
        if self.place.is_none() && len > ReceiveBuffer::KEPT {
            self.since_large = 0;
        }
        Ok(())
    }

    /// Returns the memory of a large datagram to the system, once no other large one has followed it.
    #[cold]
    fn give_back(&mut self) {
        self.since_large = self.since_large.saturating_add(1);
        if self.since_large >= 16 {
            self.since_large = u8::MAX;
            self.buffer.shrink();
        }
    }

    /// Keeps the datagram, and receives into a second buffer until [`restore`](Self::restore).
    pub(super) fn keep(&mut self) -> Result<(), Error> {
        let spare = match self.spare.take() {
            Some(spare) => spare,
            None => ReceiveBuffer::with_reserve(Self::SPARE)?,
        };
        self.spare = Some(mem::replace(&mut self.buffer, spare));
        Ok(())
    }

    /// Returns to the datagram that was kept, which has been read to its end.
    pub(super) fn restore(&mut self) {
        if let Some(kept) = self.spare.take() {
            self.spare = Some(mem::replace(&mut self.buffer, kept));
            self.position = usize::MAX;
        }
    }
}

/// The datagram that is being read.
#[inline(always)]
fn datagram<'a>(
    buffer: &'a ReceiveBuffer,
    burst: Option<&'a ReceiveBurst>,
    place: Option<usize>,
) -> Result<&'a [u8], Truncated> {
    match place {
        None => buffer.datagram(),
        Some(place) => burst.and_then(|burst| burst.datagram(place)).unwrap_or(Ok(&[])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SocketAddr;

    #[test]
    fn the_memory_of_a_large_datagram_is_given_back_after_some_that_are_not() {
        const LARGE: usize = 1 << 20;
        let mut inbox = Inbox::new(ReceiveBuffer::new().unwrap());
        let receive = |inbox: &mut Inbox, bytes: &[u8]| {
            let _ = inbox.empty().fill(bytes, bytes.len(), SocketAddr::KERNEL, None);
            inbox.complete().unwrap();
        };
        let is_there = |inbox: &Inbox| inbox.buffer.as_slice().get(LARGE / 2) == Some(&7);
        for _ in 0..2 {
            receive(&mut inbox, &vec![7; LARGE]);
            for _ in 0..15 {
                receive(&mut inbox, &[1; 100]);
                assert!(is_there(&inbox), "the next one can be as large");
            }
            receive(&mut inbox, &[1; 100]);
            assert!(!is_there(&inbox), "the pages read as zeros again");
        }
    }
}
