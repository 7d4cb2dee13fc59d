//! Events that are not netlink messages, awaited one by one.

use core::marker::PhantomData;
use core::time::Duration;

use netlink_core::{Ack, EmitMessage};

use crate::Received;
use crate::connection::{Counters, Error, Framing, Listener, Notification, Options, Transport};

/// A stream of datagrams that are not sequences of netlink messages.
///
/// As the [blocking one](crate::connection::Datagrams); the future of [`Datagrams::next`] can be dropped
/// and no datagram is lost.
#[derive(Debug)]
pub struct Datagrams<F, T> {
    listener: Listener<T>,
    framing: PhantomData<fn() -> F>,
}

impl<F: Framing, T: Transport> Datagrams<F, T> {
    /// Listens to what a transport receives.
    ///
    /// # Errors
    /// If there is no memory, or the descriptor is not a netlink socket.
    pub fn over(transport: T) -> Result<Self, Error> {
        Ok(Self { listener: Listener::of_datagrams(transport)?, framing: PhantomData })
    }

    /// Waits for the next datagram, and returns it.
    ///
    /// # Errors
    /// As [`Datagrams::next`](crate::connection::Datagrams::next).
    pub async fn next(&mut self) -> Result<Notification<F::Item<'_>>, Error> {
        let heard = self.listener.next().await?;
        Ok(self.listener.datagram(heard).map(F::read))
    }

    /// Returns the next datagram, if there is one already.
    ///
    /// # Errors
    /// As [`Datagrams::next`].
    pub fn try_next(&mut self) -> Result<Option<Notification<F::Item<'_>>>, Error> {
        let heard = self.listener.try_next()?;
        Ok(heard.map(|heard| self.listener.datagram(heard).map(F::read)))
    }

    /// Sends a request on the same socket, and waits for its acknowledgement.
    ///
    /// # Errors
    /// As [`Datagrams::execute`](crate::connection::Datagrams::execute).
    pub async fn execute<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Ack<'_>, Error>
    where
        R: EmitMessage,
    {
        let engine = self.listener.aside();
        let start = engine.execute(request, options.into()).await?;
        engine.ack_at(start)
    }

    /// Returns the transport, to set options of its socket and to join groups.
    #[must_use]
    pub const fn transport(&self) -> &T {
        self.listener.engine.transport()
    }

    /// Returns what is known of the datagram returned last: its group, and who sent it.
    #[must_use]
    pub const fn source(&self) -> Option<Received> {
        self.listener.source
    }

    /// Sets how long [`Datagrams::next`] waits; forever at first.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.listener.engine.set_event_timeout(timeout);
    }

    /// Accepts also what other processes send, such as udev.
    pub const fn accept_any_sender(&mut self) {
        self.listener.engine.accept_any_sender();
    }

    /// Returns what has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.listener.engine.counters()
    }
}
