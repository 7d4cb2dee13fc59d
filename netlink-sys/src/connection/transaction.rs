//! Transactions of netfilter: a batch that is carried out as a whole, or not at all. Header:
//! `linux/netfilter/nfnetlink.h`.
//!
//! ```text
//! NFNL_MSG_BATCH_BEGIN | request | request | … | NFNL_MSG_BATCH_END     one datagram
//! ```

use netlink_core::{Ack, EmitError, MessageFlags, MessageHeader, MessageId, Policy, Writer};

use super::answers::Answers;
use super::batch::{Batch, Outcome, set_acknowledged};
use super::engine::{Engine, Step};
use super::outbox::Sent;
use super::{Error, KernelError, Options, Transport, log, sequence};

const NFNL_MSG_BATCH_BEGIN: u16 = 0x10;
const NFNL_MSG_BATCH_END: u16 = 0x11;

/// What can be said of a refusal of the batch itself: for want of privileges, memory, or when it was
/// committed.
const BATCH: Sent =
    Sent { id: MessageId::Type(NFNL_MSG_BATCH_BEGIN), policy: &Policy::new("batch", &[]) };

impl<T: Transport> Engine<T> {
    /// Sends a whole batch as one transaction, and takes in what has become of it.
    pub(crate) async fn commit(
        &mut self,
        batch: &mut Batch,
        options: Options,
    ) -> Result<(), Error> {
        let Some(subsystem) = batch.id(0) else { return Ok(()) };
        let subsystem = self.message_type(subsystem).await? >> 8;
        // It would take up room in the receive buffer.
        self.finish_dropped(options.timeout).await?;
        // The kernel handles all of it before it answers anything, so all answers wait at once.
        let sparse =
            batch.is_sparse() || batch.answers_size() > self.transport.receive_capacity()?;
        // The begin and the end have sequence numbers, too.
        let window = sequence::window(batch.len().saturating_add(2));
        let last = window.first().saturating_add(window.len()).saturating_sub(1);
        let last_request = last.saturating_sub(1);
        for (place, sequence) in (0..batch.len()).zip(window.first().saturating_add(1)..) {
            batch.edit_header(place, |header| {
                header.sequence = sequence;
                header.flags |= options.flags;
                set_acknowledged(header, !sparse || sequence == last_request);
            });
        }
        let begin = bracket(NFNL_MSG_BATCH_BEGIN, window.first(), subsystem)?;
        let end = bracket(NFNL_MSG_BATCH_END, last, subsystem)?;
        log::sent(&begin, &[]);
        batch.log(0..batch.len());
        log::sent(&end, &[]);
        self.send_datagram(&[&begin, batch.bytes(), &end].concat(), window.len()).await?;
        batch.set_unknown(0..batch.len());

        let mut taken = Answers::new(window, self.patience(options.timeout));
        let mut answers = vec![Outcome::Unknown; batch.len()];
        let mut result = self.take_answers(batch, &mut answers, &mut taken, sparse).await;
        // Nothing is a success until everything is: the kernel acknowledges what it then takes back.
        if result.is_ok() {
            self.all_answered();
        }
        let failed = answers.iter().any(|answer| answer.error().is_some());
        if failed && matches!(result, Err(Error::Overrun)) {
            // One failure says it all, although others may have been lost.
            result = Ok(());
        }
        let refused = matches!(&result, Err(error) if !error.is_outcome_unknown());
        let heard = if sparse { answers.len().saturating_sub(1) } else { 0 };
        let mut heard = answers.get(heard..).unwrap_or_default().iter();
        let done = result.is_ok() && heard.all(Outcome::is_done);
        for (place, answer) in answers.into_iter().enumerate() {
            let outcome = match answer {
                Outcome::Failed(_) => answer,
                _ if failed || refused => Outcome::Aborted,
                _ if !done => Outcome::Unknown,
                Outcome::Unknown => Outcome::DONE,
                _ => answer,
            };
            batch.set_outcome(place, outcome);
        }
        result
    }

    /// Takes in the answers until the last request has one, or the batch itself is refused.
    async fn take_answers(
        &mut self,
        batch: &Batch,
        outcomes: &mut [Outcome],
        answers: &mut Answers,
        sparse: bool,
    ) -> Result<(), Error> {
        let mut open = outcomes.len();
        while open > 0 {
            let (slot, answer) = answers.next(self).await?;
            let place = slot.checked_sub(1).filter(|place| *place < outcomes.len());
            if let Ok(Step::Finished(start) | Step::Failed(start)) = answer {
                let answer = self.message_at(start)?;
                match place.and_then(|place| Some((place, outcomes.get_mut(place)?))) {
                    Some((place, outcome)) => *outcome = batch.judge(place, &answer)?,
                    None => {
                        let ack = Ack::parse(&answer)?;
                        // Kernels from 6.10 on can acknowledge the begin and the end.
                        if ack.errno().is_some() {
                            return Err(KernelError::new(&ack, &answer, BATCH, &[]).into());
                        }
                    }
                }
            } else if answer.is_ok() {
                continue;
            }
            match place {
                Some(place) if place.saturating_add(1) == outcomes.len() => open = 0,
                Some(_) if !sparse => open = open.saturating_sub(1),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The message that begins or ends a transaction: `struct nfgenmsg` with the subsystem, in network
/// byte order.
fn bracket(ty: u16, sequence: u32, subsystem: u16) -> Result<[u8; 20], EmitError> {
    let header = MessageHeader { sequence, ..MessageHeader::new(ty, MessageFlags::REQUEST) };
    let [high, low] = subsystem.to_be_bytes();
    let mut bytes = [0; 20];
    Writer::new(&mut bytes).message(header, |writer| writer.put_array([0, 0, high, low]))?;
    Ok(bytes)
}
