//! Events: what a kernel tells without being asked, to the members of multicast groups.

use core::future::poll_fn;
use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;

use netlink_core::{MessageId, ParseMessage, RawMessage, View, header};

use super::counters::count;
use super::drive::drive;
use super::engine::Engine;
use super::{Counters, Error, Transport, log};
use crate::{Group, Protocol, Received, Socket, Waker};

/// A stream of events from multicast groups, on a socket of its own.
///
/// Events are lent one by one, as messages of type `E`: as a rule an enum of those that the groups
/// deliver. Messages of other types are left out; with
/// [`RawMessage`](netlink_core::RawMessage) as `E` there are all.
///
/// A kernel that has no room for an event drops it, and everything after it until the socket has been
/// read empty. That comes as [`Event::Lost`], after what was sent before the loss. What one knows is
/// out of date then, and must be asked for anew: [`Watch`](super::Watch) does.
///
/// Events come from the kernel alone: what other processes send to the groups is left out, unless
/// [asked for](Self::believe_everybody).
///
/// ```
/// use core::ffi::CStr;
/// use netlink_core::Parse;
/// use netlink_sys::connection::{Event, Events};
/// use netlink_sys::{Group, Protocol};
///
/// #[derive(Debug, Parse)]
/// enum LinkEvent<'a> {
///     #[netlink(message = 16)] // RTM_NEWLINK
///     New(Link<'a>),
///     #[netlink(message = 17)] // RTM_DELLINK
///     Gone(Link<'a>),
/// }
///
/// #[derive(Debug, Parse)]
/// struct Link<'a> {
///     #[netlink(header)]
///     info: [u8; 16], // struct ifinfomsg
///     #[nla(3)] // IFLA_IFNAME
///     name: &'a CStr,
/// }
///
/// let mut events = Events::<LinkEvent<'_>>::subscribe(Protocol::ROUTE, &[Group::new(1).unwrap()])?;
/// while let Some(event) = events.try_next()? {
///     match event {
///         Event::Message(LinkEvent::New(link)) => println!("{:?} is new or changed", link.name),
///         Event::Message(LinkEvent::Gone(link)) => println!("{:?} is gone", link.name),
///         Event::Lost => println!("events were lost"),
///     }
/// }
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug)]
pub struct Events<E, T = Socket> {
    listener: Listener<T>,
    event: PhantomData<fn() -> E>,
}

/// What [`Events`] deliver.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Event<M> {
    /// A message.
    Message(M),
    /// Messages were lost at this point, because the receive buffer was full.
    #[doc(alias = "ENOBUFS")]
    Lost,
}

impl<E> Events<E>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Opens a socket, and joins groups.
    ///
    /// # Errors
    /// As [`Socket::open`] and [`Socket::join`]. On [`Protocol::GENERIC`] also as
    /// [`Connection::family`](super::Connection::family), for the families of `E`.
    pub fn subscribe(protocol: Protocol, groups: &[Group]) -> Result<Self, Error> {
        let events = Self::over(Socket::open(protocol)?)?;
        for group in groups {
            events.socket().join(*group)?;
        }
        Ok(events)
    }

    /// Opens a socket of generic netlink, and joins groups of a family by their names.
    ///
    /// # Errors
    /// [`Error::NoFamily`], [`Error::NoGroup`], and as [`Events::subscribe`].
    pub fn subscribe_family(family: &str, groups: &[&str]) -> Result<Self, Error> {
        let mut events = Self::over(Socket::open(Protocol::GENERIC)?)?;
        for group in groups {
            let group = drive(events.listener.engine.group(family, group))?;
            events.socket().join(group)?;
        }
        Ok(events)
    }

    /// The socket: for its options, to join groups and to leave them.
    ///
    /// With [`Socket::set_packet_info`], [`Events::source`] names the group. With
    /// [`Socket::force_recv_buffer_size`] fewer events are lost.
    #[must_use]
    pub const fn socket(&self) -> &Socket {
        &self.listener.engine.transport
    }
}

