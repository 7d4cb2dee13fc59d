//! A connection that blocks.

use core::time::Duration;
use std::sync::Arc;

use netlink_core::{Ack, EmitMessage, Level, OwnedMessage, RawMessage, Request, View};

use super::batch::Batch;
use super::counters::Counters;
use super::drive::drive;
use super::dump::{Collected, Dump, Listing};
use super::engine::Engine;
use super::error::Error;
use super::family::Family;
use super::opening::request_socket;
use super::options::Options;
#[cfg(doc)]
use super::outcome::Outcome;
use super::patience::Patience;
use super::transport::Transport;
use crate::{NetworkNamespace, Protocol, ReceiveBuffer, Socket, Waker};

/// A socket with which one talks to the kernel in requests and replies.
///
/// It blocks; [`asynchronous::Connection`](crate::asynchronous::Connection) is the same for a runtime.
/// One request is under way at a time, or one [`Batch`] of them; replies borrow from the connection's
/// buffer until the next one. They are read at [`Level::LIBERAL`](netlink_core::Level::LIBERAL), as kernels are: newer ones
/// send attributes that a type does not name, and longer structures. Only what the kernel sent is
/// believed. A reply that belongs to no pending request is ignored.
///
/// Every conversation ends: with an answer, or after [the timeout](Self::set_timeout).
///
/// ```
/// use core::ffi::CStr;
/// use netlink_core::{Emit, Parse, zerocopy};
/// use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};
/// use netlink_sys::{Connection, Protocol};
///
/// #[derive(Clone, Copy, Debug, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
/// #[zerocopy(crate = "netlink_core::zerocopy")]
/// #[repr(C)]
/// struct IfInfoMsg {
///     family: u8,
///     padding: u8,
///     device_type: u16,
///     index: i32,
///     flags: u32,
///     change: u32,
/// }
///
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
/// struct GetLink {
///     #[netlink(header)]
///     info: IfInfoMsg,
/// }
///
/// let mut netlink = Connection::open(Protocol::ROUTE)?;
///
/// let loopback = GetLink { info: IfInfoMsg { index: 1, ..Default::default() } };
/// assert_eq!(netlink.request(&loopback)?.name, c"lo");
///
/// let mut links = netlink.dump(&GetLink::default())?;
/// while let Some(link) = links.next()? {
///     println!("{}: {:?}", link.info.index, link.name);
/// }
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug)]
pub struct Connection<T = Socket> {
    pub(super) engine: Engine<T>,
}

impl Connection {
    /// How long a connection waits for an answer by default: ten seconds.
    ///
    /// A kernel handles a request while it is sent, so that the answer is there at once.
    pub const DEFAULT_TIMEOUT: Duration = Patience::DEFAULT_TIMEOUT;

    /// Opens a socket that is connected to the kernel.
    ///
    /// As all constructors of connections, this turns on extended acknowledgements (since Linux 4.12), and
    /// for [`Protocol::ROUTE`] strict checking of requests (since Linux 4.20), without which the kernel
    /// ignores filters of dumps.
    ///
    /// # Errors
    /// As [`Socket::open`], or no memory.
    pub fn open(protocol: Protocol) -> Result<Self, Error> {
        Self::over(request_socket(None, protocol)?)
    }

    /// Opens a connection in another network namespace, as [`Connection::open`] does in this one.
    ///
    /// ```no_run
    /// use netlink_sys::{Connection, NetworkNamespace, Protocol};
    ///
    /// let namespace = NetworkNamespace::open("/run/netns/blue")?;
    /// let mut netlink = Connection::open_in(&namespace, Protocol::ROUTE)?;
    /// # Ok::<(), netlink_sys::connection::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Connection::open`] and [`NetworkNamespace::run`].
    #[doc(alias = "setns")]
    pub fn open_in(namespace: &NetworkNamespace, protocol: Protocol) -> Result<Self, Error> {
        Self::over(request_socket(Some(namespace), protocol)?)
    }

    /// Returns the socket, to set its options.
    #[must_use]
    pub const fn socket(&self) -> &Socket {
        &self.engine.transport
    }
}

impl<T: Transport> Connection<T> {
    /// Makes a connection over a socket or another transport.
    ///
    /// The transport is [set up](Transport::set_up): a socket gets the options that
    /// [`Connection::open`] sets.
    ///
    /// # Errors
    /// If there is no memory, or the descriptor is not a netlink socket.
    pub fn over(transport: T) -> Result<Self, Error> {
        Ok(Self { engine: Engine::new(transport)? })
    }

