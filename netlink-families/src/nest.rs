//! A nested set whose attributes are not known.

use netlink_core::{Emit, Parse, Unknown};

/// A nest with attributes that no specification describes. They are kept as they were received.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Nest<'a> {
    /// All attributes.
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
