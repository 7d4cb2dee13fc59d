//! Emitting: the trait of every value.

use crate::align::align;
use crate::attr::HEADER_LEN;
use crate::output::{EmitContext, Emitted, Output, by_rule};
use crate::policy::{AttrPolicy, FoundKey, Key, Kind, Policy, Variant};
use crate::rule::FieldRule;

/// Emits a value as the payload of one attribute, or a set or message as its bytes.
///
/// A value knows its length in advance, so that a buffer grows at most once. Call
/// [`Writer::emit`](crate::Writer::emit) or [`Writer::put`](crate::Writer::put) to emit one.
///
/// ```
/// use netlink_core::{Emit, Writer};
///
/// #[derive(Emit)]
/// struct CacheInfo {
///     #[nla(1)]
///     hits: u32,
/// }
///
/// let info = CacheInfo { hits: 7 };
/// let mut buffer = [0; 64];
/// let mut writer = Writer::new(&mut buffer);
/// writer.emit(&info)?;
/// assert_eq!(writer.len(), info.payload_len());
/// # #[cfg(target_endian = "little")]
/// assert_eq!(writer.written(), [8, 0, 1, 0, 7, 0, 0, 0]);
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
///
/// A hand-written implementation has a constant and two methods: see [`EmitContext::refuse`] for an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be emitted as the payload of a netlink attribute",
    note = "derive it for a set of attributes: `#[derive(Emit)]`; an enum of attributes is used in a `Stream<'a, …>`",
    note = "borrow a C structure as `&'a …`, which needs `zerocopy::IntoBytes`, or derive `Emit` with \
            `#[netlink(layout)]`",
    note = "`bool`, `Vec<…>`, `Repeated<…>` and `Option<…>` say how often an attribute occurs: they are fields of a \
            set and cannot be inside of another type; write `bool` instead of `Option<bool>`, `Vec<…>` instead of \
            `Option<Vec<…>>`, `Option<Result<…>>` instead of `Result<Option<…>>`"
)]
pub trait Emit {
    /// The kind of attribute, and the rules that the type has.
    const EMIT_ATTR: AttrPolicy;

    /// Returns the exact length in bytes of what [`Emit::emit`] writes.
    fn payload_len(&self) -> usize;

    /// Writes the payload, and returns what is left of the buffer.
    ///
    /// # Errors
    /// Returns an error if the buffer is full, a payload is too long for its length field, or a value breaks
    /// a declared rule. The error is in `cx`.
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;

    /// The payload's length, where it is always the same.
    #[doc(hidden)]
    const FIXED_LEN: Option<usize> = None;

    /// Whether every payload ends on a boundary, as those of sets do.
    #[doc(hidden)]
    const IS_ALIGNED: bool = false;

    /// Whether `emit` is a function of its own already.
    #[doc(hidden)]
    const IS_LARGE: bool = false;

    /// As `Parse::NEEDS_KEY`.
    #[doc(hidden)]
    const EMITS_BY_KEY: bool = false;

    /// Writes the value as an attribute of type `ty`, which may have flags.
    #[doc(hidden)]
    #[inline]
    fn emit_attr<'b>(&self, ty: u16, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        out.attr_of(
            ty | Self::EMIT_ATTR.nested_flag(),
            Self::IS_ALIGNED,
            cx,
            #[inline(always)]
            |out, cx| self.emit(out, cx),
        )
    }

    /// Returns the length in bytes of the value as an attribute: header and padding included.
    #[doc(hidden)]
    #[inline]
    fn attr_len(&self) -> usize {
        attr_len(self.payload_len())
    }

    /// As [`Emit::emit_attr`], and applies rules to what was written.
    ///
    /// # Errors
    /// As [`Emit::emit`]; besides, what the rules refuse.
    #[doc(hidden)]
    #[inline]
    fn emit_ruled_attr<'b>(
        &self,
        ty: u16,
        rule: FieldRule,
        out: Output<'b>,
        cx: &mut EmitContext,
    ) -> Emitted<'b> {
        by_rule(
            rule,
            out,
            cx,
            #[inline(always)]
            |out, cx| Ok(self.emit_attr(ty, out, cx)?.remaining()),
            false,
            |_| self.is_malformed(),
        )
    }

    /// Whether a value of the type can be malformed.
    #[doc(hidden)]
    const MAY_BE_MALFORMED: bool = false;

    /// Whether a value of the type has the flags that its attribute's type was received with.
    #[doc(hidden)]
    const KEEPS_FLAGS: bool = false;

    /// Returns whether the payload was malformed when it was received, and is emitted like that: no rule
    /// applies to it.
    #[doc(hidden)]
    #[inline]
    fn is_malformed(&self) -> bool {
        false
    }

    /// Returns whether the sub-messages in it are those that the key chooses.
    #[doc(hidden)]
    #[inline]
    fn agrees(&self, _: Option<FoundKey<'_>>) -> bool {
        true
    }
}

