//! A view of what a kernel has, kept up to date: everything once, then every change.

use core::marker::PhantomData;
use core::time::Duration;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use netlink_core::{EmitError, EmitMessage, Level, ParseMessage, Request, View};

use super::blocking::Connection;
use super::counters::Counters;
use super::drive::drive;
use super::error::Error;
use super::events::Events;
use super::observer::Observer;
use super::transport::Transport;
use super::update::Update;
use crate::{Group, NetworkNamespace, Protocol, Socket, Waker};

/// Lists everything there is, then reports every change, and lists again when changes were lost.
///
/// It subscribes first and then lists on another socket, so that nothing is missed in between: a change
/// may report what the list has already. While it lists, it keeps the changes that come in memory of its
/// own (up to 32 MiB), so that a busy table is listed once. A list that the kernel reports as interrupted
/// is requested again.
///
/// # Changes that kernels do not report
///
/// A view is only as good as the notifications of the kernel:
///
/// - When a link goes down, the kernel removes its IPv4 routes without notifications. A view of routes
///   must also listen to links and addresses, and call [`relist`](Self::relist) when a link goes down or
///   loses an address. The same holds for IPv4 routes over an address that is removed.
/// - When a port leaves a bridge, the kernel sends `RTM_DELLINK` with the address family `AF_BRIDGE` (7)
///   to `RTNLGRP_LINK`. The link still exists: ignore messages of links with another address family than 0.
/// - Statistics, and neighbours that only change their state, are not always reported.
///
/// # The fence
///
/// Kernels from Linux 6.12 on report an IPv4 route as deleted before they remove it, and list routes
/// without waiting for that. A list that begins after the report can thus still contain the route. Before
/// each list, a `Watch` on [`Protocol::ROUTE`] requests the loopback device: this waits for the lock that
/// all changes hold (RTNL). For other protocols no such request is known; where the subsystem has one,
/// [`set_fence`](Self::set_fence) takes it.
///
/// `R` is the request for the list, `E` the events, as a rule an enum.
///
/// ```
/// # use core::ffi::CStr;
/// # use netlink_core::{Emit, Parse, zerocopy};
/// # use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};
/// use std::collections::BTreeMap;
///
/// use netlink_sys::connection::{Update, Watch};
/// use netlink_sys::{Group, Protocol};
///
/// # #[derive(Clone, Copy, Debug, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
/// # #[zerocopy(crate = "netlink_core::zerocopy")]
/// # #[repr(C)]
/// # struct IfInfoMsg { family: u8, padding: u8, device_type: u16, index: i32, flags: u32, change: u32 }
/// # const AF_BRIDGE: u8 = 7;
/// #[derive(Debug, Parse)]
/// #[netlink(message = 16)] // RTM_NEWLINK
/// struct Link<'a> {
///     #[netlink(header)]
///     info: IfInfoMsg,
///     #[nla(3)] // IFLA_IFNAME
///     name: &'a CStr,
/// }
///
/// #[derive(Debug, Default, Emit)]
/// #[netlink(message = 18, reply = Link<'_>)] // RTM_GETLINK
/// struct GetLinks {
///     #[netlink(header)]
///     info: IfInfoMsg,
/// }
///
/// #[derive(Debug, Parse)]
/// enum LinkEvent<'a> {
///     #[netlink(message = 16)]
///     New(Link<'a>),
///     #[netlink(message = 17)] // RTM_DELLINK
///     Gone(Link<'a>),
/// }
///
/// let group = Group::new(1).unwrap(); // RTNLGRP_LINK
/// let mut watch =
///     Watch::<GetLinks, LinkEvent<'_>>::open(Protocol::ROUTE, &[group], GetLinks::default())?;
/// let mut links = BTreeMap::new();
/// loop {
///     match watch.next()? {
///         Update::Reset => links.clear(),
///         // About a port of a bridge, not about the link.
///         Update::Changed(LinkEvent::New(link) | LinkEvent::Gone(link)) if link.info.family == AF_BRIDGE => {}
///         Update::Listed(link) | Update::Changed(LinkEvent::New(link)) => {
///             links.insert(link.info.index, link.name.to_owned());
///         }
///         Update::Changed(LinkEvent::Gone(link)) => drop(links.remove(&link.info.index)),
///         Update::Complete { .. } => break, // and on, in a program that continues to watch
///     }
/// }
/// assert_eq!(links[&1].as_c_str(), c"lo");
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug)]
pub struct Watch<R, E, T = Socket> {
    observer: Observer<R, T>,
    event: PhantomData<fn() -> E>,
}

