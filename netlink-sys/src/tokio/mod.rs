//! Connections on a tokio runtime (feature `tokio`).
//!
//! The connections of [`asynchronous`], over a [`Socket`] that tokio waits for.
//! The runtime needs I/O, and for deadlines also time: `enable_all` of its builder gives both.
//!
//! ```
//! # use core::ffi::CStr;
//! # use netlink_core::{Emit, Parse};
//! use netlink_sys::Protocol;
//! use netlink_sys::tokio::Connection;
//!
//! # #[derive(Debug, Parse)]
//! # #[netlink(message = 16)]
//! # struct Link<'a> {
//! #     #[netlink(header)]
//! #     info: [u8; 16],
//! #     #[nla(3)]
//! #     name: &'a CStr,
//! # }
//! # #[derive(Debug, Default, Emit)]
//! # #[netlink(message = 18, reply = Link<'_>)]
//! # struct GetLinks {
//! #     #[netlink(header)]
//! #     info: [u8; 16],
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), netlink_sys::connection::Error> {
//! let mut netlink = Connection::open(Protocol::ROUTE)?;
//! let mut links = netlink.dump(&GetLinks::default()).await?;
//! while let Some(link) = links.next().await? {
//!     println!("{:?}", link.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A future can be dropped at any point, so `tokio::time::timeout` and `tokio::select!` do what one
//! expects of them. Here, whatever the link does, something is done each second:
//!
//! ```
//! # use core::time::Duration;
//! # use netlink_core::RawMessage;
//! use netlink_sys::connection::Notification;
//! use netlink_sys::tokio::Events;
//! use netlink_sys::{Group, Protocol};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), netlink_sys::connection::Error> {
//! let links = Group::new(1).unwrap(); // RTNLGRP_LINK
//! let mut events = Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[links]).await?;
//! # let second = Duration::from_millis(1);
//! # let mut ticks = 0;
//! let mut clock = tokio::time::interval(second);
//! loop {
//!     tokio::select! {
//!         event = events.next() => match event? {
//!             Notification::Message(message) => println!("type {}", message.header().ty),
//!             Notification::Lost => println!("events were lost"),
//!         },
//!         _ = clock.tick() => {
//!             println!("tick");
//! #             ticks += 1;
//! #             if ticks == 3 { break; }
//!         }
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod socket;

use netlink_core::{ParseMessage, Request, View};

pub use socket::Socket;

use crate::connection::{Error, Framing, event_socket, request_socket};
use crate::{Group, NetworkNamespace, Protocol};
use crate::{asynchronous, connection};

/// A connection on a tokio runtime.
pub type Connection = asynchronous::Connection<Socket>;

/// A dump of a [`Connection`] on a tokio runtime.
pub type Dump<'c, V> = asynchronous::Dump<'c, V, Socket>;

/// Connections that the tasks of a tokio runtime share.
pub type Pool = asynchronous::Pool<Socket>;

/// On a tokio runtime.
impl Pool {
    /// Returns a pool of up to so many connections, opened as [`Connection::open`] does.
    #[must_use]
    pub fn open(protocol: Protocol, size: usize) -> Self {
        Self::of(size, move || Connection::open(protocol))
    }

    /// Returns a pool of up to so many connections in another network namespace.
    #[must_use]
    pub fn open_in(namespace: NetworkNamespace, protocol: Protocol, size: usize) -> Self {
        Self::of(size, move || Connection::open_in(&namespace, protocol))
    }
}

/// Events on a tokio runtime.
pub type Events<E> = asynchronous::Events<E, Socket>;

/// Events that are not netlink messages, on a tokio runtime.
pub type Datagrams<F> = asynchronous::Datagrams<F, Socket>;

/// On a tokio runtime.
impl<F: Framing> Datagrams<F> {
    /// Opens a socket, and joins groups, as
    /// [`Datagrams::subscribe`](crate::connection::Datagrams::subscribe) does.
    ///
    /// # Errors
    /// As there, or if the system cannot watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub fn subscribe(protocol: Protocol, groups: &[Group]) -> Result<Self, Error> {
        let socket = event_socket(None, protocol)?;
        for group in groups {
            socket.join(*group)?;
        }
        Self::over(Socket::new(socket)?)
    }
}

/// A view kept up to date on a tokio runtime.
pub type Watch<R, E> = asynchronous::Watch<R, E, Socket>;