impl<E, T> Events<E, T>
where
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Listens to what a transport receives: a socket that has joined its groups, or a stand-in.
    ///
    /// # Errors
    /// No memory. On [`Protocol::GENERIC`] also as
    /// [`Connection::family`](super::Connection::family), for the families of `E`.
    pub fn over(transport: T) -> Result<Self, Error> {
        let mut listener = Listener::new(transport)?;
        drive(listener.expect::<E::Of<'_>>())?;
        Ok(Self { listener, event: PhantomData })
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// [`Error::Reply`] if an event is not as its type says, [`Error::Truncated`] if it was longer
    /// than the receive buffer: the next call gives the one behind it. [`Error::TimedOut`] and
    /// [`Error::Woken`] as [set](Self::set_timeout). Else [`Error::Receive`].
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    #[inline]
    pub fn next(&mut self) -> Result<Event<E::Of<'_>>, Error> {
        let heard = match self.listener.read() {
            Some(heard) => heard,
            None => drive(self.listener.next()),
        };
        self.listener.event(heard?)
    }

    /// The next event, if there is one already.
    ///
    /// # Errors
    /// As [`Events::next`].
    pub fn try_next(&mut self) -> Result<Option<Event<E::Of<'_>>>, Error> {
        match self.listener.try_next()? {
            Some(heard) => self.listener.event(heard).map(Some),
            None => Ok(None),
        }
    }

    /// What is known of the datagram that the last event came in: its group, and the network
    /// namespace, where the socket was asked to tell.
    #[must_use]
    pub const fn source(&self) -> Option<Received> {
        self.listener.source
    }

    /// How long [`Events::next`] waits; for ever at first.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.listener.engine.timeout = timeout;
    }

    /// What ends the wait of [`Events::next`] from elsewhere.
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.listener.engine.waker = waker;
    }

    /// Gives also what other processes send to the groups, or to this socket.
    ///
    /// For protocols by which processes talk to each other: the sender is in [`Events::source`], and
    /// whatever a message says is that sender's word, not the kernel's.
    pub const fn believe_everybody(&mut self) {
        self.listener.engine.believes_all = true;
    }

    /// What has happened so far.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.listener.engine.counters
    }

    pub(super) fn into_listener(self) -> Listener<T> {
        self.listener
    }
}

/// What comes in on a socket that has joined groups.
#[derive(Debug)]
pub(crate) struct Listener<T> {
    pub(crate) engine: Engine<T>,
    /// The messages that are expected: by type, and of generic netlink by command; none means all.
    expected: Vec<(u16, Option<u8>)>,
    pub(crate) source: Option<Received>,
    /// After a loss, how many datagrams that were sent before it may be there still.
    lost: Option<usize>,
}

/// A message, with where it begins, or a loss.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Heard {
    Message(usize),
    Lost,
}

impl<T: Transport> Listener<T> {
    pub(crate) fn new(transport: T) -> Result<Self, Error> {
        let engine = Engine::new(transport)?;
        Ok(Self { engine, expected: Vec::new(), source: None, lost: None })
    }

    /// Expects the messages of a type, and leaves out all others.
    ///
    /// A type that takes others as well gets everything, or of generic netlink everything of its
    /// families.
    pub(crate) async fn expect<'a, M: ParseMessage<'a>>(&mut self) -> Result<(), Error> {
        for (id, _) in M::PARSE_MESSAGES {
            let command = match id {
                MessageId::Type(_) if M::TAKES_OTHERS => continue,
                MessageId::Command { header, .. } if !M::TAKES_OTHERS => Some(header.command),
                _ => None,
            };
            let ty = self.engine.message_type(*id).await?;
            self.expected.push((ty, command));
        }
        Ok(())
    }

