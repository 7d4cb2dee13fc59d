//! Batches: many requests in few datagrams, with one outcome each.

use core::ops::Range;

use netlink_core::conversation::Window;
use netlink_core::{
    Ack, EmitError, EmitMessage, MessageFlags, MessageHeader, MessageId, RawMessage, Writer,
    emit_message,
};

use super::answers::Answers;
use super::engine::{Engine, Step, is_rtnetlink_get};
use super::outbox::Sent;
use super::{Error, KernelError, Options, Transport, log, sequence};
use crate::Protocol;

/// Requests to be sent together, and what has become of each.
///
/// They are written one after the other, in the order of [`Batch::push`], sent as few datagrams by
/// [`Connection::run`](super::Connection::run), and carried out in that order; one that fails keeps
/// none of the others from being carried out. A datagram has as many as their answers have room for
/// in the receive buffer. For all or nothing, as netfilter can do it, there is
/// [`Connection::commit`](super::Connection::commit).
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
/// for (place, outcome) in batch.outcomes().enumerate() {
///     if let Outcome::Failed(error) = outcome {
///         println!("request {place}: {error}");
///     }
/// }
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    slots: Vec<Slot>,
    sparse: bool,
}

/// What has become of a request in a [`Batch`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum Outcome {
    /// It has not been sent.
    #[default]
    NotSent,
    /// It was sent, and whether it has been carried out is unknown: its answer was lost, or has not
    /// come in time.
    Unknown,
    /// It has been carried out.
    Done {
        /// What the kernel remarks all the same.
        #[doc(alias = "NLMSGERR_ATTR_MSG")]
        warning: Option<Box<str>>,
    },
    /// The kernel refused it.
    Failed(Box<KernelError>),
    /// It has not been carried out, or was taken back, because another one of the transaction failed.
    Aborted,
}

impl Outcome {
    /// Carried out, without a warning.
    pub(super) const DONE: Self = Self::Done { warning: None };

    /// Whether it has been carried out.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Why the kernel refused it, if it did.
    #[must_use]
    pub fn error(&self) -> Option<&KernelError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// What the acknowledgement of a success says.
    fn done(ack: &Ack<'_>) -> Self {
        let warning = ack.extended().message;
        Self::Done { warning: warning.map(|text| text.to_string_lossy().into()) }
    }
}

#[derive(Debug)]
struct Slot {
    /// Where its bytes begin.
    start: usize,
    /// Where they end.
    end: usize,
    sent: Sent,
    outcome: Outcome,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the kernel for one acknowledgement a datagram instead of one a request.
    ///
    /// There is one outcome for each request all the same: what fails is answered in any case, and
    /// requests are carried out in order. It is faster, and there are no warnings.
    #[must_use]
    pub const fn sparsely_acknowledged(mut self) -> Self {
        self.sparse = true;
        self
    }

