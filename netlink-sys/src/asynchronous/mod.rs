//! The same conversations for asynchronous programs, on any runtime.
//!
//! A [`Connection`] here does what the [blocking one](crate::Connection) does, by the same code,
//! over a [`Transport`] that waits by giving way to other tasks. With feature `tokio` there is one,
//! `tokio::Socket`; on another runtime it takes a few lines.
//!
//! Every future can be dropped at any point: nothing is leaked, and later requests are not disturbed.
//! An answer to a request whose future was dropped is ignored. To stop waiting, use your runtime's
//! timeout or a `select!`. Whether the request was executed is then unknown, because its answer was not
//! read.
//!
//! A connection waits up to ten seconds for an answer, as the blocking one does. The transport keeps the
//! time.
//!
//! A send to the kernel takes as long as the kernel needs to execute the request, which can wait for a
//! lock: the thread is blocked until then. For requests that take long, such
//! as large batches, use a blocking connection on a thread of its own (tokio: `spawn_blocking`).
//!
//! # On another runtime
//!
//! A runtime that can tell when a descriptor is ready can carry a connection. What it offers is here
//! `wake_when_ready`, which wakes the task then:
//!
//! ```
//! use core::task::{Context, Poll};
//! use std::os::fd::{AsFd, BorrowedFd};
//!
//! use netlink_sys::connection::{Patience, Transport, TransportError};
//! use netlink_sys::{Protocol, ReceiveBuffer, Received, RecvFlags, Result, SendFlags, Socket};
//!
//! # fn wake_when_ready(_: BorrowedFd<'_>, context: &mut Context<'_>) {
//! #     context.waker().wake_by_ref();
//! # }
//! struct Polled(Socket);
//!
//! impl Polled {
//!     fn or_wait<R>(
//!         &self,
//!         context: &mut Context<'_>,
//!         result: Result<R>,
//!     ) -> Poll<Result<R, TransportError>> {
//!         match result {
//!             Err(error) if error.is_would_block() => {
//!                 wake_when_ready(self.0.as_fd(), context);
//!                 Poll::Pending
//!             }
//!             result => Poll::Ready(Ok(result?)),
//!         }
//!     }
//! }
//!
//! impl Transport for Polled {
//!     fn protocol(&self) -> Result<Protocol> {
//!         self.0.protocol()
//!     }
//!
//!     fn set_up(&mut self) -> Result<()> {
//!         self.0.set_up()
//!     }
//!
//!     fn poll_send(
//!         &mut self,
//!         context: &mut Context<'_>,
//!         datagram: &[u8],
//!         _: &Patience,
//!     ) -> Poll<Result<(), TransportError>> {
//!         self.or_wait(context, self.0.send_with(datagram, SendFlags::DONT_WAIT))
//!     }
//!
//!     fn poll_receive(
//!         &mut self,
//!         context: &mut Context<'_>,
//!         buffer: &mut ReceiveBuffer,
//!         _: &Patience, // with timeouts, return `TransportError::TimedOut` after its deadline
//!     ) -> Poll<Result<Received, TransportError>> {
//!         self.or_wait(context, self.0.recv_into_with(buffer, RecvFlags::DONT_WAIT))
//!     }
//!
//!     fn try_receive(
//!         &mut self,
//!         buffer: &mut ReceiveBuffer,
//!         patience: &Patience,
//!     ) -> Result<Option<Received>> {
//!         self.0.try_receive(buffer, patience)
//!     }
//!
//!     fn receive_capacity(&self) -> Result<usize> {
//!         self.0.receive_capacity()
//!     }
//!
//!     fn send_capacity(&self) -> Result<usize> {
//!         self.0.send_capacity()
//!     }
//! }
//! # use core::pin::pin;
//! # use netlink_core::{Emit, RawMessage};
//! # use netlink_sys::asynchronous::Connection;
//! #
//! # #[derive(Emit)]
//! # #[netlink(message = 18, reply = RawMessage<'_>)] // RTM_GETLINK
//! # struct GetLink {
//! #     #[netlink(header)]
//! #     info: [u32; 4], // struct ifinfomsg
//! # }
//!
//! # let program = async {
//! let mut netlink = Connection::over(Polled(Socket::open(Protocol::ROUTE)?))?;
//! let loopback = netlink.request(&GetLink { info: [0, 1, 0, 0] }).await?;
//! # assert_eq!(loopback.header().ty, 16);
//! # Ok::<(), netlink_sys::connection::Error>(())
//! # };
//! # let mut program = pin!(program);
//! # let mut context = Context::from_waker(core::task::Waker::noop());
//! # loop {
//! #     match program.as_mut().poll(&mut context) {
//! #         Poll::Ready(result) => break result.unwrap(),
//! #         Poll::Pending => {}
//! #     }
//! # }
//! ```

