//! Runs a batch: in datagrams whose answers have room, with one outcome for each request.

use core::future::poll_fn;
use core::ops::Range;

use netlink_core::conversation::Window;
use netlink_core::{Errno, MessageId, RawMessage};

use super::answers::Answers;
use super::batch::{Batch, set_acknowledged};
use super::counters::count;
use super::engine::Engine;
use super::error::Error;
use super::options::Options;
use super::outcome::{State, Unsendable};
use super::patience::Awaited;
use super::reading::Step;
use super::room::{Replies, Room};
use super::transport::Transport;
use super::turn::Turn;
use super::{log, sequence};
use crate::Protocol;

impl<T: Transport> Engine<T> {
    /// Sends what has not been sent of a batch, and notes what has become of it.
    pub(crate) async fn run(
        &mut self,
        batch: &mut Batch,
        options: Options,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        log::within("batch", self.run_in_chunks(batch, options, reply)).await
    }

    async fn run_in_chunks(
        &mut self,
        batch: &mut Batch,
        options: Options,
        mut reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        // It would take up room in the receive buffer.
        self.finish_dropped(options).await?;
        let mut room = Room {
            bytes: self.transport.send_capacity()?,
            answers: self.transport.receive_capacity()?,
            replies: match self.protocol {
                Protocol::ROUTE => Replies::Rtnetlink,
                _ => Replies::Unknown,
            },
        };
        self.sort_out(batch, room, options).await?;
        let operation = self.patience(options, Awaited::Batch);
        let mut renewed = Vec::new();
        let mut from = 0;
        let mut turn = Turn::default();
        while let Some(chunk) = batch.chunk(from, room) {
            operation.check_operation().map_err(|error| Error::receive(error, Awaited::Batch))?;
            from = chunk.end;
            let window = self.send_chunk(batch, &chunk, options).await?;
            let mut answers = Answers::new(window, self.patience(options, Awaited::Batch));
            let mut open = chunk.clone();
            while !open.is_empty() {
                let (index, answer) = match answers.next(self).await {
                    Ok((slot, answer)) => (chunk.start.saturating_add(slot), answer),
                    // The outcome of those that are open stays unknown. The answers are larger than
                    // expected.
                    Err(Error::Overrun) => {
                        room.answers /= 2;
                        break;
                    }
                    Err(error) => return Err(error),
                };
                match answer {
                    Ok(Step::Reply(start)) => {
                        reply(index, &self.message_at(start)?);
                        continue;
                    }
                    Ok(Step::Finished(start) | Step::Failed(start)) => {
                        batch.judge(index, &self.message_at(start)?)?;
                    }
                    // An answer that cannot be parsed is an answer too.
                    Err(_) => {}
                }
                batch.close(&mut open, index);
            }
            self.leftovers.set_unanswered(false);
            if self.protocol == Protocol::GENERIC
                && self.renew_families(batch, &chunk, &mut renewed, options).await?
            {
                // One that has not come back cannot be sent to any more.
                self.sort_out(batch, room, options).await?;
                from = chunk.start;
            }
            poll_fn(|context| turn.poll_step(context)).await;
        }
        Ok(())
    }

    /// Looks up the families of requests, and notes which requests cannot be sent.
    async fn sort_out(
        &mut self,
        batch: &mut Batch,
        room: Room,
        options: Options,
    ) -> Result<(), Error> {
        for index in 0..batch.len() {
            let Some(sent) = batch.sent(index) else { continue };
            if !batch.state(index).is_some_and(State::is_not_sent) {
                continue;
            }
            let why = if batch.request_len(index) > room.bytes {
                Unsendable::TooLong
            } else if self.own_type(sent.id, sent.protocol).is_some() {
                continue;
            } else {
                match self.message_type(sent, options).await {
                    Ok(_) => continue,
                    Err(Error::NoFamily(_)) => Unsendable::NoFamily,
                    Err(Error::WrongProtocol { .. } | Error::NotGeneric { .. }) => {
                        Unsendable::WrongProtocol(self.protocol)
                    }
                    Err(error) => return Err(error),
                }
            };
            batch.set_state(index, State::Unsendable(why));
        }
        Ok(())
    }

    /// Sends requests of a batch in one datagram. From then on their outcome is unknown.
    async fn send_chunk(
        &mut self,
        batch: &mut Batch,
        chunk: &Range<usize>,
        options: Options,
    ) -> Result<Window, Error> {
        let patience = self.patience(options, Awaited::Batch);
        self.make_ready(&patience).await?;
        let window = sequence::window(chunk.len()).on_port(self.reply_port());
        for (index, sequence) in chunk.clone().zip(window.first()..) {
            let Some(sent) = batch.sent(index) else { continue };
            let ty = match self.own_type(sent.id, sent.protocol) {
                Some(ty) => ty,
                None => self.message_type(sent, options).await?,
            };
            let acknowledged = !batch.is_sparse() || index.saturating_add(1) == chunk.end;
            batch.edit_header(index, |header| {
                (header.ty, header.sequence) = (ty, sequence);
                header.flags |= options.flags;
                set_acknowledged(header, acknowledged);
            });
        }
        batch.log(chunk.clone());
        self.send_datagram(batch.bytes(chunk), window.len(), &patience).await?;
        batch.set_unknown(chunk.clone());
        Ok(window)
    }

    /// Looks up, once in a run, a family that a kernel does not know any more. If it has come back with
    /// another id, the requests that failed because of it are to be sent again. Returns whether a
    /// family is not what it was.
    async fn renew_families(
        &mut self,
        batch: &mut Batch,
        chunk: &Range<usize>,
        renewed: &mut Vec<&'static str>,
        options: Options,
    ) -> Result<bool, Error> {
        let not_found = |batch: &Batch, index: usize| {
            let sent = batch.sent(index)?;
            match (sent.id, batch.state(index)) {
                (MessageId::Command { family, .. }, Some(State::Failed(_))) => {
                    let error = batch.errno(index);
                    (error == Some(Errno::ENOENT)).then_some((sent, family))
                }
                _ => None,
            }
        };
        let mut back = Vec::new();
        let mut changed = false;
        for index in chunk.clone() {
            let Some((sent, family)) = not_found(batch, index) else { continue };
            if !renewed.contains(&family) {
                renewed.push(family);
                let old = self.families.forget(sent.id);
                match self.message_type(sent, options).await {
                    Ok(new) if old.is_some_and(|old| old != new) => back.push(family),
                    Ok(_) => {}
                    Err(Error::NoFamily(_)) => changed = true,
                    Err(error) => return Err(error),
                }
            }
            if back.contains(&family) {
                count(&mut self.counters.repeated);
                batch.set_state(index, State::NotSent);
                changed = true;
            }
        }
        Ok(changed)
    }
}
