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
//! use netlink_sys::connection::Event;
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
//!             Event::Message(message) => println!("type {}", message.header().ty),
//!             Event::Lost => println!("events were lost"),
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

use crate::asynchronous;
use crate::connection::{Error, open_socket};
use crate::{Group, Protocol};

/// A connection on a tokio runtime.
pub type Connection = asynchronous::Connection<Socket>;

/// A dump of a [`Connection`] on a tokio runtime.
pub type Dump<'c, V> = asynchronous::Dump<'c, V, Socket>;

/// Events on a tokio runtime.
pub type Events<E> = asynchronous::Events<E, Socket>;

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
        Self::over(Socket::new(open_socket(protocol)?)?)
    }

    /// The socket, to set its options.
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
        let events = Self::over(Socket::new(crate::Socket::open(protocol)?)?).await?;
        for group in groups {
            events.socket().join(*group)?;
        }
        Ok(events)
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
        for group in groups {
            let group = events.group(family, group).await?;
            events.socket().join(group)?;
        }
        Ok(events)
    }

    /// The socket: for its options, to join groups and to leave them.
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
        Ok(Self::over(events, Connection::open(protocol)?, request))
    }
}
