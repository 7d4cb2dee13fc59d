//! Batches: many requests in few datagrams, with one outcome each.

use core::ops::Range;

use netlink_core::{
    EmitError, EmitMessage, Errno, MessageFlags, MessageHeader, MessageId, RawMessage, Writer,
    emit_message,
};

use super::error::Error;
use super::kernel_error::KernelError;
use super::log;
use super::outbox::Sent;
use super::outcome::{Outcome, State};
use super::room::{REPLY_SIZE, Room};

/// Requests to be sent together, and the outcome of each.
///
/// [`Connection::run`](super::Connection::run) sends them in few datagrams, in the order of
/// [`Batch::push`], and the kernel executes them in that order. A request that fails or cannot be sent
/// does not stop the others. A datagram has as many requests as their answers have room for in the
/// receive buffer. Only requests of [`Outcome::NotSent`] are sent, so that a batch can be run again
/// after an error. For all or nothing, as netfilter offers it, use
/// [`Connection::commit`](super::Connection::commit).
///
/// If a generic netlink family has gone and come back with another id, its requests are sent once
/// more, with the new id.
///
/// ```no_run
/// # use netlink_core::{Emit, MessageFlags, zerocopy};
/// # use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};
/// use netlink_sys::connection::{Batch, Outcome};
/// use netlink_sys::{Connection, Protocol};
///
/// # #[derive(Clone, Copy, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
/// # #[zerocopy(crate = "netlink_core::zerocopy")]
/// # #[repr(C)]
/// # struct IfInfoMsg { family: u8, padding: u8, device_type: u16, index: i32, flags: u32, change: u32 }
/// #[derive(Emit)]
/// #[netlink(message = 17)] // RTM_DELLINK
/// struct DelLink {
///     #[netlink(header)]
///     info: IfInfoMsg,
/// }
///
/// let mut batch = Batch::new();
/// for index in 10..20 {
///     let info = IfInfoMsg { index, ..Default::default() };
///     batch.push(&DelLink { info }, MessageFlags::NONE)?;
/// }
/// let mut netlink = Connection::open(Protocol::ROUTE)?;
/// netlink.run(&mut batch)?;
/// for (index, outcome) in batch.outcomes().enumerate() {
///     if let Outcome::Failed(error) = outcome {
///         println!("request {index}: {error}");
///     }
/// }
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    slots: Vec<Slot>,
    sparse: bool,
    generation: Option<u32>,
}

#[derive(Debug)]
struct Slot {
    /// Where its bytes begin.
    start: usize,
    /// Where they end.
    end: usize,
    sent: Sent,
    state: State,
}

impl Batch {
    /// Returns an empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the kernel for one acknowledgement a datagram instead of one a request.
    ///
    /// Each request has an outcome all the same: the kernel answers a request that fails in any case,
    /// and executes requests in order. It is faster, and there are no warnings.
    #[must_use]
    pub const fn sparsely_acknowledged(mut self) -> Self {
        self.sparse = true;
        self
    }

    /// Commits the batch only if the ruleset still has this generation.
    ///
    /// Otherwise [`Connection::commit`](super::Connection::commit) fails with `ERESTART`: read the
    /// ruleset again, and make a new batch. The reply to `NFT_MSG_GETGEN` has the generation.
    #[doc(alias = "NFNL_BATCH_GENID")]
    #[must_use]
    pub const fn at_generation(mut self, generation: u32) -> Self {
        self.generation = Some(generation);
        self
    }

    /// Adds a request with flags beyond request and acknowledge, and returns its index.
    ///
    /// # Errors
    /// If the request breaks a rule of its own type. The batch is unchanged then.
    pub fn push<R: EmitMessage>(
        &mut self,
        request: &R,
        flags: MessageFlags,
    ) -> Result<usize, EmitError> {
        let ty = match request.id() {
            MessageId::Type(ty) => ty,
            // Known when it is sent.
            MessageId::Command { .. } => 0,
        };
        let flags = MessageFlags::REQUEST | MessageFlags::ACK | flags;
        let start = self.bytes.len();
        let mut writer = Writer::growing(&mut self.bytes);
        emit_message(&mut writer, MessageHeader::new(ty, flags), request)?;
        let slot =
            Slot { start, end: writer.len(), sent: Sent::of(request), state: State::NotSent };
        self.slots.push(slot);
        Ok(self.slots.len().saturating_sub(1))
    }

