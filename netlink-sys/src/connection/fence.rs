//! A request that waits until the changes under way have been made.

use netlink_core::conversation::{Answer, Exchange};
use netlink_core::{
    Emit, EmitError, EmitMessage, MessageFlags, MessageHeader, Writer, emit_message,
};

use super::engine::Engine;
use super::error::Error;
use super::options::Options;
use super::outbox::Sent;
use super::patience::Awaited;
use super::sequence;
use super::transport::Transport;
use crate::Protocol;

/// A request that takes the lock of those who change something, in bytes.
#[derive(Debug)]
pub(super) struct Fence {
    sent: Sent,
    bytes: Vec<u8>,
}

/// `RTM_GETLINK` of the loopback device, which each network namespace has as number 1.
#[derive(Debug, Emit)]
#[netlink(message = 18)]
struct GetLoopback {
    #[netlink(header)]
    info: [u32; 4], // struct ifinfomsg
}

impl Fence {
    pub(super) fn new<F: EmitMessage>(fence: &F) -> Result<Self, EmitError> {
        let mut bytes = Vec::new();
        let header = MessageHeader::new(0, MessageFlags::NONE);
        emit_message(&mut Writer::growing(&mut bytes), header, fence)?;
        Ok(Self { sent: Sent::of(fence), bytes })
    }

    /// Returns the fence that is known for a protocol.
    pub(super) fn of_protocol(protocol: Protocol) -> Option<Self> {
        // A declaration without rules is always written.
        let get_loopback = GetLoopback { info: [0, 1, 0, 0] };
        (protocol == Protocol::ROUTE).then(|| Self::new(&get_loopback).ok()).flatten()
    }
}

impl<T: Transport> Engine<T> {
    /// Sends a fence and waits for its answer, whatever it is.
    pub(super) async fn pass(&mut self, fence: &Fence) -> Result<(), Error> {
        let options = Options::new();
        let patience = self.patience(options, Awaited::Reply(fence.sent.policy.name()));
        let ty = self.message_type(fence.sent, options).await?;
        loop {
            // The answer must have room, and a dump that was dropped would come before it.
            self.finish_dropped(options).await?;
            let sequence = sequence::next();
            let flags = Answer::Reply.flags();
            let header = MessageHeader { sequence, ..MessageHeader::new(ty, flags) };
            self.outbox.write_bytes(header, &fence.bytes);
            let exchange = Exchange::new(sequence, Answer::Reply).on_port(self.reply_port());
            match self.answer_to(exchange, true, &patience).await {
                Err(Error::Overrun) => {}
                result => return result.map(drop),
            }
        }
    }
}
