//! C structures that grow: kernels send them shorter or longer than a header says.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Deref, DerefMut};

use zerocopy::{FromBytes, FromZeros, Immutable, IntoBytes};

use crate::context::{Context, Refusal, Verdict};
use crate::emit::{Emit, EmitSet};
use crate::error::ParseError;
use crate::input::Input;
use crate::output::{EmitContext, Emitted, Output};
use crate::parse::{Parse, ParseSet, View};
use crate::policy::{AttrPolicy, Hint, Kind, Layout, Policy, Shorter};
use crate::rule::Rule;

/// A C structure of integers and arrays without padding, which can be displayed.
///
/// Implemented for every type that derives what it requires.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a C structure that grows",
    label = "not known to be one without padding that any bytes of its size can be, and that can be displayed",
    note = "add `#[derive(Debug, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]` and `#[repr(C)]` to it"
)]
pub trait CStruct: FromBytes + IntoBytes + Immutable + fmt::Debug {}

#[diagnostic::do_not_recommend]
impl<T: FromBytes + IntoBytes + Immutable + fmt::Debug> CStruct for T {}

/// A C structure that grows: what is received may be shorter or longer than `T`.
///
/// Kernels append members to their structures. An older kernel sends a shorter payload than today's headers
/// declare, and a newer one a longer payload. `Struct` parses them all: members that are absent are zero, and
/// bytes behind the last known member are kept. What was received is emitted exactly as it was received.
///
/// Dereferences to `T`. `T` may have any alignment, and the payload need not be aligned. Takes the size of
/// `T` and 24 bytes; borrows the bytes behind `T` from the message.
///
/// ```
/// use netlink_core::value::Struct;
/// use netlink_core::{Emit, Input, Parse, Writer, zerocopy};
///
/// /// `struct rtnl_link_stats64` of `linux/if_link.h`, in part.
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// #[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable)]
/// #[zerocopy(crate = "netlink_core::zerocopy")]
/// #[repr(C)]
/// struct Stats {
///     rx_packets: u64,
///     rx_nohandler: u64, // since Linux 4.6
/// }
///
/// #[derive(Debug, Parse, Emit)]
/// struct Link<'a> {
///     #[nla(23)]
///     stats: Struct<'a, Stats>,
/// }
///
/// // An older kernel sends 8 bytes.
/// let mut old = Vec::new();
/// Writer::growing(&mut old).put(23, &7_u64)?;
/// let link = Link::parse(Input::new(&old))?;
/// assert_eq!((link.stats.rx_packets, link.stats.rx_nohandler), (7, 0));
/// assert_eq!(Struct::len(&link.stats), 8);
///
/// let mut again = Vec::new();
/// Writer::growing(&mut again).emit(&link)?;
/// assert_eq!(again, old);
///
/// // Your own values are emitted whole.
/// let link = Link { stats: Struct::new(Stats { rx_packets: 1, rx_nohandler: 2 }) };
/// assert_eq!(link.payload_len(), 20);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// There is no minimum length: an empty payload is a structure of zeros. Declare one if the kernel has it:
/// `#[nla(23, len = 8..)]`.
///
/// A `Struct` can be the [fixed header](crate::docs::attribute#header) of a set, and a newtype of it can be a
/// [message](crate::docs::attribute#message).
#[derive(Clone, Copy)]
pub struct Struct<'a, T> {
    value: T,
    /// How many bytes of `T` there are on the wire.
    len: u32,
    /// The bytes behind `T`.
    tail: &'a [u8],
}

impl<T> Struct<'_, T> {
    const SIZE: u32 = {
        assert!(size_of::<T>() <= u32::MAX as usize, "a C structure of more than 4 GiB");
        #[expect(clippy::cast_possible_truncation, reason = "compared just before")]
        {
            size_of::<T>() as u32
        }
    };

    /// Returns a structure to be emitted, whole.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self { value, len: Self::SIZE, tail: &[] }
    }
}

/// These are functions and not methods, so that they do not hide methods of `T`: `Struct::len(&stats)`.
impl<'a, T> Struct<'a, T> {
    /// Returns the structure; members that were not received are zero.
    #[must_use]
    pub fn into_inner(this: Self) -> T {
        this.value
    }

    /// Returns how many bytes were received, or will be emitted.
    ///
    /// A member was received if its end is not behind that: compare with `offset_of!(T, member)`.
    #[must_use]
    pub const fn len(this: &Self) -> usize {
        (this.len as usize).saturating_add(this.tail.len())
    }

    /// Returns the bytes that were received behind the members that `T` has.
    #[must_use]
    pub const fn tail(this: &Self) -> &'a [u8] {
        this.tail
    }

    /// Returns true if nothing but a whole `T` was received.
    #[must_use]
    pub const fn is_whole(this: &Self) -> bool {
        this.len == Self::SIZE && this.tail.is_empty()
    }
}

impl<'a, T: FromBytes + IntoBytes> Struct<'a, T> {
    /// Returns the structure that these bytes begin with; missing bytes are zero.
    #[must_use]
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let mut this = Self::new(T::new_zeroed());
        this.fill(bytes);
        this
    }

    /// Fills a structure of zeros.
    #[inline]
    fn fill(&mut self, bytes: &'a [u8]) {
        (self.len, self.tail) = fill(self.value.as_mut_bytes(), bytes);
    }
}

