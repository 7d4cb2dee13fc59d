//! A message as bytes, with what each of them is beside them.

use core::fmt;

use super::line;
use super::paint::{Paint, Role};
use super::recognize::Recognized;
use super::text::{Hex, Hidden};
use super::value::Value;
use super::walk::{Part, Visitor, span};
use crate::attr::{NESTED, NET_BYTEORDER, TYPE_MASK};
use crate::header;
use crate::message::RawMessage;
use crate::policy::walk::{self, Content, Node, Scope, SetView, Span};
use crate::policy::{AttrPolicy, Kind};

/// How many bytes are on a line.
const ROW: usize = 8;
/// How wide they are.
const WIDTH: usize = ROW * 3 - 1;

/// Writes the bytes while a message is walked over.
pub(super) struct Bytes<'t, 'f> {
    pub(super) f: &'t mut fmt::Formatter<'f>,
    pub(super) paint: Paint,
    pub(super) depth: usize,
    /// Where the message begins of which the offsets are, in the outermost one.
    pub(super) base: usize,
    pub(super) is_first: bool,
    /// Whether the bytes of the next rows are not shown.
    pub(super) is_secret: bool,
}

impl Bytes<'_, '_> {
    /// Bytes, with what they are beside the first line of them.
    fn rows(
        &mut self,
        bytes: &[u8],
        offset: usize,
        what: impl FnOnce(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        let mut rows = bytes.chunks(ROW);
        let first = rows.next().unwrap_or_default();
        let mut offset = self.base.saturating_add(offset);
        self.row(first, offset)?;
        let gap = WIDTH.saturating_sub(first.len().saturating_mul(3).saturating_sub(1));
        let indent = self.depth.saturating_mul(2).saturating_add(gap).saturating_add(2);
        write!(self.f, "{:indent$}", "")?;
        what(self)?;
        for row in rows {
            offset = offset.saturating_add(ROW);
            self.row(row, offset)?;
        }
        Ok(())
    }

    fn row(&mut self, bytes: &[u8], offset: usize) -> fmt::Result {
        if !core::mem::take(&mut self.is_first) {
            self.f.write_str("\n")?;
        }
        self.paint.write(self.f, Role::Aside, format_args!("{offset:04}"))?;
        if self.is_secret {
            write!(self.f, "  {}", Hidden(bytes.len()))
        } else {
            write!(self.f, "  {}", Hex(bytes))
        }
    }

    fn name(&mut self, text: fmt::Arguments<'_>) -> fmt::Result {
        self.paint.write(self.f, Role::Name, text)
    }
}

impl Visitor for Bytes<'_, '_> {
    fn message(&mut self, message: &RawMessage<'_>, seen: &Recognized<'_>) -> fmt::Result {
        let bytes = message.bytes();
        let bytes = bytes.get(..header::HEADER_LEN).unwrap_or(bytes);
        if !self.is_first {
            // Behind the header of the acknowledgement and the number.
            self.base = header::HEADER_LEN.saturating_add(4);
            self.depth = self.depth.saturating_add(1);
        }
        self.rows(bytes, 0, |this| line::own(this.f, message, seen, this.paint))
    }

    fn end_of_message(&mut self) {
        self.base = 0;
        self.depth = self.depth.saturating_sub(1);
    }

    fn part(&mut self, part: &Part<'_>, span: Span<'_>) -> fmt::Result {
        let bytes = span.bytes;
        self.is_secret = matches!(part, Part::SecretLeftover);
        let result = self.rows(bytes, span.offset(), |this| match part {
            Part::Generic => this.f.write_str("header of generic netlink"),
            Part::Code(Some(errno)) => write!(this.f, "{errno}"),
            Part::Code(None) => this.f.write_str("no error"),
            Part::Payload => this.f.write_str("payload"),
            Part::Padding => this.paint.write(this.f, Role::Aside, format_args!("padding")),
            Part::Leftover => this.paint.write(this.f, Role::Wrong, format_args!("left over")),
            Part::SecretLeftover => {
                this.paint.write(this.f, Role::Wrong, format_args!("left over, secret"))
            }
            Part::Fixed(of) => {
                let layout = of.policy().and_then(|policy| policy.header_layout());
                match layout.and_then(|layout| layout.display(bytes)) {
                    Some(structure) => write!(this.f, "{structure}"),
                    None => this.f.write_str("fixed header"),
                }
            }
        });
        self.is_secret = false;
        result
    }
}

impl<'m> walk::Visitor<'m> for Bytes<'_, '_> {
    type Stop = fmt::Error;
    const ENTERS_UNKNOWN: bool = true;

    fn set(&mut self, set: &Scope<'_, 'm>) -> fmt::Result {
        match &set.of {
            Some(of) => span(&Part::Fixed(of), set.fixed(), self),
            None => Ok(()),
        }
    }

    fn short_set(&mut self, of: SetView<'_>, whole: Span<'m>) -> fmt::Result {
        span(&Part::leftover(Some(of), whole), whole, self)
    }

    fn attr(&mut self, node: &Node<'_, 'm>) -> Result<bool, fmt::Error> {
        let item = &node.item;
        let raw = item.raw_type();
        self.rows(item.head(), item.offset(), |this| {
            this.name(format_args!("{}", node.label()))?;
            if let Some((_, variant)) = node.variant {
                write!(this.f, " <{}>", variant.key())?;
            }
            write!(this.f, ": length {}, type {}", item.len(), raw & TYPE_MASK)?;
            for (flag, name) in [(NESTED, "NESTED"), (NET_BYTEORDER, "NET_BYTEORDER")] {
                if raw & flag != 0 {
                    write!(this.f, "|{name}")?;
                }
            }
            Ok(())
        })?;
        self.depth = self.depth.saturating_add(1);
        let is_secret = node.is_secret();
        if node.is_nest() && !is_secret {
            return Ok(true);
        }
        let content = item.content();
        if !content.bytes.is_empty() {
            self.is_secret = is_secret;
            let value = match (node.content, node.policy) {
                (Content::Value, Some(policy)) => *policy,
                _ => AttrPolicy::new(Kind::Binary),
            };
            self.rows(content.bytes, content.offset(), |this| {
                if is_secret {
                    return this.f.write_str("secret");
                }
                let value = Value { policy: &value, payload: content.bytes, bytes: false };
                write!(this.f, "{value}")
            })?;
            self.is_secret = false;
        }
        Ok(false)
    }

    fn end_of_attr(&mut self, node: &Node<'_, 'm>) -> fmt::Result {
        self.depth = self.depth.saturating_sub(1);
        let (item, padding) = (&node.item, node.item.padding());
        if padding.is_empty() {
            return Ok(());
        }
        self.rows(padding, item.offset().saturating_add(item.len()), |this| {
            this.paint.write(this.f, Role::Aside, format_args!("padding"))
        })
    }

    fn end_of_set(&mut self, set: &Scope<'_, 'm>, leftover: Span<'m>) -> fmt::Result {
        span(&Part::leftover(set.of, leftover), leftover, self)
    }
}
