//! The [reference](attribute) of all directives, and [how parsing works](parsing).
//!
//! How to use these crates is in the [guide](https://docs.rs/netlink-sys/latest/netlink_sys/docs/guide/index.html).

// Pages have links that work on a code host, at their end. Those of `links.txt` are before them, so rustdoc uses them instead.
#[doc = include_str!("../docs/links.txt")]
#[doc = include_str!("../docs/attribute.md")]
pub mod attribute {}

#[doc = include_str!("../docs/links.txt")]
#[doc = include_str!("../docs/parsing.md")]
pub mod parsing {}
