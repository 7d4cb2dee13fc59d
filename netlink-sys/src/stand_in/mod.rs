//! A kernel in memory, for tests of programs that use connections (feature `stand-in`).
//!
//! A [`Kernel`] is a [`Transport`]: it answers what a connection sends to it by a function of the
//! test's own, as a kernel would, and can do so badly, too: lose datagrams, truncate them, be late,
//! fail. No privileges are needed, no namespace, and nothing depends on what the machine's kernel
//! offers.
//!
//! ```
//! use core::ffi::CStr;
//!
//! use netlink_core::{Emit, Errno, MessageFlags, Parse};
//! use netlink_sys::stand_in::Kernel;
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
//! #[derive(Debug, Default, Emit)]
//! #[netlink(message = 18, reply = Link<'_>)] // RTM_GETLINK
//! struct GetLinks {
//!     #[netlink(header)]
//!     info: [u8; 16],
//! }
//!
//! let kernel = Kernel::new(|request, answer| match request.header().ty {
//!     18 => {
//!         answer.reply(&Link { info: [0; 16], name: c"lo" })?;
//!         answer.reply(&Link { info: [0; 16], name: c"eth0" })?;
//!         Ok(())
//!     }
//!     _ => Err(Errno::EOPNOTSUPP.into()),
//! });
//! let mut netlink = Connection::over_transport(kernel, Protocol::ROUTE)?;
//!
//! let names = netlink.collect_with(&GetLinks::default(), MessageFlags::NONE, |link| link.name.to_owned())?;
//! assert_eq!(names.items, [c"lo".to_owned(), c"eth0".to_owned()]);
//!
//! // The link is no request that this kernel knows.
//! let error = netlink.execute(&Link { info: [0; 16], name: c"lo" }, MessageFlags::CREATE).unwrap_err();
//! assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP));
//! # Ok::<(), netlink_sys::connection::Error>(())
//! ```

mod answer;
mod family;
mod fault;
mod queue;

use core::fmt;
use core::task::{Context, Poll, Waker};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use netlink_core::{EmitError, EmitMessage, MessageFlags, MessageHeader, Messages, RawMessage};

pub use answer::{Answer, Refusal};
pub use fault::{Fault, Operation};

use crate::connection::{Patience, Transport};
use crate::error::{Error, Result};
use crate::{Group, ReceiveBuffer, Received, SocketAddr};
use answer::emit;
use family::Families;
use queue::{Datagram, Queue};

/// A kernel in memory that answers by a function of the test's own.
///
/// What the function gives back decides how the request ends: after `Ok` it is acknowledged if it
/// asked for that, and a dump is ended; an `Err` refuses it. Clones are the same kernel, so that a
/// test keeps one to look on and to interfere, and gives the other to the connection.
#[derive(Clone, Debug)]
pub struct Kernel {
    state: Arc<Mutex<State>>,
}

type Handler =
    dyn FnMut(&RawMessage<'_>, &mut Answer<'_>) -> core::result::Result<(), Refusal> + Send;
type Faults = dyn FnMut(Operation) -> Option<Fault> + Send;

struct State {
    /// Taken out while it runs.
    handler: Option<Box<Handler>>,
    faults: Option<Box<Faults>>,
    families: Families,
    queue: Queue,
    requests: Vec<Vec<u8>>,
    sends: usize,
    receives: usize,
    delay: u32,
    /// Whoever waits for a datagram.
    waiting: Option<Waker>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("queue", &self.queue)
            .field("requests", &self.requests.len())
            .field("sends", &self.sends)
            .field("receives", &self.receives)
            .finish_non_exhaustive()
    }
}

