//! Listens, and lists whenever that is necessary: what a [`Watch`](super::Watch) does.

use core::time::Duration;
use std::sync::Arc;

use netlink_core::{EmitError, EmitMessage, Level, ParseMessage, Request};

use super::dump::Listing;
use super::engine::Engine;
use super::error::Error;
use super::fence::Fence;
use super::listener::{Aside, Heard, Listener};
use super::options::Options;
use super::patience::Patience;
use super::transport::Transport;
use super::update::Update;
use crate::Waker;

/// Listens, and lists whenever that is necessary.
#[derive(Debug)]
pub(crate) struct Observer<R, T> {
    pub(crate) events: Listener<T>,
    pub(crate) lists: Engine<T>,
    request: R,
    fence: Option<Fence>,
    state: State,
    /// How many more times an interrupted list is requested again.
    left: u8,
    /// How many items were returned since events were received.
    items: u8,
}

#[derive(Debug)]
enum State {
    /// What was known is out of date.
    Stale,
    Listing(Listing),
    Following,
}

/// What there is to report, with where the message begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    Reset,
    Listed(usize),
    Complete { interrupted: bool },
    Changed(usize),
}

impl<R: Request, T: Transport> Observer<R, T> {
    /// How often a list is requested that changes each time.
    const ATTEMPTS: u8 = 16;
    /// After how many items events are received, so that their receive buffer does not fill up.
    const ITEMS: u8 = 16;

    pub(crate) fn new(events: Listener<T>, lists: Engine<T>, request: R) -> Self {
        let fence = Fence::of_protocol(lists.protocol);
        let (state, left, items) = (State::Stale, Self::ATTEMPTS, 0);
        Self { events, lists, request, fence, state, left, items }
    }

    pub(crate) fn set_fence<F: EmitMessage>(&mut self, fence: &F) -> Result<(), EmitError> {
        self.fence = Some(Fence::new(fence)?);
        Ok(())
    }

    pub(crate) fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.events.engine.set_event_timeout(timeout);
        self.lists.set_timeout(timeout.or(Some(Patience::DEFAULT_TIMEOUT)));
    }

    pub(crate) const fn set_level(&mut self, level: Level) {
        self.events.engine.set_level(level);
        self.lists.set_level(level);
    }

    pub(crate) fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.events.engine.set_waker(waker.clone());
        self.lists.set_waker(waker);
    }

    /// Begins again with the next step.
    pub(crate) fn relist(&mut self) {
        self.state = State::Stale;
        self.left = Self::ATTEMPTS;
    }

    pub(crate) async fn next(&mut self) -> Result<Seen, Error> {
        loop {
            match &mut self.state {
                State::Stale => return self.start().await,
                State::Listing(_) => {
                    self.keep_events()?;
                    if let Some(seen) = self.next_listed().await? {
                        return Ok(seen);
                    }
                }
                State::Following => {
                    if self.events.has_kept() {
                        self.keep_events()?;
                    }
                    if !matches!(self.state, State::Following) {
                        continue;
                    }
                    let heard = self.events.next().await;
                    if let Some(seen) = self.heard(heard)? {
                        return Ok(seen);
                    }
                }
            }
        }
    }

    /// Returns what there is to report already. Lists are waited for: a kernel sends them at once.
    pub(crate) async fn try_next(&mut self) -> Result<Option<Seen>, Error> {
        loop {
            if !matches!(self.state, State::Following) {
                return self.next().await.map(Some);
            }
            let heard = match self.events.try_next() {
                Ok(None) => return Ok(None),
                Ok(Some(heard)) => Ok(heard),
                Err(error) => Err(error),
            };
            if let Some(seen) = self.heard(heard)? {
                return Ok(Some(seen));
            }
        }
    }

    /// Begins a list.
    ///
    /// Some kernels report a change before they make it, and list without waiting for it. The fence
    /// waits for it, so that the list has all changes that were reported before.
    async fn start(&mut self) -> Result<Seen, Error> {
        // Events after the fence are newer than these.
        self.events.forget();
        if let Some(fence) = &self.fence {
            self.lists.pass(fence).await?;
        }
        let listing = Listing::start(&mut self.lists, &self.request, Options::new()).await?;
        self.left = self.left.saturating_sub(1);
        self.items = 0;
        self.state = State::Listing(listing);
        Ok(Seen::Reset)
    }

    /// Receives the events that have arrived, before there is no room for more; begins again if some were
    /// lost.
    fn keep_events(&mut self) -> Result<(), Error> {
        if let Some(items) = self.items.checked_sub(1) {
            self.items = items;
            return Ok(());
        }
        self.items = Self::ITEMS;
        if self.events.set_aside()? == Aside::Lost {
            self.state = State::Stale;
        }
        Ok(())
    }

    async fn next_listed(&mut self) -> Result<Option<Seen>, Error> {
        let State::Listing(listing) = &mut self.state else { return Ok(None) };
        match listing.next(&mut self.lists).await {
            Ok(Some(start)) => return Ok(Some(Seen::Listed(start))),
            Ok(None) if listing.is_interrupted() && self.left > 0 => self.state = State::Stale,
            Ok(None) => {
                let interrupted = listing.is_interrupted();
                self.state = State::Following;
                self.left = Self::ATTEMPTS;
                return Ok(Some(Seen::Complete { interrupted }));
            }
            // The list continues.
            Err(Error::Woken) => return Err(Error::Woken),
            Err(Error::Overrun) if self.left > 0 => self.state = State::Stale,
            // A kernel sends the next part of a list when the last one is received: a list that stops
            // coming has ended.
            Err(error) => {
                self.relist();
                return Err(error);
            }
        }
        Ok(None)
    }

    fn heard(&mut self, heard: Result<Heard, Error>) -> Result<Option<Seen>, Error> {
        match heard {
            Ok(Heard::Message(start)) => return Ok(Some(Seen::Changed(start))),
            Ok(Heard::Lost) => self.state = State::Stale,
            Err(error) => {
                if matches!(error, Error::Truncated(_)) {
                    self.state = State::Stale;
                }
                return Err(error);
            }
        }
        Ok(None)
    }

    /// Returns what was seen, parsed.
    pub(crate) fn update<'a, L, E>(&'a mut self, seen: Seen) -> Result<Update<L, E>, Error>
    where
        L: ParseMessage<'a>,
        E: ParseMessage<'a>,
    {
        Ok(match seen {
            Seen::Reset => Update::Reset,
            Seen::Listed(start) => Update::Listed(self.lists.parse_at(start, None)?),
            Seen::Complete { interrupted } => Update::Complete { interrupted },
            Seen::Changed(start) => Update::Changed(self.events.engine.parse_at(start, None)?),
        })
    }
}
