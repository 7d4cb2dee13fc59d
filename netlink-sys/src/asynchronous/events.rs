//! Events, awaited one by one.

use core::marker::PhantomData;
use core::time::Duration;

use netlink_core::{Ack, EmitMessage, Level, ParseMessage, Request, View};

use crate::Received;
use crate::connection::{Counters, Error, Listener, Notification, Options, Transport};

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
    pub async fn next(&mut self) -> Result<Notification<E::Of<'_>>, Error> {
        let heard = self.listener.next().await?;
        self.listener.event(heard)
    }

    /// Returns the next event if one has been received already.
    ///
    /// # Errors
    /// As [`Events::next`].
    pub fn try_next(&mut self) -> Result<Option<Notification<E::Of<'_>>>, Error> {
        match self.listener.try_next()? {
            Some(heard) => self.listener.event(heard).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the transport that carries the datagrams.
    #[must_use]
    pub const fn transport(&self) -> &T {
        self.listener.engine.transport()
    }

    /// Joins groups of a generic netlink family by their names, and again whenever the family is registered again.
    ///
    /// # Errors
    /// [`Error::NoFamily`], [`Error::NoGroup`]; otherwise the error of the operation that failed.
    pub async fn join_family(&mut self, family: &str, groups: &[&str]) -> Result<(), Error> {
        self.listener.follow_family(family, groups).await
    }

    /// Sets how strictly events are read, and replies on the same socket: [`Level::LIBERAL`] at first.
    ///
    /// An event that does not meet the level is [`Error::Reply`]. See
    /// [`Options::level`](crate::connection::Options::level).
    pub const fn set_level(&mut self, level: Level) {
        self.listener.engine.set_level(level);
    }

    /// Sets how long [`Events::next`] waits; forever at first.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.listener.engine.set_event_timeout(timeout);
    }

    /// Sends a request on the same socket, and returns its reply.
    ///
    /// Use this for protocols that send notifications to the socket that requested them, such as NFLOG,
    /// NFQUEUE, taskstats and the connector. Events that arrive before the reply are kept, and
    /// [`Events::next`] returns them later.
    ///
    /// # Errors
    /// As [`Connection::request_with`](crate::Connection::request_with).
    pub async fn request<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        let engine = self.listener.aside();
        let options = options.into();
        let start = engine.request(request, options).await?;
        engine.parse_at(start, options.reply_level())
    }

    /// Sends a request that changes something on the same socket, and waits for its acknowledgement.
    ///
    /// # Errors
    /// As [`Connection::execute`](crate::Connection::execute).
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

    /// Sends a message on the same socket and waits for nothing, such as the verdict on a queued packet.
    ///
    /// # Errors
    /// What went wrong when sending.
    pub async fn send<M>(&mut self, message: &M, options: impl Into<Options>) -> Result<(), Error>
    where
        M: EmitMessage,
    {
        self.listener.aside().send(message, options.into()).await
    }

    /// Returns the sender, group and namespace of the datagram that the last event came in.
    #[must_use]
    pub const fn source(&self) -> Option<Received> {
        self.listener.source
    }

    /// Gives also what other processes send.
    ///
    /// See [`Events::accept_any_sender`](crate::connection::Events::accept_any_sender).
    pub const fn accept_any_sender(&mut self) {
        self.listener.engine.accept_any_sender();
    }

    /// Returns what has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.listener.engine.counters()
    }

    pub(super) fn into_listener(self) -> Listener<T> {
        self.listener
    }
}
