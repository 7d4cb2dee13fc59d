//! A kernel in memory, for tests of programs that use connections (feature `stand-in`).
//!
//! A [`Kernel`] is a [`Transport`](crate::connection::Transport). The functions that a test gives it
//! reply to the requests of a connection. It can also lose, truncate and delay datagrams, and let
//! calls fail. No privileges and no namespace are needed, and nothing depends on what the machine's
//! kernel offers.
//!
//! ```
//! use core::ffi::CStr;
//!
//! use netlink_core::{Emit, Errno, MessageFlags, Parse};
//! use netlink_sys::stand_in::{Kernel, Refusal};
//! use netlink_sys::{Connection, Protocol};
//!
//! #[derive(Debug, Parse, Emit)]
//! #[netlink(message = 16)] // RTM_NEWLINK
//! struct Link<'a> {
//!     #[netlink(header)]
//!     info: [u8; 16], // struct ifinfomsg
//!     #[nla(3)] // IFLA_IFNAME
//!     name: &'a CStr,
//! }
//!
//! #[derive(Debug, Default, Parse, Emit)]
//! #[netlink(message = 18, reply = Link<'_>)] // RTM_GETLINK
//! struct GetLinks {
//!     #[netlink(header)]
//!     info: [u8; 16],
//! }
//!
//! let kernel = Kernel::new(Protocol::ROUTE);
//! kernel.on::<GetLinks>(|_, answer| {
//!     for name in [c"lo", c"eth0"] {
//!         answer.reply(&Link { info: [0; 16], name })?;
//!     }
//!     Ok(())
//! });
//! kernel.on::<Link<'_>>(|link, _| match link.name.to_bytes() {
//!     b"eth0" => Err(Refusal::from(Errno::EEXIST).because("there is one already")),
//!     _ => Ok(()),
//! });
//!
//! let mut netlink = Connection::over(kernel)?;
//! let names = netlink.collect_with(&GetLinks::default(), MessageFlags::NONE, |link| link.name.to_owned())?;
//! assert_eq!(names.items, [c"lo".to_owned(), c"eth0".to_owned()]);
//!
//! netlink.execute(&Link { info: [0; 16], name: c"eth1" }, MessageFlags::CREATE)?;
//! let error = netlink.execute(&Link { info: [0; 16], name: c"eth0" }, MessageFlags::CREATE).unwrap_err();
//! assert_eq!(error.errno(), Some(Errno::EEXIST));
//! # Ok::<(), netlink_sys::connection::Error>(())
//! ```
//!
//! # Like a kernel
//!
//! * A request is parsed strictly before a function is called with it, and refused with an extended
//!   acknowledgement if it breaks a rule of its type, or if no function handles it.
//! * It is answered while it is sent. A dump is several datagrams, of which the next one is there
//!   when there is room for it; until its end is there, another dump is refused with `EBUSY`.
//! * What waits to be received has a [bound](Kernel::set_receive_capacity), and what exceeds it is
//!   lost until everything has been read: the loss is reported once, as `ENOBUFS`.
//! * On [`Protocol::GENERIC`](crate::Protocol::GENERIC) it answers for nlctrl, with the
//!   [families](Kernel::add_family) that there are. On
//!   [`Protocol::NETFILTER`](crate::Protocol::NETFILTER) it knows what begins and ends a transaction;
//!   to take back what was carried out of one that fails is up to the functions.
//!
//! Unlike a kernel it has one socket, which is in every group: a test that opens several sockets
//! gives each a kernel of its own. And no time passes in it: a wait with a timeout for a
//! datagram that is not there times out at once.
//!
//! # Faults
//!
//! ```
//! use netlink_core::{Emit, Errno, MessageFlags, Parse};
//! use netlink_sys::connection::Error;
//! use netlink_sys::stand_in::{Fault, Kernel, FaultPoint};
//! use netlink_sys::{Connection, Protocol};
//!
//! #[derive(Debug, Parse, Emit)]
//! #[netlink(message = 24)] // RTM_NEWROUTE
//! struct Route {
//!     #[netlink(header)]
//!     info: [u8; 12], // struct rtmsg
//! }
//!
//! let kernel = Kernel::new(Protocol::ROUTE);
//! kernel.on::<Route>(|_, _| Ok(()));
//! // The first answer is lost in a full receive buffer.
//! kernel.set_faults(|operation| (operation == FaultPoint::Receive(0)).then_some(Fault::Overrun));
//!
//! let mut netlink = Connection::over(kernel)?;
//! let error = netlink.execute(&Route { info: [0; 12] }, MessageFlags::CREATE).unwrap_err();
//! assert!(matches!(error, Error::Overrun));
//! assert!(error.is_outcome_unknown(), "it would have to be asked whether there is a route now");
//! # Ok::<(), Error>(())
//! ```
//!
//! # Families
//!
//! ```
//! use netlink_core::{Emit, Parse};
//! use netlink_sys::connection::{Notification, Events};
//! use netlink_sys::stand_in::Kernel;
//! use netlink_sys::{Connection, Group, Protocol};
//!
//! #[derive(Debug, Parse, Emit, PartialEq)]
//! #[netlink(family = "thermometer", command = 1)]
//! struct Temperature {
//!     #[nla(1)]
//!     millidegrees: i32,
//! }
//!
//! #[derive(Debug, Parse, Emit)]
//! #[netlink(family = "thermometer", command = 2, reply = Temperature)]
//! struct GetTemperature;
//!
//! let kernel = Kernel::new(Protocol::GENERIC);
//! kernel.add_family("thermometer", 0x20, &[("alarms", Group::new(5).unwrap())]);
//! kernel.on::<GetTemperature>(|_, answer| Ok(answer.reply(&Temperature { millidegrees: 21_500 })?));
//!
//! let mut netlink = Connection::over(kernel.clone())?;
//! assert_eq!(netlink.request(&GetTemperature)?.millidegrees, 21_500);
//! assert!(netlink.family("thermometer")?.group("alarms").is_some());
//!
//! let mut events = Events::<Temperature, _>::over(kernel.clone())?;
//! kernel.notify(Group::new(5), &Temperature { millidegrees: 90_000 })?;
//! assert_eq!(events.next()?, Notification::Message(Temperature { millidegrees: 90_000 }));
//! # Ok::<(), netlink_sys::connection::Error>(())
//! ```

