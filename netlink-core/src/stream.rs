//! Typed streams: the attributes of a set one by one, each as the variant of an enum.

use core::fmt;

use crate::attr::{Attr, Attrs};
use crate::emit::{Emit, EmitSet};
use crate::error::{EmitError, ParseError};
use crate::input::Input;
use crate::parse::{Parse, ParseSet};
use crate::policy::{AttrPolicy, Policy};
use crate::writer::{Buffer, Writer};

/// One attribute of a set, to be read.
///
/// Derived with [`Parse`] for enums whose variants are attributes (`#[nla(TYPE)]`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the item of a stream of attributes",
    note = "an item is an enum with `#[derive(Parse)]` and `#[nla(TYPE)]` on its variants"
)]
pub trait ParseItem<'a>: Sized {
    /// What the set may contain.
    const POLICY: &'static Policy;

    /// Reads one attribute; nothing if no variant is for it, and unknown ones are skipped.
    ///
    /// # Errors
    /// As [`Parse::parse`] of the variant's type.
    fn parse_item(attr: Attr<'a>) -> Result<Option<Self>, ParseError>;
}

/// One attribute of a set, to be written.
///
/// Derived with [`Emit`] for enums whose variants are attributes (`#[nla(TYPE)]`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the item of a stream of attributes",
    note = "an item is an enum with `#[derive(Emit)]` and `#[nla(TYPE)]` on its variants"
)]
pub trait EmitItem {
    /// What the set may contain.
    const POLICY: &'static Policy;

    /// The exact length in bytes of what [`EmitItem::emit_item`] writes.
    fn item_len(&self) -> usize;

    /// Writes the attribute.
    ///
    /// # Errors
    /// As [`Emit::emit_attr`] of the variant's type.
    fn emit_item<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError>;
}

/// A set of attributes, read one by one in the order in which they stand.
///
/// For single-pass readers that need no struct, and for what must keep its order. Stands for a nested
/// set, or with `#[netlink(stream)]` for all that follows a message's fixed header.
///
/// ```
/// use netlink_core::{Emit, Input, Parse, Stream, Writer};
///
/// #[derive(Clone, Debug, PartialEq, Parse, Emit)]
/// enum Metric {
///     #[nla(2)]
///     Mtu(u32),
///     #[nla(3)]
///     Window(u32),
/// }
///
/// let metrics = Stream::of(&[Metric::Window(9), Metric::Mtu(1400)]);
/// let mut bytes = Vec::new();
/// metrics.emit(&mut Writer::growing(&mut bytes))?;
/// let read = Stream::<Metric>::parse(Input::new(&bytes))?;
/// assert!(read.iter().eq([Ok(Metric::Window(9)), Ok(Metric::Mtu(1400))]));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Stream<'a, T>(Source<'a, T>);

enum Source<'a, T> {
    Values(&'a [T]),
    Attrs(Attrs<'a>),
}

impl<'a, T> Stream<'a, T> {
    /// These attributes, to be emitted.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self(Source::Values(values))
    }
}

impl<'a, T: ParseItem<'a> + Clone> Stream<'a, T> {
    /// The attributes, in their order.
    #[inline]
    #[must_use]
    pub const fn iter(&self) -> StreamItems<'a, T> {
        StreamItems { source: self.0 }
    }
}

impl<'a, T: ParseItem<'a> + Clone> IntoIterator for Stream<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = StreamItems<'a, T>;

    #[inline]
    fn into_iter(self) -> StreamItems<'a, T> {
        self.iter()
    }
}

/// Iterates over the attributes of a [`Stream`].
///
/// After an error it goes on with the next one.
pub struct StreamItems<'a, T> {
    source: Source<'a, T>,
}

impl<'a, T: ParseItem<'a> + Clone> Iterator for StreamItems<'a, T> {
    type Item = Result<T, ParseError>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            Source::Attrs(attrs) => loop {
                match T::parse_item(attrs.next()?) {
                    Ok(Some(item)) => return Some(Ok(item)),
                    Ok(None) => {}
                    Err(error) => return Some(Err(error)),
                }
            },
            Source::Values(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                Some(Ok(first.clone()))
            }
        }
    }
}

impl<'a, T: ParseItem<'a>> Parse<'a> for Stream<'a, T> {
    const ATTR: AttrPolicy = AttrPolicy::nested(|| T::POLICY);

    #[inline(always)]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let input = crate::__private::enter(input, T::POLICY)?;
        Ok(Self(Source::Attrs(input.attrs())))
    }

    #[inline]
    fn placeholder() -> Option<Self> {
        Some(Self::default())
    }
}

impl<'a, T: ParseItem<'a>> ParseSet<'a> for Stream<'a, T> {
    const POLICY: &'static Policy = T::POLICY;
}

impl<T: EmitItem> Emit for Stream<'_, T> {
    const ATTR: AttrPolicy = AttrPolicy::nested(|| T::POLICY);

    fn payload_len(&self) -> usize {
        match self.0 {
            Source::Values(values) => values.iter().map(T::item_len).fold(0, usize::saturating_add),
            Source::Attrs(attrs) => {
                attrs.map(|attr| attr.whole_len()).fold(0, usize::saturating_add)
            }
        }
    }

    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        match self.0 {
            Source::Values(values) => values.iter().try_for_each(|value| value.emit_item(writer)),
            Source::Attrs(attrs) => T::POLICY.copy_attrs(attrs, writer),
        }
    }
}

impl<T: EmitItem> EmitSet for Stream<'_, T> {
    const POLICY: &'static Policy = T::POLICY;
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Stream<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stream<'_, T> {}

impl<T> Default for Stream<'_, T> {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl<'a, T: ParseItem<'a> + Clone + fmt::Debug> fmt::Debug for Stream<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().flatten()).finish()
    }
}

impl<T> fmt::Debug for StreamItems<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamItems").finish_non_exhaustive()
    }
}
