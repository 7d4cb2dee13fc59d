//! How often an attribute occurs, when parsing: required, optional, as a flag, any number of times.
//!
//! A value ([`Parse`]) knows one payload. What a member of a struct adds is how often its attribute
//! occurs: this trait.

use crate::context::{Context, Refusal, Verdict};
use crate::error::ErrorKind;
use crate::parse::Parse;
use crate::policy::{AttrPolicy, Kind, Occurs, Policy};
use crate::rule::Rule;
use crate::seen::Seen;
use crate::set;

/// A member of a set, to be parsed: a value, or one of the types that say how often it occurs.
///
/// | type | how often |
/// |---|---|
/// | any value `T` | required; of several the last one counts |
/// | `Option<T>` | may be absent |
/// | `bool` | a flag: true if present |
/// | `()` | a flag that must be present |
/// | `Vec<T>`, [`Repeated<T>`](crate::Repeated) | any number of times |
/// | [`Reject`](crate::Reject) | must be absent |
///
/// The derive of [`Parse`] calls this trait for each field. You do not implement it: implement [`Parse`] for
/// a value, and every row of the table works with it.
///
/// ```
/// use netlink_core::{AttrPolicy, Input, Parse, ParseError, Writer};
///
/// struct Seconds(u32);
///
/// impl Parse<'_> for Seconds {
///     const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR;
///
///     fn parse(input: Input<'_>) -> Result<Self, ParseError> {
///         u32::parse(input).map(Self)
///     }
/// }
///
/// #[derive(Parse)]
/// struct Timers {
///     #[nla(1)]
///     interval: Seconds,
///     #[nla(2)]
///     timeout: Option<Seconds>,
///     #[nla(3)]
///     retries: Vec<Seconds>,
///     #[nla(4)]
///     enabled: bool,
/// }
///
/// let mut bytes = Vec::new();
/// let mut writer = Writer::growing(&mut bytes);
/// writer.put(1, &10_u32)?;
/// writer.put(3, &1_u32)?;
/// writer.put(3, &2_u32)?;
/// let timers = Timers::parse(Input::new(&bytes))?;
/// assert_eq!((timers.interval.0, timers.retries.len()), (10, 2));
/// assert!(timers.timeout.is_none() && !timers.enabled);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be parsed as a member of a set of attributes",
    note = "derive it for a set of attributes: `#[derive(Parse)]`; an enum of attributes is used in a `Stream<'a, …>`",
    note = "borrow a C structure as `&'a …`, which needs `zerocopy::Unaligned`, or derive `Parse` with \
            `#[netlink(layout)]`",
    note = "a flag is a `bool`, without `Option`; a list is a `Vec<…>` or `Repeated<…>` of values, without `Option` \
            or `Box`; an optional value that may be malformed is an `Option<Result<…>>`"
)]
pub trait ParseField<'a>: Sized {
    /// The kind of attribute, its rules, and how often it occurs.
    const PARSE_FIELD: AttrPolicy;

    /// Whether an attribute must be present.
    #[doc(hidden)]
    const IS_REQUIRED: bool;

    /// Whether the member is its default before any attribute has been reached.
    #[doc(hidden)]
    const STARTS_AS_DEFAULT: bool = false;

    /// As [`Parse::NEEDS_KEY`].
    #[doc(hidden)]
    const FIELD_NEEDS_KEY: bool;

    /// Returns what the member is before any attribute has been reached; `None` if the error is in the
    /// context.
    #[doc(hidden)]
    fn start(cx: &mut Context<'a>, at: Start<'a>) -> Option<Self>;

    /// Parses one occurrence.
    #[doc(hidden)]
    fn take(
        &mut self,
        cx: &mut Context<'a>,
        seen: Seen<'_>,
        attr: Found<'a>,
        rule: Rule,
    ) -> Verdict;

    /// As [`ParseField::take`], without a rule, as a call of one function for each type: for large sets.
    #[doc(hidden)]
    #[inline(never)]
    fn call(&mut self, cx: &mut Context<'a>, seen: Seen<'_>, attr: Found<'a>) -> Verdict {
        self.take(cx, seen, attr, Rule::None)
    }

    /// As [`ParseField::call`], with the rules of the attribute with this index in the set's policy.
    #[doc(hidden)]
    #[inline(never)]
    fn call_ruled(
        &mut self,
        cx: &mut Context<'a>,
        seen: Seen<'_>,
        attr: Found<'a>,
        policy: &'static Policy,
        index: usize,
    ) -> Verdict {
        self.take(cx, seen, attr, Rule::Policy(policy.own_attr(index)))
    }

    /// Returns whether an attribute was present.
    #[doc(hidden)]
    fn is_parsed(&self) -> bool;
}

/// An attribute that was found, in its set.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The attributes of the set.
    pub set: &'a [u8],
    /// The attribute's type, without flags.
    pub ty: u16,
    /// Its payload.
    pub payload: &'a [u8],
}

/// What a member is started from, before any attribute has been reached.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// The attributes of the set.
    pub set: &'a [u8],
    /// The member's attribute type.
    pub ty: u16,
    /// The rules of the field.
    pub rule: Rule,
    /// The set's policy.
    pub policy: &'static Policy,
}

