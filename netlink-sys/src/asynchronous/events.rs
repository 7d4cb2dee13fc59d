//! Events, awaited one by one.

use core::marker::PhantomData;

use netlink_core::{ParseMessage, View};

use crate::connection::{Counters, Error, Event, Listener, Transport};
use crate::{Group, Received};

/// A stream of events from multicast groups, on a transport of its own.
///
/// As the [blocking one](crate::connection::Events); the future of [`Events::next`] can be dropped
/// and no event is lost.
#[derive(Debug)]
pub struct Events<E, T> {
    pub(super) listener: Listener<T>,
    event: PhantomData<fn() -> E>,
}

impl<E, T> Events<E, T>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Listens to what a transport receives: a socket that has joined its groups, or a stand-in.
    ///
    /// # Errors
    /// As [`Events::over`](crate::connection::Events::over).
    pub async fn over(transport: T) -> Result<Self, Error> {
        let mut listener = Listener::new(transport)?;
        listener.expect::<E::Of<'_>>().await?;
        Ok(Self { listener, event: PhantomData })
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// As [`Events::next`](crate::connection::Events::next).
    pub async fn next(&mut self) -> Result<Event<E::Of<'_>>, Error> {
        let heard = self.listener.next().await?;
        self.listener.event(heard)
    }

    /// The next event, if there is one already.
    ///
    /// # Errors
    /// As [`Events::next`].
    pub fn try_next(&mut self) -> Result<Option<Event<E::Of<'_>>>, Error> {
        match self.listener.try_next()? {
            Some(heard) => self.listener.event(heard).map(Some),
            None => Ok(None),
        }
    }

    /// What carries the datagrams.
    #[must_use]
    pub const fn transport(&self) -> &T {
        self.listener.engine.transport()
    }

    /// The number of a generic netlink family's multicast group, for the socket to join.
    ///
    /// # Errors
    /// [`Error::NoFamily`], [`Error::NoGroup`]; else what went wrong on the way.
    pub async fn group(&mut self, family: &str, group: &str) -> Result<Group, Error> {
        self.listener.engine.group(family, group).await
    }

    /// What is known of the datagram that the last event came in.
    #[must_use]
    pub const fn source(&self) -> Option<Received> {
        self.listener.source
    }

    /// Gives also what other processes send.
    ///
    /// See [`Events::believe_everybody`](crate::connection::Events::believe_everybody).
    pub const fn believe_everybody(&mut self) {
        self.listener.engine.believe_everybody();
    }

    /// What has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.listener.engine.counters()
    }

    pub(super) fn into_listener(self) -> Listener<T> {
        self.listener
    }
}
