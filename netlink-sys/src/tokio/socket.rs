//! A socket as tokio waits for it.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use tokio::io::unix::{AsyncFd, AsyncFdReadyGuard};
use tokio::task::coop;
use tokio::time::Sleep;

use crate::connection::{Patience, Transport, TransportError};
use crate::error::Result;
use crate::{Group, Protocol, ReceiveBuffer, ReceiveBurst, Received, RecvFlags, SendFlags, sys};

/// A socket that tokio waits for: the [`Transport`] of its connections.
///
/// Waits with a timeout use tokio's clock: build the runtime with `enable_time`, or `enable_all`. A
/// runtime without it panics when a request has to wait. A kernel answers during the send, so that
/// requests to it rarely wait.
///
/// A send to the kernel blocks the thread while the kernel executes the request, which can wait for a
/// lock. For requests that take long, such as large batches, use `tokio::task::spawn_blocking`
/// with the [blocking connection](crate::Connection).
#[derive(Debug)]
pub struct Socket {
    socket: AsyncFd<crate::Socket>,
    /// Rings when the patience with the receive under way ends.
    alarm: Alarm,
    /// Rings when a send to a full receiver is tried again.
    retry: Alarm,
}

/// A point in time that is waited for.
#[derive(Debug, Default)]
struct Alarm(Option<(Instant, Pin<Box<Sleep>>)>);

impl Alarm {
    fn poll(&mut self, context: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        let alarm = match &mut self.0 {
            Some((at, alarm)) if *at == deadline => alarm,
            alarm => {
                let sleep = tokio::time::sleep_until(deadline.into());
                &mut alarm.insert((deadline, Box::pin(sleep))).1
            }
        };
        alarm.as_mut().poll(context)
    }
}

impl Socket {
    /// How long to wait before a send to a full receiver is tried again.
    const RETRY: Duration = Duration::from_millis(5);

    /// Registers a socket with the runtime.
    ///
    /// # Errors
    /// If the system cannot watch one more descriptor.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O.
    pub fn new(socket: crate::Socket) -> Result<Self> {
        let socket = sys::watch(socket).map_err(watching)?;
        Ok(Self { socket, alarm: Alarm::default(), retry: Alarm::default() })
    }

    /// Returns the socket, to set its options.
    #[must_use]
    pub fn as_socket(&self) -> &crate::Socket {
        self.socket.get_ref()
    }

    /// Waits until the socket should be readable.
    fn poll_readable(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<core::result::Result<AsyncFdReadyGuard<'_, crate::Socket>, TransportError>> {
        if let Poll::Ready(guard) = self.socket.poll_read_ready(context) {
            return Poll::Ready(Ok(guard.map_err(watching)?));
        }
        let Some(deadline) = patience.deadline() else { return Poll::Pending };
        ready!(self.alarm.poll(context, deadline));
        Poll::Ready(Err(TransportError::TimedOut))
    }

    /// Waits until it is time to send again. No descriptor of this process becomes ready when another
    /// process makes room in its receive buffer.
    fn poll_retry(
        &mut self,
        context: &mut Context<'_>,
        patience: &Patience,
    ) -> Poll<core::result::Result<(), TransportError>> {
        let at = match &self.retry.0 {
            Some((at, _)) => *at,
            None => {
                let now = Instant::now();
                let at = now.checked_add(Self::RETRY).unwrap_or(now);
                patience.deadline().map_or(at, |deadline| deadline.min(at))
            }
        };
        ready!(self.retry.poll(context, at));
        self.retry.0 = None;
        match patience.left() {
            Some(Duration::ZERO) => Poll::Ready(Err(TransportError::TimedOut)),
            _ => Poll::Ready(Ok(())),
        }
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

    fn port_id(&self) -> Result<Option<u32>> {
        self.as_socket().port_id()
    }

    fn set_up(&mut self) -> Result<()> {
        self.as_socket().set_up_options()
    }

    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        datagram: &[u8],
        patience: &Patience,
    ) -> Poll<core::result::Result<(), TransportError>> {
        // A send to the kernel never waits, but takes its time: it counts as progress of the task.
        let budget = ready!(coop::poll_proceed(context));
        loop {
            if self.retry.0.is_some() {
                ready!(self.poll_retry(context, patience))?;
            }
            match self.as_socket().send_with(datagram, SendFlags::DONT_WAIT) {
                Err(error) if error.is_would_block() => {
                    ready!(self.poll_retry(context, patience))?;
                }
                result => {
                    budget.made_progress();
                    return Poll::Ready(Ok(result?));
                }
            }
        }
    }

    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<core::result::Result<Received, TransportError>> {
        let budget = ready!(coop::poll_proceed(context));
        // Mostly something is there, and the runtime need not be asked.
        if let Some(received) = self.try_receive(buffer, patience)? {
            budget.made_progress();
            return Poll::Ready(Ok(received));
        }
        loop {
            let guard = ready!(self.poll_readable(context, patience))?;
            let receive =
                |socket: &crate::Socket| socket.receive(buffer, RecvFlags::DONT_WAIT, patience);
            if let Some(result) = attempt(guard, receive) {
                budget.made_progress();
                return Poll::Ready(Ok(result?));
            }
        }
    }

    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Result<Option<Received>> {
        match self.as_socket().receive(buffer, RecvFlags::DONT_WAIT, patience) {
            Err(error) if error.is_would_block() => Ok(None),
            result => result.map(Some),
        }
    }

    fn receives_bursts(&self) -> bool {
        true
    }

    fn poll_receive_burst(
        &mut self,
        context: &mut Context<'_>,
        burst: &mut ReceiveBurst,
        patience: &Patience,
    ) -> Poll<core::result::Result<(), TransportError>> {
        let budget = ready!(coop::poll_proceed(context));
        let mut received = self.as_socket().recv_burst(burst, RecvFlags::DONT_WAIT);
        while received.is_err_and(|error| error.is_would_block()) {
            let guard = ready!(self.poll_readable(context, patience))?;
            let receive = |socket: &crate::Socket| socket.recv_burst(burst, RecvFlags::DONT_WAIT);
            if let Some(result) = attempt(guard, receive) {
                received = result;
            }
        }
        budget.made_progress();
        // Each datagram counts, as if it were received alone: the task has as much to do with it.
        for _ in 1..received? {
            if let Poll::Ready(budget) = coop::poll_proceed(context) {
                budget.made_progress();
            }
        }
        Poll::Ready(Ok(()))
    }

    fn receive_capacity(&self) -> Result<usize> {
        self.as_socket().receive_capacity()
    }

    fn send_capacity(&self) -> Result<usize> {
        self.as_socket().send_capacity()
    }

    fn reserve(&mut self, bytes: usize) -> Result<()> {
        self.as_socket().make_room(bytes)
    }

    fn join(&mut self, group: Group) -> Result<()> {
        self.as_socket().join(group)
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
fn watching(error: io::Error) -> crate::SocketError {
    crate::SocketError::new("watch descriptor", error.raw_os_error().unwrap_or(libc::EIO))
}
