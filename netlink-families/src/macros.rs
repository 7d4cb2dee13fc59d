//! What the declarations of families are written with, besides the derive.
//!
//! Exported for the declarations that the generator prints for other crates, which depend on `netlink-core` too.

#![allow(unused_macros, reason = "which families are compiled decides")]

/// Declares C structures. Gaps between members are members too, so that `IntoBytes` holds.
///
/// The text in brackets is the C name, for the search of the documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! structs {
    ($($(#[$meta:meta])* $name:ident $([$alias:literal])? { $($field:ident: $ty:ty,)* })*) => {$(
        $(#[$meta])*
        $(#[doc(alias = $alias)])?
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[derive(
            netlink_core::zerocopy::FromBytes, netlink_core::zerocopy::IntoBytes,
            netlink_core::zerocopy::Immutable,
        )]
        #[zerocopy(crate = "netlink_core::zerocopy")]
        #[repr(C)]
        pub struct $name { $(pub $field: $ty,)* }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                netlink_core::zerocopy::FromZeros::new_zeroed()
            }
        }
        $crate::described! { $name { $($field: $ty,)* } }
    )*
        /// What the family's table lists.
        #[allow(dead_code, reason = "which families are compiled decides")]
        pub(crate) const STRUCTURES: &[$crate::layout::Structure] = &[$(<$name>::STRUCTURE,)*];
    };
}

