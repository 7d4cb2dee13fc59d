//! Conversations over a socket: requests with their replies and acknowledgements, dumps, batches and
//! events.
//!
//! | to | there is |
//! |---|---|
//! | ask for something | [`Connection::request`] |
//! | do something | [`Connection::execute`] |
//! | list everything | [`Connection::dump`], [`Connection::collect`] |
//! | do many things | [`Batch`], with [`Connection::run`] or, all or nothing, [`Connection::commit`] |
//! | hear of changes | [`Events`] |
//! | list everything, and hear of changes | [`Watch`] |

mod answers;
mod batch;
mod counters;
mod drive;
mod dump;
mod engine;
mod error;
mod events;
pub(crate) mod family;
mod inbox;
mod log;
mod options;
mod outbox;
mod policy;
mod reception;
mod sequence;
mod transaction;
mod transport;
mod watch;

use core::time::Duration;
use std::sync::Arc;

use netlink_core::{Ack, EmitMessage, OwnedMessage, RawMessage, Request, View};

pub use batch::{Batch, Outcome};
pub use counters::Counters;
pub use dump::{Collected, Dump};
pub use error::{Error, KernelError, ReplyError};
pub use events::{Event, Events};
pub use family::{Family, Operation};
pub use options::Options;
pub use policy::{FamilyPolicies, OperationPolicies};
pub use transport::{Patience, Transport};
pub use watch::{Update, Watch};

pub(crate) use dump::Listing;
pub(crate) use engine::Engine;
#[cfg(feature = "stream")]
pub(crate) use events::Heard;
pub(crate) use events::Listener;
pub(crate) use watch::Observer;
#[cfg(feature = "stream")]
pub(crate) use watch::Seen;

use crate::{Protocol, Socket, Waker};
use drive::drive;

/// A socket with which one talks to the kernel in requests and replies.
///
/// It blocks; [`asynchronous::Connection`](crate::asynchronous::Connection) is the same for a runtime.
/// One request is under way at a time, or one [`Batch`] of them; replies borrow from the connection's
/// buffer until the next one. They are read at [`Level::LIBERAL`](netlink_core::Level::LIBERAL), as kernels are: newer ones
/// send attributes that a type does not name, and longer structures. Only what the kernel sent is
/// believed. A reply that belongs to nothing asked for is left out.
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
    engine: Engine<T>,
}

impl Connection {
    /// How long a connection waits for an answer unless told otherwise: ten seconds.
    ///
    /// A kernel handles a request while it is sent, so that the answer is there at once.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

    /// Opens a socket that is connected to the kernel, with extended acknowledgements, and with
    /// strict checking of requests where the kernel has both.
    ///
    /// Kernels before 4.12 have no extended acknowledgements, those before 4.20 no strict checking,
    /// which is there for [`Protocol::ROUTE`] only.
    ///
    /// # Errors
    /// As [`Socket::open`], or no memory.
    pub fn open(protocol: Protocol) -> Result<Self, Error> {
        Self::over(open_socket(protocol)?)
    }

    /// The socket, to set its options.
    #[must_use]
    pub const fn socket(&self) -> &Socket {
        &self.engine.transport
    }
}

impl<T: Transport> Connection<T> {
    /// Talks over a socket as it is, or over another transport.
    ///
    /// # Errors
    /// No memory, or the descriptor is no netlink socket.
    pub fn over(transport: T) -> Result<Self, Error> {
        let mut engine = Engine::new(transport)?;
        engine.timeout = Some(Connection::DEFAULT_TIMEOUT);
        Ok(Self { engine })
    }

    /// What carries the datagrams.
    #[must_use]
    pub const fn transport(&self) -> &T {
        &self.engine.transport
    }

    /// What carries the datagrams.
    ///
    /// What is received from it is missing in the conversations.
    pub const fn transport_mut(&mut self) -> &mut T {
        &mut self.engine.transport
    }