    /// Returns the number of requests.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Returns true if there are no requests.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Removes all requests and outcomes, and keeps the memory for the next ones.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.slots.clear();
    }

    /// Returns the outcome of each request, in order.
    #[must_use = "iterators are lazy"]
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = Outcome> {
        self.slots.iter().map(|slot| self.outcome_of(slot))
    }

    /// Returns the outcome of the request at an index.
    #[must_use]
    pub fn outcome(&self, index: usize) -> Option<Outcome> {
        self.slots.get(index).map(|slot| self.outcome_of(slot))
    }

    /// Returns the requests that the kernel refused, with their indices.
    pub fn failures(&self) -> impl Iterator<Item = (usize, KernelError)> {
        let slots = self.slots.iter().enumerate();
        slots.filter_map(|(index, slot)| Some((index, self.failure(slot)?)))
    }

    /// Returns true if all requests have been carried out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.slots.iter().all(|slot| slot.state.is_done())
    }

    /// Returns requests of unknown outcome to [`Outcome::NotSent`], for the next
    /// [`run`](super::Connection::run), and returns their number.
    ///
    /// Use this only for requests that may be carried out twice.
    pub fn retry_unknown(&mut self) -> usize {
        self.retry(|state| matches!(state, State::Unknown))
    }

    /// Returns requests that were aborted with their transaction to [`Outcome::NotSent`], for the next
    /// [`commit`](super::Connection::commit), and returns their number.
    pub fn retry_aborted(&mut self) -> usize {
        self.retry(|state| matches!(state, State::Aborted))
    }

    fn retry(&mut self, retried: impl Fn(&State) -> bool) -> usize {
        let slots = self.slots.iter_mut().filter(|slot| retried(&slot.state));
        slots.map(|slot| slot.state = State::NotSent).count()
    }

    fn outcome_of(&self, slot: &Slot) -> Outcome {
        match &slot.state {
            State::NotSent => Outcome::NotSent,
            State::Unknown => Outcome::Unknown,
            State::Done => Outcome::Done { warning: None },
            State::Warned(warning) => Outcome::Done { warning: Some(warning.clone()) },
            State::Failed(_) => match self.failure(slot) {
                Some(error) => Outcome::Failed(Box::new(error)),
                None => Outcome::Unknown,
            },
            State::Unsendable(why) => Outcome::Unsendable(Box::new(why.error(slot.sent))),
            State::Aborted => Outcome::Aborted,
        }
    }

    /// The error of a request that failed, from what was kept of the answer.
    fn failure(&self, slot: &Slot) -> Option<KernelError> {
        slot.state.failure(slot.sent, self.request(slot))
    }

    fn request(&self, slot: &Slot) -> &[u8] {
        self.bytes.get(slot.start..slot.end).unwrap_or_default()
    }

    /// What is known of the request at an index.
    pub(super) fn sent(&self, index: usize) -> Option<Sent> {
        self.slots.get(index).map(|slot| slot.sent)
    }

    pub(super) fn state(&self, index: usize) -> Option<&State> {
        self.slots.get(index).map(|slot| &slot.state)
    }

    pub(super) fn set_state(&mut self, index: usize, state: State) {
        if let Some(slot) = self.slots.get_mut(index) {
            slot.state = state;
        }
    }

    /// The error number of the request at an index, if it failed.
    pub(super) fn errno(&self, index: usize) -> Option<Errno> {
        let slot = self.slots.get(index)?;
        Some(self.failure(slot)?.errno())
    }

    /// Notes what an answer means for the request at an index.
    pub(super) fn judge(&mut self, index: usize, answer: &RawMessage<'_>) -> Result<(), Error> {
        self.set_state(index, State::of_answer(answer)?);
        Ok(())
    }

    /// Notes that requests were sent: from then on their outcome is unknown.
    pub(super) fn set_unknown(&mut self, indices: Range<usize>) {
        let slots = self.slots.get_mut(indices).unwrap_or_default();
        slots.iter_mut().for_each(|slot| slot.state = State::Unknown);
    }

    /// The bytes of some requests, one behind the other.
    pub(super) fn bytes(&self, indices: &Range<usize>) -> &[u8] {
        let start = self.slots.get(indices.start).map_or(0, |slot| slot.start);
        let end = self.slots.get(indices.end).map_or(self.bytes.len(), |slot| slot.start);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Puts requests that are about to be sent in the log.
    pub(super) fn log(&self, indices: Range<usize>) {
        for slot in self.slots.get(indices).unwrap_or_default() {
            log::sent(self.request(slot), &[(slot.sent.id, slot.sent.policy)]);
        }
    }

    /// Changes the header of a message.
    pub(super) fn edit_header(&mut self, index: usize, edit: impl FnOnce(&mut MessageHeader)) {
        let start = self.slots.get(index).map_or(usize::MAX, |slot| slot.start);
        let bytes = self.bytes.get_mut(start..).and_then(<[u8]>::first_chunk_mut);
        if let Some(bytes) = bytes {
            let mut header = MessageHeader::from_bytes(bytes);
            edit(&mut header);
            *bytes = header.to_bytes();
        }
    }

    /// Notes that the request at an index has its answer.
    pub(super) fn close(&mut self, open: &mut Range<usize>, index: usize) {
        if !self.sparse {
            // They are answered in order.
            open.start = index.saturating_add(1).max(open.start);
        } else if index.saturating_add(1) == open.end {
            // What failed was answered before.
            let done = |slot: &&mut Slot| matches!(slot.state, State::Unknown);
            let slots = self.slots.get_mut(open.start..index).unwrap_or_default();
            slots.iter_mut().filter(done).for_each(|slot| slot.state = State::Done);
            open.start = open.end;
        }
    }

    /// Whether only the last request of a datagram is acknowledged.
    pub(super) const fn is_sparse(&self) -> bool {
        self.sparse
    }

    pub(super) const fn generation(&self) -> Option<u32> {
        self.generation
    }

    /// The flags of the request at an index.
    pub(super) fn flags(&self, index: usize) -> MessageFlags {
        let slot = self.slots.get(index);
        let bytes = slot.and_then(|slot| self.request(slot).first_chunk());
        bytes.map_or(MessageFlags::NONE, |bytes| MessageHeader::from_bytes(bytes).flags)
    }

    /// How many bytes the request at an index has.
    pub(super) fn request_len(&self, index: usize) -> usize {
        self.slots.get(index).map_or(0, |slot| slot.end.saturating_sub(slot.start))
    }

    /// Returns the indices of the requests that have not been sent.
    pub(super) fn not_sent(&self) -> impl Iterator<Item = usize> {
        let slots = self.slots.iter().enumerate();
        slots.filter(|(_, slot)| slot.state.is_not_sent()).map(|(index, _)| index)
    }

    /// What the acknowledgement of a request takes of the receive buffer at most.
    pub(super) fn answer_size(&self, index: usize) -> usize {
        self.slots.get(index).map_or(0, Slot::answer_size)
    }

    /// Returns the next requests that have not been sent, from an index on, as many as go in one datagram.
    pub(super) fn chunk(&self, from: usize, room: Room) -> Option<Range<usize>> {
        let is_not_sent = |slot: &&Slot| slot.state.is_not_sent();
        let rest = self.slots.get(from..).unwrap_or_default();
        let first = from.saturating_add(rest.iter().position(|slot| is_not_sent(&slot))?);
        let start = self.slots.get(first)?.start;
        let (mut end, mut answers) = (first, 0usize);
        for slot in self.slots.get(first..).unwrap_or_default().iter().take_while(is_not_sent) {
            let reply = if room.replies.come_for(slot.sent.id) { REPLY_SIZE } else { 0 };
            answers = answers.saturating_add(slot.answer_size()).saturating_add(reply);
            let too_much = answers > room.answers || slot.end.saturating_sub(start) > room.bytes;
            if too_much && end > first {
                break;
            }
            end = end.saturating_add(1);
        }
        Some(first..end)
    }
}

impl Slot {
    /// What the acknowledgement of this request takes of the receive buffer at most.
    ///
    /// An error repeats the request, and says something of its own; the kernel allocates in powers of
    /// two, and counts 576 bytes of its own for each.
    fn answer_size(&self) -> usize {
        let request = self.end.saturating_sub(self.start);
        request.saturating_add(36 + 256 + 320).next_power_of_two().saturating_add(256)
    }
}

/// Asks for an acknowledgement of a request, or for none: it may have been sent otherwise before.
pub(super) fn set_acknowledged(header: &mut MessageHeader, acknowledged: bool) {
    header.flags = header.flags.without(MessageFlags::ACK);
    if acknowledged {
        header.flags |= MessageFlags::ACK;
    }
}