/// Declares C structures that are elements of arrays: they are borrowed from anywhere in a message.
#[doc(hidden)]
#[macro_export]
macro_rules! packed_structs {
    ($($(#[$meta:meta])* $name:ident $([$alias:literal])? { $($field:ident: $ty:ty,)* })*) => {$(
        $(#[$meta])*
        $(#[doc(alias = $alias)])?
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[derive(
            netlink_core::zerocopy::FromBytes, netlink_core::zerocopy::IntoBytes,
            netlink_core::zerocopy::Immutable, netlink_core::zerocopy::KnownLayout,
            netlink_core::zerocopy::Unaligned,
        )]
        #[zerocopy(crate = "netlink_core::zerocopy")]
        #[repr(C, packed)]
        pub struct $name { $(pub $field: $ty,)* }

        impl Default for $name {
            #[inline]
            fn default() -> Self {
                netlink_core::zerocopy::FromZeros::new_zeroed()
            }
        }
        $crate::described! { $name { $($field: $ty,)* } }
    )*
        /// What the family's table lists.
        #[allow(dead_code, reason = "which families are compiled decides")]
        pub(crate) const PACKED: &[$crate::layout::Structure] = &[$(<$name>::STRUCTURE,)*];
    };
}

/// Declares fixed headers: structures that are copied out of a message, with C's alignment.
#[doc(hidden)]
#[macro_export]
macro_rules! headers {
    ($($(#[$meta:meta])* $name:ident $([$alias:literal])? { $($field:ident: $ty:ty,)* })*) => {$(
        $(#[$meta])*
        $(#[doc(alias = $alias)])?
        #[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
        #[derive(
            netlink_core::zerocopy::FromBytes, netlink_core::zerocopy::IntoBytes,
            netlink_core::zerocopy::Immutable,
        )]
        #[zerocopy(crate = "netlink_core::zerocopy")]
        #[repr(C)]
        pub struct $name { $(pub $field: $ty,)* }
        $crate::described! { $name { $($field: $ty,)* } }
    )*
        /// What the family's table lists.
        #[allow(dead_code, reason = "which families are compiled decides")]
        pub(crate) const HEADERS: &[$crate::layout::Structure] = &[$(<$name>::STRUCTURE,)*];
    };
}

/// Describes the members of a structure.
#[doc(hidden)]
#[macro_export]
macro_rules! described {
    ($name:ident { $($field:ident: $ty:ty,)* }) => {
        impl $name {
            pub(crate) const STRUCTURE: $crate::layout::Structure =
                $crate::layout::Structure::of::<Self>(&[$($crate::layout::Member::new(
                    stringify!($field),
                    core::mem::offset_of!(Self, $field),
                    <$ty as $crate::layout::Described>::CONTENT,
                ),)*]);
        }

        impl $crate::layout::Described for $name {
            const CONTENT: $crate::layout::Content =
                $crate::layout::Content::Structure(&Self::STRUCTURE);
        }
    };
}

/// Declares integers whose bits have names: `u8` to `u64`, `Be<u16>` and the like, `Uint` or `Bitfield32`.
///
/// Those of the plain integers can be members of a structure.
#[doc(hidden)]
#[macro_export]
macro_rules! flags {
    ($(#[$meta:meta])* $name:ident: Bitfield32 { $($bit:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, Eq, PartialEq, netlink_core::Parse, netlink_core::Emit)]
        #[netlink(flags($($bit = $value),*))]
        pub struct $name(pub netlink_core::Bitfield32);

        impl $name { $(pub const $bit: u32 = $value;)* }
    };
    ($(#[$meta:meta])* $name:ident: $wire:ident<$int:ty> { $($bit:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, Eq, Hash, PartialEq, netlink_core::Parse, netlink_core::Emit)]
        #[netlink(flags($($bit = $value),*))]
        pub struct $name(pub netlink_core::$wire<$int>);

        impl $name {
            $(pub const $bit: Self = Self(netlink_core::$wire($value));)*

            /// Returns the bits.
            #[must_use]
            #[inline]
            pub const fn bits(self) -> $int { self.0.0 }
            #[inline]
            const fn with_bits(bits: $int) -> Self { Self(netlink_core::$wire(bits)) }
        }
        $crate::flag_operators! { $name }
    };
    ($(#[$meta:meta])* $name:ident: Uint { $($bit:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, Eq, Hash, PartialEq, netlink_core::Parse, netlink_core::Emit)]
        #[netlink(flags($($bit = $value),*))]
        pub struct $name(pub netlink_core::Uint);

        impl $name {
            $(pub const $bit: Self = Self(netlink_core::Uint($value));)*

            /// Returns the bits.
            #[must_use]
            #[inline]
            pub const fn bits(self) -> u64 { self.0.0 }
            #[inline]
            const fn with_bits(bits: u64) -> Self { Self(netlink_core::Uint(bits)) }
        }
        $crate::flag_operators! { $name }
    };
    ($(#[$meta:meta])* $name:ident: $int:ident { $($bit:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, Eq, Hash, PartialEq, netlink_core::Parse, netlink_core::Emit)]
        #[derive(
            netlink_core::zerocopy::FromBytes, netlink_core::zerocopy::IntoBytes,
            netlink_core::zerocopy::Immutable,
        )]
        #[zerocopy(crate = "netlink_core::zerocopy")]
        #[repr(transparent)]
        #[netlink(flags($($bit = $value),*))]
        pub struct $name(pub $int);

        impl $name {
            $(pub const $bit: Self = Self($value);)*

            /// Returns the bits.
            #[must_use]
            #[inline]
            pub const fn bits(self) -> $int { self.0 }
            #[inline]
            const fn with_bits(bits: $int) -> Self { Self(bits) }
        }
        $crate::flag_operators! { $name }

        impl $crate::layout::Described for $name {
            const CONTENT: $crate::layout::Content =
                $crate::layout::Content::Number(<Self as netlink_core::Parse<'_>>::PARSE_ATTR);
        }
    };
}

/// What all flags can do.
#[doc(hidden)]
#[macro_export]
macro_rules! flag_operators {
    ($name:ident) => {
        impl $name {
            /// Returns true if all bits of `other` are set.
            #[must_use]
            #[inline]
            pub const fn contains(self, other: Self) -> bool {
                self.bits() & other.bits() == other.bits()
            }

            /// Returns the flags without those of `other`.
            #[must_use]
            #[inline]
            pub const fn without(self, other: Self) -> Self {
                Self::with_bits(self.bits() & !other.bits())
            }
        }

        impl core::ops::BitOr for $name {
            type Output = Self;
            #[inline]
            fn bitor(self, other: Self) -> Self {
                Self::with_bits(self.bits() | other.bits())
            }
        }

        impl core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let names = <Self as netlink_core::Parse<'_>>::PARSE_ATTR;
                write!(f, "{}", names.display_flags(self.bits().into()))
            }
        }
    };
}

/// Declares integers whose values have names, for members of structures: any value is one. Attributes use enums.
#[doc(hidden)]
#[macro_export]
macro_rules! values {
    ($($(#[$meta:meta])* $name:ident: $int:ident { $($value_name:ident = $value:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
        #[derive(
            netlink_core::zerocopy::FromBytes, netlink_core::zerocopy::IntoBytes,
            netlink_core::zerocopy::Immutable,
        )]
        #[zerocopy(crate = "netlink_core::zerocopy")]
        #[repr(transparent)]
        pub struct $name(pub $int);

        impl $name { $(pub const $value_name: Self = Self($value);)* }

        impl $crate::layout::Described for $name {
            const CONTENT: $crate::layout::Content = $crate::layout::Content::named(
                <$int as $crate::layout::Described>::CONTENT,
                &[$(netlink_core::policy::Name {
                    value: $value as i128, name: stringify!($value_name),
                },)*],
            );
        }

        impl core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.0 {
                    $($value => f.write_str(stringify!($value_name)),)*
                    other => core::fmt::Debug::fmt(&other, f),
                }
            }
        }
    )*};
}

/// Declares `FAMILY`, the entry of a family in the registry: its operations, notifications and groups.
///
/// `first byte 2 | 10`: families of one protocol that share message types differ in the first byte of the payload.
#[doc(hidden)]
#[macro_export]
macro_rules! family {
    (
        $name:literal, protocol $protocol:literal $(, first byte $($first:literal)|+)?;
        operations { $($operation:literal $modes:ident $request:ty $(=> $reply:ty)?,)* }
        notifications { $($event:ty,)* }
        groups { $($group:literal $(= $number:literal)?,)* }
    ) => {
        // Not for modules that declare their own: names of a module hide those of a glob.
        #[allow(unused_imports, reason = "few modules declare neither")]
        use $crate::layout::none::*;

        /// The messages and groups of this family.
        // No `static`: that compiles all messages of a family, also for programs that use one.
        pub const FAMILY: $crate::Family = $crate::Family::new(
            $name,
            $protocol,
            &[$($($first),+)?],
            &[$(
                $crate::Operation::new(
                    $operation,
                    $crate::Modes::$modes,
                    <$request as netlink_core::EmitMessage>::EMIT_MESSAGES,
                    $crate::family!(@reply $($reply)?),
                ),
            )*],
            $crate::family!(@reply $($event)*),
            &[$($crate::Group::new($group, $crate::family!(@number $($number)?)),)*],
            &[HEADERS, STRUCTURES, PACKED],
        );

        $crate::visited! { requests { $($request $(=> $reply)?,)* } received { $($event,)* } }
    };
    (@reply) => { &[] };
    (@reply $reply:ty) => { <$reply as netlink_core::ParseMessage<'_>>::PARSE_MESSAGES };
    (@number) => { None };
    (@number $number:literal) => { Some($number) };
}

/// Declares the function that calls a visitor with each message type of a family.
#[cfg(feature = "visit")]
#[doc(hidden)]
#[macro_export]
macro_rules! visited {
    (requests { $($request:ty $(=> $reply:ty)?,)* } received { $($event:ty,)* }) => {
        /// Calls a visitor with each message type of this family.
        pub fn visit<V: $crate::Visitor>(visitor: &mut V) {
            let _ = &visitor;
            $(
                visitor.request::<$request>(&FAMILY);
                $(visitor.received::<$reply>(&FAMILY);)?
            )*
            $(visitor.received::<$event>(&FAMILY);)*
        }
    };
}

/// Declares nothing: there are no visitors.
#[cfg(not(feature = "visit"))]
#[doc(hidden)]
#[macro_export]
macro_rules! visited {
    ($($tokens:tt)*) => {};
}