impl<'a, T: Parse<'a>> ParseField<'a> for T {
    const PARSE_FIELD: AttrPolicy = T::PARSE_ATTR;
    const IS_REQUIRED: bool = true;
    const STARTS_AS_DEFAULT: bool = T::FILLER_IS_DEFAULT;
    const FIELD_NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline(always)]
    fn start(cx: &mut Context<'a>, at: Start<'a>) -> Option<Self> {
        match T::filler() {
            Some(value) => Some(value),
            None => set::first(cx, at),
        }
    }

    #[inline(always)]
    fn take(
        &mut self,
        cx: &mut Context<'a>,
        seen: Seen<'_>,
        attr: Found<'a>,
        rule: Rule,
    ) -> Verdict {
        // Without a filler, the first one has been parsed at the start.
        if !seen.set() && T::filler().is_none() {
            return Ok(());
        }
        T::assign(self, cx, attr.payload, rule)
    }

    #[inline(always)]
    fn is_parsed(&self) -> bool {
        true
    }
}

impl<'a, T: Parse<'a>> ParseField<'a> for Option<T> {
    const PARSE_FIELD: AttrPolicy = T::PARSE_ATTR.optional();
    const IS_REQUIRED: bool = false;
    const STARTS_AS_DEFAULT: bool = true;
    const FIELD_NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline(always)]
    fn start(_: &mut Context<'a>, _: Start<'a>) -> Option<Self> {
        Some(None)
    }

    #[inline(always)]
    fn take(&mut self, cx: &mut Context<'a>, _: Seen<'_>, attr: Found<'a>, rule: Rule) -> Verdict {
        T::insert(self, cx, attr.payload, rule)
    }

    #[inline(always)]
    fn is_parsed(&self) -> bool {
        self.is_some()
    }
}

/// A flag: true if the attribute is present, which then has no payload.
#[expect(clippy::use_self, reason = "it is a coincidence that this is about a `bool`")]
impl<'a> ParseField<'a> for bool {
    const PARSE_FIELD: AttrPolicy = AttrPolicy::new(Kind::Flag).occurring(Occurs::Optional);
    const IS_REQUIRED: bool = false;
    const STARTS_AS_DEFAULT: bool = true;
    const FIELD_NEEDS_KEY: bool = false;

    #[inline(always)]
    fn start(_: &mut Context<'a>, _: Start<'a>) -> Option<Self> {
        Some(false)
    }

    #[inline(always)]
    fn take(&mut self, _: &mut Context<'a>, _: Seen<'_>, attr: Found<'a>, rule: Rule) -> Verdict {
        check_empty(attr.payload)?;
        rule.check(attr.payload)?;
        *self = true;
        Ok(())
    }

    #[inline(always)]
    fn is_parsed(&self) -> bool {
        *self
    }
}

/// A flag that must be present.
impl<'a> ParseField<'a> for () {
    const PARSE_FIELD: AttrPolicy = AttrPolicy::new(Kind::Flag);
    const IS_REQUIRED: bool = true;
    const FIELD_NEEDS_KEY: bool = false;

    #[inline(always)]
    fn start(_: &mut Context<'a>, _: Start<'a>) -> Option<Self> {
        Some(())
    }

    #[inline(always)]
    fn take(
        &mut self,
        _: &mut Context<'a>,
        seen: Seen<'_>,
        attr: Found<'a>,
        rule: Rule,
    ) -> Verdict {
        check_empty(attr.payload)?;
        rule.check(attr.payload)?;
        seen.set();
        Ok(())
    }

    #[inline(always)]
    fn is_parsed(&self) -> bool {
        true
    }
}

/// Refuses a payload where there must be none.
///
/// # Errors
/// What is refused.
#[inline(always)]
pub const fn check_empty(payload: &[u8]) -> Verdict {
    if payload.is_empty() { Ok(()) } else { Err(Refusal::Because(ErrorKind::Length)) }
}

#[cfg(feature = "alloc")]
impl<'a, T: Parse<'a>> ParseField<'a> for alloc::vec::Vec<T> {
    const PARSE_FIELD: AttrPolicy = {
        assert!(
            !T::IS_BYTE,
            "`Vec<u8>` is one attribute for each byte: a payload of bytes is `&[u8]`"
        );
        T::PARSE_ATTR.occurring(Occurs::Repeated)
    };
    const IS_REQUIRED: bool = false;
    const STARTS_AS_DEFAULT: bool = true;
    const FIELD_NEEDS_KEY: bool = T::NEEDS_KEY;

    #[inline(always)]
    fn start(_: &mut Context<'a>, _: Start<'a>) -> Option<Self> {
        Some(Self::new())
    }

    #[inline(always)]
    fn take(&mut self, cx: &mut Context<'a>, _: Seen<'_>, attr: Found<'a>, rule: Rule) -> Verdict {
        push(self, cx, attr.payload, rule)
    }

    #[inline]
    fn is_parsed(&self) -> bool {
        !self.is_empty()
    }
}

#[cfg(feature = "alloc")]
#[inline(never)]
fn push<'a, T: Parse<'a>>(
    values: &mut alloc::vec::Vec<T>,
    cx: &mut Context<'a>,
    payload: &'a [u8],
    rule: Rule,
) -> Verdict {
    let mut slot = None;
    T::insert(&mut slot, cx, payload, rule)?;
    values.extend(slot);
    Ok(())
}
