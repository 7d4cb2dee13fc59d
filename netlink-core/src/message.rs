//! Messages: as they stand in a datagram, and as types of one's own.

use crate::align::align;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::genl::{self, GenlHeader};
use crate::header::{HEADER_LEN, MessageHeader};
use crate::input::{Input, Level};
use crate::parse::View;
use crate::policy::{Policy, Unknowns};
use crate::writer::{Buffer, Writer};

/// A type that is a whole message, or one of several, to be read.
///
/// Derived with [`Parse`](crate::Parse): for structs by `#[netlink(message = RTM_NEWLINK)]`, or for
/// generic netlink by `#[netlink(family = "ethtool", command = 1)]`; for enums by the same words on
/// the variants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to be a message that can be read",
    note = "say which message it is: `#[netlink(message = …)]`, or `#[netlink(family = …, command = …)]`, \
            with `#[derive(Parse)]`"
)]
pub trait ParseMessage<'a>: Sized {
    /// Which messages it can be, each with what it may contain.
    const MESSAGES: &'static [(MessageId, &'static Policy)];

    /// Whether it can be any other message as well, which it keeps as it is.
    const TAKES_OTHERS: bool = false;

    /// Reads a message at a level of validation.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is another one; else as [`Parse::parse`](crate::Parse::parse).
    fn parse_message(message: &RawMessage<'a>, level: Level) -> Result<Self, ParseError>;
}

/// A type that is a whole message, or one of several, to be written.
///
/// Derived with [`Emit`](crate::Emit), by the same words as [`ParseMessage`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to be a message that can be written",
    note = "say which message it is: `#[netlink(message = …)]`, or `#[netlink(family = …, command = …)]`, \
            with `#[derive(Emit)]`"
)]
pub trait EmitMessage {
    /// Which messages it can be, each with what it may contain.
    const MESSAGES: &'static [(MessageId, &'static Policy)];

    /// Which message it is.
    fn id(&self) -> MessageId;

    /// What it may contain.
    fn policy(&self) -> &'static Policy;

    /// The exact length in bytes of what [`EmitMessage::emit_body`] writes.
    fn body_len(&self) -> usize;

    /// Writes what follows the headers of netlink and generic netlink.
    ///
    /// # Errors
    /// As [`Emit::emit`](crate::Emit::emit).
    fn emit_body<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError>;
}

/// A message that asks a kernel for something.
///
/// Derived with [`Emit`](crate::Emit), by `#[netlink(message = RTM_GETLINK, reply = Link<'_>)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what the answer to it is",
    note = "name the type of the answer: `#[netlink(message = …, reply = Answer<'_>)]`"
)]
pub trait Request: EmitMessage {
    /// What the kernel answers.
    type Reply: for<'a> View<Of<'a>: ParseMessage<'a>>;
}

/// Which message a type is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum MessageId {
    /// The one with this message type.
    Type(u16),
    /// This command of a generic netlink family.
    ///
    /// The message type is the family's id, which the kernel hands out; the name leads to it.
    Command {
        /// The family's name.
        family: &'static str,
        /// The command and the version of the family's interface.
        header: GenlHeader,
    },
}

impl MessageId {
    /// Where the set of attributes begins, fixed header included: how many bytes of headers the
    /// message has before it.
    #[must_use]
    pub const fn headers_len(self) -> usize {
        match self {
            Self::Type(_) => HEADER_LEN,
            Self::Command { .. } => HEADER_LEN + genl::HEADER_LEN,
        }
    }
}

/// A message as it stands in a datagram: its header, and its payload unparsed.
#[derive(Clone, Copy, Debug)]
pub struct RawMessage<'a> {
    header: MessageHeader,
    bytes: &'a [u8],
}

