//! A view of what a kernel has, kept up to date, awaited update by update.

use core::marker::PhantomData;
use core::time::Duration;

use netlink_core::{EmitError, EmitMessage, Level, ParseMessage, Request, View};

use super::{Connection, Events};
use crate::connection::{Counters, Error, Observer, Transport, Update};

/// Lists all objects, then returns every change, and lists again when changes were lost.
///
/// As the [blocking one](crate::connection::Watch); the future of [`Watch::next`] can be dropped, and
/// nothing is missed.
#[derive(Debug)]
pub struct Watch<R, E, T> {
    pub(super) observer: Observer<R, T>,
    event: PhantomData<fn() -> E>,
}

impl<R, E, T> Watch<R, E, T>
where
    R: Request,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Watches events that were subscribed to already, and lists over a connection.
    pub fn over(events: Events<E, T>, connection: Connection<T>, request: R) -> Self {
        let observer = Observer::new(events.into_listener(), connection.into_engine(), request);
        Self { observer, event: PhantomData }
    }

    /// Waits for the next update, and returns it.
    ///
    /// # Errors
    /// As [`Watch::next`](crate::connection::Watch::next).
    pub async fn next(&mut self) -> Result<Update<<R::Reply as View>::Of<'_>, E::Of<'_>>, Error> {
        let seen = self.observer.next().await?;
        self.observer.update(seen)
    }

    /// Returns the next update without waiting for a change, or `None` if there is none.
    ///
    /// # Errors
    /// As [`Watch::try_next`](crate::connection::Watch::try_next).
    pub async fn try_next(
        &mut self,
    ) -> Result<Option<Update<<R::Reply as View>::Of<'_>, E::Of<'_>>>, Error> {
        match self.observer.try_next().await? {
            Some(seen) => self.observer.update(seen).map(Some),
            None => Ok(None),
        }
    }

    /// Lists everything again with the next call, which returns [`Update::Reset`].
    pub fn relist(&mut self) {
        self.observer.relist();
    }

    /// Sets the request that is sent before each list, which must wait for the changes under way.
    ///
    /// # Errors
    /// If the request breaks a rule of its own type.
    pub fn set_fence<F: EmitMessage>(&mut self, fence: &F) -> Result<(), EmitError> {
        self.observer.set_fence(fence)
    }

    /// Sets how strictly the list and the events are read: [`Level::LIBERAL`] at first.
    ///
    /// See [`Options::level`](crate::connection::Options::level).
    pub const fn set_level(&mut self, level: Level) {
        self.observer.set_level(level);
    }

    /// Sets how long [`Watch::next`] waits, as in the
    /// [blocking one](crate::connection::Watch::set_timeout).
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.observer.set_timeout(timeout);
    }

    /// Returns the transport on which the events come in.
    #[must_use]
    pub const fn event_transport(&self) -> &T {
        self.observer.events.engine.transport()
    }

    /// Returns the transport on which the lists come in.
    #[must_use]
    pub const fn list_transport(&self) -> &T {
        self.observer.lists.transport()
    }

    /// Returns what has happened so far where the events come in.
    #[must_use]
    pub const fn event_counters(&self) -> Counters {
        self.observer.events.engine.counters()
    }

    /// Returns what has happened so far where the lists come in.
    #[must_use]
    pub const fn list_counters(&self) -> Counters {
        self.observer.lists.counters()
    }
}
