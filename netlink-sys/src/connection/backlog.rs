//! Datagrams that were received before they were requested, in memory of their own.

use std::collections::VecDeque;

use crate::{ReceiveBuffer, Received};

/// Datagrams in the order in which they came, with a bound.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    datagrams: VecDeque<(Option<Received>, Box<[u8]>)>,
    /// How many bytes they have.
    bytes: usize,
    /// Whether a datagram was dropped because the bound was reached.
    overflowed: bool,
}

impl Backlog {
    /// How many bytes are kept at most. An event of a route has about 100.
    const BOUND: usize = 32 << 20;
    /// What a datagram costs beside its bytes.
    const EACH: usize = 96;

    /// Adds a datagram, or whole messages of one; once one was dropped, everything is.
    pub(super) fn push(&mut self, source: Option<Received>, bytes: &[u8]) {
        let all = self.bytes.saturating_add(bytes.len()).saturating_add(Self::EACH);
        self.overflowed |= all > Self::BOUND;
        if !self.overflowed && !bytes.is_empty() {
            self.bytes = all;
            self.datagrams.push_back((source, bytes.into()));
        }
    }

    /// Moves the oldest datagram into a buffer, and returns where it came from.
    pub(super) fn pop_into(&mut self, buffer: &mut ReceiveBuffer) -> Option<Option<Received>> {
        let (source, bytes) = self.datagrams.pop_front()?;
        self.bytes = self.bytes.saturating_sub(bytes.len()).saturating_sub(Self::EACH);
        if self.datagrams.is_empty() {
            // A storm can have made it large.
            self.datagrams.shrink_to(64);
        }
        buffer.refill(&bytes);
        Some(source)
    }

    /// Returns true if a datagram was dropped since the last call.
    pub(super) const fn take_overflow(&mut self) -> bool {
        core::mem::replace(&mut self.overflowed, false)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.datagrams.is_empty()
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datagrams_come_in_order_until_one_does_not_fit() {
        let mut backlog = Backlog::default();
        let mut buffer = ReceiveBuffer::new().unwrap();
        for number in 0..9u8 {
            backlog.push(None, &vec![number; 4 << 20]);
        }
        backlog.push(None, &[9]);
        assert!(backlog.take_overflow() && !backlog.take_overflow());
        for number in 0..7u8 {
            assert_eq!(backlog.pop_into(&mut buffer), Some(None));
            assert_eq!(buffer.datagram().unwrap().first(), Some(&number));
        }
        assert_eq!(backlog.pop_into(&mut buffer), None);
        assert!(backlog.is_empty());
        assert_eq!(backlog.bytes, 0);
    }
}
