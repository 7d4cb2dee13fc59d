//! Leftovers: answers to abandoned requests, a dump that was dropped, and what must be received after a
//! loss.

use core::future::poll_fn;
use core::task::{Context, Poll, ready};

use netlink_core::conversation::Event;

use super::counters::count;
use super::engine::Engine;
use super::error::Error;
use super::options::Options;
use super::patience::{Awaited, Patience, TransportError};
use super::reception::Took;
use super::transport::Transport;
use super::turn::Turn;

impl<T: Transport> Engine<T> {
    /// Notes that messages were lost.
    #[cold]
    pub(super) fn note_overrun(&mut self) {
        count(&mut self.counters.overruns);
        self.leftovers.lost(self.undelivered());
    }

    /// Receives everything that is there after a loss: until then the kernel drops all further replies.
    pub(super) fn poll_drain(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<(), Error>> {
        let mut turn = Turn::default();
        let mut again = false;
        while self.leftovers.goes_on() {
            self.forget_inbox();
            match patience.go_on(&mut again) {
                Ok(()) => {}
                // A dump without an end is left for later.
                Err(TransportError::TimedOut) => break,
                Err(error) => return Poll::Ready(Err(Error::receive(error, patience.awaited))),
            }
            self.leftovers.one_less();
            match self.try_receive(patience) {
                Ok(Took::Datagram | Took::Loss) | Err(Error::Truncated(_)) => {}
                Ok(Took::Nothing) => {
                    self.leftovers.dump_ended();
                    self.leftovers.found_again();
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
            ready!(turn.poll_step(context));
        }
        self.forget_inbox();
        self.leftovers.found_again();
        self.lost_aside = self.backlog.is_some();
        Poll::Ready(Ok(()))
    }

    /// Reads what was received as messages that belong to nothing.
    pub(super) fn forget_inbox(&mut self) {
        while self.read(|_| Ok(Event::Foreign)).is_some() {}
        self.inbox.empty();
    }

    /// Returns whether something must be received before anything is sent.
    #[inline]
    pub(super) const fn is_unready(&self) -> bool {
        self.leftovers.is_lost() || self.leftovers.is_unanswered() || self.backlog.is_some()
    }

    /// Makes the connection ready to send: receives everything after a loss, and the answers to abandoned
    /// requests, since the next answers need the room.
    pub(super) async fn make_ready(&mut self, patience: &Patience) -> Result<(), Error> {
        if self.leftovers.is_lost() {
            poll_fn(|context| self.poll_drain(context, patience)).await?;
        }
        if self.backlog.is_some() {
            self.forget_inbox();
        }
        if self.leftovers.take_unanswered() {
            self.forget_unanswered(patience);
        }
        Ok(())
    }

    fn forget_unanswered(&mut self, patience: &Patience) {
        for _ in 0..self.undelivered() {
            self.forget_inbox();
            match self.try_receive(patience) {
                Ok(Took::Datagram) | Err(Error::Truncated(_)) => {}
                // A loss before anything was sent need not be reported, except where it is about events.
                Ok(Took::Loss) => {
                    self.lost_aside |= self.backlog.is_some();
                }
                Ok(Took::Nothing) | Err(_) => return,
            }
        }
    }

    /// Reads a dump that was dropped early to its end, and ignores what it contains.
    ///
    /// It never waits: a kernel sends the next part of a dump when the last one is received, so that
    /// a dump with nothing to receive has ended, even if its end was lost. The patience is for a dump
    /// without an end.
    pub(super) async fn finish_dropped(&mut self, options: Options) -> Result<(), Error> {
        let patience = self.patience(options, Awaited::Dump("an earlier request"));
        self.make_ready(&patience).await?;
        // Answers can be left that no request was known to have: several replies to one request.
        poll_fn(|context| self.poll_finish_dropped(context, &patience)).await
    }

    fn poll_finish_dropped(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<(), Error>> {
        let mut turn = Turn::default();
        let mut again = false;
        while self.leftovers.dump().is_some() {
            // The end of the dump can be in what was received already.
            self.forget_inbox();
            if self.leftovers.dump().is_none() {
                break;
            }
            patience.go_on(&mut again).map_err(|error| Error::receive(error, patience.awaited))?;
            match self.try_receive(patience) {
                Ok(Took::Datagram) | Err(Error::Truncated(_)) => {}
                Ok(Took::Nothing | Took::Loss) => self.leftovers.dump_ended(),
                Err(error) => return Poll::Ready(Err(error)),
            }
            // After progress: a future that is created again for each poll ends as well.
            ready!(turn.poll_step(context));
        }
        Poll::Ready(Ok(()))
    }
}
