//! Transactions of netfilter: a batch that is carried out as a whole, or not at all. Header:
//! `linux/netfilter/nfnetlink.h`.
//!
//! ```text
//! NFNL_MSG_BATCH_BEGIN | request | request | … | NFNL_MSG_BATCH_END     one datagram
//! ```

use netlink_core::{
    Ack, Be, EmitError, MessageFlags, MessageHeader, MessageId, Policy, RawMessage, Writer,
};

use super::answers::Answers;
use super::batch::{Batch, set_acknowledged};
use super::engine::Engine;
use super::error::Error;
use super::kernel_error::KernelError;
use super::options::Options;
use super::outbox::Sent;
use super::outcome::State;
use super::patience::Awaited;
use super::reading::Step;
use super::room::REPLY_SIZE;
use super::transport::Transport;
use super::{log, sequence};

const NFNL_MSG_BATCH_BEGIN: u16 = 0x10;
const NFNL_MSG_BATCH_END: u16 = 0x11;
const NFNL_BATCH_GENID: u16 = 1;

/// What can be said of a refusal of the batch itself: for want of privileges, memory, or when it was
/// committed.
const BATCH: Sent = Sent {
    id: MessageId::Type(NFNL_MSG_BATCH_BEGIN),
    policy: &Policy::new("batch", &[]),
    protocol: None,
};

/// The answers to the requests of a transaction, by their order.
struct Taken {
    states: Vec<State>,
    /// Whether only the last request is acknowledged.
    sparse: bool,
}

impl<T: Transport> Engine<T> {
    /// Sends what has not been sent of a batch as one transaction, and notes what has become of it.
    pub(crate) async fn commit(
        &mut self,
        batch: &mut Batch,
        options: Options,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        log::within("transaction", self.commit_at_once(batch, options, reply)).await
    }

    async fn commit_at_once(
        &mut self,
        batch: &mut Batch,
        options: Options,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        let indices: Vec<usize> = batch.not_sent().collect();
        let mut subsystem = None;
        for index in &indices {
            let Some(sent) = batch.sent(*index) else { continue };
            let ty = match self.own_type(sent.id, sent.protocol) {
                Some(ty) => ty,
                None => self.message_type(sent, options).await?,
            };
            subsystem = subsystem.or(Some(ty >> 8));
        }
        let Some(subsystem) = subsystem else { return Ok(()) };
        // It would take up room in the receive buffer.
        self.finish_dropped(options).await?;
        let patience = self.patience(options, Awaited::Batch);
        self.make_ready(&patience).await?;
        let sparse = self.make_room(batch, &indices, options)?;
        // The begin and the end have sequence numbers, too.
        let window = sequence::window(indices.len().saturating_add(2)).on_port(self.reply_port());
        let last = window.first().saturating_add(window.len()).saturating_sub(1);
        let last_request = last.saturating_sub(1);
        let begin = bracket(NFNL_MSG_BATCH_BEGIN, window.first(), subsystem, batch.generation())?;
        let end = bracket(NFNL_MSG_BATCH_END, last, subsystem, None)?;
        let mut datagram = begin.clone();
        log::sent(&begin, &[]);
        for (index, sequence) in indices.iter().zip(window.first().saturating_add(1)..) {
            batch.edit_header(*index, |header| {
                header.sequence = sequence;
                header.flags |= options.flags;
                set_acknowledged(header, !sparse || sequence == last_request);
            });
            let one = *index..index.saturating_add(1);
            batch.log(one.clone());
            datagram.extend(batch.bytes(&one));
        }
        log::sent(&end, &[]);
        datagram.extend(end);
        self.send_datagram(&datagram, window.len(), &patience).await?;
        for index in &indices {
            batch.set_state(*index, State::Unknown);
        }

        let mut answers = Answers::new(window, self.patience(options, Awaited::Batch));
        let states = indices.iter().map(|_| State::Unknown).collect();
        let mut taken = Taken { states, sparse };
        let result = self.take_answers(&indices, &mut taken, &mut answers, reply).await;
        // Nothing is a success until everything is: the kernel acknowledges what it then takes back.
        if result.is_ok() {
            self.leftovers.set_unanswered(false);
        }
        taken.settle(batch, &indices, result)
    }

