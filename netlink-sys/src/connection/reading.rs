//! Reading: the messages of what was received, and what each of them means.

use netlink_core::conversation::Event;
use netlink_core::{Ack, MessageId, ParseError, ParseMessage, Policy, RawMessage, View, header};

use super::counters::count;
use super::engine::Engine;
use super::error::{Error, KernelError, ReplyError};
use super::log;
use super::outbox::Sent;
use super::transport::Transport;

/// What the next message for an exchange is, with where it begins in what was received.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Reply(usize),
    Finished(usize),
    Failed(usize),
}

impl<T: Transport> Engine<T> {
    /// Returns the next message that means something, of those that were received.
    #[inline(always)]
    pub(super) fn read(
        &mut self,
        mut accept: impl for<'a> FnMut(&RawMessage<'a>) -> Result<Event<'a>, ParseError>,
    ) -> Option<Result<Step, Error>> {
        loop {
            let (start, message) = match self.inbox.next() {
                Ok(next) => next?,
                Err(error) => return Some(Err(error.into())),
            };
            log::received(&message);
            let event = accept(&message);
            // No reply ends a dump.
            if message.header().ty < header::MIN_TYPE {
                self.leftovers.look_for_end(&message);
            }
            return Some(match event {
                Ok(Event::Reply) => Ok(Step::Reply(start)),
                Ok(Event::Finished(_)) => Ok(Step::Finished(start)),
                Ok(Event::Failed(_)) => Ok(Step::Failed(start)),
                Ok(Event::Overrun) => {
                    self.note_overrun();
                    Err(Error::Overrun)
                }
                Err(error) => Err(error.into()),
                Ok(event) => {
                    match &mut self.backlog {
                        Some(backlog) if matches!(event, Event::Foreign) => {
                            backlog.push(self.source, message.bytes());
                        }
                        _ => count(&mut self.counters.skipped),
                    }
                    continue;
                }
            });
        }
    }

    /// Returns the message of an exchange that begins there.
    #[inline]
    pub(crate) fn message_at(&self, start: usize) -> Result<RawMessage<'_>, Error> {
        self.inbox.message_at(start)
    }

    /// Returns the message of a type that begins there.
    #[inline(always)]
    pub(crate) fn parse_at<'a, M: ParseMessage<'a>>(&'a self, start: usize) -> Result<M, Error> {
        let message = self.message_at(start)?;
        log::read::<M>(&message);
        match message.parse() {
            Ok(message) => Ok(message),
            Err(error) => Err(not_as_expected(error, &self.message_at(start)?, M::PARSE_MESSAGES)),
        }
    }

    /// Returns what `keep` makes of the message of a type that begins there.
    pub(crate) fn keep_at<V, U>(
        &self,
        start: usize,
        keep: impl FnOnce(&RawMessage<'_>) -> Result<U, ParseError>,
    ) -> Result<U, Error>
    where
        V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    {
        let message = self.message_at(start)?;
        let known = <V::Of<'static> as ParseMessage<'static>>::PARSE_MESSAGES;
        keep(&message).map_err(|error| not_as_expected(error, &message, known))
    }

    /// Returns the acknowledgement that begins there.
    #[inline]
    pub(crate) fn ack_at(&self, start: usize) -> Result<Ack<'_>, Error> {
        Ok(Ack::parse(&self.message_at(start)?)?)
    }

    /// Returns the error for a request that the kernel refused, by the message that begins at `start`.
    #[cold]
    pub(super) fn refusal(&self, start: usize, sent: Sent) -> Error {
        let answer = match self.message_at(start) {
            Ok(answer) => answer,
            Err(error) => return error,
        };
        match Ack::parse(&answer) {
            Ok(ack) => KernelError::new(&ack, &answer, sent, self.outbox.bytes()).into(),
            Err(error) => error.into(),
        }
    }
}

/// Returns the error for a message that is none of these.
#[cold]
fn not_as_expected(
    error: ParseError,
    message: &RawMessage<'_>,
    known: &'static [(MessageId, &'static Policy)],
) -> Error {
    let error = ReplyError::new(error, message.bytes(), known);
    log::not_as_expected(&error);
    error.into()
}
