#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
// Fields and constants have the kernel's names and meaning; the kernel documents them.

#[macro_use]
mod macros;
mod nest;
pub mod registry;

pub use nest::Nest;
#[cfg(feature = "visit")]
pub use registry::Visitor;
pub use registry::{FAMILIES, Family, Group, Modes, Operation};

/// A C structure that other kernels may send shorter or longer.
#[allow(dead_code, reason = "which families are compiled decides")]
pub(crate) type Struct<'a, T> = &'a T;

/// Declares the module of each family, and lists their tables.
macro_rules! families {
    ($($feature:literal $module:ident,)*) => {
        $(
            #[cfg(feature = $feature)]
            pub mod $module;
        )*

        /// The tables of all families that are compiled in.
        pub(crate) const ALL: &[&Family] = &[$(
            #[cfg(feature = $feature)]
            &$module::FAMILY,
        )*];
    };
}

families! {
    // Generated from the kernel's specifications.
    "rt-addr" rt_addr,
    // Written by hand: these have no specification.
}
