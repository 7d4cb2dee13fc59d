//! The input of the transport: datagrams from an accepted sender.

use core::task::{Context, Poll, ready};

use super::counters::count;
use super::engine::Engine;
use super::error::Error;
use super::patience::{Patience, TransportError};
use super::transport::Transport;
use crate::Received;

/// What an attempt to receive has brought.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Took {
    /// A datagram, which is empty if its sender is not accepted.
    Datagram,
    Nothing,
    /// The report that datagrams were lost.
    Loss,
}

impl<T: Transport> Engine<T> {
    /// Waits for a datagram from the kernel.
    ///
    /// After a loss it receives everything that is there first: until then the kernel drops all further
    /// replies.
    #[inline(always)]
    pub(super) fn poll_received(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<(), Error>> {
        if self.leftovers.is_lost() {
            return self.poll_lost(context, patience);
        }
        match ready!(self.poll_next(context, patience)) {
            Ok(_) => Poll::Ready(self.complete()),
            Err(TransportError::Failed(error)) if error.is_overrun() => {
                self.note_overrun();
                self.poll_lost(context, patience)
            }
            Err(error) => Poll::Ready(Err(Error::receive(error, patience.awaited))),
        }
    }

    #[cold]
    fn poll_lost(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<(), Error>> {
        ready!(self.poll_drain(context, patience))?;
        Poll::Ready(Err(Error::Overrun))
    }

    /// Waits for a datagram from an accepted sender.
    #[inline(always)]
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<Received, TransportError>> {
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

    /// Takes a datagram if there is one, from any sender.
    #[inline]
    pub(super) fn try_receive(&mut self, patience: &Patience) -> Result<Took, Error> {
        match self.transport.try_receive(self.inbox.empty(), patience) {
            Ok(Some(received)) if self.believes(&received) => {
                self.complete().map(|()| Took::Datagram)
            }
            Ok(Some(_)) => Ok(Took::Datagram),
            Ok(None) => Ok(Took::Nothing),
            Err(error) if error.is_overrun() => Ok(Took::Loss),
            Err(error) => Err(Error::Receive(error)),
        }
    }

    /// Returns true if the sender of a datagram is accepted; otherwise forgets the datagram.
    #[inline]
    pub(super) fn believes(&mut self, received: &Received) -> bool {
        let believed = received.sender().is_kernel() || self.believes_all;
        if !believed {
            count(&mut self.counters.foreign);
            self.inbox.empty();
        } else if self.backlog.is_some() {
            self.source = Some(*received);
        }
        believed
    }

    /// Counts a datagram; fails if it did not fit.
    #[inline]
    pub(super) fn complete(&mut self) -> Result<(), Error> {
        count(&mut self.counters.received);
        self.inbox.complete().map_err(|truncated| {
            count(&mut self.counters.truncated);
            Error::from(truncated)
        })?;
        if self.whole_datagrams {
            self.keep_misframed();
        }
        Ok(())
    }

    /// Keeps a datagram that is not a message, so that a request on the same socket does not read it.
    #[cold]
    fn keep_misframed(&mut self) {
        if let Some(backlog) = &mut self.backlog {
            if self.inbox.is_misframed() {
                backlog.push(self.source, self.inbox.rest());
                self.inbox.empty();
            }
        }
    }

    /// Returns how many datagrams can be waiting to be received, at most. Another process that sends
    /// without end makes no difference to that.
    pub(super) fn undelivered(&self) -> usize {
        /// What a datagram takes of the receive buffer, at least: the kernel's `struct sk_buff`
        /// and `struct skb_shared_info`.
        const SMALLEST: usize = 512;
        // Where it cannot be known, 64 MiB are more than anybody has.
        let capacity = self.transport.receive_capacity().unwrap_or(64 << 20);
        capacity.checked_div(SMALLEST).unwrap_or(0).saturating_add(2)
    }
}