    /// What has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.engine.counters
    }

    /// How long to wait for an answer: [ten seconds](Connection::DEFAULT_TIMEOUT) at first, for ever
    /// with none. [`Options::timeout`] is for a single request.
    ///
    /// When it has run out the request fails with [`Error::TimedOut`]; an answer that comes later is
    /// left out.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.engine.timeout = timeout;
    }

    /// What ends a wait from elsewhere, another thread or a signal handler.
    ///
    /// The wait then fails with [`Error::Woken`], and so does every other one until the waker is
    /// [reset](Waker::reset).
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.engine.waker = waker;
    }

    /// Sends a request and gives its reply.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it; else what went wrong on the way.
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
    /// [`Error::Kernel`] if the kernel refuses it, [`Error::NoReply`] if it acknowledges the request
    /// and sends nothing; else what went wrong on the way.
    pub fn request_with<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        let start = drive(self.engine.request(request, options.into()))?;
        self.engine.parse_at(start)
    }

    /// Sends a request to do something, and waits for the acknowledgement.
    ///
    /// The options are as a rule the flags beyond request and acknowledge, such as
    /// [`MessageFlags::CREATE`](netlink_core::MessageFlags::CREATE). The acknowledgement can hold a
    /// warning of the kernel's, and a cookie.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it; else what went wrong on the way.
    pub fn execute<R>(&mut self, request: &R, options: impl Into<Options>) -> Result<Ack<'_>, Error>
    where
        R: EmitMessage,
    {
        let start = drive(self.engine.execute(request, options.into()))?;
        self.engine.ack_at(start)
    }

    /// Sends a request to list everything of a kind, and gives the answers one by one.
    ///
    /// A dump that was dropped half way is read to its end first: a kernel runs one dump a socket.
    ///
    /// # Errors
    /// What went wrong when sending. A refusal shows in the first [`Dump::next`].
    pub fn dump<R>(&mut self, request: &R) -> Result<Dump<'_, R::Reply, T>, Error>
    where
        R: Request,
    {
        self.dump_with(request, Options::new())
    }

    /// As [`Connection::dump`], with options.
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
    /// Where it is safe (see [`Options::attempts`]) it is asked for again if it was interrupted, or a
    /// part was lost.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it, [`Error::Reply`] if a message is not as its type
    /// says; else what went wrong on the way.
    pub fn collect<R>(
        &mut self,
        request: &R,
        options: impl Into<Options>,
    ) -> Result<Collected<OwnedMessage<R::Reply>>, Error>
    where
        R: Request,
    {
        drive(self.engine.collect(request, options.into(), OwnedMessage::parse))
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
        drive(
            self.engine.collect(request, options.into(), |message| message.parse().map(&mut keep)),
        )
    }

    /// Carries out a batch of requests; what has become of each is in the batch.
    ///
    /// The options are for all of them. What has been sent before is not sent again.
    ///
    /// # Errors
    /// What keeps the batch from going on: the outcome of requests that were under way is then
    /// unknown, the rest has not been sent. A refusal is no error here, nor is a full receive buffer.
    pub fn run(&mut self, batch: &mut Batch) -> Result<(), Error> {
        self.run_with(batch, Options::new(), |_, _| ())
    }

    /// Carries out a batch of requests, and gives the replies to them as they come, each with the
    /// place of its request.
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
    /// All requests must be of one subsystem, and fit in one datagram: as much as
    /// [`Socket::send_buffer_size`]. If one fails, the others are [`Outcome::Aborted`].
    ///
    /// Where the receive buffer has no room for one acknowledgement each, there is one for all, as in
    /// [`Batch::sparsely_acknowledged`].
    ///
    /// # Errors
    /// If the batch as a whole is refused, cannot be sent, or its outcome is unknown. That a request
    /// fails is no error here.
    pub fn commit(&mut self, batch: &mut Batch) -> Result<(), Error> {
        drive(self.engine.commit(batch, Options::new()))
    }

    /// A generic netlink family: its id, commands and multicast groups.
    ///
    /// It is asked for once, and again after the kernel has not known it.
    ///
    /// # Errors
    /// [`Error::NoFamily`]; else what went wrong on the way.
    pub fn family(&mut self, name: &str) -> Result<&Family, Error> {
        drive(self.engine.family(name))
    }

    pub(crate) fn into_engine(self) -> Engine<T> {
        self.engine
    }
}

/// A socket for requests.
pub(crate) fn open_socket(protocol: Protocol) -> Result<Socket, Error> {
    let socket = Socket::open(protocol)?;
    // Others cannot send to its port id then.
    socket.connect(crate::SocketAddr::KERNEL)?;
    where_offered(socket.set_extended_ack(true))?;
    if protocol == Protocol::ROUTE {
        where_offered(socket.set_strict_check(true))?;
    }
    Ok(socket)
}

/// Turns an option on that older kernels do not have.
fn where_offered(result: crate::Result<()>) -> crate::Result<()> {
    match result {
        Err(error) if error.raw_os_error() == libc::ENOPROTOOPT => Ok(()),
        result => result,
    }
}
