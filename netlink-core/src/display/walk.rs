//! The walk over a message by its policy, from the front to the back: what the tree, the bytes and an
//! explanation have in common.
//!
//! Every byte is met once, as part of a header, of an attribute, or as what is left over. The walk goes
//! no deeper than a parse does, and needs no memory but the stack.

use core::fmt;

use super::recognize::{Known, Recognized};
use crate::ack::Ack;
use crate::align::align;
use crate::attr::{Attr, HEADER_LEN};
use crate::errno::Errno;
use crate::genl;
use crate::header;
use crate::input::{Input, MAX_DEPTH};
use crate::message::RawMessage;
use crate::policy::{AttrPolicy, FoundKey, Key, Kind, Policy, Selector, SetView};

/// Who wants to know what is met.
pub(super) trait Visitor {
    /// A message's header. Offsets count from its start until it ends.
    fn message(&mut self, message: &RawMessage<'_>, seen: &Recognized<'_>) -> fmt::Result;

    /// The end of a message within another one.
    fn end_of_message(&mut self) {}

    /// Bytes that are no attribute.
    fn part(&mut self, part: &Part<'_>, bytes: Input<'_>) -> fmt::Result;

    /// The attributes of a set begin. `whole` is the set with its fixed header.
    fn set(
        &mut self,
        _of: Option<&SetView<'_>>,
        _whole: Input<'_>,
        _attrs: Input<'_>,
    ) -> fmt::Result {
        Ok(())
    }

    /// An attribute. Says whether it wants to know what is in it.
    fn attr(&mut self, node: &Node<'_>) -> Result<bool, fmt::Error>;

    /// The end of an attribute.
    fn end_of_attr(&mut self, _node: &Node<'_>) -> fmt::Result {
        Ok(())
    }

    /// The end of a set.
    fn end_of_set(&mut self) -> fmt::Result {
        Ok(())
    }
}

/// What bytes are that are no attribute.
pub(super) enum Part<'a> {
    /// The header of generic netlink.
    Generic,
    /// The number in an acknowledgement.
    Code(Option<Errno>),
    /// The fixed header of this set.
    Fixed(&'a SetView<'a>),
    /// What a message holds of which no more is known.
    Payload,
    /// The padding behind a message within another one.
    Padding,
    /// What makes no attribute.
    Leftover,
}

/// An attribute, and what is known of it.
pub(super) struct Node<'n> {
    pub(super) attr: Attr<'n>,
    pub(super) label: Label<'n>,
    /// What it may be: of a sub-message, what the chosen form may be.
    pub(super) policy: Option<&'n AttrPolicy>,
    /// The form of a sub-message.
    pub(super) form: Option<Key>,
    pub(super) content: Content<'n>,
}

/// What an attribute is called.
#[derive(Clone, Copy)]
pub(super) enum Label<'n> {
    /// By the policy.
    Name(&'n str),
    /// Nobody named it.
    Type(u16),
    /// Its place in an array.
    Index(u16),
}

/// What is in an attribute.
#[derive(Clone, Copy)]
pub(super) enum Content<'n> {
    Value,
    Set(SetView<'n>),
    Elements(&'n AttrPolicy),
    /// More than a parse would follow.
    TooDeep,
}

impl Node<'_> {
    /// Whether attributes are in it.
    pub(super) const fn is_nest(&self) -> bool {
        matches!(self.content, Content::Set(_) | Content::Elements(_))
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
    visitor: &mut dyn Visitor,
) -> fmt::Result {
    match (message.header().ty, Ack::parse(message)) {
        (header::ERROR, Ok(ack)) => error(message, &ack, known, visitor),
        (header::DONE, Ok(ack)) => done(message, &ack, known, visitor),
        _ => plain(message, known, visitor),
    }
}

fn plain(message: &RawMessage<'_>, known: &Known<'_>, visitor: &mut dyn Visitor) -> fmt::Result {
    let seen = known.recognize(message);
    visitor.message(message, &seen)?;
    let mut body = message.payload();
    if let (Some(_), Some((generic, rest))) = (seen.generic, split(body, genl::HEADER_LEN)) {
        visitor.part(&Part::Generic, generic)?;
        body = rest;
    }
    match seen.set {
        Some(of) => Walk { visitor }.set(of, body, None),
        None if seen.generic.is_some() && is_stream(body) => {
            Walk { visitor }.set(SetView::from(NOTHING), body, None)
        }
        None => part(&Part::Payload, body, visitor),
    }
}

/// An `NLMSG_ERROR`, with the request in it as far as it is there.
fn error(
    message: &RawMessage<'_>,
    ack: &Ack<'_>,
    known: &Known<'_>,
    visitor: &mut dyn Visitor,
) -> fmt::Result {
    visitor.message(message, &known.recognize(message))?;
    let Some((code, rest)) = split(message.payload(), 4) else { return Ok(()) };
    visitor.part(&Part::Code(ack.errno()), code)?;
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
        None => visitor.part(&Part::Leftover, echo)?,
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
    visitor: &mut dyn Visitor,
) -> fmt::Result {
    visitor.message(message, &known.recognize(message))?;
    let Some((code, rest)) = split(message.payload(), 4) else { return Ok(()) };
    visitor.part(&Part::Code(ack.errno()), code)?;
    extended(rest, visitor)
}

fn extended(rest: Input<'_>, visitor: &mut dyn Visitor) -> fmt::Result {
    Walk { visitor }.set(SetView::from(EXTENDED_ACK), rest, None)
}

/// Walks over a set, without a message around it.
pub(super) fn set(of: SetView<'_>, input: Input<'_>, visitor: &mut dyn Visitor) -> fmt::Result {
    Walk { visitor }.set(of, input, None)
}

struct Walk<'v> {
    visitor: &'v mut dyn Visitor,
}

