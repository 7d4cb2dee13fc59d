//! A message as a tree: one line for each attribute, with nested ones indented below.

use core::fmt;

use super::line;
use super::mark::{Mark, Place, Why};
use super::paint::{Paint, Role};
use super::recognize::Recognized;
use super::secret::holds_secret;
use super::text::{CUT, Count, Cut, Hex};
use super::value::Value;
use super::walk::{Part, Visitor, span};
use crate::error::ErrorKind;
use crate::message::RawMessage;
use crate::policy::walk::{self, Content, Item, Label, Node, Scope, SetView, Span};
use crate::policy::{AttrPolicy, Key, Kind};

/// Writes the tree while a message is walked over.
pub(super) struct Tree<'t, 'f> {
    pub(super) f: &'t mut fmt::Formatter<'f>,
    pub(super) paint: Paint,
    /// How deep in the tree the next line is.
    pub(super) depth: usize,
    /// What is wrong with the message.
    pub(super) mark: Option<Mark<'t>>,
    /// What is wrong with the message in this one.
    pub(super) mark_in_echo: Option<Mark<'t>>,
    /// Whether only the path to the mark is shown.
    pub(super) only_marked: bool,
    /// How many attributes in a row were left out.
    pub(super) left_out: usize,
}

impl<'t, 'f> Tree<'t, 'f> {
    pub(super) const fn new(f: &'t mut fmt::Formatter<'f>, paint: Paint) -> Self {
        Self { f, paint, depth: 0, mark: None, mark_in_echo: None, only_marked: false, left_out: 0 }
    }

    fn new_line(&mut self) -> fmt::Result {
        write!(self.f, "\n{:1$}", "", self.depth.saturating_mul(2))
    }

    fn write(&mut self, role: Role, text: fmt::Arguments<'_>) -> fmt::Result {
        self.paint.write(self.f, role, text)
    }

    /// Says how many attributes were left out just before.
    fn end_gap(&mut self) -> fmt::Result {
        match core::mem::take(&mut self.left_out) {
            0 => Ok(()),
            count => {
                self.new_line()?;
                self.write(Role::Aside, format_args!("… {}", Count(count, "attribute")))
            }
        }
    }

    /// Whether the mark is this attribute or something in it.
    fn leads_to_mark(&self, item: &Item<'_>) -> bool {
        self.mark.is_some_and(|mark| mark.is_in(item.offset(), item.padded_end()))
    }

    /// Whether the mark is this attribute.
    fn is_marked(&self, node: &Node<'_, '_>) -> bool {
        self.mark.is_some_and(|mark| match mark.place {
            Place::At(offset) => {
                offset == node.item.offset() || !node.is_nest() && self.leads_to_mark(&node.item)
            }
            Place::Within(_) => !node.is_nest() && self.leads_to_mark(&node.item),
            Place::Nowhere => false,
        })
    }

    fn enters(&self, node: &Node<'_, '_>) -> bool {
        let of_interest =
            !self.only_marked || self.leads_to_mark(&node.item) && !self.is_marked(node);
        node.is_nest() && of_interest && !node.is_secret()
    }

    fn label(&mut self, node: &Node<'_, '_>) -> fmt::Result {
        self.write(Role::Name, format_args!("{}", node.label()))?;
        match (node.label(), node.item.ty()) {
            // Most elements are counted, from 0 or from 1; others have numbers that mean something.
            (Label::Index(index), ty) if ty != index && Some(ty) != index.checked_add(1) => {
                self.write(Role::Aside, format_args!(" type {ty}"))?;
            }
            (Label::Type(_), _) if node.policy.is_none() => {
                self.write(Role::Aside, format_args!(" unknown"))?;
            }
            _ => {}
        }
        match node.variant {
            // Of a value such as an address, its variant shows.
            Some((_, variant)) if node.is_nest() || matches!(variant.key(), Key::Text(_)) => {
                write!(self.f, " <{}>", variant.key())
            }
            _ => Ok(()),
        }
    }

