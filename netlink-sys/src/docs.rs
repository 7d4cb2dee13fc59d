//! Tables for who comes from another library.
//!
//! How to do things with these crates is in the [guide](netlink_core::docs::guide).

#[doc = include_str!("../docs/coming_from_c.md")]
pub mod coming_from_c {}

#[doc = include_str!("../docs/coming_from_rtnetlink.md")]
pub mod coming_from_rtnetlink {}
