//! What comes in over the transport: a datagram of somebody who is believed, and after a loss everything
//! that is there.

use core::task::{Context, Poll, ready};

use netlink_core::RawMessage;
use netlink_core::conversation::Exchange;

use super::counters::count;
use super::engine::Engine;
use super::{Error, Patience, Transport};
use crate::Received;

impl<T: Transport> Engine<T> {
    /// Waits for a datagram from the kernel. After a loss there is nothing left to read.
    #[inline(always)]
    pub(super) fn poll_received(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<(), Error>> {
        Poll::Ready(match ready!(self.poll_next(context, patience)) {
            Ok(_) => self.complete(),
            Err(error) if error.is_overrun() => Err(self.overrun()),
            Err(error) => Err(Error::receive(error)),
        })
    }

    /// Waits for a datagram from somebody who is believed.
    #[inline(always)]
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<crate::Result<Received>> {
        let mut again = false;
        loop {
            patience.go_on(&mut again)?;
            let buffer = self.inbox.empty();
            let received = ready!(self.transport.poll_receive(context, buffer, patience))?;
            if self.believes(&received) {
                return Poll::Ready(Ok(received));
            }
        }
    }

    /// Takes a datagram if there is one, whoever it is from; `false` if there is none.
    pub(super) fn try_receive(&mut self) -> Result<bool, Error> {
        match self.transport.try_receive(self.inbox.empty()) {
            Ok(received) if self.believes(&received) => self.complete().map(|()| true),
            Ok(_) => Ok(true),
            Err(error) if error.is_would_block() => Ok(false),
            Err(error) if error.is_overrun() => Err(self.overrun()),
            Err(error) => Err(Error::receive(error)),
        }
    }

    /// Whether a datagram is the kernel's, or anybody is believed; another one is forgotten.
    pub(super) fn believes(&mut self, received: &Received) -> bool {
        let believed = received.sender().is_kernel() || self.believes_all;
        if !believed {
            count(&mut self.counters.foreign);
            self.inbox.empty();
        }
        believed
    }

    /// Counts a datagram; an error if it did not fit.
    pub(super) fn complete(&mut self) -> Result<(), Error> {
        count(&mut self.counters.received);
        self.inbox.complete().map_err(|truncated| {
            count(&mut self.counters.truncated);
            truncated.into()
        })
    }

    /// Reads everything there is after a loss: until then the kernel drops all further replies.
    #[cold]
    pub(super) fn overrun(&mut self) -> Error {
        count(&mut self.counters.overruns);
        let mut left = self.undelivered();
        // A dump goes on being sent while it is received, beyond that.
        let patience = self.patience(None);
        while left > 0 || (self.unfinished.is_some() && !patience.is_over()) {
            match self.transport.try_receive(self.inbox.empty()) {
                Ok(received) => {
                    left = left.saturating_sub(1);
                    if self.believes(&received) {
                        self.look_for_end();
                    }
                }
                Err(error) if error.is_overrun() => left = left.saturating_sub(1),
                Err(error) if error.is_would_block() => {
                    self.unfinished = None;
                    break;
                }
                Err(error) => return Error::receive(error),
            }
        }
        self.inbox.empty();
        Error::Overrun
    }

    /// Looks for the end of the dump that is under way in what was received, and forgets the rest.
    fn look_for_end(&mut self) {
        while let (Some(unfinished), Ok(Some((_, message)))) =
            (&mut self.unfinished, self.inbox.next())
        {
            if ends(unfinished, &message) {
                self.unfinished = None;
            }
        }
    }

    /// How many datagrams can be waiting to be received, at most. Another process that sends without
    /// end makes no difference to that.
    pub(super) fn undelivered(&self) -> usize {
        /// What a datagram takes of the receive buffer, at least: the kernel's `struct sk_buff`
        /// and `struct skb_shared_info`.
        const SMALLEST: usize = 512;
        // Where it cannot be known, 64 MiB are more than anybody has.
        let capacity = self.transport.receive_capacity().unwrap_or(64 << 20);
        capacity.checked_div(SMALLEST).unwrap_or(0).saturating_add(2)
    }
}

/// Whether this message ends an exchange that nobody waits for any more.
pub(super) fn ends(exchange: &mut Exchange, message: &RawMessage<'_>) -> bool {
    exchange.accept(message).is_err() || exchange.is_over()
}
