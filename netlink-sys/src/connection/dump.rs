//! Dumps: many messages for one request.

use core::future::poll_fn;
use core::marker::PhantomData;

use netlink_core::conversation::{Answer, Exchange};
use netlink_core::{Level, MessageFlags, ParseMessage, RawMessage, Request, View};

use super::counters::count;
use super::drive::drive;
use super::engine::Engine;
use super::error::Error;
use super::log;
use super::options::Options;
use super::outbox::Sent;
use super::patience::{Awaited, Patience};
use super::reading::Step;
use super::transport::Transport;
use crate::{Protocol, Socket};

/// A dump under way: lends one message after another, borrowed from the receive buffer.
///
/// Holds one datagram at a time. It can be dropped at any point: the connection can then send
/// other requests, and reads what is left of this dump before it begins another, or a batch.
///
/// Made by [`Connection::dump`](super::Connection::dump). It is not an `Iterator`, since each message
/// borrows from it:
///
/// ```text
/// let mut links = netlink.dump(&GetLinks::default())?;
/// while let Some(link) = links.next()? {
///     println!("{:?}", link.name);
/// }
/// ```
#[derive(Debug)]
pub struct Dump<'c, V, T = Socket> {
    engine: &'c mut Engine<T>,
    listing: Listing,
    item: PhantomData<fn() -> V>,
}

impl<'c, V, T: Transport> Dump<'c, V, T> {
    pub(super) fn new(engine: &'c mut Engine<T>, listing: Listing) -> Self {
        Self { engine, listing, item: PhantomData }
    }

    /// Returns true if the objects changed during the dump: one may be missing or listed twice.
    ///
    /// The result is final once [`Dump::next`] has returned `None`.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.listing.is_interrupted()
    }
}

impl<V, T> Dump<'_, V, T>
where
    V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Returns the next message, or `None` at the end.
    ///
    /// # Errors
    /// [`Error::Reply`] if the message is not as its type says: the next call gives the one
    /// behind it. The next call also continues after [`Error::Truncated`], with what was not lost, and
    /// waits once more after [`Error::TimedOut`] and [`Error::Woken`]. Any other error ends the dump.
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    // A call would copy the message out: it is read where it is used.
    #[inline(always)]
    pub fn next(&mut self) -> Result<Option<V::Of<'_>>, Error> {
        let next = match self.listing.read(self.engine) {
            Some(next) => next,
            None => drive(self.listing.next(self.engine)),
        };
        match next? {
            Some(start) => self.engine.parse_at(start, self.listing.level()).map(Some),
            None => Ok(None),
        }
    }
}

/// All messages of a dump, made into values that can be kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Collected<U> {
    /// What was dumped, in the kernel's order.
    pub items: Vec<U>,
    /// Whether the objects changed during every attempt: one may be missing, or listed
    /// twice. `NLM_F_DUMP_INTR` of `linux/netlink.h`.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    pub interrupted: bool,
}

impl<U> IntoIterator for Collected<U> {
    type Item = U;
    type IntoIter = std::vec::IntoIter<U>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

/// How far a dump has come.
#[derive(Debug)]
pub(crate) struct Listing {
    exchange: Exchange,
    sent: Sent,
    options: Options,
    /// With a wait in progress, which lasts until a message arrives, however often it is resumed.
    patience: Option<Patience>,
    /// Whether a datagram has come.
    is_begun: bool,
    over: bool,
}

impl Listing {
    pub(crate) async fn start<R: Request, T: Transport>(
        engine: &mut Engine<T>,
        request: &R,
        options: Options,
    ) -> Result<Self, Error> {
        let flags = Answer::Dump.flags();
        let work = engine.start(request, Answer::Dump, flags, options);
        let exchange = log::within(request.policy().name(), work).await?;
        Ok(Self::new(exchange, Sent::of(request), options))
    }

    /// Sends a request for several replies that is not a dump; its acknowledgement ends them.
    pub(crate) async fn start_replies<R: Request, T: Transport>(
        engine: &mut Engine<T>,
        request: &R,
        options: Options,
    ) -> Result<Self, Error> {
        // Where the acknowledgement is sent first, it is not the end.
        let later = options.replies_later || engine.protocol == Protocol::AUDIT;
        let (answer, flags) = match later {
            true => (Answer::Dump, MessageFlags::REQUEST),
            false => (Answer::Ack, Answer::Ack.flags()),
        };
        let work = engine.start(request, answer, flags, options);
        let exchange = log::within(request.policy().name(), work).await?;
        Ok(Self::new(exchange, Sent::of(request), options))
    }

