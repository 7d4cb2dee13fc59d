//! Transactions of netfilter: a batch that is carried out as a whole, or not at all. Header:
//! `linux/netfilter/nfnetlink.h`.
//!
//! ```text
//! NFNL_MSG_BATCH_BEGIN | request | request | … | NFNL_MSG_BATCH_END     one datagram
//! ```

use netlink_core::conversation::Window;
use netlink_core::{Ack, Input, MessageFlags, MessageHeader, Policy, Writer};

use super::batch::{Batch, Outcome};
use super::engine::{Engine, Step};
use super::{Error, KernelError, Options, Transport, sequence};

const NFNL_MSG_BATCH_BEGIN: u16 = 0x10;
const NFNL_MSG_BATCH_END: u16 = 0x11;

/// What can be said of a refusal of the batch itself.
const BATCH: &Policy = &Policy::new("batch", &[]);

impl<T: Transport> Engine<T> {
    /// Sends a whole batch as one transaction, and takes in what has become of it.
    pub(crate) async fn commit(
        &mut self,
        batch: &mut Batch,
        options: Options,
    ) -> Result<(), Error> {
        let Some(subsystem) = batch.id(0) else { return Ok(()) };
        let subsystem = self.message_type(subsystem).await? >> 8;
        // The begin and the end have sequence numbers, too.
        let window = sequence::window(batch.len().saturating_add(2));
        for (place, sequence) in (0..batch.len()).zip(window.first().saturating_add(1)..) {
            batch.edit_header(place, |header| {
                header.sequence = sequence;
                header.flags |= options.flags;
            });
        }
        let last = window.first().saturating_add(window.len()).saturating_sub(1);
        let mut bytes = Vec::new();
        let mut writer = Writer::growing(&mut bytes);
        write_bracket(&mut writer, NFNL_MSG_BATCH_BEGIN, window.first(), subsystem)?;
        writer.bytes(batch.bytes())?;
        write_bracket(&mut writer, NFNL_MSG_BATCH_END, last, subsystem)?;
        self.send_datagram(&bytes).await?;
        self.counters.sent = self.counters.sent.saturating_add(window.len().into());
        for place in 0..batch.len() {
            batch.set_outcome(place, Outcome::Unknown);
        }

        let mut answers = vec![Outcome::Unknown; batch.len()];
        let result = self.take_answers(batch, &mut answers, window, options).await;
        // Nothing is a success until everything is: the kernel acknowledges what it then takes back.
        let refused = matches!(&result, Err(error) if !error.is_outcome_unknown());
        let aborted = refused || answers.iter().any(|answer| answer.error().is_some());
        for (place, answer) in answers.into_iter().enumerate() {
            let outcome = match answer {
                Outcome::Failed(_) => answer,
                _ if aborted => Outcome::Aborted,
                _ if result.is_err() => Outcome::Unknown,
                _ => answer,
            };
            batch.set_outcome(place, outcome);
        }
        result
    }

    /// Takes in the answers until each request has one, or the batch itself is refused.
    async fn take_answers(
        &mut self,
        batch: &Batch,
        answers: &mut [Outcome],
        window: Window,
        options: Options,
    ) -> Result<(), Error> {
        let patience = self.patience(options.timeout);
        let mut open = answers.len();
        while open > 0 {
            let (slot, answer) = self.next_answer(window, &patience).await?;
            let Ok(Step::Finished(start) | Step::Failed(start)) = answer else { continue };
            let ack = self.ack_at(start)?;
            let place = slot.checked_sub(1);
            match place.and_then(|place| Some((place, answers.get_mut(place)?))) {
                Some((place, answer)) => {
                    *answer = batch.judge(place, &ack);
                    open = open.saturating_sub(1);
                }
                // Kernels from 6.10 on can acknowledge the begin and the end.
                None if ack.errno().is_none() => {}
                None => return Err(refused(&ack)),
            }
        }
        Ok(())
    }
}

/// The batch as a whole was refused, for want of privileges, memory, or when it was committed.
fn refused(ack: &Ack<'_>) -> Error {
    KernelError::new(ack, BATCH, Input::new(&[])).into()
}

/// The message that begins or ends a transaction: `struct nfgenmsg` with the subsystem, in network
/// byte order.
fn write_bracket(
    writer: &mut Writer<&mut Vec<u8>>,
    ty: u16,
    sequence: u32,
    subsystem: u16,
) -> Result<(), Error> {
    let header = MessageHeader { sequence, ..MessageHeader::new(ty, MessageFlags::REQUEST) };
    let [high, low] = subsystem.to_be_bytes();
    Ok(writer.message(header, |writer| writer.bytes(&[0, 0, high, low]))?)
}
