//! Sending: a request, with what answers it, and again where that is safe.

use core::future::poll_fn;
use core::task::{Context, Poll, ready};

use netlink_core::conversation::{Answer, Event, Exchange};
use netlink_core::{Ack, EmitMessage, Errno, MessageFlags, MessageHeader, MessageId, header};

use super::counters::count;
use super::engine::Engine;
use super::error::Error;
use super::family;
use super::options::Options;
use super::outbox::Sent;
use super::patience::{Awaited, Patience};
use super::reading::Step;
use super::reception::Took;
use super::transport::Transport;
use super::{log, sequence};
use crate::Protocol;

/// A request under way.
#[derive(Debug)]
struct Transaction {
    exchange: Exchange,
    is_sent: bool,
    /// Whether what was there without waiting has been received.
    is_tried: bool,
    /// Its answer shows that there is no reply, if a reply can be missing.
    probe: Option<Exchange>,
    can_probe: bool,
}

impl Transaction {
    #[inline]
    const fn new(exchange: Exchange, can_probe: bool) -> Self {
        Self { exchange, is_sent: false, is_tried: false, probe: None, can_probe }
    }
}

impl<T: Transport> Engine<T> {
    /// Sends a request and returns where its first reply begins.
    pub(crate) async fn request<R: EmitMessage>(
        &mut self,
        request: &R,
        options: Options,
    ) -> Result<usize, Error> {
        let name = request.policy().name();
        match log::within(name, self.transact(request, Answer::Reply, options)).await? {
            Step::Reply(start) => Ok(start),
            Step::Finished(_) => Err(Error::NoReply(name)),
            Step::Failed(start) => Err(self.refusal(start, Sent::of(request))),
        }
    }

    /// Sends a request and returns where its acknowledgement begins.
    pub(crate) async fn execute<R: EmitMessage>(
        &mut self,
        request: &R,
        options: Options,
    ) -> Result<usize, Error> {
        let name = request.policy().name();
        match log::within(name, self.transact(request, Answer::Ack, options)).await? {
            Step::Reply(start) | Step::Finished(start) => Ok(start),
            Step::Failed(start) => Err(self.refusal(start, Sent::of(request))),
        }
    }

    /// Sends a message that nothing is expected to answer.
    pub(crate) async fn send<M: EmitMessage>(
        &mut self,
        message: &M,
        options: Options,
    ) -> Result<(), Error> {
        let patience = self.patience(options, Awaited::Acknowledgement(message.policy().name()));
        let ty = self.message_type(Sent::of(message), options).await?;
        self.make_ready(&patience).await?;
        self.write(ty, message, MessageFlags::REQUEST | options.flags)?;
        poll_fn(|context| self.poll_send(context, &patience)).await
    }

    /// Sends a request that several messages answer, after what is left of an earlier dump has been
    /// read.
    pub(super) async fn start<R: EmitMessage>(
        &mut self,
        request: &R,
        answer: Answer,
        flags: MessageFlags,
        options: Options,
    ) -> Result<Exchange, Error> {
        self.finish_dropped(options).await?;
        let ty = self.message_type(Sent::of(request), options).await?;
        let patience = self.patience(options, Awaited::Dump(request.policy().name()));
        let exchange = self.begin(ty, request, answer, flags, options)?;
        poll_fn(|context| self.poll_send(context, &patience)).await?;
        if answer == Answer::Dump {
            // Until its end is seen: the dump itself can be dropped at any time, and does nothing then.
            self.leftovers.dump_began(exchange.clone());
        }
        Ok(exchange)
    }

