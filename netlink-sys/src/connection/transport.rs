//! What carries the datagrams: a socket, or a replacement for one.

use core::task::{Context, Poll};
use core::time::Duration;
use std::thread;

use super::patience::{Patience, TransportError};
use crate::error::Result;
use crate::{
    Group, Protocol, ReceiveBuffer, ReceiveBurst, Received, RecvFlags, SendFlags, Socket, Wait,
};

/// Carries datagrams between a connection and a kernel, one at a time.
///
/// [`Socket`] implements it and waits by blocking. Other transports can be asynchronous, or stand in
/// for a kernel in tests. The methods are those of a future, so that the same code drives both: a
/// transport that blocks never returns [`Poll::Pending`], and an asynchronous one returns it after it
/// has arranged for the task to be woken.
///
/// To run an asynchronous connection on your own runtime, implement this trait. See
/// [`asynchronous`](crate::asynchronous).
pub trait Transport {
    /// Returns the protocol, which defines what the messages mean.
    ///
    /// # Errors
    /// If the protocol cannot be determined.
    fn protocol(&self) -> Result<Protocol>;

    /// Returns the port ID that the kernel addresses replies to, or `None` if it is unknown.
    ///
    /// A connection ignores replies for another port. If the port ID is unknown, it matches replies by
    /// their sequence number alone.
    ///
    /// # Errors
    /// If the port ID cannot be determined.
    #[doc(alias = "nlmsg_pid")]
    fn port_id(&self) -> Result<Option<u32>> {
        Ok(None)
    }

    /// Sets the options that conversations rely on.
    ///
    /// Each connection, event stream and watch calls this once, when it takes the transport.
    ///
    /// # Errors
    /// If an option cannot be set. An option that the kernel does not have is not an error.
    fn set_up(&mut self) -> Result<()> {
        Ok(())
    }

    /// Sends a datagram of one message or several, whole or not at all.
    ///
    /// Only sending to another process can wait; the patience bounds that wait. A kernel executes
    /// requests during the send.
    ///
    /// # Errors
    /// [`TransportError`]. The receiver has not seen the datagram then.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        datagram: &[u8],
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>>;

    /// Waits for a datagram and receives it.
    ///
    /// # Errors
    /// [`TransportError`]; `ENOBUFS` if datagrams were dropped.
    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received, TransportError>>;

    /// Receives a datagram without waiting, or returns `None` if there is none.
    ///
    /// Of the patience only [`Patience::wants_source`] matters here.
    ///
    /// # Errors
    /// What receiving failed with: `ENOBUFS` if datagrams were dropped.
    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Result<Option<Received>>;

    /// Returns true if [`poll_receive_burst`](Self::poll_receive_burst) is to be used for events.
    fn receives_bursts(&self) -> bool {
        false
    }

    /// Waits for datagrams, and receives those that are there at once.
    ///
    /// A transport of one's own adds each with [`ReceiveBurst::fill`]. An error after the first datagram is
    /// the result of the next call.
    ///
    /// # Errors
    /// As [`poll_receive`](Self::poll_receive).
    #[doc(alias = "recvmmsg")]
    fn poll_receive_burst(
        &mut self,
        context: &mut Context<'_>,
        burst: &mut ReceiveBurst,
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        let _ = (context, patience);
        burst.clear();
        Poll::Ready(Ok(()))
    }

    /// Returns how many bytes of memory unread datagrams may take, as [`Socket::recv_buffer_size`]
    /// reports it.
    ///
    /// # Errors
    /// If the size cannot be determined.
    fn receive_capacity(&self) -> Result<usize>;

    /// Returns how many bytes one sent datagram may have.
    ///
    /// # Errors
    /// If the size cannot be determined.
    fn send_capacity(&self) -> Result<usize>;

    /// Makes room for unread datagrams of so many bytes, as far as that is possible.
    ///
    /// # Errors
    /// If the size cannot be changed. Getting less room than requested is not an error.
    fn reserve(&mut self, bytes: usize) -> Result<()> {
        let _ = bytes;
        Ok(())
    }

    /// Joins a multicast group, for events of a family that came back.
    ///
    /// # Errors
    /// If the kernel refuses it.
    fn join(&mut self, group: Group) -> Result<()> {
        let _ = group;
        Ok(())
    }
}

/// Blocks, in either mode of the socket.
///
/// A receive is one system call if there is something to receive, as there is after a request: the
/// kernel handles it during the send. It waits only if there is nothing.
impl Transport for Socket {
    fn protocol(&self) -> Result<Protocol> {
        Self::protocol(self)
    }

    fn port_id(&self) -> Result<Option<u32>> {
        let port = self.local_addr()?.port_id();
        // A socket that is not bound yet gets its port ID when it first sends.
        Ok((port != 0).then_some(port))
    }

    fn set_up(&mut self) -> Result<()> {
        self.set_up_options()
    }

