//! Attributes that hold numbered values, each an attribute of its own: `indexed-array` and
//! `nest-type-value`. Header: `net/netlink.h`, which is internal to the kernel.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::attr::TYPE_MASK;
use crate::context::{Context, Refusal};
use crate::emit::Emit;
use crate::emit_field::{EmitField, all_len};
use crate::error::{ErrorKind, ParseError, Step};
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::policy::{AttrPolicy, FoundKey};
use crate::rule::Rule;
use crate::value::held::{self, Held};
use crate::wire::attr::split;

/// Values in one attribute, each an attribute of its own whose type is a number: an index in an
/// array, or a value such as a policy's number.
///
/// When parsed, it holds the bytes, and every item has been parsed once. Made by [`Indexed::of`], it
/// holds values to be emitted, numbered from 1 as most kernel code does, and by [`Indexed::numbered`]
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
/// Writer::growing(&mut bytes).emit(&sent)?;
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
    Parsed(Input<'a>),
}

impl<'a, T> Indexed<'a, T> {
    /// Returns these values, to be emitted with the numbers 1, 2 and so on.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self(Source::Values(values))
    }

    /// Returns these values, to be emitted with their numbers: 0 to 0x3fff.
    #[must_use]
    pub const fn numbered(values: &'a [(u16, T)]) -> Self {
        Self(Source::Numbered(values))
    }
}

impl<'a, T: Parse<'a>> Indexed<'a, T> {
    /// Returns the parsed values with their numbers.
    #[must_use]
    pub const fn entries(&self) -> Entries<'a, T> {
        Entries { source: self.0, next: 1 }
    }

    /// Returns the parsed values, in their order.
    ///
    /// # Errors
    /// [`ErrorKind::NotParsed`] for values to be emitted. What was parsed with its set was good then.
    pub fn iter(&self) -> impl Iterator<Item = Result<T, ParseError>> + use<'a, T> {
        self.entries().map(|entry| entry.map(|(_, value)| value))
    }
}

/// Gives the values with their numbers.
impl<'a, T: Parse<'a>> IntoIterator for Indexed<'a, T> {
    type Item = Result<(u16, T), ParseError>;
    type IntoIter = Entries<'a, T>;

    fn into_iter(self) -> Entries<'a, T> {
        self.entries()
    }
}

impl<'a, T: Parse<'a>> IntoIterator for &Indexed<'a, T> {
    type Item = Result<(u16, T), ParseError>;
    type IntoIter = Entries<'a, T>;

    fn into_iter(self) -> Entries<'a, T> {
        self.entries()
    }
}

/// Iterates over the values of an [`Indexed`] with their numbers.
///
/// Items that were parsed with their set were good then, and are good again; values to be emitted are
/// [`ErrorKind::NotParsed`].
pub struct Entries<'a, T> {
    source: Source<'a, T>,
    next: u16,
}

impl<'a, T: Parse<'a>> Iterator for Entries<'a, T> {
    type Item = Result<(u16, T), ParseError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.held().map(|(number, held)| Ok((number, held.and_then(Held::parsed)?)))
    }
}

impl<'a, T: Parse<'a>> Entries<'a, T> {
    #[inline]
    fn held(&mut self) -> Option<(u16, Result<Held<'a, T>, ParseError>)> {
        match &mut self.source {
            Source::Values(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                let number = self.next;
                self.next = number.saturating_add(1);
                Some((number, Ok(Held::Value(first))))
            }
            Source::Numbered(values) => {
                let ((number, first), rest) = values.split_first()?;
                *values = rest;
                Some((*number, Ok(Held::Value(first))))
            }
            Source::Parsed(input) => {
                let attr = split(input.bytes())?;
                let mut cx = Context::new(*input);
                *input = input.with_tail(input.bytes().get(attr.whole_len..).unwrap_or_default());
                let result = T::read(&mut cx, attr.payload);
                let result = match result {
                    Ok(value) => Ok(Held::Parsed(value)),
                    Err(refusal) => Err(cx.error(refusal, attr.payload, Some(&T::PARSE_ATTR))),
                };
                Some((attr.raw_type & TYPE_MASK, result))
            }
        }
    }
}

/// Whether bytes are too few to be an attribute, and yet there.
const fn is_cut(bytes: &[u8]) -> bool {
    matches!(bytes.len(), 1..=3)
}

impl<'a, T: Parse<'a>> Parse<'a> for Indexed<'a, T> {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::array(|| const { &T::PARSE_ATTR });
    const NEEDS_KEY: bool = T::NEEDS_KEY;
    const FILLER_IS_DEFAULT: bool = true;

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        let mut cx = Context::new(input);
        parse_elements::<T>(&mut cx, input.bytes())
            .map(Self)
            .map_err(|refusal| cx.error(refusal, input.bytes(), None))
    }

    #[inline]
    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        cx.descend();
        let result = parse_elements::<T>(cx, payload).map(Self);
        cx.ascend();
        result
    }

    #[inline]
    fn filler() -> Option<Self> {
        Some(Self::default())
    }
}

