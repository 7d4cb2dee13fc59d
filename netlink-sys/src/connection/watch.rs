//! A view of what a kernel has, kept up to date: everything once, then every change.

use core::marker::PhantomData;
use core::time::Duration;
use std::sync::Arc;

use netlink_core::{ParseMessage, Request, View};

use super::drive::drive;
use super::dump::Listing;
use super::engine::Engine;
use super::events::{Heard, Listener};
use super::{Connection, Counters, Error, Events, Options, Transport};
use crate::{Group, Protocol, Socket, Waker};

/// Lists everything there is, then tells every change, and begins anew when changes were lost.
///
/// It subscribes first and lists then, on another socket, so that nothing is missed in between: an
/// event may tell what the list has already. A list during which something changed is asked for
/// again.
///
/// `R` is the request for the list, `E` the events, as a rule an enum.
///
/// ```
/// # use core::ffi::CStr;
/// # use netlink_core::{Emit, Parse, zerocopy};
/// # use netlink_core::zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};
/// use std::collections::BTreeMap;
///
/// use netlink_sys::connection::{Update, Watch};
/// use netlink_sys::{Group, Protocol};
///
/// # #[derive(Clone, Copy, Debug, Default, FromBytes, Immutable, IntoBytes, KnownLayout)]
/// # #[zerocopy(crate = "netlink_core::zerocopy")]
/// # #[repr(C)]
/// # struct IfInfoMsg { family: u8, padding: u8, device_type: u16, index: i32, flags: u32, change: u32 }
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
/// struct GetLinks {
///     #[netlink(header)]
///     info: IfInfoMsg,
/// }
///
/// #[derive(Debug, Parse)]
/// enum LinkEvent<'a> {
///     #[netlink(message = 16)]
///     New(Link<'a>),
///     #[netlink(message = 17)] // RTM_DELLINK
///     Gone(Link<'a>),
/// }
///
/// let group = Group::new(1).unwrap(); // RTNLGRP_LINK
/// let mut watch =
///     Watch::<GetLinks, LinkEvent<'_>>::open(Protocol::ROUTE, &[group], GetLinks::default())?;
/// let mut links = BTreeMap::new();
/// loop {
///     match watch.next()? {
///         Update::Reset => links.clear(),
///         Update::Listed(link) | Update::Changed(LinkEvent::New(link)) => {
///             links.insert(link.info.index, link.name.to_owned());
///         }
///         Update::Changed(LinkEvent::Gone(link)) => drop(links.remove(&link.info.index)),
///         Update::Complete { .. } => break, // and on, in a program that goes on watching
///     }
/// }
/// assert_eq!(links[&1].as_c_str(), c"lo");
/// # Ok::<(), netlink_sys::connection::Error>(())
/// ```
#[derive(Debug)]
pub struct Watch<R, E, T = Socket> {
    observer: Observer<R, T>,
    event: PhantomData<fn() -> E>,
}

/// What a [`Watch`] tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Update<L, E> {
    /// Forget everything: the list begins, for the first time or anew.
    Reset,
    /// This is there.
    Listed(L),
    /// That was all: the view is what the kernel has, as soon as the events that have come meanwhile
    /// are told.
    Complete {
        /// Whether the list changed each time it was asked for, so that something may be missing, or
        /// there twice.
        interrupted: bool,
    },
    /// This has changed.
    Changed(E),
}

impl<R, E> Watch<R, E>
where
    R: Request,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
{
    /// Opens the sockets and joins the groups.
    ///
    /// The list is asked for by [`Watch::next`].
    ///
    /// # Errors
    /// As [`Events::subscribe`].
    pub fn open(protocol: Protocol, groups: &[Group], request: R) -> Result<Self, Error> {
        let events = Events::subscribe(protocol, groups)?;
        Ok(Self::over(events, Connection::open(protocol)?, request))
    }
}

