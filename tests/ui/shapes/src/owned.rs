//! What needs an allocator.

use alloc::boxed::Box;
use alloc::vec::Vec;

use netlink_core::{Emit, Parse};

/// A set in itself.
#[derive(Debug, Parse, Emit)]
pub struct Node<'a> {
    /// Several.
    #[nla(1)]
    pub names: Vec<&'a str>,
    /// Itself.
    #[nla(2)]
    pub next: Option<Box<Self>>,
    /// Several of itself.
    #[nla(3)]
    pub children: Vec<Self>,
}