impl Walk<'_> {
    /// `outer` is the key that stands in a set around this one.
    fn set(
        &mut self,
        of: SetView<'_>,
        input: Input<'_>,
        outer: Option<FoundKey<'_>>,
    ) -> fmt::Result {
        let Ok((header, set)) = input.split_fixed_header(of.header_len) else {
            part(&Part::Leftover, input, self.visitor)?;
            return self.visitor.end_of_set();
        };
        if let Some((fixed, _)) =
            split(input, input.bytes().len().saturating_sub(set.bytes().len()))
        {
            part(&Part::Fixed(&of), fixed, self.visitor)?;
        }
        self.visitor.set(Some(&of), input, set)?;
        // The same attribute is often there many times, and its key always in the same place.
        let mut found: Option<(Selector, Option<FoundKey<'_>>)> = None;
        let mut attrs = set.attrs();
        for attr in attrs.by_ref() {
            let Some(policy) = of.attr(attr.ty()) else {
                self.attr(attr, Label::Type(attr.ty()), None, None, &of)?;
                continue;
            };
            let key = match (policy.selector(), found) {
                (Selector::None, _) => None,
                (Selector::Outer, _) => outer,
                (selector, Some((same, key))) if selector == same => key,
                (selector, _) => {
                    let key = policy.find_key(|ty| of.attr(ty), header, set.attrs());
                    found = Some((selector, key));
                    key
                }
            };
            let label = match policy.name() {
                "" => Label::Type(attr.ty()),
                name => Label::Name(name),
            };
            self.attr(attr, label, Some(policy), key, &of)?;
        }
        let rest = set.with_tail(attrs.leftover());
        part(&Part::Leftover, rest, self.visitor)?;
        self.visitor.end_of_set()
    }

    fn attr(
        &mut self,
        attr: Attr<'_>,
        label: Label<'_>,
        policy: Option<&AttrPolicy>,
        key: Option<FoundKey<'_>>,
        of: &SetView<'_>,
    ) -> fmt::Result {
        let Some(policy) = policy else {
            let content = match attr.has_nested_flag() && is_stream(attr.input()) {
                true => Content::Set(SetView::from(NOTHING)),
                false => Content::Value,
            };
            return self.node(&Node { attr, label, policy: None, form: None, content }, None);
        };
        if policy.variants().is_empty() {
            return self.known(attr, label, policy, None, key, of);
        }
        match key.and_then(|key| policy.chosen_by(key)) {
            Some((_, form)) => self.known(attr, label, &form.policy(), Some(form.key()), key, of),
            None => {
                let content = Content::Value;
                self.node(&Node { attr, label, policy: None, form: None, content }, None)
            }
        }
    }

    fn known(
        &mut self,
        attr: Attr<'_>,
        label: Label<'_>,
        policy: &AttrPolicy,
        form: Option<Key>,
        key: Option<FoundKey<'_>>,
        of: &SetView<'_>,
    ) -> fmt::Result {
        let by_number = policy.set_number().map(AttrPolicy::nested_number);
        let content = match policy.kind() {
            Kind::Nested => policy.view(of.sets).map_or(Content::Value, Content::Set),
            Kind::NestedArray => {
                policy.element().or(by_number.as_ref()).map_or(Content::Value, Content::Elements)
            }
            _ => Content::Value,
        };
        let node = Node { attr, label, policy: Some(policy), form, content };
        match node.content {
            Content::Elements(element) if attr.input().depth() <= MAX_DEPTH => {
                self.elements(&node, element, of)
            }
            _ => self.node(&node, key),
        }
    }

    fn node(&mut self, node: &Node<'_>, key: Option<FoundKey<'_>>) -> fmt::Result {
        let inside = node.attr.input();
        if node.is_nest() && inside.depth() > MAX_DEPTH {
            let node = Node { content: Content::TooDeep, ..*node };
            self.visitor.attr(&node)?;
            return self.visitor.end_of_attr(&node);
        }
        if let (true, Content::Set(of)) = (self.visitor.attr(node)?, node.content) {
            self.set(of, inside, key)?;
        }
        self.visitor.end_of_attr(node)
    }

    fn elements(&mut self, node: &Node<'_>, element: &AttrPolicy, of: &SetView<'_>) -> fmt::Result {
        if self.visitor.attr(node)? {
            let inside = node.attr.input();
            self.visitor.set(None, inside, inside)?;
            let mut attrs = inside.attrs();
            for (index, attr) in (0..=u16::MAX).zip(attrs.by_ref()) {
                self.known(attr, Label::Index(index), element, None, None, of)?;
            }
            part(&Part::Leftover, inside.with_tail(attrs.leftover()), self.visitor)?;
            self.visitor.end_of_set()?;
        }
        self.visitor.end_of_attr(node)
    }
}

/// Tells of bytes, if there are any.
fn part(part: &Part<'_>, bytes: Input<'_>, visitor: &mut dyn Visitor) -> fmt::Result {
    if bytes.bytes().is_empty() { Ok(()) } else { visitor.part(part, bytes) }
}

/// The first bytes and the rest, both with their offsets.
fn split(input: Input<'_>, len: usize) -> Option<(Input<'_>, Input<'_>)> {
    input.split(len).ok()
}

/// Whether bytes are attributes from the first to the last.
fn is_stream(input: Input<'_>) -> bool {
    let mut attrs = input.attrs();
    attrs.by_ref().count() > 0 && attrs.leftover().is_empty()
}

/// A set of which nothing is known.
const NOTHING: &Policy = &Policy::new("", &[]);

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

/// The length of an attribute without padding.
pub(super) const fn unpadded_len(attr: &Attr<'_>) -> usize {
    attr.payload().len().saturating_add(HEADER_LEN)
}