impl<'a> RawMessage<'a> {
    /// The first message of a datagram, and what stands behind it.
    ///
    /// # Errors
    /// [`ErrorKind::ShortHeader`] if there are fewer than 16 bytes, and
    /// [`ErrorKind::MessageLength`] if the length field is below that or beyond the end.
    #[doc(alias = "nlmsg_ok")]
    #[inline]
    pub fn split(datagram: &'a [u8]) -> Result<(Self, &'a [u8]), ParseError> {
        let Some(header) = datagram.first_chunk() else {
            return Err(Input::new(datagram)
                .error(ErrorKind::ShortHeader)
                .with_expected(HEADER_LEN));
        };
        let header = MessageHeader::from_bytes(header);
        let len = usize::try_from(header.len).unwrap_or(usize::MAX);
        match datagram.get(..len) {
            Some(bytes) if len >= HEADER_LEN => {
                Ok((Self { header, bytes }, datagram.get(align(len)..).unwrap_or_default()))
            }
            _ => Err(ParseError::new(ErrorKind::MessageLength, 0)
                .with_found(len)
                .with_expected(datagram.len())),
        }
    }

    /// A message of which the end may be missing.
    pub(crate) fn partial(bytes: &'a [u8]) -> Option<Self> {
        let header = MessageHeader::from_bytes(bytes.first_chunk()?);
        Some(Self { header, bytes })
    }

    /// The header.
    #[inline]
    #[must_use]
    pub const fn header(&self) -> MessageHeader {
        self.header
    }

    /// The whole message, header included and padding not.
    #[inline]
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What stands behind the header, with its offset, to be read liberally.
    ///
    /// Of generic netlink, that begins with a second header of 4 bytes; [`body`](Self::body) leaves
    /// it out.
    #[inline]
    #[must_use]
    pub fn payload(&self) -> Input<'a> {
        Input::new(self.bytes.get(HEADER_LEN..).unwrap_or_default()).at(HEADER_LEN)
    }

    /// Reads the message as one of type `T`, liberally, as one reads what a kernel sent.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is another message; else as
    /// [`Parse::parse`](crate::Parse::parse).
    #[inline(always)]
    pub fn parse<T: ParseMessage<'a>>(&self) -> Result<T, ParseError> {
        T::parse_message(self, Level::LIBERAL)
    }

    /// As [`RawMessage::parse`], at another level of validation.
    ///
    /// # Errors
    /// As [`RawMessage::parse`].
    #[inline(always)]
    pub fn parse_at<T: ParseMessage<'a>>(&self, level: Level) -> Result<T, ParseError> {
        T::parse_message(self, level)
    }

    /// Whether this is the message `id`.
    ///
    /// Of a generic netlink command the family's id is not looked at: it is known where the message
    /// was received.
    #[inline]
    #[must_use]
    pub fn is(&self, id: MessageId) -> bool {
        match id {
            MessageId::Type(ty) => ty == self.header.ty,
            MessageId::Command { header, .. } => self.command() == Some(header.command),
        }
    }

    /// The generic netlink command, if there is room for one.
    #[inline]
    #[must_use]
    pub fn command(&self) -> Option<u8> {
        self.bytes.get(HEADER_LEN).copied()
    }

    /// The payload as that of the message `id`, behind its headers.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is another message, [`ErrorKind::ShortHeader`] if it is
    /// cut.
    #[inline(always)]
    pub fn body(&self, id: MessageId) -> Result<Input<'a>, ParseError> {
        if !self.is(id) {
            return Err(self.other_message(id));
        }
        match id {
            MessageId::Type(_) => Ok(self.payload()),
            MessageId::Command { .. } => {
                self.payload().split_header(genl::HEADER_LEN).map(|(_, body)| body)
            }
        }
    }

    /// What it is when it is sent again as it is: its type.
    #[must_use]
    pub const fn raw_id(&self) -> MessageId {
        MessageId::Type(self.header.ty)
    }

    /// The policy of a message about which nothing is known.
    #[must_use]
    pub const fn raw_policy(&self) -> &'static Policy {
        const { &Policy::new("message", &[]).with_unknown(Unknowns::Keep) }
    }

    /// The length in bytes of what follows the message header.
    #[must_use]
    pub const fn raw_len(&self) -> usize {
        self.bytes.len().saturating_sub(HEADER_LEN)
    }

    /// Appends what follows the message header, as it is.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    pub fn emit_raw<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.bytes(self.payload().bytes())
    }

    /// The error of being another message than `id`.
    #[cold]
    #[must_use]
    pub fn other_message(&self, id: MessageId) -> ParseError {
        let (offset, found, expected) = match id {
            MessageId::Type(ty) => (4, self.header.ty, ty),
            MessageId::Command { header, .. } => {
                (HEADER_LEN, self.command().unwrap_or(0).into(), header.command.into())
            }
        };
        ParseError::new(ErrorKind::OtherMessage, offset)
            .with_found(found.into())
            .with_expected(expected.into())
    }
}

