//! What abandoned requests have left to be received.

use netlink_core::RawMessage;
use netlink_core::conversation::{Answer, Event, Exchange};

/// What may still be in the receive buffer, or arrive there.
///
/// It is removed before anything is sent that needs the room, or that the kernel would refuse
/// until then.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    /// A dump whose messages still come, whether somebody reads them or not.
    dump: Option<Exchange>,
    /// Whether answers to abandoned requests may arrive.
    unanswered: bool,
    /// On a socket for events: requests that were sent, and of which the answer has not been read.
    open: Vec<Exchange>,
    /// After a loss: how many datagrams sent before it may still be there.
    lost: Option<usize>,
}

impl Leftovers {
    /// Notes that a dump has begun.
    pub(super) fn dump_began(&mut self, dump: Exchange) {
        self.dump = Some(dump);
        self.unanswered = false;
    }

    /// Notes that no more messages of the dump follow.
    pub(super) fn dump_ended(&mut self) {
        self.dump = None;
    }

    /// Returns the dump that has not ended.
    pub(super) const fn dump(&self) -> Option<&Exchange> {
        self.dump.as_ref()
    }

    /// Ends the dump if a message is its end.
    pub(super) fn look_for_end(&mut self, message: &RawMessage<'_>) {
        let ends = |dump: &mut Exchange| dump.accept(message).is_err() || dump.is_over();
        if self.dump.as_mut().is_some_and(ends) {
            self.dump = None;
        }
    }

    /// Notes that a request was begun on a socket for events.
    ///
    /// If the request is abandoned, its answer must not be reported as an event.
    #[cold]
    pub(super) fn request_began(&mut self, request: Exchange) {
        /// So many requests are noted at most: those that were given up first are forgotten.
        const BOUND: usize = 64;
        if self.open.len() >= BOUND {
            self.open.remove(0);
        }
        self.open.push(request);
    }

    /// Notes that the answer to a request has been read to its end.
    #[cold]
    pub(super) fn request_ended(&mut self, sequence: u32) {
        self.open.retain(|request| request.sequence() != sequence);
    }

    /// Returns true if a message answers an abandoned request.
    pub(super) fn is_late_answer(&mut self, message: &RawMessage<'_>) -> bool {
        let mut is_answer = false;
        self.open.retain_mut(|request| {
            is_answer |= match request.accept(message) {
                Ok(Event::Foreign) => false,
                // What a request has caused is an event for a member of the group, although it has the
                // number of the request.
                Ok(Event::Reply) => request.answer() != Answer::Ack,
                _ => true,
            };
            !request.is_over()
        });
        is_answer
    }

    /// Notes whether answers to abandoned requests may arrive.
    pub(super) const fn set_unanswered(&mut self, unanswered: bool) {
        self.unanswered = unanswered;
    }

    /// Returns whether answers to abandoned requests may have arrived.
    #[inline]
    pub(super) const fn is_unanswered(&self) -> bool {
        self.unanswered
    }

    /// Returns whether answers to abandoned requests may have arrived, and forgets it.
    #[inline]
    pub(super) const fn take_unanswered(&mut self) -> bool {
        core::mem::replace(&mut self.unanswered, false)
    }

    /// Notes a loss: so many datagrams at most must be received before anything is sent.
    pub(super) const fn lost(&mut self, datagrams: usize) {
        self.lost = Some(datagrams);
    }

    /// Returns true if everything must be received before anything is sent.
    #[inline]
    pub(super) const fn is_lost(&self) -> bool {
        self.lost.is_some()
    }

    /// Counts a datagram that was received after a loss.
    pub(super) fn one_less(&mut self) {
        self.lost = self.lost.map(|left| left.saturating_sub(1));
    }

    /// Returns true if more must be received after a loss. The kernel sends more of a dump while it is
    /// received, beyond what was there.
    pub(super) fn goes_on(&self) -> bool {
        self.lost.is_some_and(|left| left > 0 || self.dump.is_some())
    }

    /// Notes that everything has been received that was sent before a loss.
    pub(super) const fn found_again(&mut self) {
        self.lost = None;
    }
}