impl Kernel {
    /// A kernel that answers each request by a function.
    ///
    /// Of generic netlink, the requests to nlctrl are answered by the [families](Self::add_family)
    /// that there are, and those to families that there are not, with `ENOENT`.
    pub fn new<F>(handler: F) -> Self
    where
        F: FnMut(&RawMessage<'_>, &mut Answer<'_>) -> core::result::Result<(), Refusal>
            + Send
            + 'static,
    {
        let state = State {
            handler: Some(Box::new(handler)),
            faults: None,
            families: Families::default(),
            queue: Queue::default(),
            requests: Vec::new(),
            sends: 0,
            receives: 0,
            delay: 0,
            waiting: None,
        };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// A kernel that answers each datagram that is sent to it with the next ones of a script, given
    /// as they are on the wire.
    ///
    /// In their messages the sequence number 0 stands for that of the first message of the request.
    #[must_use]
    pub fn scripted(script: impl IntoIterator<Item = Vec<Vec<u8>>>) -> Self {
        let kernel = Self::new(|_, _| Ok(()));
        kernel.lock().queue.script = script.into_iter().collect();
        kernel.lock().handler = None;
        kernel
    }

    /// Adds a generic netlink family, with its multicast groups.
    pub fn add_family(&self, name: &str, id: u16, groups: &[(&str, Group)]) {
        self.lock().families.add(name, id, groups);
    }

    /// Removes a generic netlink family, as a module does that is unloaded.
    pub fn remove_family(&self, name: &str) {
        self.lock().families.remove(name);
    }

    /// Lets a function decide what goes wrong, for each time something is sent or received.
    pub fn set_faults(&self, faults: impl FnMut(Operation) -> Option<Fault> + Send + 'static) {
        self.lock().faults = Some(Box::new(faults));
    }

    /// How much memory datagrams that were not received yet may take, as a socket counts it; beyond
    /// that they are lost, and the connection is told once, by `ENOBUFS`.
    pub fn set_receive_capacity(&self, bytes: usize) {
        self.lock().queue.capacity = bytes;
    }

    /// Whether the end of a dump is in one datagram with the last answers, as some families of the
    /// kernel do it, or in one of its own.
    pub fn set_end_coalesced(&self, coalesced: bool) {
        self.lock().queue.end_coalesced = coalesced;
    }

    /// Sends a message without being asked, as a multicast to a group.
    ///
    /// # Errors
    /// If the message breaks a rule of its own type.
    pub fn notify<M: EmitMessage>(
        &self,
        group: Option<Group>,
        message: &M,
    ) -> core::result::Result<(), EmitError> {
        let mut state = self.lock();
        let ty = state.families.message_type(message.id());
        let bytes = emit(MessageHeader::new(ty, MessageFlags::NONE), message)?;
        state.push(Datagram { bytes, sender: SocketAddr::KERNEL, group });
        Ok(())
    }

    /// Sends bytes as another process does, that has a port id.
    pub fn send_as(&self, port_id: u32, bytes: &[u8]) {
        let sender = SocketAddr::port(port_id);
        self.lock().push(Datagram { bytes: bytes.to_vec(), sender, group: None });
    }

    /// Sends bytes as the kernel, whatever they are.
    pub fn send(&self, bytes: &[u8]) {
        let sender = SocketAddr::KERNEL;
        self.lock().push(Datagram { bytes: bytes.to_vec(), sender, group: None });
    }

    /// Every datagram that was sent to this kernel so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Vec<u8>> {
        self.lock().requests.clone()
    }

    /// How many datagrams wait to be received.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.lock().queue.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A handler that panicked has failed its test already.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Handles a datagram, message by message, as a kernel does it during the send.
    fn handle(&self, datagram: &[u8]) {
        let mut state = self.lock();
        state.requests.push(datagram.to_vec());
        state.answer_by_script(datagram);
        let Some(mut handler) = state.handler.take() else { return };
        for request in Messages::new(datagram).map_while(core::result::Result::ok) {
            let mut answer = Answer::new(request, state.families.clone());
            let result = match answer.answer_by_nlctrl() {
                Some(result) => result,
                None => {
                    // The handler may use this kernel itself.
                    drop(state);
                    let result = handler(&request, &mut answer);
                    state = self.lock();
                    result
                }
            };
            let end_coalesced = state.queue.end_coalesced;
            for bytes in answer.finish(result, end_coalesced) {
                state.push(Datagram { bytes, sender: SocketAddr::KERNEL, group: None });
            }
        }
        state.handler = Some(handler);
    }
}