    /// Makes a connection that receives into a buffer of yours.
    ///
    /// The buffer of [`over`](Self::over) reserves 4 MiB of address space, for the longest message that
    /// kernels send. A smaller one, made by [`ReceiveBuffer::with_reserve`], saves address space;
    /// datagrams that do not fit are [`Error::Truncated`].
    ///
    /// # Errors
    /// If the descriptor is not a netlink socket.
    pub fn with_buffer(transport: T, buffer: ReceiveBuffer) -> Result<Self, Error> {
        Ok(Self { engine: Engine::with_buffer(transport, buffer)? })
    }

    /// Returns the transport that carries the datagrams.
    #[must_use]
    pub const fn transport(&self) -> &T {
        &self.engine.transport
    }

    /// Returns the transport that carries the datagrams.
    ///
    /// What is received from it is missing in the conversations.
    pub const fn transport_mut(&mut self) -> &mut T {
        &mut self.engine.transport
    }

    /// Returns what has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.engine.counters
    }

    /// Sets how long to wait for an answer: [ten seconds](Connection::DEFAULT_TIMEOUT) at first, or
    /// `None` to wait forever. [`Options::timeout`] sets it for a single request.
    ///
    /// After it the request fails with [`Error::TimedOut`], which names the request; an answer that arrives
    /// later is ignored.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.engine.timeout = timeout;
    }

    /// Sets how strictly replies are read, [`Level::LIBERAL`] at first.
    ///
    /// [`Options::level`] sets it for a single request, and says which levels are of use.
    pub const fn set_level(&mut self, level: Level) {
        self.engine.set_level(level);
    }

    /// Sets what ends a wait from another thread or a signal handler.
    ///
    /// The wait then fails with [`Error::Woken`], and so does every other one until the waker is
    /// [reset](Waker::reset).
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.engine.waker = waker;
    }

    /// Sends a request and gives its reply.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it; otherwise the error of the operation that failed.
    pub fn request<R>(&mut self, request: &R) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        self.request_with(request, Options::new())
    }

    /// Sends a request with options and gives its reply.
    ///
    /// With [`MessageFlags::ACK`](netlink_core::MessageFlags::ACK) it is acknowledged as well, which
    /// tells a request that has no reply from one that is late.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it, [`Error::NoReply`] if it executes the
    /// request and sends nothing; otherwise the error of the operation that failed.
    pub fn request_with<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        let options = options.into();
        let start = drive(self.engine.request(request, options))?;
        self.engine.parse_at(start, options.reply_level())
    }

    /// Sends a request to do something, and waits for the acknowledgement.
    ///
    /// The options are as a rule the flags beyond request and acknowledge, such as
    /// [`MessageFlags::CREATE`](netlink_core::MessageFlags::CREATE). The acknowledgement can hold a
    /// warning of the kernel's, and a cookie.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it; otherwise the error of the operation that failed.
    pub fn execute<R>(&mut self, request: &R, options: impl Into<Options>) -> Result<Ack<'_>, Error>
    where
        R: EmitMessage,
    {
        let start = drive(self.engine.execute(request, options.into()))?;
        self.engine.ack_at(start)
    }

    /// Sends a request to list everything of a kind, and gives the answers one by one.
    ///
    /// A dump that was dropped early is read to its end first: a kernel runs one dump per socket.
    ///
    /// # Errors
    /// What went wrong when sending. A refusal shows in the first [`Dump::next`].
    pub fn dump<R>(&mut self, request: &R) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        self.dump_with(request, Options::new())
    }

    /// Sends a request for a dump with options, as [`Connection::dump`] does without.
    ///
    /// # Errors
    /// As [`Connection::dump`].
    pub fn dump_with<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        let listing = drive(Listing::start(&mut self.engine, request, options.into()))?;
        Ok(Dump::new(&mut self.engine, listing))
    }

    /// Collects a dump into messages that can be kept.
    ///
    /// Where it is safe (see [`Options::attempts`]) the dump is requested again if it was interrupted, or
    /// a part was lost.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it, [`Error::Reply`] if a message is not as its type
    /// says; otherwise the error of the operation that failed.
    pub fn collect<R>(
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
        drive(self.engine.collect(request, options.into(), keep))
    }

    /// Collects a dump into values made of its messages.
    ///
    /// # Errors
    /// As [`Connection::collect`].
    pub fn collect_with<R, U>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
        mut keep: impl FnMut(<R::Reply as View>::Of<'_>) -> U,
    ) -> Result<Collected<U>, Error>
    where
        R: Request,
    {
        let keep = |message: <R::Reply as View>::Of<'_>, _: &RawMessage<'_>| keep(message);
        drive(self.engine.collect(request, options.into(), keep))
    }

    /// Sends a request that is not a dump and has several replies, and returns them one by one, as a
    /// dump does.
    ///
    /// The request is acknowledged as well, which ends the replies. For [`Protocol::AUDIT`], where the
    /// acknowledgement is sent first, `NLMSG_DONE` ends them.
    ///
    /// # Errors
    /// As [`Connection::dump`].
    pub fn replies<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        let listing = drive(Listing::start_replies(&mut self.engine, request, options.into()))?;
        Ok(Dump::new(&mut self.engine, listing))
    }

    /// Sends a message and waits for nothing.
    ///
    /// Use this for messages that are never answered, such as verdicts. If the kernel refuses one all the
    /// same, its answer is left out.
    ///
    /// # Errors
    /// What went wrong when sending.
    pub fn send<M>(&mut self, message: &M, options: impl Into<Options>) -> Result<(), Error>
    where
        M: EmitMessage,
    {
        drive(self.engine.send(message, options.into()))
    }

    /// Carries out a batch of requests; the batch has the outcome of each.
    ///
    /// Requests that have an outcome are not sent again.
    ///
    /// # Errors
    /// What stops the batch: the outcome of requests that were under way is then unknown, the others
    /// have not been sent. A request that is refused or cannot be sent is not an error here, nor is a full
    /// receive buffer.
    pub fn run(&mut self, batch: &mut Batch) -> Result<(), Error> {
        self.run_with(batch, Options::new(), |_, _| ())
    }

    /// Carries out a batch of requests with options for all of them, and passes the replies to a function
    /// as they come, each with the index of its request.
    ///
    /// # Errors
    /// As [`Connection::run`].
    pub fn run_with(
        &mut self,
        batch: &mut Batch,
        options: impl Into<Options>,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        drive(self.engine.run(batch, options.into(), reply))
    }

    /// Carries out a batch of netfilter's as a whole, or not at all.
    ///
    /// All requests must be of one subsystem and fit in one datagram: as much as
    /// [`Socket::send_buffer_size`]. If one fails, the others are [`Outcome::Aborted`]. Requests that
    /// have an outcome are not sent again; [`Batch::retry_aborted`] changes that.
    ///
    /// Where the receive buffer has no room for one acknowledgement each, there is one for all, as in
    /// [`Batch::sparsely_acknowledged`].
    ///
    /// # Errors
    /// If the batch as a whole is refused, cannot be sent, or its outcome is unknown. A request that fails
    /// is not an error here.
    pub fn commit(&mut self, batch: &mut Batch) -> Result<(), Error> {
        self.commit_with(batch, Options::new(), |_, _| ())
    }

    /// Carries out a batch of netfilter's with options for all requests, and passes the replies to a
    /// function, each with the index of its request.
    ///
    /// Requests with `NLM_F_ECHO` ([`MessageFlags::ECHO`](netlink_core::MessageFlags::ECHO)) are repeated
    /// by the kernel, with what it has decided: the handle of a new rule. The receive buffer is made
    /// larger for these replies, as far as this process may.
    ///
    /// # Errors
    /// As [`Connection::commit`].
    #[doc(alias = "NLM_F_ECHO")]
    pub fn commit_with(
        &mut self,
        batch: &mut Batch,
        options: impl Into<Options>,
        reply: impl FnMut(usize, &RawMessage<'_>),
    ) -> Result<(), Error> {
        drive(self.engine.commit(batch, options.into(), reply))
    }

    /// Returns a generic netlink family: its numeric ID, commands and multicast groups.
    ///
    /// The family is requested once, and again after the kernel did not know its ID.
    ///
    /// # Errors
    /// [`Error::NoFamily`]; otherwise the error of the operation that failed.
    pub fn family(&mut self, name: &str) -> Result<&Family, Error> {
        drive(self.engine.family(name, Options::new()))
    }

    pub(super) const fn engine_mut(&mut self) -> &mut Engine<T> {
        &mut self.engine
    }

    pub(crate) fn into_engine(self) -> Engine<T> {
        self.engine
    }
}
