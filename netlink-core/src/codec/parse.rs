//! Parsing: the trait of every value.

use crate::context::{Context, Refusal, Verdict};
use crate::error::ParseError;
use crate::input::Input;
use crate::policy::{AttrPolicy, Policy};
use crate::rule::Rule;

/// Parses a value from the payload of one attribute, or a set or message from its bytes.
///
/// Scalars, strings, borrowed structures, nested sets and whole messages implement the same trait, so
/// your own types work everywhere. How often an attribute occurs is not part of a value: see
/// [`ParseField`](crate::ParseField). [How parsing works](crate::docs::parsing) follows one attribute through
/// the code. Sets and messages derive it:
///
/// ```
/// use netlink_core::{Input, Parse};
///
/// #[derive(Debug, Parse)]
/// struct CacheInfo {
///     #[nla(1)]
///     hits: u32,
///     #[nla(2)]
///     misses: Option<u32>,
/// }
///
/// # #[cfg(target_endian = "little")] {
/// let info = CacheInfo::parse(Input::new(&[8, 0, 1, 0, 7, 0, 0, 0]))?;
/// assert_eq!((info.hits, info.misses), (7, None));
/// # }
/// # Ok::<(), netlink_core::ParseError>(())
/// ```
///
/// A hand-written implementation has two items:
///
/// ```
/// use netlink_core::{AttrPolicy, ErrorKind, Input, Parse, ParseError};
///
/// struct Percent(u32);
///
/// impl Parse<'_> for Percent {
///     const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR;
///
///     fn parse(input: Input<'_>) -> Result<Self, ParseError> {
///         match u32::parse(input)? {
///             percent @ 0..=100 => Ok(Self(percent)),
///             other => Err(input.error(ErrorKind::Range).with_value(other.into())),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be parsed from the payload of a netlink attribute",
    note = "derive it for a set of attributes: `#[derive(Parse)]`; an enum of attributes is used in a `Stream<'a, …>`",
    note = "borrow a C structure as `&'a …`, which needs `zerocopy::Unaligned`, or derive `Parse` with \
            `#[netlink(layout)]`",
    note = "`bool`, `Vec<…>`, `Repeated<…>` and `Option<…>` say how often an attribute occurs: they are fields of a \
            set and cannot be inside of another type; write `bool` instead of `Option<bool>`, `Vec<…>` instead of \
            `Option<Vec<…>>`, `Option<Result<…>>` instead of `Result<Option<…>>`"
)]
pub trait Parse<'a>: Sized {
    /// The kind of attribute, and the rules that the type has.
    const PARSE_ATTR: AttrPolicy;

    /// Parses one payload.
    ///
    /// # Errors
    /// Returns an error if the bytes are not such a value. If the whole payload is wrong, the error has the
    /// offset of the input.
    fn parse(input: Input<'a>) -> Result<Self, ParseError>;

    /// Whether the payload is, or has in it, a sub-message whose key an enclosing set has.
    #[doc(hidden)]
    const NEEDS_KEY: bool = false;

    /// Whether [`Parse::filler`] is the type's default, so that generated code may use that.
    #[doc(hidden)]
    const FILLER_IS_DEFAULT: bool = false;

    /// Whether the type is `u8`, which a list must not have one attribute each of.
    #[doc(hidden)]
    const IS_BYTE: bool = false;

    /// As [`Parse::parse`], in the course of parsing a set.
    #[doc(hidden)]
    #[inline(always)]
    fn read(cx: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        match Self::parse(cx.input(payload)) {
            Ok(value) => Ok(value),
            Err(error) => Err(cx.record(error)),
        }
    }

    /// As [`Parse::read`], with the rules of a field or newtype.
    #[doc(hidden)]
    #[inline(always)]
    fn read_ruled(cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Result<Self, Refusal> {
        if let Rule::None = rule {
            return Self::read(cx, payload);
        }
        let mut slot = None;
        Self::insert(&mut slot, cx, payload, rule)?;
        slot.ok_or(Refusal::Recorded)
    }

    /// As [`Parse::read`], into a slot. What is large is a call of one function for each type.
    #[doc(hidden)]
    #[inline(always)]
    fn insert(
        slot: &mut Option<Self>,
        cx: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        insert(slot, cx, payload)?;
        rule.check(payload)
    }

    /// As [`Parse::read`], over an earlier value.
    #[doc(hidden)]
    #[inline(always)]
    fn assign(place: &mut Self, cx: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        assign(place, cx, payload)?;
        rule.check(payload)
    }

    /// Returns any cheap value, which a required member holds until its attribute is reached.
    ///
    /// If there is none, the attribute is searched for and parsed first.
    #[doc(hidden)]
    #[inline(always)]
    #[must_use]
    fn filler() -> Option<Self> {
        None
    }
}

#[inline(never)]
fn insert<'a, T: Parse<'a>>(
    slot: &mut Option<T>,
    cx: &mut Context<'a>,
    payload: &'a [u8],
) -> Verdict {
    *slot = Some(T::read(cx, payload)?);
    Ok(())
}

#[inline(never)]
fn assign<'a, T: Parse<'a>>(place: &mut T, cx: &mut Context<'a>, payload: &'a [u8]) -> Verdict {
    *place = T::read(cx, payload)?;
    Ok(())
}

/// Parses a value whose impl only says how it is read in a set.
///
/// # Errors
/// As [`Parse::parse`].
pub fn parse_value<'a, T: Parse<'a>>(input: Input<'a>) -> Result<T, ParseError> {
    if input.validation().is_due() {
        T::PARSE_ATTR.validate_alone(input)?;
    }
    // The input is the payload, and the context is that of the set around it.
    let mut cx = Context::new(input.with_depth(input.depth().saturating_sub(1)));
    T::read(&mut cx, input.bytes())
        .map_err(|refusal| cx.error(refusal, input.bytes(), Some(&T::PARSE_ATTR)))
}

/// A set of attributes, with or without a fixed header in front.
///
/// Derived with [`Parse`] for structs, and implemented by [`Stream`](crate::Stream).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of attributes that can be parsed",
    note = "a set is a struct with `#[derive(Parse)]`, or a `Stream` of an enum with `#[nla(TYPE)]` on its variants"
)]
pub trait ParseSet<'a>: Parse<'a> {
    /// What the set may contain when it is parsed: the rules for what a kernel sends.
    const PARSE_POLICY: &'static Policy;

