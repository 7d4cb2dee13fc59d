//! Types that are messages.

use crate::align::align;
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::header::{HEADER_LEN, MessageHeader};
use crate::input::Input;
use crate::level::Level;
use crate::message::{MessageId, RawMessage};
use crate::output::{EmitContext, Emitted, Failed, Output};
use crate::parse::View;
use crate::policy::{Policy, Unknowns};
use crate::writer::Writer;

/// A type that is a whole message, or one of several, to be parsed.
///
/// Derived with [`Parse`](crate::Parse): for structs by `#[netlink(message = RTM_NEWLINK)]`, or for
/// generic netlink by `#[netlink(family = "ethtool", command = 1)]`; for enums by the same directives
/// on the variants.
///
/// ```
/// use netlink_core::{Emit, MessageFlags, MessageHeader, Messages, Parse, Writer, emit_message};
///
/// #[derive(Debug, Parse, Emit)]
/// #[netlink(message = 16)] // RTM_NEWLINK
/// struct Link {
///     #[nla(4)]
///     mtu: u32,
/// }
///
/// let mut bytes = Vec::new();
/// let header = MessageHeader::new(16, MessageFlags::NONE);
/// emit_message(&mut Writer::growing(&mut bytes), header, &Link { mtu: 1500 })?;
/// for message in Messages::new(&bytes) {
///     assert_eq!(message?.parse::<Link>()?.mtu, 1500);
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared as a message that can be parsed",
    note = "declare which message it is: `#[netlink(message = …)]`, or `#[netlink(family = …, command = …)]`, \
            with `#[derive(Parse)]`"
)]
pub trait ParseMessage<'a>: Sized {
    /// Which messages it can be, each with what it may contain.
    const PARSE_MESSAGES: &'static [(MessageId, &'static Policy)];

    /// Whether it can be any other message too, which it keeps unparsed.
    const TAKES_OTHERS: bool = false;

    /// The [protocol](crate::protocol) that the messages belong to, if it is declared.
    const PARSE_PROTOCOL: Option<i32> = None;

    /// Parses a message at a level of validation.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is another one; else as [`Parse::parse`](crate::Parse::parse).
    fn parse_message(message: &RawMessage<'a>, level: Level) -> Result<Self, ParseError>;
}

/// A type that is a whole message, or one of several, to be emitted.
///
/// Derived with [`Emit`](crate::Emit), by the same directives as [`ParseMessage`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared as a message that can be emitted",
    note = "declare which message it is: `#[netlink(message = …)]`, or `#[netlink(family = …, command = …)]`, \
            with `#[derive(Emit)]`"
)]
pub trait EmitMessage {
    /// Which messages it can be, each with what it may contain.
    const EMIT_MESSAGES: &'static [(MessageId, &'static Policy)];

    /// The [protocol](crate::protocol) that the messages belong to, if it is declared.
    ///
    /// A connection of another protocol does not send them.
    const EMIT_PROTOCOL: Option<i32> = None;

    /// Returns which message it is.
    fn id(&self) -> MessageId;

    /// Returns what it may contain.
    fn policy(&self) -> &'static Policy;

    /// Returns the exact length in bytes of what [`EmitMessage::emit_body`] writes.
    fn body_len(&self) -> usize;

    /// Writes what follows the headers of netlink and generic netlink.
    ///
    /// # Errors
    /// As [`Emit::emit`](crate::Emit::emit).
    fn emit_body<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// The length of the body, where it is always the same.
    #[doc(hidden)]
    const FIXED_BODY_LEN: Option<usize> = None;

    /// Whether `emit_body` is a function of its own already.
    #[doc(hidden)]
    const HAS_LARGE_BODY: bool = false;
}

impl<'a> RawMessage<'a> {
    /// Parses the message as one of type `T`, liberally, as suits what a kernel sent.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is another message; else as
    /// [`Parse::parse`](crate::Parse::parse).
    #[inline(always)]
    pub fn parse<T: ParseMessage<'a>>(&self) -> Result<T, ParseError> {
        T::parse_message(self, Level::LIBERAL)
    }

    /// Parses the message like [`RawMessage::parse`], at another level of validation.
    ///
    /// # Errors
    /// As [`RawMessage::parse`].
    #[inline(always)]
    pub fn parse_at<T: ParseMessage<'a>>(&self, level: Level) -> Result<T, ParseError> {
        T::parse_message(self, level)
    }

    /// Parses the message like [`RawMessage::parse`], and passes the first bytes that are left over to a
    /// function, as the error that [`Level::TRAILING`] would make of them.
    ///
    /// Bytes are left over if they are behind the last attribute of a set and are not an attribute: the
    /// sender has cut the set or given an attribute a wrong length, so that values may be missing. The
    /// message parses nevertheless. This costs nothing if there are none. What is parsed later is not
    /// included: [`Lazy`](crate::Lazy), the items of a [`Stream`](crate::Stream), and the inside of
    /// values with a hand-written `Parse`.
    ///
    /// ```
    /// use netlink_core::{ErrorKind, Parse, RawMessage};
    ///
    /// #[derive(Debug, Parse)]
    /// #[netlink(message = 16)] // RTM_NEWLINK
    /// struct Link {
    ///     #[nla(4)]
    ///     mtu: u32,
    /// }
    ///
    /// # #[cfg(target_endian = "little")] {
    /// let mut bytes = vec![26, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    /// bytes.extend([8, 0, 4, 0, 0xdc, 5, 0, 0, 0, 0]);
    /// let (message, _) = RawMessage::split(&bytes)?;
    /// let mut leftover = None;
    /// let link: Link = message.parse_noting_leftover(|error| leftover = Some(*error))?;
    /// assert_eq!(link.mtu, 1500);
    /// let leftover = leftover.ok_or("two bytes")?;
    /// assert_eq!((leftover.kind(), leftover.offset()), (ErrorKind::TrailingBytes, 24));
    /// # }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RawMessage::parse`].
    #[inline(always)]
    pub fn parse_noting_leftover<T: ParseMessage<'a>>(
        &self,
        note: impl FnOnce(&ParseError),
    ) -> Result<T, ParseError> {
        match T::parse_message(self, Level::NOTING) {
            Err(error) if error.kind() == ErrorKind::TrailingBytes => {
                let message = parse_again(self)?;
                note(&error);
                Ok(message)
            }
            result => result,
        }
    }

    /// Returns the ID with which it is sent again unchanged: its message type.
    #[must_use]
    pub const fn raw_id(&self) -> MessageId {
        MessageId::Type(self.header().ty)
    }

    /// Returns the policy of a message about which nothing is known.
    #[must_use]
    pub const fn raw_policy(&self) -> &'static Policy {
        const { &Policy::new("message", &[]).with_unknown(Unknowns::Keep) }
    }

    /// Returns the length in bytes of what follows the message header.
    #[must_use]
    pub const fn raw_len(&self) -> usize {
        self.bytes().len().saturating_sub(HEADER_LEN)
    }

    /// Appends the bytes after the message header, unchanged.
    ///
    /// # Errors
    /// [`ErrorKind::BufferFull`].
    pub fn emit_raw<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.bytes(self.payload().bytes(), cx)
    }
}