mod datagrams;
mod dump;
mod events;
mod policy;
mod pool;
#[cfg(feature = "stream")]
mod stream;
mod watch;

use core::time::Duration;
use std::sync::Arc;

use netlink_core::{Ack, EmitMessage, Level, OwnedMessage, RawMessage, Request, View};

pub use datagrams::Datagrams;
pub use dump::Dump;
pub use events::Events;
pub use pool::Pool;
pub use watch::Watch;

use crate::connection::{
    Batch, Collected, Counters, Engine, Error, Family, Listing, Options, Transport,
};
use crate::{ReceiveBuffer, Waker};

/// A connection whose methods are futures.
///
/// It does what the [blocking one](crate::Connection) does; what its methods do, take and fail with
/// is written there.
///
/// ```
/// # #[cfg(feature = "stand-in")] {
/// # use core::pin::pin;
/// # use core::task::{Context, Poll, Waker};
/// use netlink_core::{Emit, Parse};
/// use netlink_sys::asynchronous::Connection;
/// use netlink_sys::stand_in::Kernel;
/// use netlink_sys::Protocol;
///
/// #[derive(Debug, Parse, Emit)]
/// #[netlink(message = 16)] // RTM_NEWLINK
/// struct Link<'a> {
///     #[netlink(header)]
///     info: [u8; 16], // struct ifinfomsg
///     #[nla(3)] // IFLA_IFNAME
///     name: &'a str,
/// }
///
/// #[derive(Debug, Default, Parse, Emit)]
/// #[netlink(message = 18, reply = Link<'_>)] // RTM_GETLINK
/// struct GetLink {
///     #[netlink(header)]
///     info: [u8; 16],
/// }
///
/// let kernel = Kernel::new(Protocol::ROUTE);
/// kernel.on::<GetLink>(|_, answer| Ok(answer.reply(&Link { info: [0; 16], name: "lo" })?));
/// let program = async {
///     let mut netlink = Connection::over(kernel)?;
///     assert_eq!(netlink.request(&GetLink::default()).await?.name, "lo");
///     Ok::<(), netlink_sys::connection::Error>(())
/// };
/// # assert!(matches!(pin!(program).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Ok(()))));
/// # }
/// ```
#[derive(Debug)]
pub struct Connection<T> {
    engine: Engine<T>,
}

impl<T: Transport> Connection<T> {
    /// Talks over a transport.
    ///
    /// # Errors
    /// If there is no memory, or the descriptor is not a netlink socket.
    pub fn over(transport: T) -> Result<Self, Error> {
        Ok(Self { engine: Engine::new(transport)? })
    }

    /// Makes a connection that receives into a buffer of yours.
    ///
    /// # Errors
    /// As [`Connection::with_buffer`](crate::Connection::with_buffer).
    pub fn with_buffer(transport: T, buffer: ReceiveBuffer) -> Result<Self, Error> {
        Ok(Self { engine: Engine::with_buffer(transport, buffer)? })
    }

    /// Returns the transport that carries the datagrams.
    #[must_use]
    pub const fn transport(&self) -> &T {
        self.engine.transport()
    }

    /// Returns the transport that carries the datagrams.
    ///
    /// What is received from it is missing in the conversations.
    pub const fn transport_mut(&mut self) -> &mut T {
        self.engine.transport_mut()
    }

