//! Connections on a tokio runtime (feature `tokio`).
//!
//! ```no_run
//! # use core::ffi::CStr;
//! # use netlink_core::{Emit, Parse};
//! use netlink_sys::Protocol;
//! use netlink_sys::tokio::connect;
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
//! # async fn program() -> Result<(), netlink_sys::connection::Error> {
//! let mut netlink = connect(Protocol::ROUTE)?;
//! let mut links = netlink.dump(&GetLinks::default()).await?;
//! while let Some(link) = links.next().await? {
//!     println!("{:?}", link.name);
//! }
//! # Ok(())
//! # }
//! ```

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use netlink_core::{ParseMessage, Request, View};
use tokio::io::unix::{AsyncFd, AsyncFdReadyGuard};
use tokio::time::Sleep;

use crate::asynchronous::{Connection, Events, Watch};
use crate::connection::{Error, Patience, Transport, open_socket};
use crate::error::Result;
use crate::{Group, Protocol, ReceiveBuffer, Received, RecvFlags, SendFlags, sys};

/// Opens a connection to the kernel, as [`Connection::open`](crate::Connection::open) does.
///
/// # Errors
/// As there.
///
/// # Panics
/// Outside of a tokio runtime, or in one without I/O.
pub fn connect(protocol: Protocol) -> Result<Connection<Socket>, Error> {
    Connection::over(Socket::new(open_socket(protocol)?)?, protocol)
}

/// Opens a socket for events, and joins groups, as
/// [`Events::subscribe`](crate::connection::Events::subscribe) does.
///
/// # Errors
/// As there.
///
/// # Panics
/// Outside of a tokio runtime, or in one without I/O.
pub async fn subscribe<E>(protocol: Protocol, groups: &[Group]) -> Result<Events<E, Socket>, Error>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    let socket = crate::Socket::open(protocol)?;
    for group in groups {
        socket.join(*group)?;
    }
    Events::over(Socket::new(socket)?, protocol).await
}

/// Opens a socket of generic netlink for events, and joins groups of a family by their names.
///
/// # Errors
/// As [`Events::subscribe_family`](crate::connection::Events::subscribe_family).
///
/// # Panics
/// Outside of a tokio runtime, or in one without I/O.
pub async fn subscribe_family<E>(family: &str, groups: &[&str]) -> Result<Events<E, Socket>, Error>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    let mut events = subscribe(Protocol::GENERIC, &[]).await?;
    for group in groups {
        let group = events.group(family, group).await?;
        events.transport().as_socket().join(group)?;
    }
    Ok(events)
}

/// Watches what a request lists, as [`Watch::open`](crate::connection::Watch::open) does.
///
/// # Errors
/// As there.
///
/// # Panics
/// Outside of a tokio runtime, or in one without I/O.
pub async fn watch<R, E>(
    protocol: Protocol,
    groups: &[Group],
    request: R,
) -> Result<Watch<R, E, Socket>, Error>
where
    R: Request,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    let events = subscribe(protocol, groups).await?;
    Ok(Watch::over(events, connect(protocol)?, request))
}

/// A socket that is waited for by tokio.
#[derive(Debug)]
pub struct Socket {
    socket: AsyncFd<crate::Socket>,
    /// Runs out when the patience with the receive under way does.
    alarm: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Socket {
    /// Registers a socket with the runtime.
    ///
    /// # Errors
    /// If the system cannot watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub fn new(socket: crate::Socket) -> Result<Self> {
        Ok(Self { socket: sys::watch(socket).map_err(watching)?, alarm: None })
    }

    /// The socket, to set its options.
    #[must_use]
    pub fn as_socket(&self) -> &crate::Socket {
        self.socket.get_ref()
    }

    /// Polls the time that is left.
    fn poll_deadline(&mut self, context: &mut Context<'_>, patience: &Patience) -> Poll<()> {
        let Some(deadline) = patience.deadline() else { return Poll::Pending };
        let alarm = match &mut self.alarm {
            Some((at, alarm)) if *at == deadline => alarm,
            alarm => {
                let sleep = tokio::time::sleep_until(deadline.into());
                &mut alarm.insert((deadline, Box::pin(sleep))).1
            }
        };
        alarm.as_mut().poll(context)
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Transport for Socket {
    fn poll_send(&mut self, context: &mut Context<'_>, datagram: &[u8]) -> Poll<Result<()>> {
        loop {
            let guard = ready!(self.socket.poll_write_ready(context)).map_err(watching)?;
            let send = |socket: &crate::Socket| socket.send_with(datagram, SendFlags::DONT_WAIT);
            if let Some(result) = attempt(guard, send) {
                return Poll::Ready(result);
            }
        }
    }

    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received>> {
        loop {
            let Poll::Ready(guard) = self.socket.poll_read_ready(context) else {
                ready!(self.poll_deadline(context, patience));
                return Poll::Ready(Err(crate::Error::new("receive", libc::ETIMEDOUT)));
            };
            let receive =
                |socket: &crate::Socket| socket.recv_into_with(buffer, RecvFlags::DONT_WAIT);
            if let Some(result) = attempt(guard.map_err(watching)?, receive) {
                return Poll::Ready(result);
            }
        }
    }

    fn try_receive(&mut self, buffer: &mut ReceiveBuffer) -> Result<Received> {
        self.as_socket().recv_into_with(buffer, RecvFlags::DONT_WAIT)
    }

    fn receive_capacity(&self) -> Result<usize> {
        self.as_socket().receive_capacity()
    }

    fn send_capacity(&self) -> Result<usize> {
        self.as_socket().send_capacity()
    }
}

/// Does something with a socket that should be ready; nothing if it is not.
fn attempt<R>(
    mut guard: AsyncFdReadyGuard<'_, crate::Socket>,
    call: impl FnOnce(&crate::Socket) -> Result<R>,
) -> Option<Result<R>> {
    match call(guard.get_inner()) {
        Err(error) if error.is_would_block() => {
            guard.clear_ready();
            None
        }
        result => Some(result),
    }
}

/// What the runtime failed with.
fn watching(error: io::Error) -> crate::Error {
    crate::Error::new("watch descriptor", error.raw_os_error().unwrap_or(libc::EIO))
}
