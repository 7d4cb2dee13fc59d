//! Dumps: many messages for one request, read one by one from the receive buffer.

use core::marker::PhantomData;

use netlink_core::conversation::Exchange;
use netlink_core::{ParseMessage, View};

use super::outbox::Sent;
use super::{Connection, Error, Step};

/// A dump under way: lends one message after another, borrowed from the receive buffer.
///
/// Holds one datagram at a time. It can be dropped at any point: the connection then goes on with
/// other requests, and reads what is left of this dump before it begins another.
///
/// Made by [`Connection::dump`]. It is no `Iterator`, since each message borrows from it:
///
/// ```text
/// let mut links = netlink.dump(&GetLinks::default())?;
/// while let Some(link) = links.next()? {
///     println!("{:?}", link.name);
/// }
/// ```
#[derive(Debug)]
pub struct Dump<'c, T> {
    connection: &'c mut Connection,
    exchange: Exchange,
    sent: Sent,
    item: PhantomData<fn() -> T>,
}

impl<'c, T> Dump<'c, T> {
    pub(super) fn new(connection: &'c mut Connection, exchange: Exchange, sent: Sent) -> Self {
        Self { connection, exchange, sent, item: PhantomData }
    }

    /// Whether what is dumped changed meanwhile: the result may lack something, or have it twice.
    ///
    /// Final once [`Dump::next`] has given nothing.
    #[doc(alias = "NLM_F_DUMP_INTR")]
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.exchange.is_interrupted()
    }
}

impl<T> Dump<'_, T>
where
    T: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// The next message, or nothing at the end.
    ///
    /// # Errors
    /// [`Error::Reply`] if the message is not as its type says: the next call gives the one
    /// behind it. Any other error ends the dump.
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    #[inline]
    pub fn next(&mut self) -> Result<Option<T::Of<'_>>, Error> {
        if self.exchange.is_over() {
            return Ok(None);
        }
        match self.connection.step(&mut self.exchange)? {
            Step::Reply(start) => Ok(Some(self.connection.inbox.message_at(start)?.parse()?)),
            Step::Finished(_) => Ok(None),
            Step::Failed(start) => Err(self.connection.refusal(start, self.sent)),
        }
    }
}
