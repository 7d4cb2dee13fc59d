//! How a conversation goes on, whether its driver blocks or not: the part of a connection that is
//! the same for both.
//!
//! Everything that must survive a future that is dropped half way is in the [`Engine`]: what was
//! received and not read yet, and the dump that still runs. A future holds only what its own request
//! needs, and a message that comes for it later belongs to nothing, by its sequence number.

use core::future::poll_fn;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::sync::Arc;

use netlink_core::conversation::{Answer, Event, Exchange};
use netlink_core::{
    Ack, EmitMessage, Errno, MessageFlags, MessageHeader, MessageId, ParseError, ParseMessage,
    Policy, RawMessage, View, header,
};

use super::counters::count;
use super::drive::yield_now;
use super::family::{self, Families};
use super::inbox::Inbox;
use super::outbox::{Outbox, Sent};
use super::reception::ends;
use super::{
    Counters, Error, KernelError, Options, Patience, ReplyError, Transport, log, sequence,
};
use crate::{Protocol, Waker};

/// A transport, and what is known of the conversations over it.
#[derive(Debug)]
pub(crate) struct Engine<T> {
    pub(super) transport: T,
    pub(super) protocol: Protocol,
    pub(super) outbox: Outbox,
    pub(super) inbox: Inbox,
    /// A dump whose messages still come, whether somebody reads them or not.
    pub(super) unfinished: Option<Exchange>,
    /// Whether answers may still come that nobody waits for any more.
    unanswered: bool,
    pub(super) families: Families,
    pub(super) counters: Counters,
    pub(super) timeout: Option<Duration>,
    pub(super) waker: Option<Arc<Waker>>,
    /// Whether also other processes are believed.
    pub(super) believes_all: bool,
}

/// What the next message for an exchange is, with where it begins in what was received.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Reply(usize),
    Finished(usize),
    Failed(usize),
}

impl<T: Transport> Engine<T> {
    pub(crate) fn new(transport: T) -> Result<Self, Error> {
        Ok(Self {
            protocol: transport.protocol()?,
            transport,
            outbox: Outbox::default(),
            inbox: Inbox::new()?,
            unfinished: None,
            unanswered: false,
            families: Families::default(),
            counters: Counters::default(),
            timeout: None,
            waker: None,
            believes_all: false,
        })
    }

    pub(crate) const fn transport(&self) -> &T {
        &self.transport
    }

    pub(crate) const fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    pub(crate) const fn counters(&self) -> Counters {
        self.counters
    }

    pub(crate) const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    pub(crate) const fn believe_everybody(&mut self) {
        self.believes_all = true;
    }

    /// How long to wait for something that begins now.
    pub(super) fn patience(&self, timeout: Option<Duration>) -> Patience {
        Patience::new(timeout.or(self.timeout), self.waker.clone())
    }

    /// Sends a request and gives where its first reply begins.
    pub(crate) async fn request<R: EmitMessage>(
        &mut self,
        request: &R,
        options: Options,
    ) -> Result<usize, Error> {
        match self.transact(request, Answer::Reply, options).await? {
            // Where a family answers in several messages, those behind it belong to nothing.
            Step::Reply(start) => Ok(start),
            Step::Finished(_) => Err(Error::NoReply),
            Step::Failed(start) => Err(self.refusal(start, Sent::of(request))),
        }
    }

    /// Sends a request and gives where its acknowledgement begins.
    pub(crate) async fn execute<R: EmitMessage>(
        &mut self,
        request: &R,
        options: Options,
    ) -> Result<usize, Error> {
        match self.transact(request, Answer::Ack, options).await? {
            Step::Reply(start) | Step::Finished(start) => Ok(start),
            Step::Failed(start) => Err(self.refusal(start, Sent::of(request))),
        }
    }

    /// Sends a request to list everything, after what is left of an earlier dump has been read.
    pub(super) async fn start_dump<R: EmitMessage>(
        &mut self,
        request: &R,
        options: Options,
    ) -> Result<Exchange, Error> {
        self.finish_dropped(options.timeout).await?;
        let ty = self.message_type(request.id()).await?;
        let exchange = self.write(ty, request, Answer::Dump, options.flags)?;
        poll_fn(|context| self.poll_send(context)).await?;
        // Until its end is seen: the dump itself can be dropped at any time, and does nothing then.
        self.unfinished = Some(exchange.clone());
        self.unanswered = false;
        Ok(exchange)
    }