    const fn new(exchange: Exchange, sent: Sent, options: Options) -> Self {
        Self { exchange, sent, options, patience: None, is_begun: false, over: false }
    }

    /// How strictly its messages are read.
    #[inline]
    pub(crate) const fn level(&self) -> Option<Level> {
        self.options.level
    }

    pub(crate) const fn is_interrupted(&self) -> bool {
        self.exchange.is_interrupted()
    }

    /// Whether no more messages follow.
    #[inline]
    pub(crate) const fn is_over(&self) -> bool {
        self.over || self.exchange.is_over()
    }

    /// Where the next message begins, of those that were received; or the end.
    #[inline(always)]
    pub(crate) fn read<T: Transport>(
        &mut self,
        engine: &mut Engine<T>,
    ) -> Option<Result<Option<usize>, Error>> {
        if self.is_over() {
            return Some(Ok(None));
        }
        let exchange = &mut self.exchange;
        let step = engine.read(|message| exchange.accept(message))?;
        Some(match step {
            Ok(Step::Reply(start)) => Ok(Some(start)),
            Ok(Step::Finished(_)) => Ok(None),
            Ok(Step::Failed(start)) => Err(self.refused(engine, start)),
            Err(error) => Err(self.failed(error)),
        })
    }

    /// Where the next message begins; nothing at the end.
    pub(crate) async fn next<T: Transport>(
        &mut self,
        engine: &mut Engine<T>,
    ) -> Result<Option<usize>, Error> {
        let mut again = false;
        loop {
            if let Some(next) = self.read(engine) {
                self.patience = None;
                return next;
            }
            let (options, awaited) = (self.options, Awaited::Dump(self.sent.policy.name()));
            let patience = self.patience.get_or_insert_with(|| engine.patience(options, awaited));
            // What is there at first is received in any case.
            let ended = if self.is_begun { patience.check_operation() } else { Ok(()) };
            let received = match ended.and_then(|()| patience.go_on(&mut again)) {
                Ok(()) => poll_fn(|context| engine.poll_received(context, patience)).await,
                Err(error) => Err(Error::receive(error, awaited)),
            };
            self.is_begun = true;
            if let Err(error) = received {
                self.patience = None;
                return Err(self.failed(error));
            }
        }
    }

    /// After these errors no more messages follow.
    #[cold]
    fn failed(&mut self, error: Error) -> Error {
        self.over |= matches!(error, Error::Overrun | Error::Receive(_));
        error
    }

    #[cold]
    fn refused<T: Transport>(&self, engine: &mut Engine<T>, start: usize) -> Error {
        let refusal = engine.refusal(start, self.sent);
        if refusal.errno() == Some(netlink_core::Errno::ENOENT) {
            // Perhaps the family went away: the next request asks for it again.
            engine.families.forget(self.sent.id);
        }
        refusal
    }
}

impl<T: Transport> Engine<T> {
    /// Collects a dump, again if it was interrupted or a part was lost.
    pub(crate) async fn collect<R: Request, U>(
        &mut self,
        request: &R,
        options: Options,
        mut keep: impl FnMut(<R::Reply as View>::Of<'_>, &RawMessage<'_>) -> U,
    ) -> Result<Collected<U>, Error> {
        let mut left = self.attempts(request.id(), options);
        let mut items = Vec::new();
        loop {
            left = left.saturating_sub(1);
            items.clear();
            let mut listing = Listing::start(self, request, options).await?;
            let end = loop {
                match listing.next(self).await {
                    Ok(Some(start)) => {
                        items.push(self.keep_at::<R::Reply, U>(start, options.level, &mut keep)?);
                    }
                    Ok(None) => break Ok(listing.is_interrupted()),
                    Err(error) => break Err(error),
                }
            };
            match end {
                Ok(true) | Err(Error::Overrun) if left > 0 => count(&mut self.counters.repeated),
                Ok(interrupted) => return Ok(Collected { items, interrupted }),
                Err(error) => return Err(error),
            }
        }
    }
}
