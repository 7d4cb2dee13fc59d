//! The walk over a message, from the front to the back: headers and acknowledgements here, and attributes
//! in [`policy::walk`](crate::policy::walk). The tree, the bytes and explanations have it in common.
//!
//! Every byte is visited once, as part of a header, of an attribute, or as what is left over.

use core::fmt;

use super::recognize::{Known, Recognized};
use super::secret::has_secret;
use crate::ack::Ack;
use crate::align::align;
use crate::errno::Errno;
use crate::genl;
use crate::header;
use crate::input::Input;
use crate::message::RawMessage;
use crate::policy::walk::{self, Label, NOTHING, SetView, Span};
use crate::policy::{AttrPolicy, Kind, Policy};

/// Displays what the walk finds.
pub(super) trait Visitor: for<'m> walk::Visitor<'m, Stop = fmt::Error> {
    /// A message's header. Offsets count from its start until it ends.
    fn message(&mut self, message: &RawMessage<'_>, seen: &Recognized<'_>) -> fmt::Result;

    /// The end of a message within another one.
    fn end_of_message(&mut self) {}

    /// Bytes that are not attributes.
    fn part(&mut self, part: &Part<'_>, bytes: Span<'_>) -> fmt::Result;
}

/// What bytes are that are not attributes.
pub(super) enum Part<'a> {
    /// The header of generic netlink.
    Generic,
    /// The number in an acknowledgement.
    Code(Option<Errno>),
    /// The fixed header of this set.
    Fixed(&'a SetView<'a>),
    /// The content of a message of which no more is known.
    Payload,
    /// The padding behind a message within another one.
    Padding,
    /// Bytes that are left over.
    Leftover,
    /// Bytes that are left over in a set with secret attributes, of which they may be one.
    SecretLeftover,
}