    /// Makes room for all answers, since the kernel executes everything before it sends the first one.
    /// Returns whether there is room for one acknowledgement only.
    fn make_room(
        &mut self,
        batch: &Batch,
        indices: &[usize],
        options: Options,
    ) -> Result<bool, Error> {
        let sum = |sizes: &mut dyn Iterator<Item = usize>| sizes.fold(0, usize::saturating_add);
        let acks = sum(&mut indices.iter().map(|index| batch.answer_size(*index)));
        let echoes = |index: &&usize| {
            options.flags.contains(MessageFlags::ECHO)
                || batch.flags(**index).contains(MessageFlags::ECHO)
        };
        // A reply repeats its request, and adds what the kernel decides.
        let reply = |index: &usize| REPLY_SIZE.saturating_add(batch.request_len(*index));
        let replies = sum(&mut indices.iter().filter(echoes).map(reply));
        let needed = acks.saturating_add(replies);
        if replies > 0 {
            self.transport.reserve(needed)?;
        }
        Ok(batch.is_sparse() || needed > self.transport.receive_capacity()?)
    }

    /// Takes the answers until the last request has one, or the batch itself is refused.
    async fn take_answers(
        &mut self,
        indices: &[usize],
        taken: &mut Taken,
        answers: &mut Answers,
        mut reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        let mut open = indices.len();
        while open > 0 {
            let (slot, answer) = answers.next(self).await?;
            let place = slot.checked_sub(1).filter(|place| *place < indices.len());
            match answer {
                Ok(Step::Finished(start) | Step::Failed(start)) => {
                    let answer = self.message_at(start)?;
                    match place.and_then(|place| taken.states.get_mut(place)) {
                        Some(state) => *state = State::of_answer(&answer)?,
                        None => {
                            let ack = Ack::parse(&answer)?;
                            // Kernels from 6.10 on can acknowledge the begin and the end.
                            if ack.errno().is_some() {
                                return Err(KernelError::new(&ack, &answer, BATCH, &[]).into());
                            }
                        }
                    }
                }
                Ok(Step::Reply(start)) => {
                    if let Some(index) = place.and_then(|place| indices.get(place)) {
                        reply(*index, &self.message_at(start)?);
                    }
                    continue;
                }
                Err(_) => {}
            }
            match place {
                Some(place) if place.saturating_add(1) == indices.len() => open = 0,
                Some(_) if !taken.sparse => open = open.saturating_sub(1),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Taken {
    /// Notes what has become of each request, by the answers to all of them.
    fn settle(
        self,
        batch: &mut Batch,
        indices: &[usize],
        mut result: Result<(), Error>,
    ) -> Result<(), Error> {
        let failed = self.states.iter().any(|state| matches!(state, State::Failed(_)));
        if failed && matches!(result, Err(Error::Overrun)) {
            // One failure says it all, although others may have been lost.
            result = Ok(());
        }
        let refused = matches!(&result, Err(error) if !error.is_outcome_unknown());
        let heard = if self.sparse { self.states.len().saturating_sub(1) } else { 0 };
        let mut heard = self.states.get(heard..).unwrap_or_default().iter();
        let done = result.is_ok() && heard.all(State::is_done);
        for (index, state) in indices.iter().zip(self.states) {
            let state = match state {
                State::Failed(_) => state,
                _ if failed || refused => State::Aborted,
                _ if !done => State::Unknown,
                State::Unknown => State::Done,
                _ => state,
            };
            batch.set_state(*index, state);
        }
        result
    }
}

/// The message that begins or ends a transaction: `struct nfgenmsg` with the subsystem, in network
/// byte order, and of the begin the generation.
fn bracket(
    ty: u16,
    sequence: u32,
    subsystem: u16,
    generation: Option<u32>,
) -> Result<Vec<u8>, EmitError> {
    let header = MessageHeader { sequence, ..MessageHeader::new(ty, MessageFlags::REQUEST) };
    let [high, low] = subsystem.to_be_bytes();
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).message(header, |writer| {
        writer.put_array([0, 0, high, low])?;
        match generation {
            Some(generation) => writer.put(NFNL_BATCH_GENID, &Be(generation)),
            None => Ok(()),
        }
    })?;
    Ok(bytes)
}
