//! Events: what a kernel sends to the members of multicast groups.

use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;

use netlink_core::{Ack, EmitMessage, Level, ParseMessage, Request, View};

use super::counters::Counters;
use super::drive::drive;
use super::error::Error;
use super::event::Notification;
use super::listener::Listener;
use super::opening::event_socket;
use super::options::Options;
use super::transport::Transport;
use crate::{Group, NetworkNamespace, Protocol, Received, Socket, Waker};

/// A stream of events from multicast groups, on a socket of its own.
///
/// Events borrow from the receive buffer, one at a time. `E` is their type, usually an enum of the messages
/// that the groups deliver. Messages of other types are skipped. With
/// [`RawMessage`](netlink_core::RawMessage) as `E`, all messages are returned.
///
/// A kernel that has no room for an event drops it, and everything after it until the socket has been
/// read empty. The loss is reported as [`Notification::Lost`], after the events that were sent before it.
/// Your copy of the state is then out of date and must be requested again: [`Watch`](super::Watch) does.
///
/// If you keep links by their index, ignore messages with another address family than 0 in `struct
/// ifinfomsg`: when a port leaves a bridge, the kernel sends `RTM_DELLINK` with `AF_BRIDGE` to
/// `RTNLGRP_LINK`, and the link still exists.
///
/// Events come from the kernel only: what other processes send to the groups is ignored, unless you
/// [accept it](Self::accept_any_sender).
///
/// ```
/// use core::ffi::CStr;
/// use netlink_core::Parse;
/// use netlink_sys::connection::{Notification, Events};
/// use netlink_sys::{Group, Protocol};
///
/// #[derive(Debug, Parse)]
/// enum LinkEvent<'a> {
///     #[netlink(message = 16)] // RTM_NEWLINK
///     New(Link<'a>),
///     #[netlink(message = 17)] // RTM_DELLINK
///     Gone(Link<'a>),
/// }
///
/// #[derive(Debug, Parse)]
/// struct Link<'a> {
///     #[netlink(header)]
///     info: [u8; 16], // struct ifinfomsg
///     #[nla(3)] // IFLA_IFNAME
///     name: &'a CStr,
/// }
///
/// let mut events = Events::<LinkEvent<'_>>::subscribe(Protocol::ROUTE, &[Group::new(1).unwrap()])?;
/// while let Some(event) = events.try_next()? {
///     match event {
///         Notification::Message(LinkEvent::New(link)) => println!("{:?} is new or changed", link.name),
///         Notification::Message(LinkEvent::Gone(link)) => println!("{:?} is gone", link.name),
///         Notification::Lost => println!("events were lost"),
///     }
/// }
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug)]
pub struct Events<E, T = Socket> {
    listener: Listener<T>,
    event: PhantomData<fn() -> E>,
}

impl<E> Events<E>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Opens a socket, and joins groups.
    ///
    /// # Errors
    /// As [`Socket::open`] and [`Socket::join`]. On [`Protocol::GENERIC`] also as
    /// [`Connection::family`](super::Connection::family), for the families of `E`.
    pub fn subscribe(protocol: Protocol, groups: &[Group]) -> Result<Self, Error> {
        Self::on(event_socket(None, protocol)?, groups)
    }

    /// Opens a socket in another network namespace, and joins groups.
    ///
    /// # Errors
    /// As [`Events::subscribe`] and [`NetworkNamespace::run`].
    pub fn subscribe_in(
        namespace: &NetworkNamespace,
        protocol: Protocol,
        groups: &[Group],
    ) -> Result<Self, Error> {
        Self::on(event_socket(Some(namespace), protocol)?, groups)
    }

    /// Opens a socket of generic netlink, and joins groups of a family by their names.
    ///
    /// If the family is removed and registered again, its groups have other numbers. The stream then joins
    /// them, and reports [`Notification::Lost`], since events may have been missed.
    ///
    /// # Errors
    /// [`Error::NoFamily`], [`Error::NoGroup`], and as [`Events::subscribe`].
    pub fn subscribe_family(family: &str, groups: &[&str]) -> Result<Self, Error> {
        Self::of_family(event_socket(None, Protocol::GENERIC)?, family, groups)
    }

    /// Opens a socket of generic netlink in another network namespace, and joins groups of a family by
    /// their names.
    ///
    /// # Errors
    /// As [`Events::subscribe_family`] and [`NetworkNamespace::run`].
    pub fn subscribe_family_in(
        namespace: &NetworkNamespace,
        family: &str,
        groups: &[&str],
    ) -> Result<Self, Error> {
        Self::of_family(event_socket(Some(namespace), Protocol::GENERIC)?, family, groups)
    }

    fn on(socket: Socket, groups: &[Group]) -> Result<Self, Error> {
        let events = Self::over(socket)?;
        for group in groups {
            events.socket().join(*group)?;
        }
        Ok(events)
    }

    fn of_family(socket: Socket, family: &str, groups: &[&str]) -> Result<Self, Error> {
        let mut events = Self::over(socket)?;
        drive(events.listener.follow_family(family, groups))?;
        Ok(events)
    }

    /// Returns the socket, to set its options and to join and leave groups.
    ///
    /// With [`Socket::set_packet_info`], [`Events::source`] names the group. With
    /// [`Socket::force_recv_buffer_size`] fewer events are lost.
    #[must_use]
    pub const fn socket(&self) -> &Socket {
        &self.listener.engine.transport
    }
}