impl<R, E> Watch<R, E>
where
    R: Request,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Opens the sockets and joins the groups.
    ///
    /// The receive buffer for events is as large as this process may make it, up to 8 MiB; see
    /// [`set_receive_buffer`](Self::set_receive_buffer). The list is requested by [`Watch::next`].
    ///
    /// # Errors
    /// As [`Events::subscribe`].
    pub fn open(protocol: Protocol, groups: &[Group], request: R) -> Result<Self, Error> {
        let events = Events::subscribe(protocol, groups)?;
        events.socket().grow_recv_buffer(Self::RECEIVE_BUFFER)?;
        Ok(Self::over(events, Connection::open(protocol)?, request))
    }

    /// Opens a watch in another network namespace, as [`Watch::open`] does in this one.
    ///
    /// # Errors
    /// As [`Watch::open`] and [`NetworkNamespace::run`].
    pub fn open_in(
        namespace: &NetworkNamespace,
        protocol: Protocol,
        groups: &[Group],
        request: R,
    ) -> Result<Self, Error> {
        let events = Events::subscribe_in(namespace, protocol, groups)?;
        events.socket().grow_recv_buffer(Self::RECEIVE_BUFFER)?;
        Ok(Self::over(events, Connection::open_in(namespace, protocol)?, request))
    }

    /// The size in bytes of the receive buffer for events that [`open`](Self::open) requests.
    ///
    /// It is the option `SO_RCVBUF` of `asm/socket.h`.
    #[doc(alias = "SO_RCVBUF")]
    pub const RECEIVE_BUFFER: usize = 8 << 20;

    /// Sets the size in bytes of the receive buffer for events, as near as this process may.
    ///
    /// With `CAP_NET_ADMIN` any size is possible, otherwise up to `net.core.rmem_max`. Returns the size
    /// as the kernel counts it, see [`Socket::recv_buffer_size`].
    ///
    /// # Errors
    /// As [`Socket::set_recv_buffer_size`].
    pub fn set_receive_buffer(&self, bytes: usize) -> Result<usize, Error> {
        self.event_socket().grow_recv_buffer(bytes)?;
        Ok(self.event_socket().recv_buffer_size()?)
    }

    /// Returns the socket on which the events come in.
    #[must_use]
    pub const fn event_socket(&self) -> &Socket {
        self.observer.events.engine.transport()
    }

    /// Returns the socket on which the lists come in.
    #[must_use]
    pub const fn list_socket(&self) -> &Socket {
        self.observer.lists.transport()
    }
}

/// Becomes readable when there is a change to report.
///
/// Call [`Watch::try_next`] until it returns `None` before you wait: the list and the changes that were
/// kept while it was read do not make the descriptor readable.
impl<R, E> AsFd for Watch<R, E> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.observer.events.engine.transport.as_fd()
    }
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
    /// As [`Dump::next`](super::Dump::next) and [`Events::next`]. The next call continues: after an error
    /// that ended the list with a new list, after any other error where it was, or behind what could not
    /// be read.
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    pub fn next(&mut self) -> Result<Update<<R::Reply as View>::Of<'_>, E::Of<'_>>, Error> {
        let seen = drive(self.observer.next())?;
        self.observer.update(seen)
    }

    /// Returns the next update without waiting for a change, or `None` if there is none.
    ///
    /// While the list is read, it waits for the kernel as a request does.
    ///
    /// # Errors
    /// As [`Watch::next`].
    #[expect(clippy::type_complexity, reason = "what `next` returns, or none")]
    pub fn try_next(
        &mut self,
    ) -> Result<Option<Update<<R::Reply as View>::Of<'_>, E::Of<'_>>>, Error> {
        match drive(self.observer.try_next())? {
            Some(seen) => self.observer.update(seen).map(Some),
            None => Ok(None),
        }
    }

    /// Lists everything again with the next call, which returns [`Update::Reset`].
    ///
    /// Use this after something that the kernel does not report.
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

    /// Sets how long [`Watch::next`] waits: for a change, and for each part of a list.
    ///
    /// `None` waits forever for changes, and [ten seconds](Connection::DEFAULT_TIMEOUT) for a part of a
    /// list, as at first. A list that stops coming for so long is requested
    /// again by the next call.
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.observer.set_timeout(timeout);
    }

    /// Sets what ends every wait of [`Watch::next`] from elsewhere.
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.observer.set_waker(waker);
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
