//! Attributes that occur several times in one set (`multi-attr`).

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::attr::{HEADER_LEN, TYPE_MASK};
use crate::context::{Context, Refusal, Verdict};
use crate::emit::Emit;
use crate::emit_field::{EmitField, all_len, emit_all};
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::Parse;
use crate::parse_field::{Found, ParseField, Start};
use crate::policy::{AttrPolicy, FoundKey, Occurs, Policy};
use crate::rule::Rule;
use crate::seen::Seen;
use crate::value::held::{self, Held};
use crate::wire::attr::split;

/// All occurrences of an attribute in its set, without allocation.
///
/// When parsed, it holds the bytes, and every item has been parsed once; made by [`Repeated::of`], it
/// holds values to be emitted.
///
/// ```
/// use netlink_core::{Input, Parse, Emit, Repeated, Writer};
///
/// #[derive(Debug, PartialEq, Parse, Emit)]
/// struct Names<'a> {
///     #[nla(53)]
///     alt_names: Repeated<'a, &'a str>,
/// }
///
/// let names = Names { alt_names: Repeated::of(&["eth0", "uplink"]) };
/// let mut bytes = Vec::new();
/// Writer::growing(&mut bytes).emit(&names)?;
/// let parsed = Names::parse(Input::new(&bytes))?;
/// assert_eq!(parsed, names);
/// assert!(parsed.alt_names.iter().eq([Ok("eth0"), Ok("uplink")]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "multi-attr")]
pub struct Repeated<'a, T>(Source<'a, T>);

enum Source<'a, T> {
    Values(&'a [T]),
    Parsed(Tail<'a>),
}

/// The rest of a set from the first occurrence on.
#[derive(Clone, Copy)]
struct Tail<'a> {
    input: Input<'a>,
    ty: u16,
    /// The set's policy, if it has rules for the items and these isolate a failure: then the rules apply
    /// whenever an item is parsed.
    rules: Option<&'static Policy>,
}

impl<'a, T> Repeated<'a, T> {
    /// Returns these values, to be emitted.
    #[must_use]
    pub const fn of(values: &'a [T]) -> Self {
        Self(Source::Values(values))
    }

    /// Returns the values to be emitted, or `None` if the items were parsed.
    #[must_use]
    pub const fn values(&self) -> Option<&'a [T]> {
        match self.0 {
            Source::Values(values) => Some(values),
            Source::Parsed(_) => None,
        }
    }

    /// Returns no items.
    const fn none() -> Self {
        Self(Source::Parsed(Tail { input: Input::new(&[]), ty: 0, rules: None }))
    }
}

impl<'a, T: Parse<'a>> Repeated<'a, T> {
    /// Returns the parsed items, in their order; the values of [`Repeated::of`] are in
    /// [`Repeated::values`].
    #[must_use]
    pub const fn iter(&self) -> Items<'a, T> {
        let rest = match &self.0 {
            Source::Values(_) => &[],
            Source::Parsed(tail) => tail.input.bytes(),
        };
        Items { source: self.0, rest }
    }
}

impl<'a, T: Parse<'a>> IntoIterator for Repeated<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

impl<'a, T: Parse<'a>> IntoIterator for &Repeated<'a, T> {
    type Item = Result<T, ParseError>;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

/// Iterates over the occurrences of an attribute.
///
/// Items that were parsed with their set were good then, and are good again. An error is
/// [`ErrorKind::NotParsed`](crate::ErrorKind::NotParsed), or comes from a type that parses the same bytes
/// differently each time.
pub struct Items<'a, T> {
    source: Source<'a, T>,
    /// What is left of the set. The input stays the same: offsets are computed from addresses.
    rest: &'a [u8],
}

impl<'a, T: Parse<'a>> Iterator for Items<'a, T> {
    type Item = Result<T, ParseError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.held().map(|held| held.and_then(Held::parsed))
    }
}

impl<'a, T: Parse<'a>> Items<'a, T> {
    #[inline]
    fn held(&mut self) -> Option<Result<Held<'a, T>, ParseError>> {
        match &mut self.source {
            Source::Values(values) => {
                let (first, rest) = values.split_first()?;
                *values = rest;
                Some(Ok(Held::Value(first)))
            }
            Source::Parsed(Tail { input, ty, rules }) => loop {
                let attr = split(self.rest)?;
                self.rest = self.rest.get(attr.whole_len..).unwrap_or_default();
                if attr.raw_type & TYPE_MASK == *ty {
                    let rule = match rules {
                        Some(policy) if const { T::PARSE_ATTR.is_isolated() } => {
                            policy.attr(*ty).map_or(Rule::None, Rule::Policy)
                        }
                        _ => Rule::None,
                    };
                    let item = parse_item(*input, attr.payload, rule);
                    return Some(item.map(Held::Parsed));
                }
            },
        }
    }
}

/// Parses an item. The context stays in registers, as what follows a failure has its own.
#[inline]
fn parse_item<'a, T: Parse<'a>>(
    set: Input<'a>,
    payload: &'a [u8],
    rule: Rule,
) -> Result<T, ParseError> {
    let (mut cx, mut slot) = (Context::new(set), None);
    match (T::insert(&mut slot, &mut cx, payload, rule), slot) {
        (Ok(()), Some(value)) => Ok(value),
        _ => explain(set, payload, rule),
    }
}

