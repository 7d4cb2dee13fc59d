//! Parsing sets of attributes: the loop, written once for all sets.
//!
//! A derived set says what its members are ([`Members`]); everything else is here.

use crate::attr::TYPE_MASK;
use crate::context::{Context, Refusal, Verdict};
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::parse::{Parse, ParseSet};
use crate::parse_field::{Found, Start};
use crate::policy::{FoundKey, Kind, Policy};
use crate::seen::SeenBits;
use crate::wire::attr::split;

/// The members of a derived set.
pub trait Members<'a>: ParseSet<'a> {
    /// Where it is noted which members have been seen.
    type Seen: SeenBits;

    /// The keys of sub-messages in the set: `[Option<FoundKey>; N]`.
    type Keys: Copy;

    /// Which members must be seen.
    const REQUIRED: Self::Seen;

    /// How many members there are.
    const COUNT: usize;

    /// Finds the keys of sub-messages.
    fn keys(cx: &Context<'a>, header: &'a [u8], set: &'a [u8]) -> Self::Keys;

    /// Fills the slot with what the set is before any attribute has been reached; `None` if the error
    /// is in the context.
    fn start<'s>(
        slot: &'s mut Option<Self>,
        cx: &mut Context<'a>,
        header: &'a [u8],
        set: &'a [u8],
        keys: &Self::Keys,
    ) -> Option<&'s mut Self>;

    /// Parses one attribute.
    ///
    /// # Errors
    /// What is refused.
    fn one(
        &mut self,
        cx: &mut Context<'a>,
        seen: &mut Self::Seen,
        keys: &Self::Keys,
        attr: Found<'a>,
    ) -> Verdict;

    /// Checks what concerns several members.
    ///
    /// # Errors
    /// What is refused.
    #[inline(always)]
    fn finish(&self, _: &mut Context<'a>, _: &'a [u8]) -> Verdict {
        Ok(())
    }
}

/// Returns the key in the last attribute of this type.
#[must_use]
pub fn key_of_attr<'a>(mut set: &'a [u8], ty: u16, kind: Kind) -> Option<FoundKey<'a>> {
    let mut found = None;
    while let Some(attr) = split(set) {
        if attr.raw_type & TYPE_MASK == ty {
            found = Some(FoundKey::new(kind, attr.payload));
        }
        set = set.get(attr.whole_len..).unwrap_or_default();
    }
    found
}

/// Returns the key in a member of the fixed header.
#[must_use]
pub fn key_of_header(header: &[u8], offset: usize, kind: Kind) -> Option<FoundKey<'_>> {
    let bytes = header.get(offset..)?;
    Some(FoundKey::new(kind, bytes.get(..kind.size()?)?))
}

/// Parses the first occurrence of a required attribute, for a type without a cheap value to put there.
#[cold]
#[inline(never)]
pub(crate) fn first<'a, T: Parse<'a>>(cx: &mut Context<'a>, at: Start<'a>) -> Option<T> {
    let mut slot = None;
    first_of(cx, at, |cx, payload| T::insert(&mut slot, cx, payload, at.rule))?;
    slot
}

/// Finds the first occurrence of a required attribute; the error is in the context.
pub(crate) fn first_of<'a>(
    cx: &mut Context<'a>,
    Start { set, ty, policy, .. }: Start<'a>,
    parse: impl FnOnce(&mut Context<'a>, &'a [u8]) -> Verdict,
) -> Option<()> {
    let mut rest = set;
    while let Some(attr) = split(rest) {
        if attr.raw_type & TYPE_MASK == ty {
            return match parse(cx, attr.payload) {
                Ok(()) => Some(()),
                Err(refusal) => {
                    let _ = cx.in_member(refusal, set, rest, policy);
                    None
                }
            };
        }
        rest = rest.get(attr.whole_len..).unwrap_or_default();
    }
    let _ = cx.missing_first(set, ty, policy);
    None
}

/// At most this many members are parsed within the caller's loop when a set is parsed by value.
const SMALL: usize = 8;

/// At most this many members are parsed within the loop at all.
const INLINED: usize = 66;

#[inline(never)]
fn one_called<'a, T: Members<'a>>(
    set: &mut T,
    cx: &mut Context<'a>,
    seen: &mut T::Seen,
    keys: &T::Keys,
    attr: Found<'a>,
) -> Verdict {
    set.one(cx, seen, keys, attr)
}

