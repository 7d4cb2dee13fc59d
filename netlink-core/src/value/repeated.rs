//! Attributes that come several times in one set (`multi-attr`).

use core::fmt;

use crate::attr::{Attr, Attrs};
use crate::emit::Emit;
use crate::error::{EmitError, ParseError};
use crate::input::Input;
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Occurs};
use crate::writer::{Buffer, Writer};

/// All occurrences of an attribute in its set, without allocation.
///
/// Parsed, it holds the bytes, and has parsed every item once; made by [`Repeated::of`], it holds
/// values to be emitted.
///
/// ```
/// use netlink_core::{Emit, Input, Parse, Repeated, Writer};
///
/// #[derive(Parse, Emit)]
/// struct Names<'a> {
///     #[nla(53)]
///     alt_names: Repeated<'a, &'a str>,
/// }
///
/// let names = Names { alt_names: Repeated::of(&["eth0", "uplink"]) };
/// let mut bytes = Vec::new();
/// names.emit(&mut Writer::growing(&mut bytes))?;
/// let parsed = Names::parse(Input::new(&bytes))?;
/// assert!(parsed.alt_names.iter().eq([Ok("eth0"), Ok("uplink")]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "multi-attr")]
pub struct Repeated<'a, T>(Source<'a, T>);

enum Source<'a, T> {
    None,
    Values(&'a [T]),
    /// The stream from the first occurrence to the end of the set.
    Stream(Attrs<'a>, u16),
}

impl<'a, T> Repeated<'a, T> {
    /// These values, to be emitted.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self(Source::Values(values))
    }
}

impl<'a, T: Parse<'a> + Clone> Repeated<'a, T> {
    /// The items, in their order.
    #[must_use]
    pub const fn iter(&self) -> Items<'a, T> {
        Items { source: self.0 }
    }
}

impl<'a, T: Parse<'a> + Clone> IntoIterator for Repeated<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

/// Iterates over the occurrences of an attribute.
///
/// Items that were parsed with their set were good then, and are good again: an error can
/// only come from a type that parses the same bytes differently each time.
pub struct Items<'a, T> {
    source: Source<'a, T>,
}

impl<'a, T: Parse<'a> + Clone> Iterator for Items<'a, T> {
    type Item = Result<T, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            Source::None => None,
            Source::Values(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                Some(Ok(first.clone()))
            }
            Source::Stream(attrs, ty) => {
                let attr = attrs.find(|attr| attr.ty() == *ty)?;
                Some(T::parse(attr.input()))
            }
        }
    }
}

impl<'a, T: Parse<'a>> Parse<'a> for Repeated<'a, T> {
    const ATTR: AttrPolicy = T::ATTR.occurring(Occurs::Repeated);

    /// One payload alone is a single value; there is no stream to find others in.
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        T::parse(input).map(|_| Self(Source::None))
    }

    fn absent() -> Option<Self> {
        Some(Self(Source::None))
    }

    fn merge(slot: &mut Option<Self>, attr: Attr<'a>) -> Result<(), ParseError> {
        T::parse(attr.input())?;
        if !matches!(slot, Some(Self(Source::Stream(..)))) {
            *slot = Some(Self(Source::Stream(attr.stream(), attr.ty())));
        }
        Ok(())
    }
}

impl<'a, T: Emit> Emit for Repeated<'a, T> {
    const ATTR: AttrPolicy = T::ATTR.occurring(Occurs::Repeated);

    fn payload_len(&self) -> usize {
        self.attr_len()
    }

    /// As an attribute set of its own, numbered 0.
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        self.emit_attr(0, writer)
    }

    fn attr_len(&self) -> usize {
        match &self.0 {
            Source::None => 0,
            Source::Values(values) => values.iter().map(T::attr_len).fold(0, usize::saturating_add),
            Source::Stream(attrs, ty) => attrs
                .filter(|attr| attr.ty() == *ty)
                .map(|attr| attr.whole_len())
                .fold(0, usize::saturating_add),
        }
    }

    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.rolling_back(|writer| match &self.0 {
            Source::None => Ok(()),
            Source::Values(values) => {
                values.iter().try_for_each(|value| value.emit_attr(ty, writer))
            }
            Source::Stream(attrs, own) => {
                attrs.filter(|attr| attr.ty() == *own).try_for_each(|attr| {
                    writer.attr(ty | T::ATTR.nested_flag(), |writer| {
                        T::ATTR.copy_payload(attr.input(), writer)
                    })
                })
            }
        })
    }
}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Repeated<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Repeated<'_, T> {}

impl<T> Default for Repeated<'_, T> {
    fn default() -> Self {
        Self(Source::None)
    }
}

impl<'a, T: Parse<'a> + Clone + fmt::Debug> fmt::Debug for Repeated<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().flatten()).finish()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

#[cfg(feature = "alloc")]
impl<'a, T: Parse<'a>> Parse<'a> for alloc::vec::Vec<T> {
    const ATTR: AttrPolicy = T::ATTR.occurring(Occurs::Repeated);

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(alloc::vec![T::parse(input)?])
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn merge(slot: &mut Option<Self>, attr: Attr<'a>) -> Result<(), ParseError> {
        let value = T::parse(attr.input())?;
        slot.get_or_insert_default().push(value);
        Ok(())
    }
}

#[cfg(feature = "alloc")]
impl<T: Emit> Emit for alloc::vec::Vec<T> {
    const ATTR: AttrPolicy = T::ATTR.occurring(Occurs::Repeated);

    fn payload_len(&self) -> usize {
        self.attr_len()
    }

    /// As an attribute set of its own, numbered 0.
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        self.emit_attr(0, writer)
    }

    fn attr_len(&self) -> usize {
        self.iter().map(T::attr_len).fold(0, usize::saturating_add)
    }

    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        writer.rolling_back(|writer| self.iter().try_for_each(|value| value.emit_attr(ty, writer)))
    }
}
