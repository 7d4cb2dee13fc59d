//! Dumps, awaited message by message.

use core::marker::PhantomData;

use netlink_core::{ParseMessage, View};

use crate::connection::{Engine, Error, Listing, Transport};

/// A dump under way: lends one message after another, borrowed from the receive buffer.
///
/// As the [blocking one](crate::connection::Dump), it can be dropped at any point, and so can the
/// future of [`Dump::next`]: the next call gives the message that this one would have given.
#[derive(Debug)]
pub struct Dump<'c, V, T> {
    pub(super) engine: &'c mut Engine<T>,
    pub(super) listing: Listing,
    item: PhantomData<fn() -> V>,
}

impl<'c, V, T: Transport> Dump<'c, V, T> {
    pub(super) const fn new(engine: &'c mut Engine<T>, listing: Listing) -> Self {
        Self { engine, listing, item: PhantomData }
    }

    /// Returns true if the objects changed during the dump: one may be missing or listed twice.
    ///
    /// The result is final once [`Dump::next`] has returned `None`.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    #[must_use]
    pub const fn is_interrupted(&self) -> bool {
        self.listing.is_interrupted()
    }
}

impl<V, T> Dump<'_, V, T>
where
    V: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Returns the next message, or `None` at the end.
    ///
    /// # Errors
    /// As [`Dump::next`](crate::connection::Dump::next).
    pub async fn next(&mut self) -> Result<Option<V::Of<'_>>, Error> {
        match self.listing.next(self.engine).await? {
            Some(start) => self.engine.parse_at(start, self.listing.level()).map(Some),
            None => Ok(None),
        }
    }
}