impl<R, E, T> Watch<R, E, T>
where
    R: Request,
    E: for<'a> View<Of<'a>: ParseMessage<'a>>,
    T: Transport,
{
    /// Watches events that were subscribed to already, and lists over a connection.
    pub fn over(events: Events<E, T>, connection: Connection<T>, request: R) -> Self {
        let observer = Observer::new(events.into_listener(), connection.into_engine(), request);
        Self { observer, event: PhantomData }
    }

    /// What there is to tell next; waits for it.
    ///
    /// # Errors
    /// As [`Dump::next`](super::Dump::next) and [`Events::next`]. The next call goes on: after an
    /// error that ended the list with a new one, after any other behind what could not be read.
    #[expect(clippy::should_implement_trait, reason = "lends from itself, as no Iterator can")]
    pub fn next(&mut self) -> Result<Update<<R::Reply as View>::Of<'_>, E::Of<'_>>, Error> {
        let seen = drive(self.observer.next())?;
        self.observer.update(seen)
    }

    /// How long [`Watch::next`] waits for a change; for ever at first.
    pub const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.observer.events.engine.timeout = timeout;
    }

    /// What ends the wait of [`Watch::next`] from elsewhere.
    pub fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.observer.events.engine.waker = waker;
    }

    /// What has happened so far where the events come in.
    #[must_use]
    pub const fn event_counters(&self) -> Counters {
        self.observer.events.engine.counters
    }

    /// What has happened so far where the lists come in.
    #[must_use]
    pub const fn list_counters(&self) -> Counters {
        self.observer.lists.counters
    }
}

/// Listens, and lists whenever that is necessary.
#[derive(Debug)]
pub(crate) struct Observer<R, T> {
    pub(crate) events: Listener<T>,
    pub(crate) lists: Engine<T>,
    request: R,
    state: State,
    /// How many more times an interrupted list is asked for again.
    left: u8,
}

#[derive(Debug)]
enum State {
    /// What was known is out of date.
    Stale,
    Listing(Listing),
    Following,
}

/// What there is to tell, with where the message begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen {
    Reset,
    Listed(usize),
    Complete { interrupted: bool },
    Changed(usize),
}

impl<R: Request, T: Transport> Observer<R, T> {
    /// How often a list is asked for that changes each time.
    const ATTEMPTS: u8 = 16;

    pub(crate) fn new(events: Listener<T>, lists: Engine<T>, request: R) -> Self {
        Self { events, lists, request, state: State::Stale, left: Self::ATTEMPTS }
    }

    pub(crate) async fn next(&mut self) -> Result<Seen, Error> {
        loop {
            match &mut self.state {
                State::Stale => {
                    let options = Options::new();
                    let listing = Listing::start(&mut self.lists, &self.request, options).await?;
                    self.left = self.left.saturating_sub(1);
                    self.state = State::Listing(listing);
                    return Ok(Seen::Reset);
                }
                State::Listing(listing) => match listing.next(&mut self.lists).await {
                    Ok(Some(start)) => return Ok(Seen::Listed(start)),
                    Ok(None) if listing.is_interrupted() && self.left > 0 => {
                        self.state = State::Stale;
                    }
                    Ok(None) => {
                        let interrupted = listing.is_interrupted();
                        self.state = State::Following;
                        self.left = Self::ATTEMPTS;
                        return Ok(Seen::Complete { interrupted });
                    }
                    Err(error) => {
                        self.state = State::Stale;
                        if !matches!(error, Error::Overrun) || self.left == 0 {
                            self.left = Self::ATTEMPTS;
                            return Err(error);
                        }
                    }
                },
                State::Following => match self.events.next().await {
                    Ok(Heard::Message(start)) => return Ok(Seen::Changed(start)),
                    Ok(Heard::Lost) => self.state = State::Stale,
                    Err(error) => {
                        if matches!(error, Error::Truncated(_)) {
                            self.state = State::Stale;
                        }
                        return Err(error);
                    }
                },
            }
        }
    }

    /// What was seen, parsed.
    pub(crate) fn update<'a, L, E>(&'a self, seen: Seen) -> Result<Update<L, E>, Error>
    where
        L: ParseMessage<'a>,
        E: ParseMessage<'a>,
    {
        Ok(match seen {
            Seen::Reset => Update::Reset,
            Seen::Listed(start) => Update::Listed(self.lists.parse_at(start)?),
            Seen::Complete { interrupted } => Update::Complete { interrupted },
            Seen::Changed(start) => Update::Changed(self.events.engine.parse_at(start)?),
        })
    }
}