impl<E, T> Events<E, T>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Listens to what a transport receives: a socket that has joined its groups, or a stand-in.
    ///
    /// # Errors
    /// No memory. On [`Protocol::GENERIC`] also as
    /// [`Connection::family`](super::Connection::family), for the families of `E`.
    pub fn over(transport: T) -> Result<Self, Error> {
        let mut listener = Listener::new(transport)?;
        drive(listener.expect::<E::Of<'_>>())?;
        Ok(Self { listener, event: PhantomData })
    }

    /// Joins groups of a generic netlink family by their names, and again whenever the family is registered again.
    ///
    /// [`Events::subscribe_family`] does this on a new socket. An event stream follows one family.
    ///
    /// # Errors
    /// [`Error::NoFamily`], [`Error::NoGroup`]; otherwise the error of the operation that failed.
    pub fn join_family(&mut self, family: &str, groups: &[&str]) -> Result<(), Error> {
        drive(self.listener.follow_family(family, groups))
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// [`Error::Reply`] if an event is not as its type says, [`Error::Truncated`] if it was longer
    /// than the receive buffer: the next call gives the one behind it. [`Error::TimedOut`] and
    /// [`Error::Woken`] as [set](Self::set_timeout). Else [`Error::Receive`].
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    #[inline]
    pub fn next(&mut self) -> Result<Notification<E::Of<'_>>, Error> {
        let heard = match self.listener.read_on() {
            Some(heard) => heard,
            None => drive(self.listener.next()),
        };
        self.listener.event(heard?)
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

    /// Sends a request on the same socket, and returns its reply.
    ///
    /// Use this for protocols that send notifications to the socket that requested them, such as NFLOG,
    /// NFQUEUE, taskstats and the connector. Events that arrive before the reply are kept, and
    /// [`Events::next`] returns them later.
    ///
    /// # Errors
    /// As [`Connection::request_with`](super::Connection::request_with).
    pub fn request<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        let engine = self.listener.aside();
        let options = options.into();
        let start = drive(engine.request(request, options))?;
        engine.parse_at(start, options.reply_level())
    }

    /// Sends a request that changes something on the same socket, and waits for its acknowledgement.
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

    /// Sends a message on the same socket and waits for nothing, such as the verdict on a queued packet.
    ///
    /// # Errors
    /// What went wrong when sending.
    pub fn send<M>(&mut self, message: &M, options: impl Into<Options>) -> Result<(), Error>
    where
        M: EmitMessage,
    {
        drive(self.listener.aside().send(message, options.into()))
    }

    /// Returns the sender of the datagram that the last event came in, and its group and network
    /// namespace if the socket was asked to report them.
    #[must_use]
    pub const fn source(&self) -> Option<Received> {
        self.listener.source
    }

    /// Sets how strictly events are read, and replies on the same socket: [`Level::LIBERAL`] at first.
    ///
    /// An event that does not meet the level is [`Error::Reply`]. See
    /// [`Options::level`](crate::connection::Options::level).
    pub const fn set_level(&mut self, level: Level) {
        self.listener.engine.set_level(level);
    }

    /// Sets how long [`Events::next`] waits; `None`, as at first, waits forever.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.listener.engine.set_event_timeout(timeout);
    }

    /// Sets what ends the wait of [`Events::next`] from another thread or a signal handler.
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.listener.engine.waker = waker;
    }

    /// Gives also what other processes send to the groups, or to this socket.
    ///
    /// For protocols by which processes talk to each other: the sender is in [`Events::source`], and
    /// the content of a message is what that sender claims, not the kernel.
    pub const fn accept_any_sender(&mut self) {
        self.listener.engine.accept_any_sender();
    }

    /// Returns what has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.listener.engine.counters
    }

    pub(super) fn into_listener(self) -> Listener<T> {
        self.listener
    }
}
