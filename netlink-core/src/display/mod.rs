//! Readable messages: on one line, as a tree, as bytes, and with errors marked.
//!
//! The policy of a type is enough to display it. Nothing is allocated.
//!
//! ```
//! use core::ffi::CStr;
//! use netlink_core::{Emit, MessageFlags, MessageHeader, Parse, RawMessage, Writer, emit_message};
//!
//! #[derive(Debug, Parse, Emit)]
//! #[netlink(message = 16)]
//! struct Link<'a> {
//!     #[nla(3, len = ..=15)]
//!     name: &'a CStr,
//!     #[nla(4, parse(range = 68..=65535))]
//!     mtu: Option<u32>,
//!     #[nla(18)]
//!     info: Option<LinkInfo<'a>>,
//! }
//!
//! #[derive(Debug, Parse, Emit)]
//! struct LinkInfo<'a> {
//!     #[nla(1)]
//!     kind: &'a CStr,
//! }
//!
//! let link = Link { name: c"br0", mtu: Some(65536), info: Some(LinkInfo { kind: c"bridge" }) };
//! let mut bytes = Vec::new();
//! let header = MessageHeader::new(16, MessageFlags::REQUEST | MessageFlags::CREATE);
//! emit_message(&mut Writer::growing(&mut bytes), header, &link)?;
//! let (message, _) = RawMessage::split(&bytes)?;
//!
//! // One line, for logs.
//! assert_eq!(
//!     message.display::<Link>().to_string(),
//!     "Link type=16 len=48 flags=REQUEST|CREATE seq=0 port=0"
//! );
//!
//! // A tree.
//! assert_eq!(
//!     format!("{:#}", message.display::<Link>()),
//!     "\
//! Link type=16 len=48 flags=REQUEST|CREATE seq=0 port=0
//!   name: \"br0\"
//!   mtu: 65536 ! expected u32 in 68..=65535 (integer out of range)
//!   info:
//!     kind: \"bridge\""
//! );
//!
//! // Every byte.
//! # #[cfg(target_endian = "little")]
//! assert_eq!(
//!     message.display::<Link>().hex().to_string(),
//!     "\
//! 0000  30 00 00 00 10 00 01 04  Link type=16 len=48 flags=REQUEST|CREATE seq=0 port=0
//! 0008  00 00 00 00 00 00 00 00
//! 0016  08 00 03 00              name: length 8, type 3
//! 0020  62 72 30 00                \"br0\"
//! 0024  08 00 04 00              mtu: length 8, type 4
//! 0028  00 00 01 00                65536
//! 0032  10 00 12 80              info: length 16, type 18|NESTED
//! 0036  0b 00 01 00                kind: length 11, type 1
//! 0040  62 72 69 64 67 65 00         \"bridge\"
//! 0047  00                         padding"
//! );
//!
//! // Errors.
//! let error = message.parse::<Link>().unwrap_err();
//! # #[cfg(target_endian = "little")]
//! assert_eq!(
//!     message.display::<Link>().explain(&error).to_string(),
//!     "\
//! Link.mtu at offset 24: expected u32 in 68..=65535, found 65536 (integer out of range)
//! Link type=16 len=48 flags=REQUEST|CREATE seq=0 port=0
//!   … 1 attribute
//!   mtu: 65536
//!   ^^^ expected u32 in 68..=65535, found 65536 (integer out of range)
//!   at offset 0024: 08 00 04 00 00 00 01 00
//!                               ^^^^^^^^^^^
//!   … 1 attribute"
//! );
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! Messages of unknown types are displayed as well, with [`RawMessage::display_as`] and an empty slice: their
//! headers, and their content as bytes. Attributes that a policy does not name are displayed by their type and
//! their bytes.
//!
//! Payloads that are declared [secret](crate::AttrPolicy::secret), such as keys, are never shown;
//! nor are bytes that are left over in a set that has secret attributes. Everything else is shown: what a
//! message contains of which the type is not known, and attributes that the type does not name.
//!
//! The output is bounded: a limited number of characters for each byte of the message. Text from messages is
//! escaped, so that it cannot control a terminal.