/// The length of an attribute with this payload.
#[inline]
pub(crate) const fn attr_len(payload: usize) -> usize {
    align(payload.saturating_add(HEADER_LEN))
}

/// Returns the key that selects the variant of a sub-message which this value is.
///
/// A key and the sub-message that it selects are two attributes. Use this to set the key from the sub-message.
/// Returns `None` if the value is not a sub-message, and for the variant of all other keys.
///
/// ```
/// use netlink_core::policy::Key;
/// use netlink_core::{Emit, key_of};
///
/// #[derive(Emit)]
/// enum LinkData {
///     #[netlink(key = "dummy")]
///     Dummy,
///     #[netlink(key = "ifb")]
///     Ifb,
/// }
///
/// assert_eq!(key_of(&LinkData::Ifb), Some(Key::Text("ifb")));
/// assert_eq!(key_of(&7_u32), None);
/// ```
#[must_use]
pub fn key_of<T: Emit + ?Sized>(value: &T) -> Option<Key> {
    let selects = |key: &Key| match key {
        Key::Text(text) => value.agrees(Some(FoundKey::new(Kind::String, text.as_bytes()))),
        Key::Number(number) => value.agrees(Some(FoundKey::new(Kind::U64, &number.to_ne_bytes()))),
    };
    T::EMIT_ATTR.variants().iter().map(Variant::key).find(selects)
}

/// A set of attributes, with or without a fixed header in front.
///
/// Derived with [`Emit`] for structs, and implemented by [`Stream`](crate::Stream).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of attributes that can be emitted",
    note = "a set is a struct with `#[derive(Emit)]`, or a `Stream` of an enum with `#[nla(TYPE)]` on its variants"
)]
pub trait EmitSet: Emit {
    /// What the set may contain when it is emitted: the rules for what a kernel is sent.
    const EMIT_POLICY: &'static Policy;

    /// As [`Emit::payload_len`], for generated code that asks for a set only.
    #[doc(hidden)]
    #[inline(always)]
    fn whole_len(&self) -> usize {
        self.payload_len()
    }

    /// As [`Emit::emit`], for generated code that asks for a set only.
    #[doc(hidden)]
    #[inline(always)]
    fn emit_whole<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        self.emit(out, cx)
    }

    /// The version of the generic netlink message, if the set keeps it.
    #[doc(hidden)]
    #[inline(always)]
    fn genl_version(&self) -> Option<u8> {
        None
    }
}

/// A type of which a reference can be emitted: a set that derives [`Emit`], or a C structure.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot be emitted as the payload of a netlink attribute",
    note = "a set of attributes derives it: `#[derive(Emit)]`; a C structure has `#[derive(zerocopy::IntoBytes, \
            zerocopy::Immutable)]` and `#[repr(C)]`"
)]
pub trait EmitRef: Sized {
    /// How: as it derives, or as its bytes.
    type By: EmitBy<Self>;
}

/// A way to emit a borrowed value.
#[doc(hidden)]
pub trait EmitBy<T> {
    const ATTR: AttrPolicy;
    const LEN: Option<usize>;
    const ALIGNED: bool;
    const BY_KEY: bool;
    fn len(value: &T) -> usize;
    fn emit<'b>(value: &T, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b>;
    fn agrees(value: &T, key: Option<FoundKey<'_>>) -> bool;
}

/// Emits a borrowed value as its own type says.
#[doc(hidden)]
#[derive(Debug)]
pub struct Derived;

impl<T: Emit> EmitBy<T> for Derived {
    const ATTR: AttrPolicy = T::EMIT_ATTR;
    const LEN: Option<usize> = T::FIXED_LEN;
    const ALIGNED: bool = T::IS_ALIGNED;
    const BY_KEY: bool = T::EMITS_BY_KEY;

    #[inline]
    fn len(value: &T) -> usize {
        value.payload_len()
    }

    #[inline]
    fn emit<'b>(value: &T, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        value.emit(out, cx)
    }

    fn agrees(value: &T, key: Option<FoundKey<'_>>) -> bool {
        value.agrees(key)
    }
}

impl<T: EmitRef> Emit for &T {
    const EMIT_ATTR: AttrPolicy = <T::By as EmitBy<T>>::ATTR;
    const FIXED_LEN: Option<usize> = <T::By as EmitBy<T>>::LEN;
    const IS_ALIGNED: bool = <T::By as EmitBy<T>>::ALIGNED;
    const EMITS_BY_KEY: bool = <T::By as EmitBy<T>>::BY_KEY;

    #[inline]
    fn payload_len(&self) -> usize {
        T::By::len(self)
    }

    #[inline]
    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        T::By::emit(self, out, cx)
    }

    fn agrees(&self, key: Option<FoundKey<'_>>) -> bool {
        T::By::agrees(self, key)
    }
}