    /// As [`Parse::parse`], for generated code that asks for a set only.
    #[doc(hidden)]
    #[inline(always)]
    fn parse_whole(input: Input<'a>) -> Result<Self, ParseError> {
        Self::parse(input)
    }
}

/// A type that borrows from the bytes it was parsed from, for any lifetime of theirs.
///
/// The derive of [`Parse`] implements it, so that a function can be generic over what it
/// returns: `fn next(&mut self) -> T::Of<'_>`. Name the type with any lifetime: `Link<'_>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be parsed for any lifetime of the bytes",
    note = "`#[derive(Parse)]` makes it possible, unless the type has a lifetime and type parameters"
)]
pub trait View {
    /// The type as it borrows for `'a`.
    type Of<'a>;
}

/// Implements `Parse` for a value that is parsed inline, by an expression over its payload.
///
/// Arguments: the policy, the filler, and the expression. Used inside `impl<'a> Parse<'a> for …`.
macro_rules! parse_inline {
    ($attr:expr; $filler:expr; |$payload:ident| $read:expr) => {
        const PARSE_ATTR: $crate::policy::AttrPolicy = $attr;

        #[inline]
        fn parse(input: $crate::input::Input<'a>) -> Result<Self, $crate::error::ParseError> {
            if input.validation().is_due() {
                Self::PARSE_ATTR.validate_alone(input)?;
            }
            let mut cx = $crate::context::Context::new(input);
            let bytes = input.bytes();
            match Self::read(&mut cx, bytes) {
                Ok(value) => Ok(value),
                Err(refusal) => Err(cx.error(refusal, bytes, Some(&Self::PARSE_ATTR))),
            }
        }

        #[inline(always)]
        fn read(
            _: &mut $crate::context::Context<'a>,
            $payload: &'a [u8],
        ) -> Result<Self, $crate::context::Refusal> {
            $read
        }

        #[inline(always)]
        fn insert(
            slot: &mut Option<Self>,
            cx: &mut $crate::context::Context<'a>,
            payload: &'a [u8],
            rule: $crate::rule::Rule,
        ) -> $crate::context::Verdict {
            let value = Self::read(cx, payload)?;
            rule.check(payload)?;
            *slot = Some(value);
            Ok(())
        }

        #[inline(always)]
        fn assign(
            place: &mut Self,
            cx: &mut $crate::context::Context<'a>,
            payload: &'a [u8],
            rule: $crate::rule::Rule,
        ) -> $crate::context::Verdict {
            let value = Self::read(cx, payload)?;
            rule.check(payload)?;
            *place = value;
            Ok(())
        }

        #[inline(always)]
        fn filler() -> Option<Self> {
            $filler
        }
    };
}

pub(crate) use parse_inline;