mod explain;
mod flags;
mod hex;
mod line;
mod mark;
mod paint;
mod recognize;
mod secret;
mod text;
mod tree;
mod value;
mod walk;

use core::fmt;

pub use explain::Explanation;
pub use flags::Operation;
use mark::Mark;
use paint::{Paint, Role};
use recognize::Known;
use tree::Tree;

use crate::ack::Ack;
use crate::codec::message::{EmitMessage, ParseMessage};
use crate::error::ParseError;
use crate::input::Input;
use crate::message::{MessageId, RawMessage};
use crate::policy::Policy;

/// Displays a message: `{}` on one line, `{:#}` as a tree.
///
/// Returned by [`RawMessage::display`] and similar functions. In an acknowledgement that contains the request,
/// the tree marks the attribute that the kernel reports.
#[derive(Clone, Copy)]
#[must_use]
pub struct MessageDisplay<'a> {
    message: RawMessage<'a>,
    known: Known<'a>,
    paint: Paint,
}

/// Displays the bytes of a message, with their meaning beside them.
///
/// Returned by [`MessageDisplay::hex`].
#[derive(Clone, Copy)]
#[must_use]
pub struct HexDisplay<'a>(MessageDisplay<'a>);

/// Displays a set of attributes as a tree.
///
/// Returned by [`Policy::display`].
#[derive(Clone, Copy)]
#[must_use]
pub struct SetDisplay<'a> {
    policy: &'static Policy,
    set: Input<'a>,
    paint: Paint,
}

impl<'a> RawMessage<'a> {
    /// Displays the message as a `T`, or if `T` is an enum of messages, as one of its variants.
    ///
    /// Other messages are displayed without names.
    pub fn display<T: ParseMessage<'a>>(&self) -> MessageDisplay<'a> {
        self.display_as(T::PARSE_MESSAGES)
    }

    /// Displays the message as the request `T`.
    pub fn display_request<T: EmitMessage>(&self) -> MessageDisplay<'a> {
        self.display_as(T::EMIT_MESSAGES)
    }

    /// Displays the message as one of these messages: for several types, or for types that are known at run
    /// time only.
    ///
    /// If there are none, displays its headers and its bytes.
    ///
    /// ```
    /// use netlink_core::{MessageHeader, MessageFlags, RawMessage};
    ///
    /// let bytes = MessageHeader { len: 16, ..MessageHeader::new(3, MessageFlags::MULTI) }.to_bytes();
    /// let (message, _) = RawMessage::split(&bytes)?;
    /// assert_eq!(message.display_as(&[]).to_string(), "DONE type=3 len=16 flags=MULTI seq=0 port=0");
    /// # Ok::<(), netlink_core::ParseError>(())
    /// ```
    pub const fn display_as(
        &self,
        messages: &'a [(MessageId, &'static Policy)],
    ) -> MessageDisplay<'a> {
        MessageDisplay { message: *self, known: Known::of(messages), paint: Paint { on: false } }
    }

    /// Displays a generic netlink message by the policy that a kernel reports: set number `set` of a
    /// family's policies.
    ///
    /// Kernels report kinds and rules, but no names.
    #[cfg(feature = "alloc")]
    pub const fn display_by_table(
        &self,
        table: &'a crate::policy::PolicyTable,
        set: u16,
    ) -> MessageDisplay<'a> {
        let known = Known { table: Some((table, set)), ..Known::of(&[]) };
        MessageDisplay { message: *self, known, paint: Paint { on: false } }
    }
}

impl<'a> MessageDisplay<'a> {
    /// Sets whether the output is coloured, for a terminal: `.color(std::io::stdout().is_terminal())`.
    pub const fn color(mut self, on: bool) -> Self {
        self.paint = Paint { on };
        self
    }

    /// Sets the netlink protocol, by its number: `Protocol::ROUTE.into()`.
    ///
    /// The names of flags depend on the protocol, and so does the presence of a generic netlink header.
    pub fn protocol(mut self, protocol: impl Into<i32>) -> Self {
        self.known.protocol = Some(protocol.into());
        self
    }

    /// Sets the generic netlink family: other families use the same commands.
    pub const fn family(mut self, name: &'a str) -> Self {
        self.known.family = Some(name);
        self
    }

