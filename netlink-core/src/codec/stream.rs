//! Typed streams: the attributes of a set one by one, each as the variant of an enum.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::context::{Context, Refusal};
use crate::emit::{Emit, EmitSet};
use crate::emit_set::emit_keyed;
use crate::error::{ParseError, Step};
use crate::input::Input;
use crate::item::{EmitItem, ParseItem, RawAttr};
use crate::output::{EmitContext, Emitted, Failed, Output};
use crate::parse::{Parse, ParseSet};
use crate::policy::{AttrPolicy, FoundKey, Policy};
use crate::value::held::{self, Held};
use crate::wire::attr::{HEADER_LEN, Header, split};

/// A set of attributes, parsed one by one in their order.
///
/// For single-pass readers that need no struct, and where the order matters. It is used as a nested
/// set, or with `#[netlink(stream)]` for all that follows a message's fixed header. Its items are
/// parsed when they are reached, not with the set.
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
/// Writer::growing(&mut bytes).emit(&metrics)?;
/// let read = Stream::<Metric>::parse(Input::new(&bytes))?;
/// assert!(read.iter().eq([Ok(Metric::Window(9)), Ok(Metric::Mtu(1400))]));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Stream<'a, T> {
    /// The attributes to be emitted, if the set was not parsed.
    values: Option<&'a [T]>,
    /// The set that was parsed.
    set: Input<'a>,
}

impl<'a, T> Stream<'a, T> {
    /// Returns these attributes, to be emitted.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self { values: Some(values), set: Input::new(&[]) }
    }

    /// Returns the attributes to be emitted, or `None` if the set was parsed.
    #[must_use]
    pub const fn values(&self) -> Option<&'a [T]> {
        self.values
    }

    #[inline(always)]
    const fn parsed(set: Input<'a>) -> Self {
        Self { values: None, set }
    }
}

impl<'a, T: ParseItem<'a>> Stream<'a, T> {
    /// Returns the parsed attributes, in their order; those of [`Stream::of`] are in [`Stream::values`].
    #[inline]
    #[must_use]
    pub fn iter(&self) -> StreamItems<'a, T> {
        let (values, set) = (self.values.unwrap_or_default(), self.set);
        let cx = Context::new(set);
        let keys = T::keys(&cx, set.bytes());
        StreamItems { values, rest: set.bytes(), key: cx.key, keys, cx }
    }
}

impl<'a, T: ParseItem<'a>> IntoIterator for Stream<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = StreamItems<'a, T>;

    #[inline]
    fn into_iter(self) -> StreamItems<'a, T> {
        self.iter()
    }
}

impl<'a, T: ParseItem<'a>> IntoIterator for &Stream<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = StreamItems<'a, T>;

    #[inline]
    fn into_iter(self) -> StreamItems<'a, T> {
        self.iter()
    }
}

/// Iterates over the attributes of a [`Stream`].
///
/// After an error it continues with the next one.
pub struct StreamItems<'a, T: ParseItem<'a>> {
    /// Values to be emitted; then there are no bytes.
    values: &'a [T],
    rest: &'a [u8],
    key: Option<FoundKey<'a>>,
    keys: T::Keys,
    cx: Context<'a>,
}

impl<'a, T: ParseItem<'a>> Iterator for StreamItems<'a, T> {
    type Item = Result<T, ParseError>;

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        while let Some(Header { raw_type, payload, whole_len }) = split(self.rest) {
            let tail = self.rest;
            self.rest = tail.get(whole_len..).unwrap_or_default();
            if T::ITEM_NEEDS_KEY {
                self.cx.key = self.key;
            }
            match T::parse_item(&mut self.cx, &self.keys, RawAttr { raw_type, payload, tail }) {
                Ok(Some(item)) => return Some(Ok(item)),
                Ok(None) => {}
                Err(refusal) => return Some(Err(failed::<T>(&mut self.cx, refusal, tail))),
            }
        }
        if self.values.is_empty() { None } else { self.value().map(|held| held.parsed()) }
    }
}

impl<'a, T: ParseItem<'a>> StreamItems<'a, T> {
    /// Returns the next value to be emitted.
    #[cold]
    fn value(&mut self) -> Option<Held<'a, T>> {
        let (first, rest) = self.values.split_first()?;
        self.values = rest;
        Some(Held::Value(first))
    }

    fn held(&mut self) -> Option<Result<Held<'a, T>, ParseError>> {
        match self.value() {
            Some(value) => Some(Ok(value)),
            None => self.next().map(|item| item.map(Held::Parsed)),
        }
    }
}

/// The error of an item, with the attribute in its path.
#[cold]
#[inline(never)]
fn failed<'a, T: ParseItem<'a>>(
    cx: &mut Context<'a>,
    refusal: Refusal,
    tail: &'a [u8],
) -> ParseError {
    let refusal = cx.in_occurrence(refusal, cx.whole(), tail, T::ITEM_POLICY);
    let refusal = cx.in_attr(refusal, tail, T::ITEM_POLICY);
    cx.error(refusal, tail, None)
}

impl<'a, T: ParseItem<'a>> Parse<'a> for Stream<'a, T> {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::nested(|| T::ITEM_POLICY);
    const NEEDS_KEY: bool = T::ITEM_NEEDS_KEY;

    #[inline]
    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        if input.is_plain() && input.bytes().len() >= HEADER_LEN {
            return Ok(Self::parsed(input));
        }
        parse(input)
    }

    #[inline(always)]
    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        if cx.is_plain() && payload.len() >= HEADER_LEN {
            return Ok(Self::parsed(cx.input(payload)));
        }
        read(cx, payload)
    }

    #[inline]
    fn filler() -> Option<Self> {
        Some(Self::default())
    }
}