    #[inline]
    fn poll_send(
        &mut self,
        _: &mut Context<'_>,
        datagram: &[u8],
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        Poll::Ready(match self.send_with(datagram, SendFlags::DONT_WAIT) {
            Err(error) if error.is_would_block() => {
                send_when_there_is_room(self, datagram, patience)
            }
            result => result.map_err(TransportError::from),
        })
    }

    #[inline(always)]
    fn poll_receive(
        &mut self,
        _: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received, TransportError>> {
        // Nothing else can end the wait: then it is part of the receive.
        let flags = if patience.is_endless() { RecvFlags::NONE } else { RecvFlags::DONT_WAIT };
        Poll::Ready(loop {
            match self.receive(buffer, flags, patience) {
                Err(error) if error.is_would_block() => {}
                result => break result.map_err(TransportError::from),
            }
            if let Err(error) = wait(self, patience) {
                break Err(error);
            }
        })
    }

    #[inline]
    fn try_receive(
        &mut self,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Result<Option<Received>> {
        match self.receive(buffer, RecvFlags::DONT_WAIT, patience) {
            Err(error) if error.is_would_block() => Ok(None),
            result => result.map(Some),
        }
    }

    fn receives_bursts(&self) -> bool {
        true
    }

    fn poll_receive_burst(
        &mut self,
        _: &mut Context<'_>,
        burst: &mut ReceiveBurst,
        patience: &Patience,
    ) -> Poll<Result<(), TransportError>> {
        Poll::Ready(loop {
            match self.recv_burst(burst, RecvFlags::DONT_WAIT) {
                Err(error) if error.is_would_block() => {}
                result => break result.map(drop).map_err(TransportError::from),
            }
            if let Err(error) = wait(self, patience) {
                break Err(error);
            }
        })
    }

    fn receive_capacity(&self) -> Result<usize> {
        self.recv_buffer_size()
    }

    fn send_capacity(&self) -> Result<usize> {
        // `netlink_sendmsg` keeps 32 bytes of the buffer for itself.
        Ok(self.send_buffer_size()?.saturating_sub(32))
    }

    fn reserve(&mut self, bytes: usize) -> Result<()> {
        self.make_room(bytes)
    }

    fn join(&mut self, group: Group) -> Result<()> {
        Self::join(self, group)
    }
}

/// What the transports over a socket have in common.
impl Socket {
    #[inline(always)]
    pub(crate) fn receive(
        &self,
        buffer: &mut ReceiveBuffer,
        flags: RecvFlags,
        patience: &Patience,
    ) -> Result<Received> {
        if patience.wants_source() {
            self.recv_into_with(buffer, flags)
        } else {
            self.recv_briefly_into(buffer, flags)
        }
    }

    /// Makes the receive buffer as large as these bytes need, as far as this process may.
    pub(crate) fn make_room(&self, bytes: usize) -> Result<()> {
        if self.recv_buffer_size()? < bytes {
            self.grow_recv_buffer(bytes)?;
        }
        Ok(())
    }

    /// Turns on what conversations rely on, where the kernel has it.
    pub(crate) fn set_up_options(&self) -> Result<()> {
        where_offered(self.set_extended_ack(true))?;
        if self.protocol()? == Protocol::ROUTE {
            where_offered(self.set_strict_check(true))?;
        }
        Ok(())
    }
}

/// Ignores that an older kernel does not have an option.
fn where_offered(result: Result<()>) -> Result<()> {
    match result {
        Err(error) if error.raw_os_error() == libc::ENOPROTOOPT => Ok(()),
        result => result,
    }
}

/// Waits until there is something to receive.
#[cold]
fn wait(socket: &Socket, patience: &Patience) -> Result<(), TransportError> {
    let ended_by = match patience.waker() {
        Some(waker) => socket.wait_readable_or(waker, patience.left())?,
        None if socket.wait_readable(patience.left())? => Wait::Ready,
        None => Wait::TimedOut,
    };
    match ended_by {
        Wait::Ready => Ok(()),
        Wait::TimedOut => Err(TransportError::TimedOut),
        Wait::Woken => Err(TransportError::Woken),
    }
}

/// Sends again and again until another process has read enough to make room.
///
/// No descriptor of this process becomes ready when that happens.
#[cold]
fn send_when_there_is_room(
    socket: &Socket,
    datagram: &[u8],
    patience: &Patience,
) -> Result<(), TransportError> {
    let mut pause = Duration::from_micros(50);
    loop {
        patience.check()?;
        thread::sleep(patience.left().map_or(pause, |left| left.min(pause)));
        pause = pause.saturating_mul(2).min(Duration::from_millis(5));
        match socket.send_with(datagram, SendFlags::DONT_WAIT) {
            Err(error) if error.is_would_block() => {}
            result => return Ok(result?),
        }
    }
}