/// Fills a set in place. `is_inlined` says whether its members are parsed within the loop.
#[inline(always)]
fn fill<'a, T: Members<'a>>(
    slot: &mut Option<T>,
    cx: &mut Context<'a>,
    payload: &'a [u8],
    is_inlined: bool,
) -> Verdict {
    let policy = T::PARSE_POLICY;
    if cx.is_unusual() {
        cx.check_entry(payload, policy)?;
    }
    let Some((header, set)) = const { T::PARSE_POLICY.header_rule() }.split(payload) else {
        return Err(cx.short_header(payload, policy.header_len(), policy));
    };
    let mut seen = T::Seen::NONE;
    let keys = T::keys(cx, header, set);
    let Some(value) = T::start(slot, cx, header, set, &keys) else {
        return Err(Refusal::Recorded);
    };
    // No closure around the body: it would not be inlined into two callers.
    let mut rest = set;
    while let Some(attr) = split(rest) {
        let found = Found { set, ty: attr.raw_type & TYPE_MASK, payload: attr.payload };
        let verdict = if is_inlined {
            value.one(cx, &mut seen, &keys, found)
        } else {
            one_called(value, cx, &mut seen, &keys, found)
        };
        if let Err(refusal) = verdict {
            return Err(cx.in_member(refusal, set, rest, policy));
        }
        rest = rest.get(attr.whole_len..).unwrap_or_default();
    }
    if !rest.is_empty() {
        cx.check_leftover(set, rest, Some(policy))?;
    }
    if !seen.contains(&T::REQUIRED) {
        let ty = seen.first_missing(&T::REQUIRED, &[policy]).unwrap_or_default();
        return Err(cx.missing(set, ty, policy));
    }
    value.finish(cx, set)
}

/// Parses a nested set into a slot: one function for each type.
///
/// # Errors
/// What is refused.
#[inline(never)]
pub fn insert_set<'a, T: Members<'a>>(
    slot: &mut Option<T>,
    cx: &mut Context<'a>,
    payload: &'a [u8],
) -> Verdict {
    cx.descend();
    let verdict = fill(slot, cx, payload, const { T::COUNT <= INLINED });
    cx.ascend();
    verdict
}

/// Parses a nested set over an earlier value.
///
/// # Errors
/// What is refused.
pub fn assign_set<'a, T: Members<'a>>(
    place: &mut T,
    cx: &mut Context<'a>,
    payload: &'a [u8],
) -> Verdict {
    *place = read_set(cx, payload)?;
    Ok(())
}

/// Parses a nested set by value.
///
/// # Errors
/// As [`Parse::parse`].
#[inline(always)]
pub fn read_set<'a, T: Members<'a>>(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<T, Refusal> {
    let mut slot = None;
    insert_set(&mut slot, cx, payload)?;
    slot.ok_or(Refusal::Recorded)
}

#[inline(never)]
fn fill_called<'a, T: Members<'a>>(
    slot: &mut Option<T>,
    cx: &mut Context<'a>,
    payload: &'a [u8],
) -> Verdict {
    fill(slot, cx, payload, const { T::COUNT <= INLINED })
}

/// Parses a set by value: a small one within the caller, a large one in a call.
///
/// # Errors
/// As [`Parse::parse`].
#[inline(always)]
pub fn parse_set<'a, T: Members<'a>>(input: Input<'a>) -> Result<T, ParseError> {
    let (mut slot, mut cx) = (None, Context::new(input));
    let verdict = if const { T::COUNT <= SMALL } {
        fill(&mut slot, &mut cx, input.bytes(), true)
    } else {
        fill_called(&mut slot, &mut cx, input.bytes())
    };
    match (verdict, slot) {
        (Ok(()), Some(value)) => Ok(value),
        (verdict, _) => {
            Err(cx.error(verdict.err().unwrap_or(Refusal::Recorded), input.bytes(), None))
        }
    }
}

/// Parses a set into a slot of the caller's, without moving it.
///
/// For large structs: what [`Parse::parse`] returns by value is copied once more.
///
/// ```
/// use netlink_core::{Input, Parse, parse_into};
///
/// #[derive(Debug, Parse)]
/// struct CacheInfo {
///     #[nla(1)]
///     hits: Option<u32>,
/// }
///
/// let mut slot = None;
/// let info = parse_into::<CacheInfo>(&mut slot, Input::new(&[]))?;
/// assert_eq!(info.hits, None);
/// # Ok::<(), netlink_core::ParseError>(())
/// ```
///
/// # Errors
/// As [`Parse::parse`]. Then the slot is `None`, or holds a value of which any member may be from this
/// input, or a placeholder: nothing to rely on. What it held before is dropped in either case.
#[inline]
pub fn parse_into<'s, 'a, T: Members<'a>>(
    slot: &'s mut Option<T>,
    input: Input<'a>,
) -> Result<&'s mut T, ParseError> {
    let mut cx = Context::new(input);
    match fill_called(slot, &mut cx, input.bytes()) {
        Ok(()) => slot.as_mut().ok_or_else(|| input.error(ErrorKind::Value)),
        Err(refusal) => Err(cx.error(refusal, input.bytes(), None)),
    }
}

/// Starts a set that is flattened into another one, whose policy this is.
pub fn start_flattened<'a, T: Members<'a>>(
    cx: &mut Context<'a>,
    set: &'a [u8],
    keys: &T::Keys,
    policy: &'static Policy,
) -> Option<T> {
    let mut slot = None;
    if T::start(&mut slot, cx, Default::default(), set, keys).is_none() {
        cx.in_flattened(policy);
        return None;
    }
    slot
}