/// Parses a message that has bytes left over.
#[cold]
#[inline(never)]
fn parse_again<'a, T: ParseMessage<'a>>(message: &RawMessage<'a>) -> Result<T, ParseError> {
    message.parse()
}

/// For replies that are taken as they are, whatever their type.
impl View for RawMessage<'_> {
    type Of<'a> = RawMessage<'a>;
}

impl<'a> ParseMessage<'a> for RawMessage<'a> {
    const PARSE_MESSAGES: &'static [(MessageId, &'static Policy)] = &[];
    const TAKES_OTHERS: bool = true;

    fn parse_message(message: &Self, _: Level) -> Result<Self, ParseError> {
        Ok(*message)
    }
}

/// Writes a whole message: `header`, the generic netlink header if it has one, and `message`.
///
/// The header's length is filled in; its type must be the message's own, or the family's id.
///
/// # Errors
/// As [`Emit::emit`](crate::Emit::emit); then nothing is left written.
#[inline]
pub fn emit_message<T: EmitMessage>(
    writer: &mut Writer<'_>,
    header: MessageHeader,
    message: &T,
) -> Result<(), EmitError> {
    writer.message_of(|out, cx| whole(header, message, out, cx), || message_len(message))
}

/// Writes a message, and returns how much of the output is left.
#[inline(always)]
fn whole<T: EmitMessage>(
    header: MessageHeader,
    message: &T,
    out: Output<'_>,
    cx: &mut EmitContext,
) -> Result<usize, Failed> {
    if T::HAS_LARGE_BODY {
        parts(header, message, out, cx)
    } else {
        called(header, message, out, cx)
    }
}

/// One function for each type, for slices and vectors.
#[inline(never)]
fn called<T: EmitMessage>(
    header: MessageHeader,
    message: &T,
    out: Output<'_>,
    cx: &mut EmitContext,
) -> Result<usize, Failed> {
    parts(header, message, out, cx)
}

#[inline(always)]
fn parts<T: EmitMessage>(
    header: MessageHeader,
    message: &T,
    out: Output<'_>,
    cx: &mut EmitContext,
) -> Result<usize, Failed> {
    out.message(header, cx, |mut out, cx| {
        if let MessageId::Command { header, .. } = message.id() {
            out = out.array(header.to_bytes(), cx)?;
        }
        message.emit_body(out, cx)
    })
}

/// Returns the exact length in bytes of what [`emit_message`] writes, padding included.
#[inline]
#[must_use]
pub fn message_len<T: EmitMessage>(message: &T) -> usize {
    align(message.body_len().saturating_add(message.id().headers_len()))
}

// ---- for generated code ----

/// Parses the body of a message whose header has been split off.
#[inline(always)]
pub(crate) fn body<'a>(
    message: &RawMessage<'a>,
    id: MessageId,
    level: Level,
) -> Result<Input<'a>, ParseError> {
    Ok(message.body(id)?.with_level(level))
}

/// Reads a message that is one of `ids`, with this function.
///
/// # Errors
/// As [`ParseMessage::parse_message`].
#[inline(always)]
pub fn parse_as<'a, T>(
    message: &RawMessage<'a>,
    ids: &'static [MessageId],
    level: Level,
    parse: fn(Input<'a>) -> Result<T, ParseError>,
) -> Result<T, ParseError> {
    match ids {
        [id] => parse(body(message, *id, level)?),
        _ => match ids.iter().find(|id| message.is(**id)) {
            Some(id) => parse(body(message, *id, level)?),
            None => Err(no_message(message, ids.first().copied())),
        },
    }
}

/// Returns the error for a message that is not one of those expected; `first` is the first of them.
#[cold]
#[must_use]
pub fn no_message(message: &RawMessage<'_>, first: Option<MessageId>) -> ParseError {
    match first {
        Some(id) => message.other_message(id),
        None => ParseError::new(ErrorKind::OtherMessage, 4).with_found(message.header().ty.into()),
    }
}