#[inline(never)]
fn parse<'a, T: ParseItem<'a>>(input: Input<'a>) -> Result<Stream<'a, T>, ParseError> {
    let mut cx = Context::new(input);
    enter(&mut cx, input.bytes()).map_err(|refusal| cx.error(refusal, input.bytes(), None))
}

#[inline(never)]
fn read<'a, T: ParseItem<'a>>(
    cx: &mut Context<'a>,
    payload: &'a [u8],
) -> Result<Stream<'a, T>, Refusal> {
    cx.descend();
    let result = enter(cx, payload);
    cx.ascend();
    result
}

/// Returns what is behind the last attribute.
pub(crate) fn leftover(mut set: &[u8]) -> &[u8] {
    while let Some(attr) = split(set) {
        set = set.get(attr.whole_len..).unwrap_or_default();
    }
    set
}

/// Bounds the depth, and validates the set if the level asks for it.
fn enter<'a, T: ParseItem<'a>>(
    cx: &mut Context<'a>,
    set: &'a [u8],
) -> Result<Stream<'a, T>, Refusal> {
    if cx.is_unusual() {
        cx.check_entry(set, T::ITEM_POLICY)?;
    }
    if set.len() < HEADER_LEN && !set.is_empty() {
        cx.check_leftover(set, set, None)?;
    }
    if cx.is_noting() {
        let rest = leftover(set);
        if !rest.is_empty() {
            cx.check_leftover(set, rest, Some(T::ITEM_POLICY))?;
        }
    }
    Ok(Stream::parsed(cx.set_input(set, cx.key).kept()))
}

impl<'a, T: ParseItem<'a>> ParseSet<'a> for Stream<'a, T> {
    const PARSE_POLICY: &'static Policy = T::ITEM_POLICY;
}

impl<T: EmitItem> Emit for Stream<'_, T> {
    const EMIT_ATTR: AttrPolicy = AttrPolicy::nested(|| T::EMIT_ITEM_POLICY);
    const IS_ALIGNED: bool = true;
    const EMITS_BY_KEY: bool = T::EMIT_ITEM_NEEDS_KEY;

    fn payload_len(&self) -> usize {
        match self.values {
            Some(values) => values.iter().map(T::item_len).fold(0, usize::saturating_add),
            None => self.set.attrs().map(|attr| attr.whole_len()).fold(0, usize::saturating_add),
        }
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match self.values {
            Some(values) if T::SELECTS => emit_keyed(
                T::EMIT_ITEM_POLICY,
                out,
                cx,
                |out, cx| Ok(emit_items(values, out, cx)?.remaining()),
                |_, set| values.iter().try_for_each(|value| value.item_agrees(set)),
            ),
            Some(values) => emit_items(values, out, cx),
            None => T::EMIT_ITEM_POLICY.copy(self.set, out, cx),
        }
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        match self.values {
            Some(values) => values.iter().all(|value| value.item_agrees_with(key)),
            None => {
                let is_empty = self.set.bytes().is_empty();
                !T::EMIT_ITEM_NEEDS_KEY || is_empty || self.set.key() == key
            }
        }
    }
}

/// Adds the attribute to the path of the error in the item with this index.
#[cold]
#[inline(never)]
fn in_item<T: EmitItem>(
    values: &[T],
    index: usize,
    failed: Failed,
    cx: &mut EmitContext,
) -> Failed {
    let Some((item, before)) = values.get(..=index).and_then(<[T]>::split_last) else {
        return failed;
    };
    let (ty, policy) = (item.item_type(), T::EMIT_ITEM_POLICY);
    let count = before.iter().filter(|item| item.item_type() == ty).count();
    let is_declared = policy.attr(ty).is_some();
    let failed = match u16::try_from(count) {
        Ok(count) if is_declared => cx.in_step(failed, Step::Index(count)),
        _ => failed,
    };
    cx.in_attr(failed, ty, policy)
}

fn emit_items<'b, T: EmitItem>(values: &[T], out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
    let mut out = out;
    for (index, value) in values.iter().enumerate() {
        out = match value.emit_item(out, cx) {
            Ok(out) => out,
            Err(failed) => return Err(in_item(values, index, failed, cx)),
        };
    }
    Ok(out)
}

impl<T: EmitItem> EmitSet for Stream<'_, T> {
    const EMIT_POLICY: &'static Policy = T::EMIT_ITEM_POLICY;
}

impl<T> Clone for Stream<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Stream<'_, T> {}

impl<T> Default for Stream<'_, T> {
    fn default() -> Self {
        Self::parsed(Input::new(&[]))
    }
}

impl<'a, T: ParseItem<'a> + fmt::Debug> fmt::Debug for Stream<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut items = self.iter();
        held::debug(f, || items.held())
    }
}

impl<'a, T: ParseItem<'a>> fmt::Debug for StreamItems<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamItems").finish_non_exhaustive()
    }
}

/// Equal if the attributes are, in the same order.
impl<'a, T: ParseItem<'a> + PartialEq> PartialEq for Stream<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        let (mut left, mut right) = (self.iter(), other.iter());
        held::eq(|| left.held(), || right.held())
    }
}

impl<'a, T: ParseItem<'a> + Eq> Eq for Stream<'a, T> {}

impl<'a, T: ParseItem<'a> + Hash> Hash for Stream<'a, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut items = self.iter();
        held::hash(state, || items.held());
    }
}