    fn content(&mut self, node: &Node<'_, '_>) -> fmt::Result {
        let payload = node.item.payload();
        if node.is_secret() {
            return write!(self.f, " {}, secret", Count(payload.len(), "byte"));
        }
        match (node.content, node.policy) {
            (Content::Set(_) | Content::Elements(_), _) if payload.is_empty() => {
                self.f.write_str(" empty")
            }
            (Content::Set(_) | Content::Elements(_), _) => Ok(()),
            (Content::TooDeep, _) => {
                write!(self.f, " {}", Count(payload.len(), "byte"))?;
                self.problem(ErrorKind::Depth, None)
            }
            (Content::Value, Some(policy)) => {
                write!(self.f, " {}", Value { policy, payload, bytes: true })?;
                match problem(policy, &node.item) {
                    // More is said about it just below.
                    Some(_) if self.is_marked(node) => Ok(()),
                    Some(kind) => self.problem(kind, Some(policy)),
                    None => Ok(()),
                }
            }
            (Content::Value, None) => {
                let policy = &AttrPolicy::new(Kind::Binary);
                write!(self.f, " {}", Value { policy, payload, bytes: true })
            }
        }
    }

    /// Says what is wrong with a value, by the type that it is displayed as.
    fn problem(&mut self, kind: ErrorKind, policy: Option<&AttrPolicy>) -> fmt::Result {
        let text = kind.message();
        match policy {
            Some(policy) => self.write(Role::Wrong, format_args!(" ! expected {policy} ({text})")),
            None => self.write(Role::Wrong, format_args!(" ! {text}")),
        }
    }

    /// Marks the start of the line before.
    fn underline(&mut self, len: usize, policy: Option<&AttrPolicy>) -> fmt::Result {
        let Some(Mark { reason, .. }) = self.mark else { return Ok(()) };
        self.new_line()?;
        self.write(Role::Wrong, format_args!("{:^<len$} {}", "", Why { reason, policy }))
    }

    /// An attribute's bytes, with a line under the wrong ones.
    fn bytes(&mut self, node: &Node<'_, '_>) -> fmt::Result {
        let Some(mark) = self.mark else { return Ok(()) };
        let item = &node.item;
        if holds_secret(node) {
            self.new_line()?;
            let head = Hex(item.head());
            let (at, count) = (item.offset(), Count(item.payload().len(), "byte"));
            return self
                .write(Role::Aside, format_args!("at offset {at:04}: {head} and {count}, secret"));
        }
        self.new_line()?;
        let (at, bytes) = (item.offset(), Cut(item.bytes()));
        self.write(Role::Aside, format_args!("at offset {at:04}: {bytes}"))?;
        let (start, end) = mark.extent(item);
        let end = end.min(CUT);
        if start < end {
            self.new_line()?;
            let under = end.saturating_sub(start).saturating_mul(3).saturating_sub(1);
            let before = "at offset 0000: ".len().saturating_add(start.saturating_mul(3));
            self.write(Role::Wrong, format_args!("{:before$}{:^<under$}", "", ""))?;
        }
        Ok(())
    }
}

impl Visitor for Tree<'_, '_> {
    fn message(&mut self, message: &RawMessage<'_>, seen: &Recognized<'_>) -> fmt::Result {
        if self.depth > 0 {
            self.new_line()?;
            self.write(Role::Name, format_args!("request"))?;
            self.f.write_str(": ")?;
            self.mark = self.mark_in_echo;
        }
        self.depth = self.depth.saturating_add(1);
        line::own(self.f, message, seen, self.paint)
    }

    fn end_of_message(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.mark = None;
    }

