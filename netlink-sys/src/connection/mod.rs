//! Conversations over a socket: requests with their replies and acknowledgements, and dumps.

mod dump;
mod error;
mod family;
mod inbox;
mod outbox;
mod policy;
mod sequence;

use std::ffi::CString;

use netlink_core::conversation::{Answer, Event, Exchange};
use netlink_core::{
    Ack, EmitMessage, Errno, MessageFlags, MessageHeader, MessageId, RawMessage, Request, View,
};

pub use dump::Dump;
pub use error::{Error, KernelError};
pub use policy::{FamilyPolicies, OperationPolicies};

use crate::{Protocol, Socket};
use inbox::Inbox;
use outbox::{Outbox, Sent};

/// A socket with which one talks to the kernel in requests and replies.
///
/// One request is under way at a time; replies borrow from the connection's buffer until the next
/// one. They are read at [`Level::LIBERAL`](netlink_core::Level::LIBERAL), as kernels are: newer ones
/// send attributes that a type does not name, and longer structures. Only what the kernel sent is
/// believed. A reply that belongs to nothing asked for is left out.
///
/// ```
/// # use core::ffi::CStr;
/// # use netlink_core::{Emit, MessageHeader, Parse, zerocopy};
/// # use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};
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
pub struct Connection {
    socket: Socket,
    protocol: Protocol,
    outbox: Outbox,
    inbox: Inbox,
    /// A dump whose messages still come, whether somebody reads them or not.
    unfinished: Option<Exchange>,
    families: family::Families,
    counters: Counters,
}

/// What has happened on a connection.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Counters {
    /// Requests sent.
    pub sent: u64,
    /// Datagrams received from the kernel.
    pub received: u64,
    /// Datagrams left out because they came from another process.
    pub foreign: u64,
    /// How often messages were lost because the receive buffer was full.
    pub overruns: u64,
}

/// What the next message for an exchange is, with where it begins in what was received.
enum Step {
    Reply(usize),
    Finished(usize),
    Failed(usize),
}

impl Connection {
    /// Opens a socket to the kernel, with extended acknowledgements, and with strict checking of
    /// requests where the kernel has both.
    ///
    /// Kernels before 4.12 have no extended acknowledgements, those before 4.20 no strict checking,
    /// which is there for [`Protocol::ROUTE`] only.
    ///
    /// # Errors
    /// As [`Socket::open`], or no memory.
    pub fn open(protocol: Protocol) -> Result<Self, Error> {
        let connection = Self::over(Socket::open(protocol)?)?;
        where_offered(connection.socket.set_extended_ack(true))?;
        if protocol == Protocol::ROUTE {
            where_offered(connection.socket.set_strict_check(true))?;
        }
        Ok(connection)
    }

    /// Talks over a socket as it is.
    ///
    /// # Errors
    /// No memory, or the descriptor is no netlink socket.
    pub fn over(socket: Socket) -> Result<Self, Error> {
        Ok(Self {
            protocol: socket.protocol()?,
            socket,
            outbox: Outbox::default(),
            inbox: Inbox::new()?,
            unfinished: None,
            families: family::Families::default(),
            counters: Counters::default(),
        })
    }

    /// The socket, to set its options.
    #[must_use]
    pub const fn socket(&self) -> &Socket {
        &self.socket
    }

    /// What has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    /// Sends a request and gives its reply.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it, [`Error::NoReply`] if it acknowledges the request
    /// and sends nothing; else what went wrong on the way.
    pub fn request<R>(&mut self, request: &R) -> Result<<R::Reply as View>::Of<'_>, Error>
    where
        R: Request,
    {
        let mut exchange = self.send(request, Answer::Reply, MessageFlags::NONE)?;
        match self.step(&mut exchange)? {
            // Where a family answers in several messages, those behind it belong to nothing.
            Step::Reply(start) => Ok(self.inbox.message_at(start)?.parse()?),
            Step::Finished(_) => Err(Error::NoReply),
            Step::Failed(start) => Err(self.refusal(start, Sent::of(request))),
        }
    }

    /// Sends a request to do something, and waits for the acknowledgement.
    ///
    /// The flags are those beyond request and acknowledge, such as [`MessageFlags::CREATE`]. The
    /// acknowledgement can hold a warning of the kernel's, and a cookie.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses it; else what went wrong on the way.
    pub fn execute<R>(&mut self, request: &R, flags: MessageFlags) -> Result<Ack<'_>, Error>
    where
        R: EmitMessage,
    {
        let mut exchange = self.send(request, Answer::Ack, flags)?;
        loop {
            match self.step(&mut exchange)? {
                Step::Reply(_) => {}
                Step::Finished(start) => return Ok(Ack::parse(&self.inbox.message_at(start)?)?),
                Step::Failed(start) => return Err(self.refusal(start, Sent::of(request))),
            }
        }
    }

