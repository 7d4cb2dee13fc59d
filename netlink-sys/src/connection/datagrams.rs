//! Events that are not netlink messages.

use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;

use netlink_core::{Ack, EmitMessage};

use super::counters::Counters;
use super::drive::drive;
use super::error::Error;
use super::event::Notification;
use super::framing::Framing;
use super::listener::Listener;
use super::opening::event_socket;
use super::options::Options;
use super::transport::Transport;
use crate::{Group, Protocol, Received, Socket, Waker};

/// A stream of datagrams that are not sequences of netlink messages.
///
/// It works as [`Events`](super::Events) do. Each datagram is read as a whole, by a [`Framing`]:
/// [`Uevents`](super::Uevents) or [`AuditRecords`](super::AuditRecords).
///
/// ```
/// use netlink_sys::connection::{Datagrams, Notification, Uevents};
/// use netlink_sys::{Group, Protocol};
///
/// let kernel = Group::new(1).unwrap(); // in group 2 udev repeats the events
/// let mut events = Datagrams::<Uevents>::subscribe(Protocol::KOBJECT_UEVENT, &[kernel])?;
/// while let Some(event) = events.try_next()? {
///     match event {
///         Notification::Message(event) => println!("{:?}", event.get("DEVPATH")),
///         Notification::Lost => println!("events were lost"),
///     }
/// }
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug)]
pub struct Datagrams<F, T = Socket> {
    listener: Listener<T>,
    framing: PhantomData<fn() -> F>,
}

impl<F: Framing> Datagrams<F> {
    /// Opens a socket, and joins groups.
    ///
    /// # Errors
    /// As [`Socket::open`] and [`Socket::join`].
    pub fn subscribe(protocol: Protocol, groups: &[Group]) -> Result<Self, Error> {
        let datagrams = Self::over(event_socket(None, protocol)?)?;
        for group in groups {
            datagrams.socket().join(*group)?;
        }
        Ok(datagrams)
    }

    /// Returns the socket: for its options, to join groups and to leave them.
    #[must_use]
    pub const fn socket(&self) -> &Socket {
        &self.listener.engine.transport
    }
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
    /// As [`Events::next`](super::Events::next).
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    pub fn next(&mut self) -> Result<Notification<F::Item<'_>>, Error> {
        let heard = drive(self.listener.next())?;
        Ok(self.listener.datagram(heard).map(F::read))
    }

    /// Returns the next datagram, if there is one already.
    ///
    /// # Errors
    /// As [`Events::next`](super::Events::next).
    pub fn try_next(&mut self) -> Result<Option<Notification<F::Item<'_>>>, Error> {
        let heard = self.listener.try_next()?;
        Ok(heard.map(|heard| self.listener.datagram(heard).map(F::read)))
    }

    /// Sends a request on the same socket, and waits for its acknowledgement: such as `AUDIT_SET`, which
    /// makes this socket the one that receives the records.
    ///
    /// # Errors
    /// As [`Connection::execute`](super::Connection::execute).
    pub fn execute<R>(&mut self, request: &R, options: impl Into<Options>) -> Result<Ack<'_>, Error>
    where
        R: EmitMessage,
    {
        let engine = self.listener.aside();
        let start = drive(engine.execute(request, options.into()))?;
        engine.ack_at(start)
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

    /// Sets what ends the wait of [`Datagrams::next`] from elsewhere.
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.listener.engine.set_waker(waker);
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