    /// Sends a request and waits for what answers it: an acknowledgement, or a reply.
    async fn transact<R: EmitMessage>(
        &mut self,
        request: &R,
        answer: Answer,
        options: Options,
    ) -> Result<Step, Error> {
        let patience = self.patience(options.timeout);
        let id = request.id();
        if let MessageId::Type(ty) = id {
            return self.transact_as(ty, request, answer, options, &patience).await;
        }
        let known = self.families.knows(id);
        let ty = self.message_type(id).await?;
        let step = self.transact_as(ty, request, answer, options, &patience).await?;
        match step {
            // A family that went away, and perhaps came back with another id.
            Step::Failed(start) if known && self.is_not_found(start) => {
                // What is in the buffers goes with the next request.
                let refusal = self.refusal(start, Sent::of(request));
                self.families.forget(id);
                let now = self.message_type(id).await?;
                if now == ty {
                    return Err(refusal);
                }
                count(&mut self.counters.repeated);
                self.transact_as(now, request, answer, options, &patience).await
            }
            step => Ok(step),
        }
    }

    /// Sends a request, again if its answer is lost and that does no harm.
    pub(super) async fn transact_as<R: EmitMessage>(
        &mut self,
        ty: u16,
        request: &R,
        answer: Answer,
        options: Options,
        patience: &Patience,
    ) -> Result<Step, Error> {
        let mut left = self.attempts(request.id(), options);
        loop {
            let mut exchange = self.write(ty, request, answer, options.flags)?;
            left = left.saturating_sub(1);
            let mut is_sent = false;
            let answered = poll_fn(|context| {
                if !is_sent {
                    ready!(self.poll_send(context))?;
                    is_sent = true;
                }
                self.poll_answer(context, &mut exchange, patience)
            });
            match answered.await {
                Err(Error::Overrun) if left > 0 => count(&mut self.counters.repeated),
                result => {
                    // An acknowledgement behind the reply, which the reply does not wait for.
                    self.unanswered |= matches!(result, Ok(Step::Reply(_)))
                        && options.flags.contains(MessageFlags::ACK);
                    return result;
                }
            }
        }
    }

    fn is_not_found(&self, start: usize) -> bool {
        self.ack_at(start).is_ok_and(|ack| ack.errno() == Some(Errno::ENOENT))
    }

    /// Waits for what answers an exchange: for the acknowledgement if one was asked for, and past it.
    fn poll_answer(
        &mut self,
        context: &mut Context<'_>,
        exchange: &mut Exchange,
        patience: &Patience,
    ) -> Poll<Result<Step, Error>> {
        let mut again = false;
        loop {
            while let Some(step) = self.read(|message| exchange.accept(message)) {
                let step = step?;
                if exchange.is_over() || exchange.answer() == Answer::Reply {
                    self.unanswered = false;
                    return Poll::Ready(Ok(step));
                }
                again = false;
            }
            patience.go_on(&mut again).map_err(Error::receive)?;
            ready!(self.poll_received(context, patience))?;
        }
    }

    /// How often a request is sent at most.
    pub(super) fn attempts(&self, id: MessageId, options: Options) -> u8 {
        let safe = options.flags == MessageFlags::NONE
            && match id {
                MessageId::Command { family, .. } => family == family::NLCTRL,
                MessageId::Type(ty) => self.protocol == Protocol::ROUTE && is_rtnetlink_get(ty),
            };
        options.attempts.unwrap_or(if safe { Options::SAFE_ATTEMPTS } else { 1 })
    }

    /// Writes a request, and begins its exchange.
    #[inline]
    fn write<R: EmitMessage>(
        &mut self,
        ty: u16,
        request: &R,
        answer: Answer,
        flags: MessageFlags,
    ) -> Result<Exchange, Error> {
        self.forget_unanswered();
        let sequence = sequence::next();
        let header = MessageHeader { sequence, ..MessageHeader::new(ty, answer.flags() | flags) };
        log::sent(self.outbox.write(header, request)?, R::EMIT_MESSAGES);
        Ok(Exchange::new(sequence, answer))
    }

