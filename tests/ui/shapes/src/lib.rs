//! Every kind of declaration once, in a crate that has neither `std` nor, without the feature,
//! `alloc`, and that denies all there is to deny: nothing that is generated may need more, or be
//! complained of.

#![no_std]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    clippy::all,
    clippy::cargo_common_metadata,
    clippy::nursery,
    clippy::pedantic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::default_numeric_fallback,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::implicit_return,
    clippy::indexing_slicing,
    clippy::min_ident_chars,
    clippy::missing_inline_in_public_items,
    clippy::missing_trait_methods,
    clippy::multiple_inherent_impl,
    clippy::question_mark_used,
    clippy::shadow_reuse,
    clippy::shadow_unrelated,
    clippy::single_call_fn,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    future_incompatible,
    keyword_idents,
    let_underscore,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    redundant_lifetimes,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![allow(
    clippy::cargo_common_metadata,
    clippy::exhaustive_enums,
    clippy::exhaustive_structs,
    missing_copy_implementations,
    variant_size_differences,
    reason = "about what stands here, not about what is made of it"
)]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod messages;
#[cfg(feature = "alloc")]
pub mod owned;
pub mod sets;
pub mod streams;
pub mod submessages;
pub mod values;

/// Types that cannot be named outside.
mod private;