/// Parses an item that was refused once more, for its error.
#[cold]
#[inline(never)]
fn explain<'a, T: Parse<'a>>(
    set: Input<'a>,
    payload: &'a [u8],
    rule: Rule,
) -> Result<T, ParseError> {
    let (mut cx, mut slot) = (Context::new(set), None);
    match (T::insert(&mut slot, &mut cx, payload, rule), slot) {
        (Ok(()), Some(value)) => Ok(value),
        (verdict, _) => {
            let refusal = verdict.err().unwrap_or(Refusal::Recorded);
            Err(cx.error(refusal, payload, Some(&T::PARSE_ATTR)))
        }
    }
}

impl<'a, T: Parse<'a>> ParseField<'a> for Repeated<'a, T> {
    const PARSE_FIELD: AttrPolicy = {
        assert!(!T::IS_BYTE, "this is one attribute for each byte: a payload of bytes is `&[u8]`");
        T::PARSE_ATTR.occurring(Occurs::Repeated)
    };
    const IS_REQUIRED: bool = false;
    const STARTS_AS_DEFAULT: bool = true;
    const FIELD_NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline(always)]
    fn start(_: &mut Context<'a>, at: Start<'a>) -> Option<Self> {
        let keeps_rules = const { T::PARSE_ATTR.is_isolated() } && !matches!(at.rule, Rule::None);
        let rules = keeps_rules.then_some(at.policy);
        Some(Self(Source::Parsed(Tail { input: Input::new(&[]), ty: 0, rules })))
    }

    #[inline(always)]
    fn take(&mut self, cx: &mut Context<'a>, _: Seen<'_>, attr: Found<'a>, rule: Rule) -> Verdict {
        let key = cx.key;
        let mut slot = None;
        T::insert(&mut slot, cx, attr.payload, rule)?;
        drop(slot);
        if !self.is_parsed() {
            begin(self, cx, attr, key);
        }
        Ok(())
    }

    #[inline]
    fn is_parsed(&self) -> bool {
        !matches!(&self.0, Source::Parsed(tail) if tail.input.bytes().is_empty())
    }
}

/// Remembers where the first occurrence is.
#[inline(never)]
fn begin<'a, T>(
    items: &mut Repeated<'a, T>,
    cx: &Context<'a>,
    attr: Found<'a>,
    key: Option<FoundKey<'a>>,
) {
    if let Repeated(Source::Parsed(Tail { input, ty, .. })) = items {
        let payload = attr.payload.as_ptr().addr();
        let start = payload.wrapping_sub(attr.set.as_ptr().addr()).wrapping_sub(HEADER_LEN);
        *input = cx.set_input(attr.set.get(start..).unwrap_or_default(), key).kept();
        *ty = attr.ty;
    }
}

impl<'a, T: Emit> EmitField for Repeated<'a, T> {
    const EMIT_FIELD: AttrPolicy = T::EMIT_ATTR.occurring(Occurs::Repeated);
    const FIXED_FIELD_LEN: Option<usize> = None;
    const EMIT_NEEDS_KEY: bool = T::EMITS_BY_KEY;

    fn field_len(&self) -> usize {
        match &self.0 {
            Source::Values(values) => all_len(values),
            Source::Parsed(Tail { input, ty, .. }) => input
                .attrs()
                .filter(|attr| attr.ty() == *ty)
                .map(|attr| attr.whole_len())
                .fold(0, usize::saturating_add),
        }
    }

    fn emit_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match &self.0 {
            Source::Values(values) => emit_all(values, ty, out, cx),
            Source::Parsed(tail) => {
                let mut items = tail.input.attrs().filter(|attr| attr.ty() == tail.ty);
                items.try_fold(out, |out, attr| {
                    held::emit_received::<T>(ty, attr.raw_type(), attr.input(), out, cx)
                })
            }
        }
    }

    #[inline]
    fn call_field<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        self.emit_field(ty, out, cx)
    }

    fn field_agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        match &self.0 {
            Source::Values(values) => values.iter().all(|value| value.agrees(key)),
            // They were parsed by their key, and that is compared with the present one.
            Source::Parsed(tail) => {
                !T::EMITS_BY_KEY || tail.input.bytes().is_empty() || tail.input.key() == key
            }
        }
    }

    fn is_nth_malformed(&self, index: usize) -> bool {
        match &self.0 {
            Source::Values(values) => values.get(index).is_some_and(Emit::is_malformed),
            // A rule that they break was isolated when they were parsed.
            Source::Parsed(_) => T::MAY_BE_MALFORMED,
        }
    }

    fn is_emitted(&self) -> bool {
        match &self.0 {
            Source::Values(values) => !values.is_empty(),
            Source::Parsed(tail) => !tail.input.bytes().is_empty(),
        }
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

impl<T> Clone for Items<'_, T> {
    fn clone(&self) -> Self {
        Self { source: self.source, rest: self.rest }
    }
}

impl<T> Default for Repeated<'_, T> {
    fn default() -> Self {
        Self::none()
    }
}

impl<'a, T: Parse<'a> + fmt::Debug> fmt::Debug for Repeated<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut items = self.iter();
        held::debug(f, || items.held())
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Equal if the items are.
impl<'a, T: Parse<'a> + PartialEq> PartialEq for Repeated<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        let (mut left, mut right) = (self.iter(), other.iter());
        held::eq(|| left.held(), || right.held())
    }
}

impl<'a, T: Parse<'a> + Eq> Eq for Repeated<'a, T> {}

impl<'a, T: Parse<'a> + Hash> Hash for Repeated<'a, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut items = self.iter();
        held::hash(state, || items.held());
    }
}