impl State {
    fn push(&mut self, datagram: Datagram) {
        self.queue.push(datagram);
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
    }

    fn answer_by_script(&mut self, request: &[u8]) {
        let sequence = RawMessage::split(request).map_or(0, |(first, _)| first.header().sequence);
        for mut bytes in self.queue.script.pop_front().unwrap_or_default() {
            answer::fill_in_sequence(&mut bytes, sequence);
            self.push(Datagram { bytes, sender: SocketAddr::KERNEL, group: None });
        }
    }

    fn fault(&mut self, operation: Operation) -> Option<Fault> {
        self.faults.as_mut()?(operation)
    }

    /// Hands out the next datagram; nothing if there is none, or it is late.
    fn receive(&mut self, buffer: &mut ReceiveBuffer) -> Option<Result<Received>> {
        if self.delay > 0 {
            self.delay = self.delay.saturating_sub(1);
            return None;
        }
        if let Some(error) = self.queue.take_error() {
            return Some(Err(error));
        }
        if self.queue.len() == 0 {
            return None;
        }
        let number = self.receives;
        self.receives = self.receives.saturating_add(1);
        match self.fault(Operation::Receive(number)) {
            None => {}
            Some(Fault::Fail(errno)) => return Some(Err(Error::new("receive", errno.0))),
            Some(Fault::Lose) => drop(self.queue.pop()),
            Some(Fault::Overrun) => {
                self.queue.overrun();
                return self.receive(buffer);
            }
            Some(Fault::Truncate(len)) => {
                return Some(Ok(self.queue.pop()?.receive(buffer, len)));
            }
            Some(Fault::Delay(polls)) => {
                self.delay = polls;
                return None;
            }
            Some(Fault::Duplicate) => self.queue.duplicate(),
        }
        Some(Ok(self.queue.pop()?.receive(buffer, usize::MAX)))
    }
}

impl Transport for Kernel {
    fn poll_send(&mut self, context: &mut Context<'_>, datagram: &[u8]) -> Poll<Result<()>> {
        let mut state = self.lock();
        let number = state.sends;
        state.sends = state.sends.saturating_add(1);
        let fault = state.fault(Operation::Send(number));
        drop(state);
        match fault {
            Some(Fault::Fail(errno)) => {
                return Poll::Ready(Err(Error::new("send", errno.0)));
            }
            Some(Fault::Delay(_)) => {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Some(Fault::Lose) => {}
            Some(Fault::Duplicate) => {
                self.handle(datagram);
                self.handle(datagram);
            }
            Some(Fault::Overrun) => {
                self.handle(datagram);
                self.lock().queue.overrun();
            }
            Some(Fault::Truncate(len)) => self.handle(datagram.get(..len).unwrap_or(datagram)),
            None => self.handle(datagram),
        }
        Poll::Ready(Ok(()))
    }

    /// Where nothing is there to receive, a patience with a deadline is at its end at once: no time
    /// passes in memory.
    fn poll_receive(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReceiveBuffer,
        patience: &Patience,
    ) -> Poll<Result<Received>> {
        buffer.clear();
        let mut state = self.lock();
        let late = state.delay > 0;
        if let Some(received) = state.receive(buffer) {
            return Poll::Ready(received);
        }
        if late || state.delay > 0 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        // The one datagram there was may have been lost.
        if state.queue.len() > 0 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if patience.deadline().is_some() {
            return Poll::Ready(Err(Error::new("receive", libc::ETIMEDOUT)));
        }
        state.waiting = Some(context.waker().clone());
        Poll::Pending
    }

    fn try_receive(&mut self, buffer: &mut ReceiveBuffer) -> Result<Received> {
        buffer.clear();
        let nothing = || Err(Error::new("receive", libc::EAGAIN));
        self.lock().receive(buffer).unwrap_or_else(nothing)
    }

    fn receive_capacity(&self) -> Result<usize> {
        Ok(self.lock().queue.capacity)
    }

    fn send_capacity(&self) -> Result<usize> {
        Ok(queue::DEFAULT_CAPACITY)
    }
}