/// For answers that are taken as they come, of whatever type.
impl View for RawMessage<'_> {
    type Of<'a> = RawMessage<'a>;
}

impl<'a> ParseMessage<'a> for RawMessage<'a> {
    const MESSAGES: &'static [(MessageId, &'static Policy)] = &[];
    const TAKES_OTHERS: bool = true;

    fn parse_message(message: &Self, _: Level) -> Result<Self, ParseError> {
        Ok(*message)
    }
}

/// Iterates over the messages of a datagram, as `NLMSG_NEXT` of `linux/netlink.h`.
///
/// The last one may lack its padding. After an error nothing more comes.
#[doc(alias = "NLMSG_NEXT")]
#[derive(Clone, Copy, Debug)]
pub struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Messages<'a> {
    /// The messages of this datagram.
    #[inline]
    #[must_use]
    pub const fn new(datagram: &'a [u8]) -> Self {
        Self { rest: datagram }
    }

    /// The bytes not yet walked over.
    #[inline]
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = Result<RawMessage<'a>, ParseError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        match RawMessage::split(self.rest) {
            Ok((message, rest)) => {
                self.rest = rest;
                Some(Ok(message))
            }
            Err(error) => {
                self.rest = &[];
                Some(Err(error))
            }
        }
    }
}

impl core::iter::FusedIterator for Messages<'_> {}

/// Writes a whole message: `header`, the generic netlink header if it has one, and `message`.
///
/// The header's length is filled in; its type must be the message's own, or the family's id.
///
/// # Errors
/// As [`Emit::emit`](crate::Emit::emit); then nothing is left written.
#[inline]
pub fn emit_message<T: EmitMessage, W: Buffer>(
    writer: &mut Writer<W>,
    header: MessageHeader,
    message: &T,
) -> Result<(), EmitError> {
    // How long it will be need not be known for a buffer that cannot grow.
    let len = if W::GROWS { message_len(message) } else { 0 };
    writer.sized(len, |buffer, start| emit_whole(buffer, start, header, message))
}

/// Writes a message into a slice, from `start` on, and returns where it ends.
///
/// Where it is not inlined, its writer is its own still, and need not exist in memory.
#[inline]
fn emit_whole<T: EmitMessage>(
    buffer: &mut [u8],
    start: usize,
    header: MessageHeader,
    message: &T,
) -> Result<usize, EmitError> {
    let mut writer = Writer::new_at(buffer, start);
    writer.message(header, |writer| {
        if let MessageId::Command { header, .. } = message.id() {
            writer.put_array(header.to_bytes())?;
        }
        message.emit_body(writer)
    })?;
    Ok(writer.len())
}

/// The exact length in bytes of what [`emit_message`] writes, padding included.
#[inline]
#[must_use]
pub fn message_len<T: EmitMessage>(message: &T) -> usize {
    align(message.body_len().saturating_add(message.id().headers_len()))
}
