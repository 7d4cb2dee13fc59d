//! `netlink-families` against what others say of the same families: C headers, captured messages, the
//! policies of the running kernel, and the specifications that it is generated from.

mod bytes;
mod captures;
#[allow(unreachable_pub, reason = "written by the generator, for any crate")]
#[rustfmt::skip]
mod facts;
mod headers;
mod policies;
mod registry;

/// What the declarations of a family say, under the names that C headers have for it.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub name: &'static str,
    pub headers: &'static [&'static str],
    /// C expressions with our values.
    pub values: &'static [(&'static str, i128)],
}