    fn part(&mut self, part: &Part<'_>, span: Span<'_>) -> fmt::Result {
        let bytes = span.bytes;
        let end = span.offset().saturating_add(bytes.len());
        let is_marked = self.mark.is_some_and(|mark| match mark.place {
            Place::At(_) => mark.is_in(span.offset(), end),
            Place::Within(_) | Place::Nowhere => false,
        });
        match part {
            Part::Generic | Part::Code(_) | Part::Padding if !is_marked => return Ok(()),
            Part::Leftover | Part::SecretLeftover if self.only_marked && !is_marked => {
                return Ok(());
            }
            _ => {}
        }
        self.end_gap()?;
        self.new_line()?;
        let count = Count(bytes.len(), "byte");
        match part {
            Part::Generic => write!(self.f, "generic header, {count}: {}", Cut(bytes))?,
            Part::Code(_) => write!(self.f, "error, {count}: {}", Cut(bytes))?,
            Part::Padding => write!(self.f, "padding, {count}: {}", Cut(bytes))?,
            Part::Payload => write!(self.f, "payload, {count}: {}", Cut(bytes))?,
            Part::Fixed(of) => {
                let layout = of.policy().and_then(|policy| policy.header_layout());
                match layout.and_then(|layout| layout.display(bytes)) {
                    Some(structure) => write!(self.f, "{structure}")?,
                    None => write!(self.f, "header, {count}: {}", Cut(bytes))?,
                }
            }
            Part::Leftover => {
                self.write(Role::Wrong, format_args!("! {count} left over: {}", Cut(bytes)))?;
            }
            Part::SecretLeftover => {
                self.write(Role::Wrong, format_args!("! {count} left over, secret"))?;
            }
        }
        if is_marked { self.underline(1, None) } else { Ok(()) }
    }
}

impl<'m> walk::Visitor<'m> for Tree<'_, '_> {
    type Stop = fmt::Error;
    const ENTERS_UNKNOWN: bool = true;

    fn set(&mut self, set: &Scope<'_, 'm>) -> fmt::Result {
        if let Some(of) = &set.of {
            span(&Part::Fixed(of), set.fixed(), self)?;
        }
        let is_marked = self.mark.is_some_and(|mark| {
            mark.place == Place::Within(set.whole.offset())
                || mark.place == Place::Within(set.attrs.offset())
        });
        if !is_marked {
            return Ok(());
        }
        let missing = self.mark.and_then(|mark| mark.missing());
        let policy = set.of.zip(missing).and_then(|(of, ty)| of.attr(ty));
        self.underline(1, policy)
    }

    fn short_set(&mut self, of: SetView<'_>, whole: Span<'m>) -> fmt::Result {
        span(&Part::leftover(Some(of), whole), whole, self)?;
        self.end_gap()
    }

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, fmt::Error> {
        if self.only_marked && !self.leads_to_mark(&node.item) {
            self.left_out = self.left_out.saturating_add(1);
            return Ok(false);
        }
        self.end_gap()?;
        self.new_line()?;
        self.label(node)?;
        self.f.write_str(":")?;
        self.content(node)?;
        if self.is_marked(node) {
            let len = match node.label() {
                Label::Name(name) => name.chars().count(),
                Label::Type(_) | Label::Index(_) => 1,
            };
            self.underline(len, node.policy)?;
            self.bytes(node)?;
        }
        let enters = self.enters(node);
        if enters {
            self.depth = self.depth.saturating_add(1);
        }
        Ok(enters)
    }

    fn end_of_attr(&mut self, node: &Node<'_, 'm>) -> fmt::Result {
        if self.enters(node) {
            self.depth = self.depth.saturating_sub(1);
        }
        Ok(())
    }

    fn end_of_set(&mut self, set: &Scope<'_, 'm>, leftover: Span<'m>) -> fmt::Result {
        span(&Part::leftover(set.of, leftover), leftover, self)?;
        self.end_gap()
    }
}

/// What is wrong with a value, if something is.
fn problem(policy: &AttrPolicy, item: &Item<'_>) -> Option<ErrorKind> {
    match policy.kind() {
        // A kernel rejects an empty string; for display it does not matter.
        Kind::String if item.payload().is_empty() => None,
        _ => policy.validate_kind(item.payload()).and_then(|()| policy.apply(item.payload())).err(),
    }
}
