//! Messages as they are in a datagram: a header, and a payload that is not parsed yet.

use crate::align::align;
use crate::error::{ErrorKind, ParseError};
use crate::genl::{self, GenlHeader};
use crate::header::{HEADER_LEN, MessageHeader};
use crate::input::Input;

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
    /// Returns the same message, of this version if it is one of generic netlink.
    #[inline]
    #[must_use]
    pub const fn with_version(self, version: Option<u8>) -> Self {
        match (self, version) {
            (Self::Command { family, header }, Some(version)) => {
                Self::Command { family, header: GenlHeader { version, ..header } }
            }
            _ => self,
        }
    }

    /// Returns the offset of the body, fixed header included: how many bytes of headers the
    /// message has before it.
    #[must_use]
    pub const fn headers_len(self) -> usize {
        match self {
            Self::Type(_) => HEADER_LEN,
            Self::Command { .. } => HEADER_LEN + genl::HEADER_LEN,
        }
    }
}

/// A message in a datagram: its header, and its payload unparsed.
#[derive(Clone, Copy, Debug)]
pub struct RawMessage<'a> {
    header: MessageHeader,
    bytes: &'a [u8],
}

impl<'a> RawMessage<'a> {
    /// Splits the first message off a datagram, and returns it with the rest.
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

    /// Returns the header.
    #[inline]
    #[must_use]
    pub const fn header(&self) -> MessageHeader {
        self.header
    }

    /// Returns the whole message with its header, without padding.
    #[inline]
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the bytes after the header with their offset, as the input of a liberal parse.
    ///
    /// Of generic netlink, that begins with a second header of 4 bytes; [`body`](Self::body) leaves
    /// it out.
    #[inline]
    #[must_use]
    pub fn payload(&self) -> Input<'a> {
        Input::new(self.bytes.get(HEADER_LEN..).unwrap_or_default()).at(HEADER_LEN)
    }

    /// Returns whether this is the message `id`.
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

    /// Returns the generic netlink command, if the message is long enough.
    #[inline]
    #[must_use]
    pub fn command(&self) -> Option<u8> {
        self.bytes.get(HEADER_LEN).copied()
    }

    /// Returns the second header of a generic netlink message, if the message is long enough.
    #[inline]
    #[must_use]
    pub fn generic_header(&self) -> Option<GenlHeader> {
        let header = self.bytes.get(HEADER_LEN..)?.first_chunk()?;
        Some(GenlHeader::from_bytes(header))
    }

    /// Returns the body of the message `id`, without headers.
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
                let (header, body) = self.payload().split_header(genl::HEADER_LEN)?;
                Ok(body.with_version(header.get(1).copied()))
            }
        }
    }

    /// Returns the error for a message that is not `id`.
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

/// Iterates over the messages of a datagram, as `NLMSG_NEXT` of `linux/netlink.h`.
///
/// The last message may lack its padding. The iterator ends after an error.
#[doc(alias = "NLMSG_NEXT")]
#[derive(Clone, Copy, Debug)]
pub struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Messages<'a> {
    /// Returns the messages of this datagram.
    #[inline]
    #[must_use]
    pub const fn new(datagram: &'a [u8]) -> Self {
        Self { rest: datagram }
    }

    /// Returns the bytes that are left.
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