    /// Displays the bytes of the message, with their meaning beside them.
    pub const fn hex(self) -> HexDisplay<'a> {
        HexDisplay(self)
    }

    /// Displays the message with an error of parsing it.
    pub fn explain(self, error: &'a ParseError) -> Explanation<'a> {
        Explanation::new(self, Mark::error(error))
    }

    /// Displays the message with the answer of the kernel that rejected it.
    pub fn explain_refusal(self, ack: &'a Ack<'a>) -> Explanation<'a> {
        Explanation::new(self, self.refusal(ack))
    }

    /// Displays the message with a reason of the caller's own, at an offset in bytes from its start.
    pub const fn explain_at(self, offset: usize, reason: &'a dyn fmt::Display) -> Explanation<'a> {
        Explanation::new(self, Mark::said(offset, reason))
    }

    /// Returns the mark for what an acknowledgement says about this message.
    fn refusal<'m>(&self, ack: &'m Ack<'m>) -> Mark<'m> {
        let seen = self.known.recognize(&self.message);
        let generic = if seen.generic.is_some() { crate::genl::HEADER_LEN } else { 0 };
        let set = crate::header::HEADER_LEN.saturating_add(generic);
        Mark::refusal(ack.errno(), ack.extended(), set)
    }

    fn fmt_tree(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ack = Ack::parse(&self.message).ok();
        let request = ack.as_ref().and_then(|ack| RawMessage::partial(ack.echo()));
        let mark_in_echo = ack
            .as_ref()
            .zip(request)
            .map(|(ack, request)| MessageDisplay { message: request, ..*self }.refusal(ack));
        let mut tree = Tree { mark_in_echo, ..Tree::new(f, self.paint) };
        walk::message(&self.message, &self.known, &mut tree)
    }
}

impl fmt::Display for MessageDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            self.fmt_tree(f)
        } else {
            line::message(f, &self.message, &self.known, self.paint)
        }
    }
}

impl fmt::Display for HexDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(MessageDisplay { message, known, paint }) = self;
        let mut bytes =
            hex::Bytes { f, paint: *paint, depth: 0, base: 0, is_first: true, is_secret: false };
        walk::message(message, known, &mut bytes)
    }
}

impl Policy {
    /// Displays a set of attributes, with its fixed header if it has one, as a tree.
    ///
    /// ```
    /// use netlink_core::{Emit, Input, Parse, ParseSet, Writer};
    ///
    /// #[derive(Parse, Emit)]
    /// struct Port {
    ///     #[nla(1)]
    ///     state: State,
    ///     #[nla(2)]
    ///     cost: Option<u16>,
    /// }
    ///
    /// #[derive(Parse, Emit)]
    /// #[repr(u8)]
    /// enum State { Disabled = 0, Forwarding = 3 }
    ///
    /// let mut bytes = Vec::new();
    /// Writer::growing(&mut bytes).emit(&Port { state: State::Forwarding, cost: Some(7) })?;
    /// assert_eq!(
    ///     Port::PARSE_POLICY.display(Input::new(&bytes)).to_string(),
    ///     "Port\n  state: Forwarding (3)\n  cost: 7"
    /// );
    /// # Ok::<(), netlink_core::EmitError>(())
    /// ```
    pub const fn display<'a>(&'static self, set: Input<'a>) -> SetDisplay<'a> {
        SetDisplay { policy: self, set, paint: Paint { on: false } }
    }
}

impl SetDisplay<'_> {
    /// Sets whether the output is coloured, for a terminal.
    pub const fn color(mut self, on: bool) -> Self {
        self.paint = Paint { on };
        self
    }
}

impl fmt::Display for SetDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.paint.write(f, Role::Name, format_args!("{}", self.policy.name()))?;
        let mut tree = Tree { depth: 1, ..Tree::new(f, self.paint) };
        crate::policy::walk::set(self.policy.into(), self.set, &mut tree)
    }
}

/// `Debug` is what is displayed: the policies would fill pages.
macro_rules! debug_as_displayed {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&format_args!("{self}")).finish()
            }
        }
    )*};
}

debug_as_displayed!(MessageDisplay, HexDisplay, SetDisplay, Explanation);
