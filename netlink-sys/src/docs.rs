//! How to use connections in daemons, and tables for migrating from another library.
//!
//! How to do everything else with these crates is in the [guide](netlink_core::docs::guide).

#[doc = include_str!("../docs/coming_from_c.md")]
pub mod coming_from_c {}

#[doc = include_str!("../docs/coming_from_rtnetlink.md")]
pub mod coming_from_rtnetlink {}

#[doc = include_str!("../docs/daemons.md")]
pub mod daemons {}