    /// The next event, of those that were received.
    #[inline]
    pub(crate) fn read(&mut self) -> Option<Result<Heard, Error>> {
        loop {
            let (start, message) = match self.engine.inbox.next() {
                Ok(next) => next?,
                Err(error) => return Some(Err(error.into())),
            };
            log::received(&message);
            if message.header().ty == header::OVERRUN {
                return Some(Ok(Heard::Lost));
            }
            if expects(&self.expected, &message) {
                return Some(Ok(Heard::Message(start)));
            }
            count(&mut self.engine.counters.skipped);
        }
    }

    /// Waits for the next event.
    pub(crate) async fn next(&mut self) -> Result<Heard, Error> {
        let patience = self.engine.patience(None).wanting_source();
        let mut again = false;
        loop {
            // After a loss, what was sent before it is there. Else the transport is to be waited for,
            // also if it never lets one wait: a runtime counts that, and gives others their turn.
            let heard = match self.lost {
                Some(_) => self.try_next()?,
                None => self.read().transpose()?,
            };
            if let Some(heard) = heard {
                return Ok(heard);
            }
            patience.go_on(&mut again).map_err(Error::receive)?;
            let received = poll_fn(|context| self.engine.poll_next(context, &patience)).await;
            if let Some(heard) = self.take(received)? {
                return Ok(heard);
            }
        }
    }

    /// The next event, if there is one already.
    pub(crate) fn try_next(&mut self) -> Result<Option<Heard>, Error> {
        let mut left = None;
        loop {
            if let Some(heard) = self.read() {
                return heard.map(Some);
            }
            if self.lost == Some(0) {
                self.lost = None;
                return Ok(Some(Heard::Lost));
            }
            match self.engine.transport.try_receive(self.engine.inbox.empty()) {
                Err(error) if error.is_would_block() => match self.lost {
                    Some(_) => self.lost = Some(0),
                    None => return Ok(None),
                },
                Ok(received) if !self.engine.believes(&received) => {
                    self.one_less();
                    // What has come since this began can wait: others can send without end.
                    let left = left.get_or_insert_with(|| self.engine.undelivered());
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        return Ok(None);
                    }
                }
                received => {
                    if let Some(heard) = self.take(received)? {
                        return Ok(Some(heard));
                    }
                }
            }
        }
    }

    /// Takes in what a receive gave. A loss is noted: what was sent before it is read first.
    fn take(&mut self, received: crate::Result<Received>) -> Result<Option<Heard>, Error> {
        match received {
            Ok(received) => {
                self.source = Some(received);
                self.one_less();
                self.engine.complete().map(|()| None)
            }
            Err(error) if error.is_overrun() => {
                count(&mut self.engine.counters.overruns);
                // Since the loss before, the socket has been empty: what was sent before that one has
                // been read, and the rest was sent before this one.
                let before = self.lost.replace(self.engine.undelivered());
                Ok(before.map(|_| Heard::Lost))
            }
            Err(error) => Err(Error::receive(error)),
        }
    }

    fn one_less(&mut self) {
        self.lost = self.lost.map(|left| left.saturating_sub(1));
    }

    /// What was heard, parsed.
    pub(crate) fn event<'a, M: ParseMessage<'a>>(
        &'a self,
        heard: Heard,
    ) -> Result<Event<M>, Error> {
        match heard {
            Heard::Message(start) => self.engine.parse_at(start).map(Event::Message),
            Heard::Lost => Ok(Event::Lost),
        }
    }
}

/// Whether a message is one of those that are expected.
fn expects(expected: &[(u16, Option<u8>)], message: &RawMessage<'_>) -> bool {
    let ty = message.header().ty;
    if expected.is_empty() {
        // The connector sends data as the end of several messages.
        return ty >= header::MIN_TYPE || ty == header::DONE;
    }
    let is = |(known, command): &(u16, Option<u8>)| {
        *known == ty && (command.is_none() || message.command() == *command)
    };
    expected.iter().any(is)
}
