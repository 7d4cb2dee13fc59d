//! The part of a connection that is the same for drivers that block and those that do not.
//!
//! Everything that must survive a dropped future is in the [`Engine`]: what was received and not read
//! yet, and what earlier requests have left. A future holds only what its own request needs, and a
//! message that arrives for it later matches no request, by its sequence number.
//!
//! The engine's methods are in the modules of their subjects: sending, reading, reception, and what
//! is left over.

use core::time::Duration;
use std::sync::Arc;

use netlink_core::Level;

use super::backlog::Backlog;
use super::counters::Counters;
use super::error::Error;
use super::family::{Families, SharedFamilies};
use super::inbox::Inbox;
use super::leftovers::Leftovers;
use super::options::Options;
use super::outbox::Outbox;
use super::patience::{Awaited, Patience};
use super::transport::Transport;
use crate::{Protocol, ReceiveBuffer, Received, Waker};

/// A transport, and what is known of the conversations over it.
#[derive(Debug)]
pub(crate) struct Engine<T> {
    pub(super) transport: T,
    pub(super) protocol: Protocol,
    /// The port ID that replies are for, once it is known.
    pub(super) port: Option<u32>,
    pub(super) outbox: Outbox,
    pub(super) inbox: Inbox,
    pub(super) leftovers: Leftovers,
    pub(super) families: Families,
    pub(super) counters: Counters,
    /// How long to wait for an answer.
    pub(super) timeout: Option<Duration>,
    /// How long to wait for an event.
    pub(super) event_timeout: Option<Duration>,
    pub(super) waker: Option<Arc<Waker>>,
    /// How strictly messages are read.
    pub(super) level: Level,
    /// Whether messages from other processes are accepted.
    pub(super) believes_all: bool,
    /// Where messages that belong to no exchange are kept: on a socket for events and requests.
    pub(super) backlog: Option<Backlog>,
    /// Whether datagrams need not be messages.
    pub(super) whole_datagrams: bool,
    /// Where the datagram received last came from.
    pub(super) source: Option<Received>,
    /// Whether events were lost while something else was waited for.
    pub(super) lost_aside: bool,
}

impl<T: Transport> Engine<T> {
    pub(crate) fn new(transport: T) -> Result<Self, Error> {
        Self::with_buffer(transport, ReceiveBuffer::new()?)
    }

    pub(crate) fn with_buffer(mut transport: T, buffer: ReceiveBuffer) -> Result<Self, Error> {
        transport.set_up()?;
        Ok(Self {
            protocol: transport.protocol()?,
            port: transport.port_id()?,
            transport,
            outbox: Outbox::default(),
            inbox: Inbox::new(buffer),
            leftovers: Leftovers::default(),
            families: Families::default(),
            counters: Counters::default(),
            timeout: Some(Patience::DEFAULT_TIMEOUT),
            event_timeout: None,
            waker: None,
            level: Level::LIBERAL,
            believes_all: false,
            backlog: None,
            whole_datagrams: false,
            source: None,
            lost_aside: false,
        })
    }

    pub(crate) const fn transport(&self) -> &T {
        &self.transport
    }

    pub(crate) const fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    pub(crate) const fn counters(&self) -> Counters {
        self.counters
    }

    pub(crate) const fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    pub(crate) const fn set_event_timeout(&mut self, timeout: Option<Duration>) {
        self.event_timeout = timeout;
    }

    pub(crate) const fn set_level(&mut self, level: Level) {
        self.level = level;
    }

    pub(crate) fn set_waker(&mut self, waker: Option<Arc<Waker>>) {
        self.waker = waker;
    }

    pub(crate) fn share_families(&mut self, families: SharedFamilies) {
        self.families.share(families);
    }

    pub(crate) const fn accept_any_sender(&mut self) {
        self.believes_all = true;
    }

    /// Returns how long to wait for something that begins now.
    pub(super) fn patience(&self, options: Options, awaited: Awaited) -> Patience {
        let own = if awaited == Awaited::Notification { self.event_timeout } else { self.timeout };
        let timeout = options.timeout.or(own);
        Patience::new(timeout, options.deadline, self.waker.clone(), awaited)
    }

    /// Returns the port ID that replies must be for, if that is known and matters.
    pub(super) const fn reply_port(&self) -> Option<u32> {
        if self.believes_all { None } else { self.port }
    }
}
