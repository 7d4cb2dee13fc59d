//! What the declarations of families are written with, besides the derive.

#![allow(unused_macros, reason = "which families are compiled decides")]

/// Declares C structures. Gaps between members are members too, so that `IntoBytes` holds.
///
/// The text in brackets is the C name, for the search of the documentation.
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
            fn default() -> Self {
                netlink_core::zerocopy::FromZeros::new_zeroed()
            }
        }
    )*};
}

/// Declares C structures that are elements of arrays: they are borrowed from anywhere in a message.
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
            fn default() -> Self {
                netlink_core::zerocopy::FromZeros::new_zeroed()
            }
        }
    )*};
}

/// Declares fixed headers: structures that are copied out of a message, with C's alignment.
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
    )*};
}

/// Declares integers whose bits have names: `u8` to `u64`, `Be<u16>` and the like, `Uint` or `Bitfield32`.
///
/// Those of the plain integers can be members of a structure.
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
        #[derive(Clone, Copy, Default, Eq, PartialEq, netlink_core::Parse, netlink_core::Emit)]
        #[netlink(flags($($bit = $value),*))]
        pub struct $name(pub netlink_core::$wire<$int>);

        impl $name {
            $(pub const $bit: Self = Self(netlink_core::$wire($value));)*

            /// Returns the bits.
            #[must_use]
            pub const fn bits(self) -> $int { self.0.0 }
            const fn with_bits(bits: $int) -> Self { Self(netlink_core::$wire(bits)) }
        }
        flag_operators! { $name }
    };
    ($(#[$meta:meta])* $name:ident: Uint { $($bit:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, Eq, PartialEq, netlink_core::Parse, netlink_core::Emit)]
        #[netlink(flags($($bit = $value),*))]
        pub struct $name(pub netlink_core::Uint);

        impl $name {
            $(pub const $bit: Self = Self(netlink_core::Uint($value));)*

            /// Returns the bits.
            #[must_use]
            pub const fn bits(self) -> u64 { self.0.0 }
            const fn with_bits(bits: u64) -> Self { Self(netlink_core::Uint(bits)) }
        }
        flag_operators! { $name }
    };
    ($(#[$meta:meta])* $name:ident: $int:ident { $($bit:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, Eq, PartialEq, netlink_core::Parse, netlink_core::Emit)]
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
            pub const fn bits(self) -> $int { self.0 }
            const fn with_bits(bits: $int) -> Self { Self(bits) }
        }
        flag_operators! { $name }
    };
}

/// What all flags can do.
macro_rules! flag_operators {
    ($name:ident) => {
        impl $name {
            /// Returns true if all bits of `other` are set.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.bits() & other.bits() == other.bits()
            }
        }

        impl core::ops::BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self {
                Self::with_bits(self.bits() | other.bits())
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let names = <Self as netlink_core::Parse<'_>>::PARSE_ATTR;
                write!(f, "{}", names.display_flags(self.bits().into()))
            }
        }
    };
}

/// Declares integers whose values have names, for members of structures: any value is one. Attributes use enums.
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

        impl core::fmt::Debug for $name {
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
macro_rules! family {
    (
        $name:literal, protocol $protocol:literal;
        operations { $($operation:literal $modes:ident $request:ty $(=> $reply:ty)?,)* }
        notifications { $($event:ty,)* }
        groups { $($group:literal $(= $number:literal)?,)* }
    ) => {
        /// The messages and groups of this family.
        pub static FAMILY: crate::Family = crate::Family {
            name: $name,
            protocol: $protocol,
            operations: &[$(
                crate::Operation::new(
                    $operation,
                    crate::Modes::$modes,
                    <$request as netlink_core::EmitMessage>::EMIT_MESSAGES,
                    family!(@reply $($reply)?),
                ),
            )*],
            notifications: family!(@reply $($event)*),
            groups: &[$(crate::Group::new($group, family!(@number $($number)?)),)*],
        };

        /// Calls a visitor with each message type of this family.
        #[cfg(feature = "visit")]
        pub fn visit<V: crate::Visitor>(visitor: &mut V) {
            let _ = &visitor;
            $(
                visitor.request::<$request>(&FAMILY);
                $(visitor.received::<$reply>(&FAMILY);)?
            )*
            $(visitor.received::<$event>(&FAMILY);)*
        }
    };
    (@reply) => { &[] };
    (@reply $reply:ty) => { <$reply as netlink_core::ParseMessage<'_>>::PARSE_MESSAGES };
    (@number) => { None };
    (@number $number:literal) => { Some($number) };
}