/// Parses all elements once. The context is at the depth of the array.
fn parse_elements<'a, T: Parse<'a>>(
    cx: &mut Context<'a>,
    payload: &'a [u8],
) -> Result<Source<'a, T>, Refusal> {
    cx.check_depth(payload)?;
    if is_cut(payload) {
        return Err(cx.refuse(ErrorKind::Length, payload));
    }
    let key = cx.key;
    let (mut rest, mut index) = (payload, 0_u16);
    while let Some(attr) = split(rest) {
        cx.key = key;
        let mut slot = None;
        let verdict = if const { T::PARSE_ATTR.kind().is_nested() && !T::PARSE_ATTR.is_unflagged() }
            && is_cut(attr.payload)
        {
            Err(Refusal::Because(ErrorKind::ElementLength))
        } else {
            T::insert(&mut slot, cx, attr.payload, Rule::None)
        };
        if let Err(refusal) = verdict {
            return Err(cx.in_element(refusal, attr.payload, index, &T::PARSE_ATTR));
        }
        index = index.saturating_add(1);
        rest = rest.get(attr.whole_len..).unwrap_or_default();
    }
    if !rest.is_empty() {
        cx.check_leftover(payload, rest, None)?;
    }
    Ok(Source::Parsed(cx.set_input(payload, key).kept()))
}

impl<T: Emit> Emit for Indexed<'_, T> {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::array(|| const { &T::EMIT_ATTR });
    const EMITS_BY_KEY: bool = T::EMITS_BY_KEY;

    fn payload_len(&self) -> usize {
        match &self.0 {
            Source::Values(values) => all_len(values),
            Source::Numbered(values) => {
                values.iter().map(|(_, value)| value.field_len()).fold(0, usize::saturating_add)
            }
            Source::Parsed(input) => {
                input.attrs().map(|attr| attr.whole_len()).fold(0, usize::saturating_add)
            }
        }
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match &self.0 {
            Source::Values(values) => {
                (0..=u16::MAX).zip(*values).try_fold(out, |out, (index, value)| {
                    emit_element(value, index, index.saturating_add(1), out, cx)
                })
            }
            Source::Numbered(values) => {
                (0..=u16::MAX).zip(*values).try_fold(out, |out, (index, (number, value))| {
                    emit_element(value, index, *number, out, cx)
                })
            }
            Source::Parsed(input) => input.attrs().try_fold(out, |out, attr| {
                held::emit_received::<T>(attr.ty(), attr.raw_type(), attr.input(), out, cx)
            }),
        }
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        match &self.0 {
            Source::Values(values) => values.iter().all(|value| value.agrees(key)),
            Source::Numbered(values) => values.iter().all(|(_, value)| value.agrees(key)),
            Source::Parsed(input) => {
                !T::EMITS_BY_KEY || input.bytes().is_empty() || input.key() == key
            }
        }
    }
}

/// Writes a value with its number, which has no room for flags.
fn emit_element<'b, T: Emit>(
    value: &T,
    index: u16,
    number: u16,
    out: Output<'b>,
    cx: &mut EmitContext,
) -> Emitted<'b> {
    let result = if number > TYPE_MASK {
        Err(cx.refuse(ErrorKind::UnknownType, &out, number.into()))
    } else {
        value.emit_attr(number, out, cx)
    };
    result.map_err(|failed| cx.in_step(failed, Step::Index(index)))
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

impl<T> Clone for Entries<'_, T> {
    fn clone(&self) -> Self {
        Self { source: self.source, next: self.next }
    }
}

impl<T> Default for Indexed<'_, T> {
    fn default() -> Self {
        Self(Source::Parsed(Input::new(&[])))
    }
}

impl<'a, T: Parse<'a> + fmt::Debug> fmt::Debug for Indexed<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        let mut entries = self.entries();
        while let Some((number, held)) = entries.held() {
            match held {
                Ok(value) => map.entry(&number, &*value),
                Err(error) => map.entry(&number, &error),
            };
        }
        map.finish()
    }
}

impl<T> fmt::Debug for Entries<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entries").finish_non_exhaustive()
    }
}

/// Equal if numbers and values are.
impl<'a, T: Parse<'a> + PartialEq> PartialEq for Indexed<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        let (mut left, mut right) = (self.entries(), other.entries());
        loop {
            match (left.held(), right.held()) {
                (None, None) => return true,
                (Some((left, Ok(one))), Some((right, Ok(another))))
                    if left == right && *one == *another => {}
                (Some((left, Err(one))), Some((right, Err(another))))
                    if left == right && one == another => {}
                _ => return false,
            }
        }
    }
}

impl<'a, T: Parse<'a> + Eq> Eq for Indexed<'a, T> {}

impl<'a, T: Parse<'a> + Hash> Hash for Indexed<'a, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut entries = self.entries();
        while let Some((number, Ok(value))) = entries.held() {
            number.hash(state);
            value.hash(state);
        }
    }
}