    /// Sends a request and waits for what answers it: an acknowledgement, or a reply.
    async fn transact<R: EmitMessage>(
        &mut self,
        request: &R,
        answer: Answer,
        options: Options,
    ) -> Result<Step, Error> {
        let name = request.policy().name();
        let awaited = match answer {
            Answer::Ack => Awaited::Acknowledgement(name),
            Answer::Reply => Awaited::Reply(name),
            Answer::Dump => Awaited::Dump(name),
        };
        let patience = self.patience(options, awaited);
        let id = request.id();
        let (ty, known) = match self.own_type(id, R::EMIT_PROTOCOL) {
            Some(ty) => (ty, false),
            None => {
                let known = self.families.knows(id);
                // What is rare is in a box, so that the future is small: it is moved more than once.
                (Box::pin(self.message_type(Sent::of(request), options)).await?, known)
            }
        };
        let step = self.transact_as(ty, request, answer, options, &patience).await?;
        match step {
            // A family that went away, and perhaps came back with another id.
            Step::Failed(start) if known && self.is_not_found(start) => {
                // The next request replaces what is in the buffers.
                let refusal = self.refusal(start, Sent::of(request));
                self.families.forget(id);
                let now = Box::pin(self.message_type(Sent::of(request), options)).await?;
                if now == ty {
                    return Err(refusal);
                }
                count(&mut self.counters.repeated);
                Box::pin(self.transact_as(now, request, answer, options, &patience)).await
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
        let wants_ack = options.flags.contains(MessageFlags::ACK);
        loop {
            if self.is_unready() {
                Box::pin(self.make_ready(patience)).await?;
            }
            let exchange = self.begin(ty, request, answer, answer.flags(), options)?;
            let can_probe = answer == Answer::Reply && !wants_ack && self.answers_at_once(options);
            left = left.saturating_sub(1);
            let mut transaction = Transaction::new(exchange, can_probe);
            let answered =
                poll_fn(|context| self.poll_transaction(context, &mut transaction, patience));
            match answered.await {
                Err(Error::Overrun) if left > 0 => count(&mut self.counters.repeated),
                Ok(Step::Reply(start)) if wants_ack => {
                    return self.take_ack(start, Sent::of(request), patience);
                }
                result => return result,
            }
        }
    }

    /// Sends the request that was written, and waits for what answers it.
    pub(super) async fn answer_to(
        &mut self,
        exchange: Exchange,
        can_probe: bool,
        patience: &Patience,
    ) -> Result<Step, Error> {
        let mut transaction = Transaction::new(exchange, can_probe);
        poll_fn(|context| self.poll_transaction(context, &mut transaction, patience)).await
    }

    #[inline]
    fn poll_transaction(
        &mut self,
        context: &mut Context<'_>,
        transaction: &mut Transaction,
        patience: &Patience,
    ) -> Poll<Result<Step, Error>> {
        if !transaction.is_sent {
            ready!(self.poll_send(context, patience))?;
            transaction.is_sent = true;
        }
        let mut again = false;
        loop {
            while let Some(step) = self.read_answer(transaction) {
                let step = match step {
                    Err(Error::Overrun) => break,
                    step => step?,
                };
                let exchange = &transaction.exchange;
                if exchange.is_over() || exchange.answer() == Answer::Reply {
                    // More can come behind one of several replies.
                    let is_last = exchange.is_over() && transaction.probe.is_none();
                    self.leftovers.set_unanswered(!is_last);
                    if exchange.is_over() && self.backlog.is_some() {
                        self.leftovers.request_ended(exchange.sequence());
                    }
                    return Poll::Ready(Ok(step));
                }
                again = false;
            }
            patience.go_on(&mut again).map_err(|error| Error::receive(error, patience.awaited))?;
            if transaction.is_tried || self.leftovers.is_lost() {
                ready!(self.poll_received(context, patience))?;
                continue;
            }
            transaction.is_tried = true;
            match self.try_receive(patience)? {
                Took::Datagram => {}
                Took::Nothing => self.probe(context, transaction, patience),
                // What is there is received next.
                Took::Loss => self.note_overrun(),
            }
        }
    }

    /// Returns what the next message is for a request, of those that were received.
    #[inline(always)]
    fn read_answer(&mut self, transaction: &mut Transaction) -> Option<Result<Step, Error>> {
        let Transaction { exchange, probe, .. } = transaction;
        // What an acknowledged request has caused is an event for a member of the group, although it has
        // the number of the request.
        let keeps_replies = self.backlog.is_some() && exchange.answer() == Answer::Ack;
        self.read(|message| match exchange.accept(message)? {
            Event::Reply if keeps_replies => Ok(Event::Foreign),
            Event::Foreign => match probe {
                // The kernel has come past the request, which thus has no reply.
                Some(probe) => match probe.accept(message)? {
                    Event::Failed(ack) => Ok(Event::Finished(ack)),
                    event => Ok(event),
                },
                None => Ok(Event::Foreign),
            },
            event => Ok(event),
        })
    }

    /// Asks for an acknowledgement of nothing, behind a request that may have no reply.
    ///
    /// A kernel has executed the request during the send, so that its reply is there already, or is never
    /// sent. This costs nothing where a reply was there.
    #[cold]
    fn probe(
        &mut self,
        context: &mut Context<'_>,
        transaction: &mut Transaction,
        patience: &Patience,
    ) {
        if !transaction.can_probe {
            return;
        }
        let sequence = sequence::next();
        let flags = MessageFlags::REQUEST | MessageFlags::ACK;
        let len = u32::try_from(header::HEADER_LEN).unwrap_or_default();
        let header = MessageHeader { len, sequence, ..MessageHeader::new(header::NOOP, flags) };
        // Without it the reply is waited for as long as the patience lasts.
        let sent = self.transport.poll_send(context, &header.to_bytes(), patience);
        if matches!(sent, Poll::Ready(Ok(()))) {
            let probe = Exchange::new(sequence, Answer::Ack).on_port(self.reply_port());
            transaction.probe = Some(probe);
            self.leftovers.set_unanswered(true);
        }
    }

    /// Returns whether a kernel's reply is there when the request has been sent.
    fn answers_at_once(&self, options: Options) -> bool {
        const SYNCHRONOUS: [Protocol; 5] = [
            Protocol::ROUTE,
            Protocol::GENERIC,
            Protocol::NETFILTER,
            Protocol::XFRM,
            Protocol::SOCK_DIAG,
        ];
        SYNCHRONOUS.contains(&self.protocol) && !self.believes_all && !options.replies_later
    }

    /// Takes the acknowledgement behind a reply, if it is there, so that it takes no room.
    fn take_ack(&mut self, start: usize, sent: Sent, patience: &Patience) -> Result<Step, Error> {
        let sequence = self.message_at(start)?.header().sequence;
        let mut exchange = Exchange::new(sequence, Answer::Ack).on_port(self.reply_port());
        let mut is_kept = false;
        let result = loop {
            match self.read(|message| exchange.accept(message)) {
                Some(Ok(Step::Failed(failed))) => break Err(self.refusal(failed, sent)),
                // The end of several replies, which the acknowledgement follows.
                Some(Ok(Step::Finished(end)))
                    if self.message_at(end)?.header().ty == header::DONE =>
                {
                    exchange = Exchange::new(sequence, Answer::Ack).on_port(self.reply_port());
                }
                Some(Ok(Step::Finished(_))) => break Ok(Step::Reply(start)),
                Some(_) => {}
                None => {
                    if !is_kept {
                        self.inbox.keep()?;
                        is_kept = true;
                    }
                    match self.try_receive(patience) {
                        Ok(Took::Datagram) => {}
                        // It can come later.
                        _ => break Ok(Step::Reply(start)),
                    }
                }
            }
        };
        self.leftovers.set_unanswered(!exchange.is_over());
        if is_kept {
            self.inbox.restore();
        }
        result
    }

    /// Returns how often a request is sent at most.
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
    fn begin<R: EmitMessage>(
        &mut self,
        ty: u16,
        request: &R,
        answer: Answer,
        flags: MessageFlags,
        options: Options,
    ) -> Result<Exchange, Error> {
        let sequence = self.write(ty, request, flags | options.flags)?;
        let exchange = Exchange::new(sequence, answer).on_port(self.reply_port());
        let later = options.replies_later || self.protocol == Protocol::AUDIT;
        let exchange = if later { exchange.acknowledged_first() } else { exchange };
        if self.backlog.is_some() {
            self.leftovers.request_began(exchange.clone());
        }
        Ok(exchange)
    }

    /// Writes a message; its sequence number.
    #[inline]
    fn write<M: EmitMessage>(
        &mut self,
        ty: u16,
        message: &M,
        flags: MessageFlags,
    ) -> Result<u32, Error> {
        let sequence = sequence::next();
        let header = MessageHeader { sequence, ..MessageHeader::new(ty, flags) };
        log::sent(self.outbox.write(header, message)?, M::EMIT_MESSAGES);
        Ok(sequence)
    }

    /// Sends the message that was written.
    #[inline(always)]
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<Result<(), Error>> {
        let bytes = self.outbox.bytes();
        ready!(self.transport.poll_send(context, bytes, patience)).map_err(Error::send)?;
        self.note_sent(1);
        Poll::Ready(Ok(()))
    }

    /// Sends so many messages as one datagram.
    pub(super) async fn send_datagram(
        &mut self,
        bytes: &[u8],
        messages: u32,
        patience: &Patience,
    ) -> Result<(), Error> {
        poll_fn(|context| self.transport.poll_send(context, bytes, patience))
            .await
            .map_err(Error::send)?;
        self.note_sent(messages);
        Ok(())
    }

    #[inline]
    fn note_sent(&mut self, messages: u32) {
        self.leftovers.set_unanswered(true);
        self.counters.sent = self.counters.sent.saturating_add(messages.into());
        if self.port.is_none() {
            // A socket that was not bound has a port ID from now on.
            self.port = self.transport.port_id().unwrap_or_default();
        }
    }

    fn is_not_found(&self, start: usize) -> bool {
        self.ack_at(start).is_ok_and(|ack: Ack<'_>| ack.errno() == Some(Errno::ENOENT))
    }
}

/// Whether a message of rtnetlink only gets something: their types go in fours, to create, delete,
/// get and set.
pub(super) const fn is_rtnetlink_get(ty: u16) -> bool {
    ty & 3 == 2
}