    /// Returns what has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.engine.counters()
    }

    /// Sets how long to wait for an answer: [ten seconds](crate::Connection::DEFAULT_TIMEOUT) at first,
    /// forever with `None`. [`Options::timeout`] is for a single request.
    ///
    /// The request then fails with [`Error::TimedOut`]. This takes a transport that keeps time, as
    /// tokio's does; a timeout of the runtime's own around the future does as well.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.engine.set_timeout(timeout);
    }

    /// Sends a request and gives its reply.
    ///
    /// # Errors
    /// As [`Connection::request`](crate::Connection::request).
    pub async fn request<R>(&mut self, request: &R) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        self.request_with(request, Options::new()).await
    }

    /// Sends a request with options and gives its reply.
    ///
    /// # Errors
    /// As [`Connection::request_with`](crate::Connection::request_with).
    pub async fn request_with<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        let options = options.into();
        let start = self.engine.request(request, options).await?;
        self.engine.parse_at(start, options.reply_level())
    }

    /// Sends a request to do something, and waits for the acknowledgement.
    ///
    /// # Errors
    /// As [`Connection::execute`](crate::Connection::execute).
    pub async fn execute<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Ack<'_>, Error>
    where
        R: EmitMessage,
    {
        let start = self.engine.execute(request, options.into()).await?;
        self.engine.ack_at(start)
    }

    /// Sends a request to list everything of a kind, and gives the answers one by one.
    ///
    /// # Errors
    /// As [`Connection::dump`](crate::Connection::dump).
    pub async fn dump<R>(&mut self, request: &R) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        self.dump_with(request, Options::new()).await
    }

    /// Sends a request for a dump with options, as [`Connection::dump`] does without.
    ///
    /// # Errors
    /// As [`Connection::dump`](crate::Connection::dump).
    pub async fn dump_with<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        let listing = Listing::start(&mut self.engine, request, options.into()).await?;
        Ok(Dump::new(&mut self.engine, listing))
    }

    /// Collects a dump into messages that can be kept.
    ///
    /// # Errors
    /// As [`Connection::collect`](crate::Connection::collect).
    pub async fn collect<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Collected<OwnedMessage<R::Reply>>, Error>
    where
        R: Request,
    {
        let keep = |_: <R::Reply as View>::Of<'_>, message: &RawMessage<'_>| {
            OwnedMessage::unparsed(message)
        };
        self.engine.collect(request, options.into(), keep).await
    }

    /// Collects a dump into values made of its messages.
    ///
    /// # Errors
    /// As [`Connection::collect_with`](crate::Connection::collect_with).
    pub async fn collect_with<R, U>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
        mut keep: impl FnMut(<R::Reply as View>::Of<'_>) -> U,
    ) -> Result<Collected<U>, Error>
    where
        R: Request,
    {
        let keep = |message: <R::Reply as View>::Of<'_>, _: &RawMessage<'_>| keep(message);
        self.engine.collect(request, options.into(), keep).await
    }

    /// Carries out a batch of requests; what has become of each is in the batch.
    ///
    /// If the future is dropped, the outcome of what was under way is unknown.
    ///
    /// # Errors
    /// As [`Connection::run`](crate::Connection::run).
    pub async fn run(&mut self, batch: &mut Batch) -> Result<(), Error> {
        self.run_with(batch, Options::new(), |_, _| ()).await
    }

    /// Executes a batch of requests, and passes on each reply as it arrives, with the index of its
    /// request.
    ///
    /// # Errors
    /// As [`Connection::run`](crate::Connection::run).
    pub async fn run_with(
        &mut self,
        batch: &mut Batch,
        options: impl Into<Options>,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        self.engine.run(batch, options.into(), reply).await
    }

    /// Carries out a batch of netfilter's as a whole, or not at all.
    ///
    /// # Errors
    /// As [`Connection::commit`](crate::Connection::commit).
    pub async fn commit(&mut self, batch: &mut Batch) -> Result<(), Error> {
        self.commit_with(batch, Options::new(), |_, _| ()).await
    }

    /// Carries out a batch of netfilter's with options for all requests, and passes the replies to a
    /// function.
    ///
    /// # Errors
    /// As [`Connection::commit_with`](crate::Connection::commit_with).
    pub async fn commit_with(
        &mut self,
        batch: &mut Batch,
        options: impl Into<Options>,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        self.engine.commit(batch, options.into(), reply).await
    }

    /// Sends a request that has several replies, and returns them one by one.
    ///
    /// # Errors
    /// As [`Connection::replies`](crate::Connection::replies).
    pub async fn replies<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        let listing = Listing::start_replies(&mut self.engine, request, options.into()).await?;
        Ok(Dump::new(&mut self.engine, listing))
    }

    /// Sends a message and waits for nothing.
    ///
    /// # Errors
    /// As [`Connection::send`](crate::Connection::send).
    pub async fn send<M>(&mut self, message: &M, options: impl Into<Options>) -> Result<(), Error>
    where
        M: EmitMessage,
    {
        self.engine.send(message, options.into()).await
    }

    /// Sets how strictly replies are read, [`Level::LIBERAL`] at first.
    ///
    /// [`Options::level`] sets it for a single request, and says which levels are of use.
    pub const fn set_level(&mut self, level: Level) {
        self.engine.set_level(level);
    }

    /// Sets what ends every wait from elsewhere, on a transport that heeds it.
    ///
    /// A transport of a runtime checks it between datagrams only: to end a single wait, drop the future.
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.engine.set_waker(waker);
    }

    /// Returns a generic netlink family: its numeric ID, commands and multicast groups.
    ///
    /// # Errors
    /// As [`Connection::family`](crate::Connection::family).
    pub async fn family(&mut self, name: &str) -> Result<&Family, Error> {
        self.engine.family(name, Options::new()).await
    }

    fn into_engine(self) -> Engine<T> {
        self.engine
    }
}
