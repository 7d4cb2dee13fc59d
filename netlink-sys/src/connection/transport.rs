//! What carries the datagrams: a socket, or something that stands in for one.

use core::task::{Context, Poll};
use core::time::Duration;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use crate::error::{Error, Result};
use crate::{Protocol, ReceiveBuffer, Received, RecvFlags, Socket, Wait, Waker};

/// Carries datagrams between a connection and a kernel, one at a time.
///
/// [`Socket`] is one, that waits by blocking. Others can be asynchronous, or stand in for a kernel in
/// tests. The methods are those of a future, so that one and the same code drives both: a transport
/// that blocks never says [`Poll::Pending`], and an asynchronous one says it after it has seen to it
/// that the task is woken.
///
/// A connection that is asynchronous on a runtime of one's own needs no more than this. See
/// [`asynchronous`](crate::asynchronous).
pub trait Transport {
    /// The protocol that is spoken, which says what the messages mean.
    ///
    /// # Errors
    /// If that cannot be known.
    fn protocol(&self) -> Result<Protocol>;

    /// Sends a datagram, of one message or several, whole or not at all.
    ///
    /// # Errors
    /// What sending failed with. The kernel has not seen the datagram then.
    fn poll_send(&mut self, context: &mut Context<'_>, datagram: &[u8]) -> Poll<Result<()>>;

    /// Receives a datagram, after waiting for it.
    ///
    /// # Errors
    /// What receiving failed with: `ENOBUFS` if datagrams were dropped, `ETIMEDOUT` if the patience
    /// was at its end, `ECANCELED` if its waker was woken.
    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received>>;

    /// Receives a datagram if there is one.
    ///
    /// # Errors
    /// `EAGAIN` if there is none; else what receiving failed with.
    fn try_receive(&mut self, buffer: &mut ReceiveBuffer) -> Result<Received>;

    /// How many bytes of memory answers that were not received yet may take, as
    /// [`Socket::recv_buffer_size`] says it.
    ///
    /// # Errors
    /// If that cannot be known.
    fn receive_capacity(&self) -> Result<usize>;

    /// How many bytes one datagram that is sent may have.
    ///
    /// # Errors
    /// If that cannot be known.
    fn send_capacity(&self) -> Result<usize>;
}

/// How long a receive may wait, what ends it earlier, and what is to be told of the datagram.
#[derive(Clone, Debug, Default)]
pub struct Patience {
    timeout: Option<Duration>,
    /// Made when it is first asked for: most receives do not wait, and need no clock.
    deadline: OnceLock<Option<Instant>>,
    waker: Option<Arc<Waker>>,
    wants_source: bool,
}

impl Patience {
    /// So much, from the first wait on.
    #[inline]
    pub(super) const fn new(timeout: Option<Duration>, waker: Option<Arc<Waker>>) -> Self {
        Self { timeout, deadline: OnceLock::new(), waker, wants_source: false }
    }

    /// The same, and the group and the network namespace are asked for.
    pub(super) const fn wanting_source(mut self) -> Self {
        self.wants_source = true;
        self
    }

    /// Until when to wait; nothing means for ever.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        // A deadline beyond what the clock can say is none.
        let from_now = |timeout| Instant::now().checked_add(timeout);
        self.timeout.and_then(|timeout| *self.deadline.get_or_init(|| from_now(timeout)))
    }

    /// Whether the group and the network namespace of the datagram are asked for, beside its sender.
    #[must_use]
    pub const fn wants_source(&self) -> bool {
        self.wants_source
    }

    /// What ends the wait when it is woken.
    #[must_use]
    pub fn waker(&self) -> Option<&Waker> {
        self.waker.as_deref()
    }

    /// Whether no time is left.
    pub(super) fn is_over(&self) -> bool {
        self.left() == Some(Duration::ZERO)
    }

    /// Ends a wait that has brought something else than it was for, `again` and again.
    ///
    /// What has been there from the beginning is received, however short the patience is.
    #[inline]
    pub(super) fn go_on(&self, again: &mut bool) -> Result<()> {
        if *again && self.is_over() {
            return Err(Error::new("receive", libc::ETIMEDOUT));
        }
        *again = true;
        Ok(())
    }

    /// The time left; nothing means for ever.
    #[must_use]
    pub fn left(&self) -> Option<Duration> {
        self.deadline().map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }
}

/// Blocks, whatever mode the socket is in.
///
/// A receive is one system call where there is something to receive, as there is after a request: the
/// kernel handles it during the send. Only if there is nothing, it waits, which without a timeout and a
/// waker is the same call.
impl Transport for Socket {
    fn protocol(&self) -> Result<Protocol> {
        Self::protocol(self)
    }

    #[inline]
    fn poll_send(&mut self, _: &mut Context<'_>, datagram: &[u8]) -> Poll<Result<()>> {
        Poll::Ready(self.send(datagram))
    }

    #[inline(always)]
    fn poll_receive(
        &mut self,
        _: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received>> {
        // Nothing else can end the wait: then it is part of the receive.
        let waits = patience.timeout.is_none() && patience.waker.is_none();
        let flags = if waits { RecvFlags::NONE } else { RecvFlags::DONT_WAIT };
        Poll::Ready(loop {
            let received = if patience.wants_source() {
                self.recv_into_with(buffer, flags)
            } else {
                self.recv_briefly_into(buffer, flags)
            };
            match received {
                Err(error) if error.is_would_block() => {}
                result => break result,
            }
            if let Err(error) = wait(self, patience) {
                break Err(error);
            }
        })
    }

    fn try_receive(&mut self, buffer: &mut ReceiveBuffer) -> Result<Received> {
        self.recv_into_with(buffer, RecvFlags::DONT_WAIT)
    }

    fn receive_capacity(&self) -> Result<usize> {
        self.recv_buffer_size()
    }

    fn send_capacity(&self) -> Result<usize> {
        // `netlink_sendmsg` keeps 32 bytes of the buffer for itself.
        Ok(self.send_buffer_size()?.saturating_sub(32))
    }
}

/// Waits until there is something to receive.
#[cold]
fn wait(socket: &Socket, patience: &Patience) -> Result<()> {
    let ended_by = match patience.waker() {
        Some(waker) => socket.wait_readable_or(waker, patience.left())?,
        None if socket.wait_readable(patience.left())? => Wait::Ready,
        None => Wait::TimedOut,
    };
    match ended_by {
        Wait::Ready => Ok(()),
        Wait::TimedOut => Err(Error::new("receive", libc::ETIMEDOUT)),
        Wait::Woken => Err(Error::new("receive", libc::ECANCELED)),
    }
}
