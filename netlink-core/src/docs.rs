//! Pages to look things up in.

#[doc = include_str!("../docs/attribute.md")]
pub mod attribute {}