    /// Sends the request that was written.
    #[inline(always)]
    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        ready!(self.transport.poll_send(context, self.outbox.bytes())).map_err(Error::Send)?;
        self.unanswered = true;
        count(&mut self.counters.sent);
        Poll::Ready(Ok(()))
    }

    /// Sends so many messages, which are there in bytes.
    pub(super) async fn send_datagram(&mut self, bytes: &[u8], messages: u32) -> Result<(), Error> {
        self.forget_unanswered();
        poll_fn(|context| self.transport.poll_send(context, bytes)).await.map_err(Error::Send)?;
        self.unanswered = true;
        self.counters.sent = self.counters.sent.saturating_add(messages.into());
        Ok(())
    }

    /// Takes in that everything that was sent has been answered.
    pub(super) const fn all_answered(&mut self) {
        self.unanswered = false;
    }

    /// Reads the answers that are there for requests that nobody waits for any more: those to come
    /// need the room.
    #[inline]
    fn forget_unanswered(&mut self) {
        if !core::mem::take(&mut self.unanswered) {
            return;
        }
        for _ in 0..self.undelivered() {
            while self.read(|_| Ok(Event::Foreign)).is_some() {}
            match self.try_receive() {
                Ok(true) | Err(Error::Truncated(_)) => {}
                // Of a loss nobody needs to be told who has sent nothing yet.
                Ok(false) | Err(_) => return,
            }
        }
    }

    /// The next message that means something, of those that were received.
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
            if message.header().ty < header::MIN_TYPE
                && self.unfinished.as_mut().is_some_and(|unfinished| ends(unfinished, &message))
            {
                self.unfinished = None;
            }
            return Some(match event {
                Ok(Event::Reply) => Ok(Step::Reply(start)),
                Ok(Event::Finished(_)) => Ok(Step::Finished(start)),
                Ok(Event::Failed(_)) => Ok(Step::Failed(start)),
                Ok(Event::Overrun) => Err(self.overrun()),
                Err(error) => Err(error.into()),
                Ok(_) => {
                    count(&mut self.counters.skipped);
                    continue;
                }
            });
        }
    }

    /// Reads a dump to its end that was dropped half way. What it says is not asked for any more,
    /// be it good or bad.
    ///
    /// It never waits: a kernel sends the next part of a dump when the last one is received, so that
    /// a dump with nothing to receive has ended, even if its end was lost. For one without an end there
    /// is the timeout.
    pub(super) async fn finish_dropped(&mut self, timeout: Option<Duration>) -> Result<(), Error> {
        let patience = self.patience(timeout);
        let mut again = false;
        while let Some(unfinished) = &self.unfinished {
            let mut unfinished = unfinished.clone();
            match self.read(|message| unfinished.accept(message)) {
                Some(_) => continue,
                None => yield_now().await,
            }
            patience.go_on(&mut again).map_err(Error::receive)?;
            match self.try_receive() {
                Ok(true) | Err(Error::Truncated(_)) => {}
                Ok(false) | Err(Error::Overrun) => self.unfinished = None,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The message of an exchange that begins there.
    #[inline]
    pub(crate) fn message_at(&self, start: usize) -> Result<RawMessage<'_>, Error> {
        self.inbox.message_at(start)
    }

    /// The message of a type that begins there.
    #[inline(always)]
    pub(crate) fn parse_at<'a, M: ParseMessage<'a>>(&'a self, start: usize) -> Result<M, Error> {
        let message = self.message_at(start)?;
        log::read::<M>(&message);
        match message.parse() {
            Ok(message) => Ok(message),
            Err(error) => Err(not_as_expected(error, &self.message_at(start)?, M::PARSE_MESSAGES)),
        }
    }

    /// What `keep` makes of the message of a type that begins there.
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

    /// The acknowledgement that begins there.
    #[inline]
    pub(crate) fn ack_at(&self, start: usize) -> Result<Ack<'_>, Error> {
        Ok(Ack::parse(&self.message_at(start)?)?)
    }

    /// The error for a request that the kernel refused, by the message that begins at `start`.
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

/// The error for a message that is none of these.
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

/// Whether a message of rtnetlink only gets something: their types go in fours, to create, delete,
/// get and set.
pub(super) const fn is_rtnetlink_get(ty: u16) -> bool {
    ty & 3 == 2
}