/// Copies what is there, and returns how much that is, and the rest: one function for all types.
#[inline(never)]
fn fill<'a>(place: &mut [u8], bytes: &'a [u8]) -> (u32, &'a [u8]) {
    let len = place.len().min(bytes.len());
    match (place.get_mut(..len), bytes.split_at_checked(len)) {
        // Always as long; the comparison leaves no panic for the compiler to keep.
        (Some(place), Some((own, tail))) if place.len() == own.len() => {
            place.copy_from_slice(own);
            (u32::try_from(len).unwrap_or(u32::MAX), tail)
        }
        _ => (0, &[]),
    }
}

impl<'a, T: CStruct> Parse<'a> for Struct<'a, T> {
    const PARSE_ATTR: AttrPolicy = attr::<T>();

    fn parse(input: Input<'a>) -> Result<Self, ParseError> {
        Ok(Self::from_bytes(input.bytes()))
    }

    #[inline]
    fn read(_: &mut Context<'a>, payload: &'a [u8]) -> Result<Self, Refusal> {
        Ok(Self::from_bytes(payload))
    }

    #[inline(always)]
    fn insert(
        slot: &mut Option<Self>,
        _: &mut Context<'a>,
        payload: &'a [u8],
        rule: Rule,
    ) -> Verdict {
        insert(slot, payload);
        rule.check(payload)
    }

    #[inline(always)]
    fn assign(place: &mut Self, _: &mut Context<'a>, payload: &'a [u8], rule: Rule) -> Verdict {
        *place = Self::from_bytes(payload);
        rule.check(payload)
    }

    #[inline]
    fn filler() -> Option<Self> {
        Some(Self::default())
    }
}

#[inline(never)]
fn insert<'a, T: CStruct>(slot: &mut Option<Struct<'a, T>>, payload: &'a [u8]) {
    slot.insert(Struct::default()).fill(payload);
}

/// For messages that are one C structure: everything is its fixed header.
#[diagnostic::do_not_recommend]
impl<'a, T: CStruct> ParseSet<'a> for Struct<'a, T> {
    const PARSE_POLICY: &'static Policy = policy::<T>();
}

#[diagnostic::do_not_recommend]
impl<T> View for Struct<'_, T> {
    type Of<'a> = Struct<'a, T>;
}

impl<T: CStruct> Emit for Struct<'_, T> {
    const EMIT_ATTR: AttrPolicy = attr::<T>();

    #[inline]
    fn payload_len(&self) -> usize {
        Self::len(self)
    }

    fn emit<'b>(&self, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        let own = self.value.as_bytes();
        let own = own.get(..self.len as usize).unwrap_or(own);
        out.bytes(own, cx)?.bytes(self.tail, cx)
    }
}

#[diagnostic::do_not_recommend]
impl<T: CStruct> EmitSet for Struct<'_, T> {
    const EMIT_POLICY: &'static Policy = policy::<T>();
}

const fn attr<T: CStruct>() -> AttrPolicy {
    AttrPolicy::new(Kind::Binary).with_hint(Hint::Layout(Layout::growing::<T>()))
}

const fn policy<T: CStruct>() -> &'static Policy {
    const { &Policy::new("", &[]).with_header_layout(Layout::growing::<T>()) }
}

impl<T: CStruct> Shorter for T {
    fn show(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Struct::<T>::from_bytes(bytes).value.fmt(f)
    }
}

impl Layout {
    /// Returns the layout of a type that kernels send shorter or longer, as [`Struct`] reads it.
    ///
    /// If it is shorter, it is displayed filled with zeros.
    #[must_use]
    pub const fn growing<T: CStruct>() -> Self {
        Self::growing_as::<T>()
    }
}

impl<T> From<T> for Struct<'_, T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// All zeros, and whole.
impl<T: FromZeros> Default for Struct<'_, T> {
    #[inline]
    fn default() -> Self {
        Self::new(T::new_zeroed())
    }
}

impl<T> Deref for Struct<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.value
    }
}

/// A structure that is changed is emitted whole: a member that is set would be lost otherwise.
impl<T> DerefMut for Struct<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.len = Self::SIZE;
        &mut self.value
    }
}

impl<T> AsRef<T> for Struct<'_, T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

/// Equal if what is emitted is: the structure, and how much of it or behind it was received.
impl<T: PartialEq> PartialEq for Struct<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.tail == other.tail && self.value == other.value
    }
}

impl<T: Eq> Eq for Struct<'_, T> {}

/// Compares the structure alone.
impl<T: PartialEq> PartialEq<T> for Struct<'_, T> {
    fn eq(&self, other: &T) -> bool {
        self.value == *other
    }
}

impl<T: Hash> Hash for Struct<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
        self.len.hash(state);
        self.tail.hash(state);
    }
}

/// As `T`, unless more or less than that was received.
impl<T: fmt::Debug> fmt::Debug for Struct<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if Self::is_whole(self) {
            return self.value.fmt(f);
        }
        f.debug_struct("Struct")
            .field("value", &self.value)
            .field("len", &Self::len(self))
            .field("tail", &self.tail)
            .finish()
    }
}
