//! One request and its replies.

use crate::ack::Ack;
use crate::error::ParseError;
use crate::flags::MessageFlags;
use crate::header::{self, MessageHeader};
use crate::message::RawMessage;

/// What a request is answered with.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Answer {
    /// An acknowledgement, with or without replies before it.
    ///
    /// Ask for it with [`MessageFlags::ACK`].
    Ack,
    /// One reply and no acknowledgement, or several that `NLMSG_DONE` ends.
    Reply,
    /// A dump: any number of messages, and then `NLMSG_DONE`.
    ///
    /// Ask for it with [`MessageFlags::DUMP`].
    Dump,
}

impl Answer {
    /// Returns the flags that a request needs to get this answer.
    #[must_use]
    pub const fn flags(self) -> MessageFlags {
        match self {
            Self::Ack => MessageFlags::REQUEST.with(MessageFlags::ACK),
            Self::Reply => MessageFlags::REQUEST,
            Self::Dump => MessageFlags::REQUEST.with(MessageFlags::DUMP),
        }
    }
}

/// What a received message means for an [`Exchange`].
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// It belongs to something else: another request, or a notification.
    Foreign,
    /// It means nothing.
    Nothing,
    /// It is a reply, or one message of several.
    Reply,
    /// The kernel says that data were lost.
    Overrun,
    /// The exchange has ended well.
    ///
    /// The acknowledgement can carry a warning.
    Finished(Ack<'a>),
    /// The exchange has ended with an error.
    Failed(Ack<'a>),
}

/// Whether a message of this type ends what its request began.
pub(super) const fn is_end(ty: u16) -> bool {
    matches!(ty, header::ERROR | header::DONE)
}

/// What a message of the protocol's own means.
#[inline(never)]
pub(super) fn control<'a>(message: &RawMessage<'a>) -> Result<Event<'a>, ParseError> {
    match message.header().ty {
        ty if is_end(ty) => {
            let ack = Ack::parse(message)?;
            if ack.errno().is_some() { Ok(Event::Failed(ack)) } else { Ok(Event::Finished(ack)) }
        }
        header::OVERRUN => Ok(Event::Overrun),
        _ => Ok(Event::Nothing),
    }
}

/// Whether a message is for a port ID; those without one are for everybody.
pub(super) const fn is_for(head: &MessageHeader, port: Option<u32>) -> bool {
    match port {
        Some(port) => head.port == port || head.port == 0,
        None => true,
    }
}

/// One request and its replies: a state machine that receives messages.
#[derive(Clone, Debug)]
pub struct Exchange {
    sequence: u32,
    answer: Answer,
    port: Option<u32>,
    acknowledged_first: bool,
    over: bool,
    interrupted: bool,
}

impl Exchange {
    /// Returns the exchange that a request with this sequence number starts.
    #[must_use]
    pub const fn new(sequence: u32, answer: Answer) -> Self {
        Self {
            sequence,
            answer,
            port: None,
            acknowledged_first: false,
            over: false,
            interrupted: false,
        }
    }

    /// Accepts only messages for this port ID, and those that name none.
    ///
    /// A member of a multicast group also receives what other sockets caused: these notifications
    /// carry the port ID and the sequence number of the socket whose request caused them.
    #[must_use]
    pub const fn on_port(mut self, port: Option<u32>) -> Self {
        self.port = port;
        self
    }

    /// Expects replies after the acknowledgement, as the audit subsystem sends them.
    ///
    /// An acknowledgement then ends the exchange only if it is an error or if
    /// only [`Answer::Ack`] was requested.
    #[must_use]
    pub const fn acknowledged_first(mut self) -> Self {
        self.acknowledged_first = true;
        self
    }

    /// Returns the sequence number of the request.
    #[must_use]
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }

    /// Returns what answers the request.
    #[must_use]
    pub const fn answer(&self) -> Answer {
        self.answer
    }

    /// Returns whether the exchange is complete.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Returns whether the objects changed during the dump, so that it may lack something or have it
    /// twice.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    #[must_use]
    pub const fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Takes the next message in, and says what it means.
    ///
    /// Messages with another sequence number or [for another port](Self::on_port) are
    /// [`Event::Foreign`], and so is everything once the exchange is over.
    ///
    /// # Errors
    /// An `NLMSG_ERROR` or `NLMSG_DONE` that is cut short. It ends the exchange: its sequence
    /// number says that it was the answer.
    #[inline]
    pub fn accept<'a>(&mut self, message: &RawMessage<'a>) -> Result<Event<'a>, ParseError> {
        let head = message.header();
        if head.sequence != self.sequence || self.over || !is_for(&head, self.port) {
            return Ok(Event::Foreign);
        }
        self.interrupted |= head.flags.contains(MessageFlags::DUMP_INTR);
        if !head.is_control() {
            self.over = self.is_last(&head);
            return Ok(Event::Reply);
        }
        let event = control(message);
        let goes_on = self.acknowledged_first
            && head.ty == header::ERROR
            && !matches!(self.answer, Answer::Ack)
            && matches!(event, Ok(Event::Finished(_)));
        if goes_on {
            return Ok(Event::Nothing);
        }
        self.over |= is_end(head.ty);
        event
    }

    /// Whether this reply is all there is.
    const fn is_last(&self, head: &MessageHeader) -> bool {
        matches!(self.answer, Answer::Reply) && !head.flags.contains(MessageFlags::MULTI)
    }
}
