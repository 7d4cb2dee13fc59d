//! Attributes that need not be there: `Option<T>`, and flags, which say something by being there.

use crate::attr::Attr;
use crate::emit::{Emit, EmitSelected};
use crate::error::{EmitError, ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::{Parse, ParseSelected, SelectorKey};
use crate::policy::{AttrPolicy, Kind, Occurs};
use crate::writer::{Buffer, Writer};

impl<'a, T: Parse<'a>> Parse<'a> for Option<T> {
    const ATTR: AttrPolicy = T::ATTR.optional();

    #[inline(always)]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        T::parse(input).map(Some)
    }

    #[inline(always)]
    fn absent() -> Option<Self> {
        Some(None)
    }

    #[inline(always)]
    fn merge(slot: &mut Option<Self>, attr: Attr<'a>) -> Result<(), ParseError> {
        // In place: a large value is not moved.
        T::merge(slot.get_or_insert(None), attr)
    }

    #[inline(always)]
    fn update(&mut self, attr: Attr<'a>) -> Result<(), ParseError> {
        T::merge(self, attr)
    }
}

impl<T: Emit> Emit for Option<T> {
    const ATTR: AttrPolicy = T::ATTR.optional();

    #[inline]
    fn payload_len(&self) -> usize {
        self.as_ref().map_or(0, T::payload_len)
    }

    #[inline]
    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        self.as_ref().map_or(Ok(()), |value| value.emit(writer))
    }

    #[inline]
    fn attr_len(&self) -> usize {
        self.as_ref().map_or(0, T::attr_len)
    }

    #[inline(always)]
    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        match self {
            Some(value) => value.emit_attr(ty, writer),
            None => Ok(()),
        }
    }
}

impl<'a, K, T: ParseSelected<'a, K>> ParseSelected<'a, K> for Option<T> {
    const ATTR: AttrPolicy = T::ATTR.occurring(Occurs::Optional);

    #[inline]
    fn parse_selected(key: Option<K>, input: Input<'a>) -> Result<Self, ParseError> {
        T::parse_selected(key, input).map(Some)
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<K, T: EmitSelected<K>> EmitSelected<K> for Option<T> {
    const ATTR: AttrPolicy = T::ATTR.occurring(Occurs::Optional);

    #[inline]
    fn agrees(&self, key: Option<K>) -> bool {
        self.as_ref().is_none_or(|value| value.agrees(key))
    }

    #[inline]
    fn selected_len(&self) -> usize {
        self.as_ref().map_or(0, T::selected_len)
    }

    #[inline]
    fn emit_selected<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        self.as_ref().map_or(Ok(()), |value| value.emit_selected(ty, writer))
    }
}

impl<T: SelectorKey> SelectorKey for Option<T> {
    type Key<'k>
        = T::Key<'k>
    where
        Self: 'k;

    #[inline]
    fn key(&self) -> Option<T::Key<'_>> {
        self.as_ref().and_then(T::key)
    }
}

/// A flag: true where the attribute is there, which then has no payload.
impl Parse<'_> for bool {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Flag).occurring(Occurs::Optional);

    #[inline]
    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        if input.bytes().is_empty() { Ok(true) } else { Err(input.error(ErrorKind::Length)) }
    }

    #[inline]
    fn absent() -> Option<Self> {
        Some(false)
    }
}

impl Emit for bool {
    const ATTR: AttrPolicy = AttrPolicy::new(Kind::Flag).occurring(Occurs::Optional);

    #[inline]
    fn payload_len(&self) -> usize {
        0
    }

    #[inline]
    fn emit<W: Buffer>(&self, _: &mut Writer<W>) -> Result<(), EmitError> {
        Ok(())
    }

    #[inline]
    fn attr_len(&self) -> usize {
        if *self { crate::attr::HEADER_LEN } else { 0 }
    }

    #[inline]
    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        if *self { writer.attr(ty, |_| Ok(())) } else { Ok(()) }
    }
}

/// A value in a box, so that a type can contain itself.
#[cfg(feature = "alloc")]
impl<'a, T: Parse<'a>> Parse<'a> for alloc::boxed::Box<T> {
    const ATTR: AttrPolicy = T::ATTR;

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        T::parse(input).map(Self::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self::new)
    }
}

#[cfg(feature = "alloc")]
impl<T: Emit> Emit for alloc::boxed::Box<T> {
    const ATTR: AttrPolicy = T::ATTR;

    fn payload_len(&self) -> usize {
        T::payload_len(self)
    }

    fn emit<W: Buffer>(&self, writer: &mut Writer<W>) -> Result<(), EmitError> {
        T::emit(self, writer)
    }

    fn attr_len(&self) -> usize {
        T::attr_len(self)
    }

    fn emit_attr<W: Buffer>(&self, ty: u16, writer: &mut Writer<W>) -> Result<(), EmitError> {
        T::emit_attr(self, ty, writer)
    }
}
