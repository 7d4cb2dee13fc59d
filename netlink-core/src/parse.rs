//! Reading: the trait that every value, set and message shares.

use core::mem;

use crate::__private::{first, required};
use crate::attr::Attr;
use crate::error::{ErrorKind, ParseError};
use crate::input::Input;
use crate::policy::{AttrPolicy, Policy};

/// A value read from the payload of an attribute, or a set or message from its bytes.
///
/// Scalars, strings, borrowed structures, nested sets and whole messages implement the same
/// trait, so a type of one's own can stand anywhere. Sets and messages derive it:
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a netlink attribute",
    note = "a set of attributes has `#[derive(Parse)]`; an enum of attributes stands in a `Stream<'a, …>`",
    note = "a C structure is borrowed as `&'a …`, which needs `zerocopy::Unaligned`, or has `#[derive(Parse)]` with \
            `#[netlink(layout)]`",
    note = "a sub-message says what chooses its form: `#[nla(TYPE, select = field)]`"
)]
pub trait Parse<'a>: Sized {
    /// What kind of attribute this is, and the rules that go with the type.
    const ATTR: AttrPolicy;

    /// Reads one payload.
    ///
    /// # Errors
    /// Bytes that are no such value. The error's offset is the input's where the whole payload is
    /// wrong.
    fn parse(input: Input<'a>) -> Result<Self, ParseError>;

    /// What an attribute that does not come stands for; nothing if it must come.
    #[inline]
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Takes one occurrence in.
    ///
    /// Of several the last one wins, as in the kernel, unless the type collects them.
    ///
    /// # Errors
    /// As [`Parse::parse`].
    #[inline(always)]
    fn merge(slot: &mut Option<Self>, attr: Attr<'a>) -> Result<(), ParseError> {
        *slot = Some(Self::parse(attr.input())?);
        Ok(())
    }

    /// Any value at all, cheap to make: a struct is filled in place, and what must come has this value
    /// until it does. A type of one's own need not have one; as a required attribute it is then looked
    /// for beforehand, which takes longer.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    fn placeholder() -> Option<Self> {
        None
    }

    /// What stands in a struct for an attribute that must come, until it does.
    #[doc(hidden)]
    #[inline(always)]
    fn start(input: Input<'a>, ty: u16, set: &'static Policy) -> Result<Self, ParseError> {
        match Self::placeholder() {
            Some(placeholder) => Ok(placeholder),
            None => first(input, ty, set, Self::parse),
        }
    }

    /// Takes one occurrence in, where an absent or earlier one has left its value in place.
    #[doc(hidden)]
    #[inline(always)]
    fn update(&mut self, attr: Attr<'a>) -> Result<(), ParseError> {
        let mut slot = Self::absent().map(|absent| mem::replace(self, absent));
        let result = Self::merge(&mut slot, attr);
        if let Some(value) = slot {
            *self = value;
        }
        result
    }

    /// Takes one occurrence in: in place, or if it must come, in a slot that shows that it did.
    #[doc(hidden)]
    #[inline(always)]
    fn take_in(
        place: &mut Self,
        slot: &mut Option<Self>,
        attr: Attr<'a>,
    ) -> Result<(), ParseError> {
        match Self::absent() {
            Some(_) => place.update(attr),
            None => Self::merge(slot, attr),
        }
    }

    /// Puts what must have come by now in its place.
    #[doc(hidden)]
    #[inline(always)]
    fn settle(
        place: &mut Self,
        slot: Option<Self>,
        input: Input<'a>,
        ty: u16,
        set: &'static Policy,
    ) -> Result<(), ParseError> {
        if Self::absent().is_none() {
            *place = required(slot, input, ty, set)?;
        }
        Ok(())
    }
}

/// A set of attributes, with or without a fixed header in front.
///
/// Derived with [`Parse`] for structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no set of attributes that can be read",
    note = "a set is a struct with `#[derive(Parse)]`, or a `Stream` of an enum with `#[nla(TYPE)]` on its variants"
)]
pub trait ParseSet<'a>: Parse<'a> {
    /// What the set may contain when it is read: the rules for what a kernel sends.
    const POLICY: &'static Policy;
}

/// A type that borrows from the bytes it was read from, for any lifetime of theirs.
///
/// The derive of [`Parse`] implements it, so that a function can be generic over what it
/// yields: `fn next(&mut self) -> T::Of<'_>`. Name the type with any lifetime: `Link<'_>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type that can be read for any lifetime of the bytes",
    note = "`#[derive(Parse)]` makes it one, unless it has a lifetime and type parameters"
)]
pub trait View {
    /// The type as it borrows for `'a`.
    type Of<'a>;
}

/// A sub-message: what it is depends on a key that stands elsewhere.
///
/// Derived for enums with `#[netlink(key = …)]` on their variants; `K` is `&[u8]` for strings and `u64` for numbers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sub-message chosen by a key of type `{K}`",
    note = "a sub-message is an enum with `#[derive(Parse)]` and `#[netlink(key = …)]` on its variants",
    note = "its keys are strings where the selector is a string (`&[u8]`), and numbers where the selector is an \
            integer (`u64`)"
)]
pub trait ParseSelected<'a, K>: Sized {
    /// The forms it can take.
    const ATTR: AttrPolicy;

    /// Reads one payload in the form that the key chooses.
    ///
    /// # Errors
    /// As [`Parse::parse`]; besides, a key that no form has, unless the type keeps such.
    fn parse_selected(key: Option<K>, input: Input<'a>) -> Result<Self, ParseError>;

    /// What an attribute that does not come stands for; nothing if it must come.
    #[inline]
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// As [`Parse::placeholder`].
    #[doc(hidden)]
    #[inline]
    #[must_use]
    fn placeholder() -> Option<Self> {
        None
    }

    /// Where there is no placeholder: any value that can be made of this payload.
    #[doc(hidden)]
    fn anything(input: Input<'a>) -> Option<Self> {
        Self::parse_selected(None, input).ok()
    }

    /// As [`Parse::start`]. What it is says its key, which has not been read: it is read again.
    #[doc(hidden)]
    #[inline(always)]
    fn start(input: Input<'a>, ty: u16, set: &'static Policy) -> Result<Self, ParseError> {
        match Self::placeholder() {
            Some(placeholder) => Ok(placeholder),
            None => first(input, ty, set, |payload| {
                Self::anything(payload).ok_or_else(|| payload.error(ErrorKind::Selector))
            }),
        }
    }
}

/// A value that can choose a sub-message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot choose a sub-message",
    label = "neither a string nor an integer",
    note = "a selector is a string, an integer, an enum of values, or an `Option` of one"
)]
pub trait SelectorKey {
    /// `&[u8]` for strings, without NUL; `u64` for numbers.
    type Key<'k>: Copy
    where
        Self: 'k;

    /// The key; nothing if the attribute is not there.
    fn key(&self) -> Option<Self::Key<'_>>;
}