    /// Adds a request, with flags beyond request and acknowledge, and gives its place.
    ///
    /// # Errors
    /// If the request breaks a rule of its own type. The batch is as before then.
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
            Slot { start, end: writer.len(), sent: Sent::of(request), outcome: Outcome::NotSent };
        self.slots.push(slot);
        Ok(self.slots.len().saturating_sub(1))
    }

    /// How many requests there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Forgets all requests and outcomes; the memory is kept for the next ones.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.slots.clear();
    }

    /// What has become of each request, in order.
    #[must_use = "iterators are lazy"]
    pub fn outcomes(&self) -> impl ExactSizeIterator<Item = &Outcome> {
        self.slots.iter().map(|slot| &slot.outcome)
    }

    /// What has become of the request at a place.
    #[must_use]
    pub fn outcome(&self, place: usize) -> Option<&Outcome> {
        self.slots.get(place).map(|slot| &slot.outcome)
    }

    /// The requests that the kernel refused, by place.
    pub fn failures(&self) -> impl Iterator<Item = (usize, &KernelError)> {
        let errors = self.outcomes().enumerate();
        errors.filter_map(|(place, outcome)| Some((place, outcome.error()?)))
    }

    /// Whether all requests have been carried out.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.outcomes().all(Outcome::is_done)
    }

    /// Makes requests of unknown outcome ones that have not been sent, for the next
    /// [`run`](super::Connection::run); how many.
    ///
    /// Only for those that may be carried out twice.
    pub fn retry_unknown(&mut self) -> usize {
        let unknown = |slot: &&mut Slot| matches!(slot.outcome, Outcome::Unknown);
        let unknown = self.slots.iter_mut().filter(unknown);
        unknown.map(|slot| slot.outcome = Outcome::NotSent).count()
    }

    pub(super) fn id(&self, place: usize) -> Option<MessageId> {
        self.slots.get(place).map(|slot| slot.sent.id)
    }

    pub(super) fn set_outcome(&mut self, place: usize, outcome: Outcome) {
        if let Some(slot) = self.slots.get_mut(place) {
            slot.outcome = outcome;
        }
    }

    /// Takes in that requests were sent: from then on their outcome is unknown.
    pub(super) fn set_unknown(&mut self, places: Range<usize>) {
        let slots = self.slots.get_mut(places).unwrap_or_default();
        slots.iter_mut().for_each(|slot| slot.outcome = Outcome::Unknown);
    }

    /// All bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Puts requests that are about to be sent in the log.
    pub(super) fn log(&self, places: Range<usize>) {
        for slot in self.slots.get(places).unwrap_or_default() {
            let bytes = self.bytes.get(slot.start..slot.end).unwrap_or_default();
            log::sent(bytes, &[(slot.sent.id, slot.sent.policy)]);
        }
    }

    /// Changes the header of a message.
    pub(super) fn edit_header(&mut self, place: usize, edit: impl FnOnce(&mut MessageHeader)) {
        let start = self.slots.get(place).map_or(usize::MAX, |slot| slot.start);
        let bytes = self.bytes.get_mut(start..).and_then(<[u8]>::first_chunk_mut);
        if let Some(bytes) = bytes {
            let mut header = MessageHeader::from_bytes(bytes);
            edit(&mut header);
            *bytes = header.to_bytes();
        }
    }

    /// What an answer means for the request at a place.
    pub(super) fn judge(&self, place: usize, answer: &RawMessage<'_>) -> Result<Outcome, Error> {
        let ack = Ack::parse(answer)?;
        if ack.errno().is_none() {
            return Ok(Outcome::done(&ack));
        }
        let Some(slot) = self.slots.get(place) else { return Ok(Outcome::Unknown) };
        let bytes = self.bytes.get(slot.start..slot.end).unwrap_or_default();
        Ok(Outcome::Failed(Box::new(KernelError::new(&ack, answer, slot.sent, bytes))))
    }

    /// Takes in that the request at a place is over.
    fn close(&mut self, open: &mut Range<usize>, place: usize) {
        if !self.sparse {
            // They are answered in order.
            open.start = place.saturating_add(1).max(open.start);
        } else if place.saturating_add(1) == open.end {
            // What failed was answered before.
            let done = |slot: &&mut Slot| matches!(slot.outcome, Outcome::Unknown);
            let slots = self.slots.get_mut(open.start..place).unwrap_or_default();
            slots.iter_mut().filter(done).for_each(|slot| slot.outcome = Outcome::DONE);
            open.start = open.end;
        }
    }

    /// Whether only the last request of a datagram is acknowledged.
    pub(super) const fn is_sparse(&self) -> bool {
        self.sparse
    }

    /// What the acknowledgements of all requests take of the receive buffer at most.
    pub(super) fn answers_size(&self) -> usize {
        self.slots.iter().map(Slot::answer_size).fold(0, usize::saturating_add)
    }

    /// The next requests that have not been sent, from a place on, as many as go in one datagram.
    fn chunk(&self, from: usize, room: Room) -> Option<Range<usize>> {
        let not_sent = |slot: &&Slot| matches!(slot.outcome, Outcome::NotSent);
        let rest = self.slots.get(from..).unwrap_or_default();
        let first = from.saturating_add(rest.iter().position(|slot| not_sent(&slot))?);
        let start = self.slots.get(first)?.start;
        let (mut end, mut answers) = (first, 0usize);
        for slot in self.slots.get(first..).unwrap_or_default().iter().take_while(not_sent) {
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

    fn chunk_bytes(&self, chunk: &Range<usize>) -> &[u8] {
        let start = self.slots.get(chunk.start).map_or(0, |slot| slot.start);
        let end = self.slots.get(chunk.end).map_or(self.bytes.len(), |slot| slot.start);
        self.bytes.get(start..end).unwrap_or_default()
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

/// What a reply takes of the receive buffer, as a rule: most are put together in one page.
const REPLY_SIZE: usize = 4096 + 256;

/// How much one datagram may be, and cause.
#[derive(Clone, Copy, Debug)]
struct Room {
    /// Bytes of requests.
    bytes: usize,
    /// Bytes of receive buffer that the answers take.
    answers: usize,
    replies: Replies,
}

/// Which requests have a reply beside the acknowledgement, as far as that is known.
#[derive(Clone, Copy, Debug)]
enum Replies {
    /// Those of rtnetlink that get something.
    Rtnetlink,
    /// Perhaps all.
    Unknown,
}

impl Replies {
    const fn come_for(self, id: MessageId) -> bool {
        match (self, id) {
            (Self::Rtnetlink, MessageId::Type(ty)) => is_rtnetlink_get(ty),
            _ => true,
        }
    }
}

impl<T: Transport> Engine<T> {
    /// Sends what has not been sent of a batch, and takes in what has become of it.
    pub(crate) async fn run(
        &mut self,
        batch: &mut Batch,
        options: Options,
        mut reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        // It would take up room in the receive buffer.
        self.finish_dropped(options.timeout).await?;
        let mut room = Room {
            bytes: self.transport.send_capacity()?,
            answers: self.transport.receive_capacity()?,
            replies: match self.protocol {
                Protocol::ROUTE => Replies::Rtnetlink,
                _ => Replies::Unknown,
            },
        };
        let mut from = 0;
        while let Some(chunk) = batch.chunk(from, room) {
            from = chunk.end;
            let window = self.send_chunk(batch, &chunk, options).await?;
            let mut answers = Answers::new(window, self.patience(options.timeout));
            let mut open = chunk.clone();
            while !open.is_empty() {
                let (place, answer) = match answers.next(self).await {
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
                        reply(place, &self.message_at(start)?);
                        continue;
                    }
                    Ok(Step::Finished(start) | Step::Failed(start)) => {
                        batch.set_outcome(place, batch.judge(place, &self.message_at(start)?)?);
                    }
                    // An answer that nobody understands is one all the same.
                    Err(_) => {}
                }
                batch.close(&mut open, place);
            }
            self.all_answered();
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
        let window = sequence::window(chunk.len());
        for (place, sequence) in chunk.clone().zip(window.first()..) {
            let Some(id) = batch.id(place) else { continue };
            let ty = match id {
                MessageId::Type(ty) => ty,
                MessageId::Command { .. } => self.message_type(id).await?,
            };
            let acknowledged = !batch.sparse || place.saturating_add(1) == chunk.end;
            batch.edit_header(place, |header| {
                (header.ty, header.sequence) = (ty, sequence);
                header.flags |= options.flags;
                set_acknowledged(header, acknowledged);
            });
        }
        batch.log(chunk.clone());
        self.send_datagram(batch.chunk_bytes(chunk), window.len()).await?;
        batch.set_unknown(chunk.clone());
        Ok(window)
    }
}

/// Asks for an acknowledgement of a request, or for none: it may have been sent otherwise before.
pub(super) fn set_acknowledged(header: &mut MessageHeader, acknowledged: bool) {
    header.flags = header.flags.without(MessageFlags::ACK);
    if acknowledged {
        header.flags |= MessageFlags::ACK;
    }
}