impl Part<'_> {
    /// What is left over in a set or array.
    pub(super) fn leftover(of: Option<SetView<'_>>, bytes: Span<'_>) -> Self {
        match !bytes.bytes.is_empty() && of.is_some_and(has_secret) {
            true => Self::SecretLeftover,
            false => Self::Leftover,
        }
    }
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Type(ty) => write!(f, "{ty}"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// Walks over a message.
pub(super) fn message(
    message: &RawMessage<'_>,
    known: &Known<'_>,
    visitor: &mut impl Visitor,
) -> fmt::Result {
    let is_declared = || known.recognize(message).set.is_some();
    match (message.header().ty, Ack::parse(message)) {
        (header::ERROR, Ok(ack)) if !is_declared() => error(message, &ack, known, visitor),
        (header::DONE, Ok(ack)) if !is_declared() => done(message, &ack, known, visitor),
        _ => plain(message, known, visitor),
    }
}

fn plain(message: &RawMessage<'_>, known: &Known<'_>, visitor: &mut impl Visitor) -> fmt::Result {
    let seen = known.recognize(message);
    visitor.message(message, &seen)?;
    let mut body = message.payload();
    if let (Some(_), Some((generic, rest))) = (seen.generic, split(body, genl::HEADER_LEN)) {
        visitor.part(&Part::Generic, Span::of(generic))?;
        body = rest;
    }
    match seen.set {
        Some(of) => walk::set(of, body, visitor),
        None if seen.generic.is_some() && Span::of(body).is_stream() => {
            walk::set(NOTHING.into(), body, visitor)
        }
        None => part(&Part::Payload, body, visitor),
    }
}

/// An `NLMSG_ERROR`, with as much of the request as it contains.
fn error(
    message: &RawMessage<'_>,
    ack: &Ack<'_>,
    known: &Known<'_>,
    visitor: &mut impl Visitor,
) -> fmt::Result {
    visitor.message(message, &known.recognize(message))?;
    let Some((code, rest)) = split(message.payload(), 4) else { return Ok(()) };
    visitor.part(&Part::Code(ack.errno()), Span::of(code))?;
    let Some((echo, rest)) = split(rest, ack.echo().len()) else { return Ok(()) };
    match RawMessage::partial(echo.bytes()) {
        Some(request) if request.bytes().len() > header::HEADER_LEN => {
            plain(&request, known, visitor)?;
            visitor.end_of_message();
        }
        Some(request) => {
            visitor.message(&request, &known.recognize(&request))?;
            visitor.end_of_message();
        }
        None => visitor.part(&Part::Leftover, Span::of(echo))?,
    }
    let padding = align(echo.bytes().len()).saturating_sub(echo.bytes().len());
    let rest = match split(rest, padding.min(rest.bytes().len())) {
        Some((padding, rest)) => {
            part(&Part::Padding, padding, visitor)?;
            rest
        }
        None => rest,
    };
    extended(rest, visitor)
}

/// An `NLMSG_DONE`.
fn done(
    message: &RawMessage<'_>,
    ack: &Ack<'_>,
    known: &Known<'_>,
    visitor: &mut impl Visitor,
) -> fmt::Result {
    visitor.message(message, &known.recognize(message))?;
    let Some((code, rest)) = split(message.payload(), 4) else { return Ok(()) };
    visitor.part(&Part::Code(ack.errno()), Span::of(code))?;
    extended(rest, visitor)
}

fn extended(rest: Input<'_>, visitor: &mut impl Visitor) -> fmt::Result {
    walk::set(EXTENDED_ACK.into(), rest, visitor)
}

/// Tells of bytes, if there are any.
fn part(part: &Part<'_>, bytes: Input<'_>, visitor: &mut impl Visitor) -> fmt::Result {
    span(part, Span::of(bytes), visitor)
}

/// Tells of bytes, if there are any.
pub(super) fn span(
    part: &Part<'_>,
    bytes: Span<'_>,
    visitor: &mut (impl Visitor + ?Sized),
) -> fmt::Result {
    if bytes.bytes.is_empty() { Ok(()) } else { visitor.part(part, bytes) }
}

/// The first bytes and the rest, both with their offsets.
fn split(input: Input<'_>, len: usize) -> Option<(Input<'_>, Input<'_>)> {
    input.split(len).ok()
}

/// What follows the number in an acknowledgement.
const EXTENDED_ACK: &Policy = {
    use crate::ack::{
        ATTR_COOKIE, ATTR_MISS_NEST, ATTR_MISS_TYPE, ATTR_MSG, ATTR_OFFS, ATTR_POLICY,
    };
    &Policy::new(
        "ExtendedAck",
        &[
            AttrPolicy::new(Kind::NulString).named(ATTR_MSG, "message"),
            AttrPolicy::new(Kind::U32).named(ATTR_OFFS, "offset"),
            AttrPolicy::new(Kind::Binary).named(ATTR_COOKIE, "cookie"),
            AttrPolicy::nested(|| BROKEN_POLICY).named(ATTR_POLICY, "policy"),
            AttrPolicy::new(Kind::U32).named(ATTR_MISS_TYPE, "missing_type"),
            AttrPolicy::new(Kind::U32).named(ATTR_MISS_NEST, "missing_nest"),
        ],
    )
};

/// `enum netlink_policy_type_attr` in `linux/netlink.h`.
const BROKEN_POLICY: &Policy = &Policy::new(
    "Policy",
    &[
        AttrPolicy::new(Kind::U32).named(1, "type"),
        AttrPolicy::new(Kind::I64).named(2, "min_signed"),
        AttrPolicy::new(Kind::I64).named(3, "max_signed"),
        AttrPolicy::new(Kind::U64).named(4, "min"),
        AttrPolicy::new(Kind::U64).named(5, "max"),
        AttrPolicy::new(Kind::U32).named(6, "min_length"),
        AttrPolicy::new(Kind::U32).named(7, "max_length"),
        AttrPolicy::new(Kind::U32).named(8, "policy_index"),
        AttrPolicy::new(Kind::U32).named(9, "policy_max_type"),
        AttrPolicy::new(Kind::U32).named(10, "bitfield32_mask"),
        AttrPolicy::new(Kind::Binary).named(11, "padding"),
        AttrPolicy::new(Kind::U64).named(12, "mask"),
    ],
);
