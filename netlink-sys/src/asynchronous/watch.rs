//! A view of what a kernel has, kept up to date, awaited update by update.

use core::marker::PhantomData;

use netlink_core::{ParseMessage, Request, View};

use super::{Connection, Events};
use crate::connection::{Counters, Error, Observer, Transport, Update};

/// Lists everything there is, then tells every change, and begins anew when changes were lost.
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

    /// What there is to tell next; waits for it.
    ///
    /// # Errors
    /// As [`Watch::next`](crate::connection::Watch::next).
    pub async fn next(&mut self) -> Result<Update<<R::Reply as View>::Of<'_>, E::Of<'_>>, Error> {
        let seen = self.observer.next().await?;
        self.observer.update(seen)
    }

    /// What has happened so far where the events come in.
    #[must_use]
    pub const fn event_counters(&self) -> Counters {
        self.observer.events.engine.counters()
    }

    /// What has happened so far where the lists come in.
    #[must_use]
    pub const fn list_counters(&self) -> Counters {
        self.observer.lists.counters()
    }
}
