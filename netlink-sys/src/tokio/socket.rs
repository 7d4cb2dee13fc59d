//! A socket as tokio waits for it.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use tokio::io::unix::{AsyncFd, AsyncFdReadyGuard};
use tokio::time::Sleep;

use crate::connection::{Patience, Transport};
use crate::error::Result;
use crate::{Protocol, ReceiveBuffer, Received, RecvFlags, SendFlags, sys};

/// A socket that is waited for by tokio: the [`Transport`] of its connections.
///
/// Deadlines are those of tokio's clock, so that a runtime without it panics at the first request
/// that has one.
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
    fn protocol(&self) -> Result<Protocol> {
        self.as_socket().protocol()
    }

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
