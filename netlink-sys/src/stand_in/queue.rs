//! What waits to be received, as in a socket: with a bound, and a memory of what was lost.

use std::collections::VecDeque;

use crate::error::SocketError;
use crate::{Group, ReceiveBuffer, Received, SocketAddr};

/// How much a socket takes by default: `net.core.rmem_default`.
pub(super) const DEFAULT_CAPACITY: usize = 212_992;

/// A datagram in the queue.
#[derive(Clone, Debug)]
pub(super) struct Datagram {
    bytes: Vec<u8>,
    sender: SocketAddr,
    group: Option<Group>,
    /// Whether it was there before: nothing goes wrong with it then.
    is_duplicate: bool,
}

impl Datagram {
    pub(super) const fn of_kernel(bytes: Vec<u8>) -> Self {
        Self::new(bytes, SocketAddr::KERNEL, None)
    }

    pub(super) const fn new(bytes: Vec<u8>, sender: SocketAddr, group: Option<Group>) -> Self {
        Self { bytes, sender, group, is_duplicate: false }
    }

    /// Writes it to a buffer, but not more than so many bytes.
    pub(super) fn receive(&self, buffer: &mut ReceiveBuffer, most: usize) -> Received {
        let bytes = self.bytes.get(..most).unwrap_or(&self.bytes);
        buffer.fill(bytes, self.bytes.len(), self.sender, self.group)
    }

    /// What it takes of the receive buffer, about as a kernel counts it.
    fn size(&self) -> usize {
        self.bytes.len().saturating_add(320).next_power_of_two().saturating_add(256)
    }
}

/// The datagrams that wait, in order.
#[derive(Debug)]
pub(super) struct Queue {
    datagrams: VecDeque<Datagram>,
    /// What they take of the receive buffer.
    size: usize,
    /// What they may take.
    pub(super) capacity: usize,
    /// Everything is lost until what is there has been received.
    congested: bool,
    /// The loss has not been reported yet.
    untold: bool,
    /// The rest of a dump, which waits until there is room.
    dump: VecDeque<Datagram>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            datagrams: VecDeque::new(),
            size: 0,
            capacity: DEFAULT_CAPACITY,
            congested: false,
            untold: false,
            dump: VecDeque::new(),
        }
    }
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.datagrams.len()
    }

    /// Whether a dump has not come to its end.
    pub(super) fn is_dumping(&self) -> bool {
        !self.dump.is_empty()
    }

    pub(super) fn push(&mut self, datagram: Datagram) {
        if self.congested || self.size > self.capacity {
            self.untold |= !self.congested;
            self.congested = true;
            return;
        }
        self.size = self.size.saturating_add(datagram.size());
        self.datagrams.push_back(datagram);
    }

    /// Begins a dump: its first datagram is there at once.
    pub(super) fn push_dump(&mut self, datagrams: impl IntoIterator<Item = Datagram>) {
        self.dump.extend(datagrams);
        self.go_on_dumping();
    }

    /// Makes the next datagram of a dump.
    fn go_on_dumping(&mut self) {
        if let Some(next) = self.dump.pop_front() {
            self.push(next);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Datagram> {
        let datagram = self.datagrams.pop_front()?;
        self.size = self.size.saturating_sub(datagram.size());
        self.congested &= !self.datagrams.is_empty();
        if self.size <= self.capacity / 2 {
            self.go_on_dumping();
        }
        Some(datagram)
    }

    /// Makes the first datagram come once more.
    pub(super) fn duplicate(&mut self) {
        if let Some(first) = self.datagrams.front().cloned() {
            self.size = self.size.saturating_add(first.size());
            self.datagrams.insert(1, Datagram { is_duplicate: true, ..first });
        }
    }

    /// Whether the first datagram was there before.
    pub(super) fn has_duplicate(&self) -> bool {
        self.datagrams.front().is_some_and(|first| first.is_duplicate)
    }

    /// Loses everything.
    pub(super) fn overrun(&mut self) {
        self.datagrams.clear();
        self.dump.clear();
        self.size = 0;
        self.congested = false;
        self.untold = true;
    }

    /// The loss, if it was not reported yet: before any pending datagram.
    pub(super) fn take_error(&mut self) -> Option<SocketError> {
        core::mem::take(&mut self.untold).then(|| SocketError::new("receive", libc::ENOBUFS))
    }
}