/// On a tokio runtime.
impl Connection {
    /// Opens a connection to the kernel, as [`Connection::open`](crate::Connection::open) does.
    ///
    /// # Errors
    /// As there, or if the system cannot watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub fn open(protocol: Protocol) -> Result<Self, Error> {
        Self::over(Socket::new(request_socket(None, protocol)?)?)
    }

    /// Opens a connection in another network namespace.
    ///
    /// # Errors
    /// As [`Connection::open_in`](crate::Connection::open_in), or if the system cannot watch one more
    /// descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub fn open_in(namespace: &NetworkNamespace, protocol: Protocol) -> Result<Self, Error> {
        Self::over(Socket::new(request_socket(Some(namespace), protocol)?)?)
    }

    /// Returns the socket, to set its options and to join and leave groups.
    #[must_use]
    pub fn socket(&self) -> &crate::Socket {
        self.transport().as_socket()
    }
}

/// On a tokio runtime.
impl<E> Events<E>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Opens a socket, and joins groups, as
    /// [`Events::subscribe`](crate::connection::Events::subscribe) does.
    ///
    /// # Errors
    /// As there, or if the system cannot watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub async fn subscribe(protocol: Protocol, groups: &[Group]) -> Result<Self, Error> {
        Self::on(event_socket(None, protocol)?, groups).await
    }

    /// Opens a socket in another network namespace, and joins groups.
    ///
    /// # Errors
    /// As [`Events::subscribe_in`](crate::connection::Events::subscribe_in), or if the system cannot
    /// watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub async fn subscribe_in(
        namespace: &NetworkNamespace,
        protocol: Protocol,
        groups: &[Group],
    ) -> Result<Self, Error> {
        Self::on(event_socket(Some(namespace), protocol)?, groups).await
    }

    /// Opens a socket of generic netlink, and joins groups of a family by their names.
    ///
    /// # Errors
    /// As [`Events::subscribe_family`](crate::connection::Events::subscribe_family).
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub async fn subscribe_family(family: &str, groups: &[&str]) -> Result<Self, Error> {
        let mut events = Self::subscribe(Protocol::GENERIC, &[]).await?;
        events.join_family(family, groups).await?;
        Ok(events)
    }

    /// Opens a socket of generic netlink in another network namespace, and joins groups of a family by
    /// their names.
    ///
    /// # Errors
    /// As [`Events::subscribe_family_in`](crate::connection::Events::subscribe_family_in).
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub async fn subscribe_family_in(
        namespace: &NetworkNamespace,
        family: &str,
        groups: &[&str],
    ) -> Result<Self, Error> {
        let mut events = Self::subscribe_in(namespace, Protocol::GENERIC, &[]).await?;
        events.join_family(family, groups).await?;
        Ok(events)
    }

    async fn on(socket: crate::Socket, groups: &[Group]) -> Result<Self, Error> {
        let events = Self::over(Socket::new(socket)?).await?;
        for group in groups {
            events.socket().join(*group)?;
        }
        Ok(events)
    }

    /// Returns the socket, to set its options and to join and leave groups.
    #[must_use]
    pub fn socket(&self) -> &crate::Socket {
        self.transport().as_socket()
    }
}

/// On a tokio runtime.
impl<R, E> Watch<R, E>
where
    R: Request,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Opens the sockets and joins the groups, as [`Watch::open`](crate::connection::Watch::open)
    /// does.
    ///
    /// # Errors
    /// As there, or if the system cannot watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub async fn open(protocol: Protocol, groups: &[Group], request: R) -> Result<Self, Error> {
        let events = Events::subscribe(protocol, groups).await?;
        events.socket().grow_recv_buffer(connection::Watch::<R, E>::RECEIVE_BUFFER)?;
        Ok(Self::over(events, Connection::open(protocol)?, request))
    }

    /// Opens a watch in another network namespace.
    ///
    /// # Errors
    /// As [`Watch::open_in`](crate::connection::Watch::open_in), or if the system cannot watch one more
    /// descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub async fn open_in(
        namespace: &NetworkNamespace,
        protocol: Protocol,
        groups: &[Group],
        request: R,
    ) -> Result<Self, Error> {
        let events = Events::subscribe_in(namespace, protocol, groups).await?;
        events.socket().grow_recv_buffer(connection::Watch::<R, E>::RECEIVE_BUFFER)?;
        Ok(Self::over(events, Connection::open_in(namespace, protocol)?, request))
    }

    /// Returns the socket on which the events come in.
    #[must_use]
    pub fn event_socket(&self) -> &crate::Socket {
        self.event_transport().as_socket()
    }

    /// Returns the socket on which the lists come in.
    #[must_use]
    pub fn list_socket(&self) -> &crate::Socket {
        self.list_transport().as_socket()
    }
}
