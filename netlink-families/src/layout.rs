//! The members of C structures, for programs that learn only at run time which structure they read or write.

use core::mem::size_of;

use netlink_core::policy::{AttrPolicy, Kind, Layout, Name};
use netlink_core::zerocopy::{big_endian as be, native_endian as ne};

/// A C structure with its members.
#[derive(Clone, Copy, Debug)]
pub struct Structure {
    type_name: fn() -> &'static str,
    size: usize,
    members: &'static [Member],
}

/// One member of a structure.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Member {
    /// The name.
    pub name: &'static str,
    /// Offset in bytes from the start of the structure.
    pub offset: usize,
    /// What it contains.
    pub content: Content,
}

/// What a member contains.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// A number. The policy has its kind and the names of its values.
    Number(AttrPolicy),
    /// Bytes: so many.
    Bytes(usize),
    /// An array of numbers or structures: so many.
    Array(&'static Content, usize),
    /// A structure.
    Structure(&'static Structure),
}

impl Structure {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn of<T>(members: &'static [Member]) -> Self {
        Self { type_name: core::any::type_name::<T>, size: size_of::<T>(), members }
    }

    /// Returns true if this is the structure with this layout.
    #[must_use]
    #[inline]
    pub fn is(&self, layout: &Layout) -> bool {
        (self.type_name)() == layout.type_name()
    }

    /// Returns the size in bytes.
    #[must_use]
    #[inline]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Returns the members, in order.
    #[must_use]
    #[inline]
    pub const fn members(&self) -> &'static [Member] {
        self.members
    }
}

impl Member {
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn new(name: &'static str, offset: usize, content: Content) -> Self {
        Self { name, offset, content }
    }

    /// Returns true if it only fills a gap, and has no meaning.
    #[must_use]
    #[inline]
    pub fn is_gap(&self) -> bool {
        let rest = self.name.trim_start_matches('_');
        let number = rest.strip_prefix("gap").or_else(|| rest.strip_prefix("pad"));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

impl Content {
    /// Returns the size in bytes.
    #[must_use]
    #[inline]
    pub fn size(&self) -> usize {
        match *self {
            Self::Number(policy) => policy.kind().size().unwrap_or(0),
            Self::Bytes(count) => count,
            Self::Array(element, count) => element.size().saturating_mul(count),
            Self::Structure(structure) => structure.size,
        }
    }

    /// Adds the names of values.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub const fn named(self, names: &'static [Name]) -> Self {
        match self {
            Self::Number(policy) => Self::Number(policy.with_names(names)),
            other => other,
        }
    }

    /// Returns what each element of an array with this layout contains, if the elements are numbers of
    /// zerocopy.
    #[must_use]
    #[inline]
    pub fn of_number(layout: &Layout) -> Option<Self> {
        let named = |(type_name, kind): &(fn() -> &'static str, Kind)| {
            (type_name() == layout.type_name()).then(|| Self::Number(AttrPolicy::new(*kind)))
        };
        NUMBERS.iter().find_map(named)
    }
}

/// A type that members of structures have.
pub trait Described {
    /// What such a member contains.
    const CONTENT: Content;
}

macro_rules! numbers {
    ($($(#[$meta:meta])* $ty:ty => $kind:ident,)*) => {
        $(
            $(#[$meta])*
            impl Described for $ty {
                const CONTENT: Content = Content::Number(AttrPolicy::new(Kind::$kind));
            }
        )*

        const NUMBERS: &[(fn() -> &'static str, Kind)] = &[
            $($(#[$meta])* (core::any::type_name::<$ty>, Kind::$kind),)*
        ];
    };
}

numbers! {
    u16 => U16, u32 => U32, u64 => U64, i8 => I8, i16 => I16, i32 => I32, i64 => I64,
    be::U16 => Be16, be::U32 => Be32, be::U64 => Be64,
    // On big-endian targets, these three are the types of the line above.
    #[cfg(target_endian = "little")] ne::U16 => U16,
    #[cfg(target_endian = "little")] ne::U32 => U32,
    #[cfg(target_endian = "little")] ne::U64 => U64,
    ne::I16 => I16, ne::I32 => I32, ne::I64 => I64,
}

// Apart, because arrays of it are bytes.
impl Described for u8 {
    const CONTENT: Content = Content::Number(AttrPolicy::new(Kind::U8));
}

impl<T: Described, const N: usize> Described for [T; N] {
    const CONTENT: Content = match T::CONTENT {
        Content::Number(policy) if matches!(policy.kind(), Kind::U8) => Content::Bytes(N),
        _ => Content::Array(&T::CONTENT, N),
    };
}

/// For modules without structures, or without headers.
#[doc(hidden)]
pub mod none {
    use super::Structure;

    pub const HEADERS: &[Structure] = &[];
    pub const PACKED: &[Structure] = &[];
    pub const STRUCTURES: &[Structure] = &[];
}
