//! Reading: the messages of what was received, and what each of them means.

#[cfg(feature = "stream")]
use netlink_core::OwnedMessage;
use netlink_core::conversation::Event;
use netlink_core::{Ack, Level, MessageId, ParseError, ParseMessage, Policy, RawMessage, View};

use super::counters::{Counters, count};
use super::engine::Engine;
use super::error::Error;
use super::kernel_error::KernelError;
use super::log;
use super::outbox::Sent;
use super::reply_error::ReplyError;
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
            if message.header().is_control() {
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
    pub(crate) fn parse_at<'a, M: ParseMessage<'a>>(
        &'a mut self,
        start: usize,
        level: Option<Level>,
    ) -> Result<M, Error> {
        let level = level.unwrap_or(self.level);
        let message = self.inbox.message_at(start)?;
        read_as(&message, level, &mut self.counters)
    }

    /// Returns what `keep` makes of the message of a type that begins there.
    pub(crate) fn keep_at<V, U>(
        &mut self,
        start: usize,
        level: Option<Level>,
        keep: impl FnOnce(V::Of<'_>, &RawMessage<'_>) -> U,
    ) -> Result<U, Error>
    where
        V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    {
        let level = level.unwrap_or(self.level);
        let message = self.inbox.message_at(start)?;
        Ok(keep(read_as(&message, level, &mut self.counters)?, &message))
    }

    /// Returns a copy of the message of a type that begins there.
    #[cfg(feature = "stream")]
    pub(crate) fn copy_at<V>(
        &mut self,
        start: usize,
        level: Option<Level>,
    ) -> Result<OwnedMessage<V>, Error>
    where
        V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    {
        self.keep_at::<V, _>(start, level, |_, message| OwnedMessage::unparsed(message))
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

/// Reads a message as one of a type.
#[inline(always)]
fn read_as<'a, M: ParseMessage<'a>>(
    message: &RawMessage<'a>,
    level: Level,
    counters: &mut Counters,
) -> Result<M, Error> {
    log::read::<M>(message);
    let read = if level == Level::LIBERAL {
        message.parse_noting_leftover(|leftover| {
            note_leftover(leftover, message, M::PARSE_MESSAGES, counters);
        })
    } else {
        read_strictly(message, level)
    };
    read.map_err(|error| not_as_expected(error, message, M::PARSE_MESSAGES))
}

/// Reads a message at a level that was requested.
#[cold]
#[inline(never)]
fn read_strictly<'a, M: ParseMessage<'a>>(
    message: &RawMessage<'a>,
    level: Level,
) -> Result<M, ParseError> {
    if level.contains(Level::TRAILING) {
        // Validation, like the kernel's, does not look behind the elements of an array.
        let mut leftover = None;
        message.parse_noting_leftover::<M>(|error| leftover = Some(*error))?;
        if let Some(leftover) = leftover {
            return Err(leftover);
        }
    }
    message.parse_at(level)
}

/// Counts a message in which bytes are left over.
#[cold]
fn note_leftover(
    leftover: &ParseError,
    message: &RawMessage<'_>,
    known: &'static [(MessageId, &'static Policy)],
    counters: &mut Counters,
) {
    count(&mut counters.leftovers);
    log::left_over(leftover, message, known);
}

/// Returns the error for a message that matches none of these.
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