    /// Sends a request to list everything of a kind, and gives the answers one by one.
    ///
    /// A dump that was dropped half way is read to its end first: a kernel runs one dump a socket.
    ///
    /// # Errors
    /// What went wrong when sending. A refusal shows in the first [`Dump::next`].
    pub fn dump<R>(&mut self, request: &R) -> Result<Dump<'_, R::Reply>, Error>
    where
        R: Request,
    {
        self.finish_dropped()?;
        let exchange = self.send(request, Answer::Dump, MessageFlags::NONE)?;
        // Until its end is seen: the dump itself can be dropped at any time, and does nothing then.
        self.unfinished = Some(exchange.clone());
        Ok(Dump::new(self, exchange, Sent::of(request)))
    }

    /// Sends a request, and begins its exchange.
    fn send<R: EmitMessage>(
        &mut self,
        request: &R,
        answer: Answer,
        flags: MessageFlags,
    ) -> Result<Exchange, Error> {
        let ty = self.message_type(request.id())?;
        let sequence = sequence::next();
        let flags = answer.flags() | flags;
        let header = MessageHeader { sequence, ..MessageHeader::new(ty, flags) };
        self.socket.send(self.outbox.write(header, request)?)?;
        self.counters.sent = self.counters.sent.saturating_add(1);
        Ok(Exchange::new(sequence, answer))
    }

    /// The message type to send a message with: its own, or its family's id.
    fn message_type(&mut self, id: MessageId) -> Result<u16, Error> {
        match id {
            MessageId::Type(ty) => Ok(ty),
            MessageId::Command { family, .. } if self.protocol != Protocol::GENERIC => {
                Err(Error::WrongProtocol { family, protocol: self.protocol })
            }
            MessageId::Command { family: family::NLCTRL, .. } => Ok(family::GENL_ID_CTRL),
            MessageId::Command { family, .. } => self.family_id(family),
        }
    }

    /// The id of a generic netlink family.
    fn family_id(&mut self, name: &str) -> Result<u16, Error> {
        let no_family = || Error::NoFamily(name.into());
        let c_name = CString::new(name).map_err(|_| no_family())?;
        if let Some(id) = self.families.id(&c_name) {
            return Ok(id);
        }
        let family = self.request(&family::GetFamily { name: &c_name });
        let id = match family {
            Ok(family) => family.id,
            Err(error) if error.errno() == Some(Errno::ENOENT) => return Err(no_family()),
            Err(error) => return Err(error),
        };
        self.families.remember(c_name, id);
        Ok(id)
    }

    /// Reads on to the next message of an exchange that means something.
    fn step(&mut self, exchange: &mut Exchange) -> Result<Step, Error> {
        loop {
            let Some((start, message)) = self.inbox.next()? else {
                self.receive()?;
                continue;
            };
            let event = exchange.accept(&message);
            if self.unfinished.as_mut().is_some_and(|dropped| ends(dropped, &message)) {
                self.unfinished = None;
            }
            match event? {
                Event::Reply => return Ok(Step::Reply(start)),
                Event::Finished(_) => return Ok(Step::Finished(start)),
                Event::Failed(_) => return Ok(Step::Failed(start)),
                Event::Overrun => return Err(self.overrun()),
                _ => {}
            }
        }
    }

    /// Waits for a datagram from the kernel.
    fn receive(&mut self) -> Result<(), Error> {
        loop {
            match self.inbox.receive(&self.socket) {
                Ok(true) => break,
                Ok(false) => self.counters.foreign = self.counters.foreign.saturating_add(1),
                Err(error) if error.is_overrun() => return Err(self.overrun()),
                Err(error) => return Err(error.into()),
            }
        }
        self.counters.received = self.counters.received.saturating_add(1);
        Ok(self.inbox.complete()?)
    }

    /// Reads everything there is after a loss: until then the kernel drops all further replies.
    fn overrun(&mut self) -> Error {
        self.counters.overruns = self.counters.overruns.saturating_add(1);
        self.unfinished = None;
        match self.inbox.drain(&self.socket) {
            Ok(()) => Error::Overrun,
            Err(error) => error.into(),
        }
    }

    /// Reads a dump to its end that was dropped half way. What it says is not asked for any more,
    /// be it good or bad.
    fn finish_dropped(&mut self) -> Result<(), Error> {
        while let Some(mut dropped) = self.unfinished.take() {
            let result = self.step(&mut dropped);
            if !dropped.is_over() {
                self.unfinished = Some(dropped);
            }
            match result {
                Ok(_) | Err(Error::Reply(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The error for a request that the kernel refused, by the message that begins at `start`.
    #[cold]
    fn refusal(&self, start: usize, sent: Sent) -> Error {
        match self.inbox.message_at(start).and_then(|message| Ok(Ack::parse(&message)?)) {
            Ok(ack) => KernelError::new(&ack, sent.policy, self.outbox.body(sent)).into(),
            Err(error) => error,
        }
    }
}

/// Whether this message ends an exchange that nobody waits for any more.
fn ends(exchange: &mut Exchange, message: &RawMessage<'_>) -> bool {
    exchange.accept(message).is_err() || exchange.is_over()
}

/// Turns an option on that older kernels do not have.
fn where_offered(result: crate::Result<()>) -> crate::Result<()> {
    match result {
        Err(error) if error.raw_os_error() == libc::ENOPROTOOPT => Ok(()),
        result => result,
    }
}
