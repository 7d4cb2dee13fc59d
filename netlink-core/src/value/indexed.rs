//! Attributes that hold a stream of values, numbered by their types: `indexed-array` and
//! `nest-type-value`. Header: `net/netlink.h`, which is the kernel's own.

use core::fmt;

use crate::attr::Attrs;
use crate::emit::Emit;
use crate::error::{EmitError, ErrorKind, ParseError, Step};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::AttrPolicy;
use crate::writer::{Buffer, Writer};

/// Values in one attribute, each an attribute of its own whose type is a number: an index in an
/// array, or a value such as a policy's number.
///
/// Parsed, it holds the bytes, and has parsed every item once; made by [`Indexed::of`], it holds
/// values to be emitted, numbered from 1 as most kernel code does, and by [`Indexed::numbered`]
/// values with their numbers.
///
/// ```
/// use netlink_core::{Emit, Indexed, Input, Parse, Writer};
///
/// #[derive(Debug, Parse, Emit)]
/// struct Operations<'a> {
///     #[nla(6)]
///     operations: Indexed<'a, Operation>,
/// }
///
/// #[derive(Clone, Debug, PartialEq, Parse, Emit)]
/// struct Operation {
///     #[nla(1)]
///     id: u32,
/// }
///
/// let sent = Operations { operations: Indexed::of(&[Operation { id: 3 }, Operation { id: 8 }]) };
/// let mut bytes = Vec::new();
/// sent.emit(&mut Writer::growing(&mut bytes))?;
/// let read = Operations::parse(Input::new(&bytes))?;
/// let items: Result<Vec<_>, _> = read.operations.entries().collect();
/// assert_eq!(items?, [(1, Operation { id: 3 }), (2, Operation { id: 8 })]);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[doc(alias = "indexed-array")]
#[doc(alias = "nest-type-value")]
#[doc(alias = "NLA_NESTED_ARRAY")]
pub struct Indexed<'a, T>(Source<'a, T>);

enum Source<'a, T> {
    Values(&'a [T]),
    Numbered(&'a [(u16, T)]),
    Stream(Attrs<'a>),
}

impl<'a, T> Indexed<'a, T> {
    /// These values, to be emitted with the numbers 1, 2 and so on.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self(Source::Values(values))
    }

    /// These values, to be emitted with their numbers.
    #[must_use]
    pub const fn numbered(values: &'a [(u16, T)]) -> Self {
        Self(Source::Numbered(values))
    }
}

impl<'a, T: Parse<'a> + Clone> Indexed<'a, T> {
    /// The values with their numbers.
    #[must_use]
    pub const fn entries(&self) -> Entries<'a, T> {
        Entries { source: self.0, next: 1 }
    }

    /// The values, in their order.
    ///
    /// # Errors
    /// None of values that were parsed with their set: they were good then.
    pub fn iter(&self) -> impl Iterator<Item = Result<T, ParseError>> + use<'a, T> {
        self.entries().map(|entry| entry.map(|(_, value)| value))
    }
}

/// Iterates over the values of an [`Indexed`] with their numbers.
///
/// Items that were parsed with their set were good then, and are good again.
pub struct Entries<'a, T> {
    source: Source<'a, T>,
    next: u16,
}

impl<'a, T: Parse<'a> + Clone> Iterator for Entries<'a, T> {
    type Item = Result<(u16, T), ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            Source::Values(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                let number = self.next;
                self.next = number.saturating_add(1);
                Some(Ok((number, first.clone())))
            }
            Source::Numbered(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                Some(Ok(first.clone()))
            }
            Source::Stream(attrs) => {
                let attr = attrs.next()?;
                Some(T::parse(attr.input()).map(|value| (attr.ty(), value)))
            }
        }
    }
}

impl<'a, T: Parse<'a>> Parse<'a> for Indexed<'a, T> {
    const ATTR: AttrPolicy = AttrPolicy::array(|| const { &T::ATTR });

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        // No attribute has one to three bytes: neither has a stream that is one.
        let is_cut = |bytes: &[u8]| matches!(bytes.len(), 1..=3);
        let input = input.bounded()?;
        if is_cut(input.bytes()) {
            return Err(input.error(ErrorKind::Length));
        }
        for (index, attr) in (0..=u16::MAX).zip(input.attrs()) {
            let result = if const { T::ATTR.kind().is_nested() } && is_cut(attr.payload()) {
                Err(attr.input().error(ErrorKind::ElementLength))
            } else {
                T::parse(attr.input())
            };
            if let Err(error) = result {
                return Err(error.at_header(attr.offset()).in_step(Step::Index(index)));
            }
        }
        Ok(Self(Source::Stream(input.attrs())))
    }

    #[inline]
    fn placeholder() -> Option<Self> {
        Some(Self::default())
    }
}

impl<T: Emit> Emit for Indexed<'_, T> {
    const ATTR: AttrPolicy = AttrPolicy::array(|| const { &T::ATTR });

    fn payload_len(&self) -> usize {
        let add = usize::saturating_add;
        match self.0 {
            Source::Values(values) => values.iter().map(T::attr_len).fold(0, add),
            Source::Numbered(values) => {
                values.iter().map(|(_, value)| value.attr_len()).fold(0, add)
            }
            Source::Stream(mut attrs) => attrs.by_ref().map(|attr| attr.whole_len()).fold(0, add),
        }
    }

    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        let in_item = |index| move |error: EmitError| error.in_step(Step::Index(index));
        match self.0 {
            Source::Values(values) => (0..=u16::MAX).zip(values).try_for_each(|(index, value)| {
                value.emit_attr(index.saturating_add(1), writer).map_err(in_item(index))
            }),
            Source::Numbered(values) => {
                (0..=u16::MAX).zip(values).try_for_each(|(index, (number, value))| {
                    value.emit_attr(*number, writer).map_err(in_item(index))
                })
            }
            Source::Stream(mut attrs) => attrs.try_for_each(|attr| {
                writer.attr(attr.ty() | T::ATTR.nested_flag(), |writer| {
                    T::ATTR.copy_payload(attr.input(), writer)
                })
            }),
        }
    }
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Indexed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Indexed<'_, T> {}

impl<T> Default for Indexed<'_, T> {
    fn default() -> Self {
        Self::of(&[])
    }
}

impl<'a, T: Parse<'a> + Clone + fmt::Debug> fmt::Debug for Indexed<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.entries().flatten()).finish()
    }
}

impl<T> fmt::Debug for Entries<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entries").finish_non_exhaustive()
    }
}
