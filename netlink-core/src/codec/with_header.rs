//! Messages together with their headers.

use crate::codec::message::{EmitMessage, ParseMessage};
use crate::error::ParseError;
use crate::genl::GenlHeader;
use crate::level::Level;
use crate::message::{MessageId, RawMessage};
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::View;
use crate::policy::Policy;
use crate::wire::header::MessageHeader;

/// A parsed message together with its headers.
///
/// The header of a notification says whether an object was created, replaced or appended
/// ([`MessageFlags::REPLACE`](crate::MessageFlags::REPLACE),
/// [`MessageFlags::APPEND`](crate::MessageFlags::APPEND)) and which process caused it; the header of an
/// item of a dump says whether the kernel has applied the filter
/// ([`MessageFlags::DUMP_FILTERED`](crate::MessageFlags::DUMP_FILTERED)) and whether the dump was
/// interrupted.
///
/// Use it wherever a message type is expected: as the `reply` of a request, as the type of events, or with
/// [`Request::with_header`](crate::Request::with_header) for a request that declares another reply.
///
/// ```
/// use netlink_core::{MessageFlags, Parse, RawMessage, WithHeader};
///
/// #[derive(Debug, PartialEq, Parse)]
/// #[netlink(message = 24)] // RTM_NEWROUTE
/// struct Route {
///     #[nla(15)] // RTA_TABLE
///     table: Option<u32>,
/// }
///
/// # #[cfg(target_endian = "little")] {
/// let bytes = [16, 0, 0, 0, 24, 0, 0, 1, 7, 0, 0, 0, 9, 0, 0, 0];
/// let (message, _) = RawMessage::split(&bytes)?;
/// let WithHeader { header, message, .. } = message.parse::<WithHeader<Route>>()?;
/// assert_eq!(message, Route { table: None });
/// assert!(header.flags.contains(MessageFlags::REPLACE));
/// assert_eq!((header.sequence, header.port), (7, 9));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// A generic netlink message is emitted with the version that it was received with, and not with the one
/// that its type declares.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct WithHeader<T> {
    /// The header of the message.
    pub header: MessageHeader,
    /// The second header of a generic netlink message: the command and the version of the interface.
    pub generic: Option<GenlHeader>,
    /// The message.
    pub message: T,
}

impl<T: View> View for WithHeader<T> {
    type Of<'a> = WithHeader<T::Of<'a>>;
}

impl<'a, T: ParseMessage<'a>> ParseMessage<'a> for WithHeader<T> {
    const PARSE_MESSAGES: &'static [(MessageId, &'static Policy)] = T::PARSE_MESSAGES;
    const TAKES_OTHERS: bool = T::TAKES_OTHERS;
    const PARSE_PROTOCOL: Option<i32> = T::PARSE_PROTOCOL;

    #[inline(always)]
    fn parse_message(message: &RawMessage<'a>, level: Level) -> Result<Self, ParseError> {
        let is_generic = matches!(T::PARSE_MESSAGES, [(MessageId::Command { .. }, _), ..]);
        let generic = if is_generic { message.generic_header() } else { None };
        let header = message.header();
        Ok(Self { header, generic, message: T::parse_message(message, level)? })
    }
}

/// Emits the message. The header that it was received with is not emitted.
impl<T: EmitMessage> EmitMessage for WithHeader<T> {
    const EMIT_MESSAGES: &'static [(MessageId, &'static Policy)] = T::EMIT_MESSAGES;
    const EMIT_PROTOCOL: Option<i32> = T::EMIT_PROTOCOL;
    const FIXED_BODY_LEN: Option<usize> = T::FIXED_BODY_LEN;
    const HAS_LARGE_BODY: bool = T::HAS_LARGE_BODY;

    fn id(&self) -> MessageId {
        match (self.message.id(), self.generic) {
            (MessageId::Command { family, header }, Some(GenlHeader { version, .. })) => {
                MessageId::Command { family, header: GenlHeader { version, ..header } }
            }
            (id, _) => id,
        }
    }

    fn policy(&self) -> &'static Policy {
        self.message.policy()
    }

    fn body_len(&self) -> usize {
        self.message.body_len()
    }

    #[inline(always)]
    fn emit_body<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        self.message.emit_body(out, cx)
    }
}