mod answer;
mod family;
mod fault;
mod handler;
mod nlctrl;
mod queue;
mod refusal;
mod state;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use netlink_core::{EmitError, EmitMessage, MessageFlags, MessageHeader, ParseMessage, View};

pub use answer::Response;
pub use fault::{Fault, FaultPoint};
pub use refusal::Refusal;

use crate::{Group, Protocol, SocketAddr};
use queue::Datagram;
use state::State;

/// A kernel in memory, which replies by functions of the test's own.
///
/// It handles no request at first, and refuses all of them with `EOPNOTSUPP`. Clones are the same
/// kernel with the same socket: a test gives one to the connection, and uses the other one to
/// inspect requests, to send notifications and to inject faults.
#[derive(Clone, Debug)]
pub struct Kernel {
    state: Arc<Mutex<State>>,
}

impl Kernel {
    /// The port ID of the socket that a connection to a stand-in has.
    #[doc(alias = "nlmsg_pid")]
    pub const PORT_ID: u32 = 4711;

    /// Returns a kernel of a protocol, which knows no requests yet.
    #[must_use]
    pub fn new(protocol: Protocol) -> Self {
        Self { state: Arc::new(Mutex::new(State::new(protocol))) }
    }

    /// Returns a kernel that answers each datagram that is sent to it with the next ones of a
    /// script, given as they are on the wire, and with nothing after the last one.
    ///
    /// In their messages the sequence number 0 means that of the first message of the request.
    #[must_use]
    pub fn scripted(protocol: Protocol, script: impl IntoIterator<Item = Vec<Vec<u8>>>) -> Self {
        let kernel = Self::new(protocol);
        kernel.lock().script = Some(script.into_iter().collect());
        kernel
    }

    /// Answers the requests of type `R` by a function.
    ///
    /// The result decides how the request ends: after `Ok` it is acknowledged if it requested
    /// that, and a dump is ended; an `Err` refuses it. `R` can be an enum of several messages, and
    /// [`RawMessage`](netlink_core::RawMessage) is any message, as it was sent. If several
    /// functions handle a request, the last one that was given is called.
    ///
    /// The function may use the kernel, but not send it a request.
    pub fn on<R>(
        &self,
        handler: impl for<'a> FnMut(R::Of<'a>, &mut Response<'a>) -> Result<(), Refusal>
        + Send
        + 'static,
    ) where
        R: for<'a> View<Of<'a>: ParseMessage<'a>> + 'static,
    {
        self.lock().handlers.add::<R>(handler);
    }

    /// Adds a generic netlink family with its multicast groups, or changes one.
    pub fn add_family(&self, name: &str, id: u16, groups: &[(&str, Group)]) {
        self.lock().families.add(name, id, groups);
    }

    /// Removes a generic netlink family, as a module does that is unloaded.
    pub fn remove_family(&self, name: &str) {
        self.lock().families.remove(name);
    }

    /// Lets a function decide what goes wrong, each time something is sent or received.
    ///
    /// The function may use the kernel, but not send to it or receive from it.
    pub fn set_faults(&self, faults: impl FnMut(FaultPoint) -> Option<Fault> + Send + 'static) {
        self.lock().faults = Some(Arc::new(Mutex::new(faults)));
    }

    /// Sets how much memory in bytes unreceived datagrams may take, as a socket counts it: a
    /// datagram takes a power of two, and at least 768 bytes.
    ///
    /// At first it is 208 KiB, the usual value of `net.core.rmem_default`.
    #[doc(alias = "SO_RCVBUF")]
    pub fn set_receive_capacity(&self, bytes: usize) {
        self.lock().queue.capacity = bytes;
    }

    /// Sets whether the end of a dump is in one datagram with the last answers, as some families of
    /// the kernel do it, or, as at first, in a datagram of its own.
    pub fn set_end_coalesced(&self, coalesced: bool) {
        self.lock().end_coalesced = coalesced;
    }

    /// Sends a message without being asked, as a multicast to a group.
    ///
    /// # Errors
    /// If the message breaks a rule of its own type.
    pub fn notify<M: EmitMessage>(
        &self,
        group: Option<Group>,
        message: &M,
    ) -> Result<(), EmitError> {
        let mut state = self.lock();
        let ty = state.families.message_type(message.id());
        let bytes = answer::emit(MessageHeader::new(ty, MessageFlags::NONE), message)?;
        state.push(Datagram::new(bytes, SocketAddr::KERNEL, group));
        Ok(())
    }

    /// Sends bytes as the kernel, whatever they are.
    pub fn send(&self, bytes: &[u8]) {
        self.lock().push(Datagram::of_kernel(bytes.to_vec()));
    }

    /// Sends bytes as another process does, that has a port id.
    pub fn send_as(&self, port_id: u32, bytes: &[u8]) {
        let sender = SocketAddr::port(port_id);
        self.lock().push(Datagram::new(bytes.to_vec(), sender, None));
    }

    /// Returns every datagram that was sent to this kernel so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Vec<u8>> {
        self.lock().requests.clone()
    }

    /// Returns how many datagrams wait to be received.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.lock().queue.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// If a thread panicked while it held the lock, its test has failed already.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
