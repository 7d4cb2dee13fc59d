//! The input of a socket for events: messages and losses, in their order, and what is kept during
//! other waits.

use core::future::poll_fn;

use netlink_core::{MessageId, ParseMessage, RawMessage, header};

use super::backlog::Backlog;
use super::counters::count;
use super::engine::Engine;
use super::error::Error;
use super::event::Notification;
use super::family::{Family, GENL_ID_CTRL, NLCTRL_NOTIFY, NewFamily};
use super::log;
use super::options::Options;
use super::outbox::Sent;
use super::patience::{Awaited, Patience, TransportError};
use super::transport::Transport;
use crate::Received;

/// The input of a socket that has joined groups.
#[derive(Debug)]
pub(crate) struct Listener<T> {
    pub(crate) engine: Engine<T>,
    /// The messages that are expected; none means all.
    expected: Vec<Expected>,
    /// Where the datagram came from that is being read.
    pub(crate) source: Option<Received>,
    /// After a loss, how many datagrams that were sent before it may be there still.
    lost: Option<usize>,
    /// Whether what is being read came behind what is kept.
    rest_is_newer: bool,
    /// The family whose groups were joined by name.
    followed: Option<Followed>,
}

/// Messages that are expected.
#[derive(Debug)]
struct Expected {
    ty: u16,
    /// Of generic netlink, unless all commands are expected.
    command: Option<u8>,
    /// Whose id the type is, of generic netlink.
    family: Option<&'static str>,
}

/// A family of generic netlink that may go and come back.
#[derive(Debug)]
struct Followed {
    family: Box<str>,
    groups: Vec<Box<str>>,
    id: u16,
}

/// A message, with where it begins, or a loss.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Heard {
    Message(usize),
    Lost,
}

impl<T: Transport> Listener<T> {
    pub(crate) fn new(transport: T) -> Result<Self, Error> {
        let mut engine = Engine::new(transport)?;
        engine.backlog = Some(Backlog::default());
        Ok(Self {
            engine,
            expected: Vec::new(),
            source: None,
            lost: None,
            rest_is_newer: false,
            followed: None,
        })
    }

    /// Returns a listener to whole datagrams, whatever is in them.
    pub(crate) fn of_datagrams(transport: T) -> Result<Self, Error> {
        let mut listener = Self::new(transport)?;
        listener.engine.whole_datagrams = true;
        Ok(listener)
    }

    /// Returns the datagram that was heard.
    pub(crate) fn datagram(&self, heard: Heard) -> Notification<&[u8]> {
        match heard {
            Heard::Message(_) => {
                Notification::Message(self.engine.inbox.datagram().unwrap_or_default())
            }
            Heard::Lost => Notification::Lost,
        }
    }

    /// Returns the engine for a request on the same socket. Events that arrive before its answer are kept.
    pub(crate) fn aside(&mut self) -> &mut Engine<T> {
        self.stash();
        self.rest_is_newer = true;
        &mut self.engine
    }

    /// Keeps what was received and not read, behind what is kept already.
    fn stash(&mut self) {
        let mut source = self.source;
        loop {
            if let Some(backlog) = &mut self.engine.backlog {
                backlog.push(source, self.engine.inbox.rest());
            }
            match self.engine.inbox.next_of_burst() {
                Some(received) if self.engine.believes(&received) => {
                    source = Some(received);
                    self.engine.lost_aside |= self.engine.complete().is_err();
                }
                Some(_) => {}
                None => break,
            }
        }
        self.engine.inbox.empty();
    }

    /// Expects the messages of a type, and leaves out all others.
    ///
    /// A type that takes others as well gets everything, or of generic netlink everything of its
    /// families.
    pub(crate) async fn expect<'a, M: ParseMessage<'a>>(&mut self) -> Result<(), Error> {
        for &(id, policy) in M::PARSE_MESSAGES {
            let message = Sent { id, policy, protocol: M::PARSE_PROTOCOL };
            let (family, command) = match id {
                MessageId::Type(_) if M::TAKES_OTHERS && message.protocol.is_none() => continue,
                MessageId::Type(_) => (None, None),
                MessageId::Command { family, .. } if M::TAKES_OTHERS => (Some(family), None),
                MessageId::Command { family, header } => (Some(family), Some(header.command)),
            };
            let ty = self.engine.message_type(message, Options::new()).await?;
            if !(M::TAKES_OTHERS && family.is_none()) {
                self.expected.push(Expected { ty, command, family });
            }
        }
        Ok(())
    }

    /// Returns the next event, of those that were received.
    #[inline]
    fn read(&mut self) -> Option<Result<Heard, Error>> {
        if self.engine.whole_datagrams {
            return self.read_whole().map(Ok);
        }
        loop {
            let (start, message) = match self.engine.inbox.next() {
                Ok(next) => next?,
                Err(error) => return Some(Err(error.into())),
            };
            log::received(&message);
            let ty = message.header().ty;
            if ty == header::OVERRUN {
                return Some(Ok(Heard::Lost));
            }
            if ty == GENL_ID_CTRL && self.followed.is_some() {
                let back = self.followed.as_ref().and_then(|followed| followed.is_back(&message));
                if let Some(family) = back {
                    return Some(self.rejoin(family).map(|()| Heard::Lost));
                }
            }
            if self.engine.leftovers.is_late_answer(&message) {
                count(&mut self.engine.counters.skipped);
                continue;
            }
            if expects(&self.expected, &message) {
                return Some(Ok(Heard::Message(start)));
            }
            count(&mut self.engine.counters.skipped);
        }
    }

    /// Returns the datagram that was received as a whole, unless it answers an abandoned request.
    fn read_whole(&mut self) -> Option<Heard> {
        if !self.engine.inbox.take_whole() {
            return None;
        }
        let datagram = self.engine.inbox.datagram().unwrap_or_default();
        let leftovers = &mut self.engine.leftovers;
        if RawMessage::split(datagram).is_ok_and(|(first, _)| leftovers.is_late_answer(&first)) {
            count(&mut self.engine.counters.skipped);
            return None;
        }
        Some(Heard::Message(0))
    }

    /// Joins groups of a family by their names, and again whenever the family is registered again.
    pub(crate) async fn follow_family(
        &mut self,
        family: &str,
        groups: &[&str],
    ) -> Result<(), Error> {
        // Each family that is registered from now on is reported there, with its groups.
        if let Some(group) = NLCTRL_NOTIFY {
            self.engine.transport.join(group)?;
        }
        // What was known may be of before: the numbers of its groups can be those of others now.
        self.engine.families.forget_name(family);
        let id = self.engine.family(family, Options::new()).await?.id();
        for group in groups {
            let group = self.engine.group(family, group).await?;
            self.engine.transport.join(group)?;
        }
        expect_from(&mut self.expected, family, id);
        let groups = groups.iter().map(|group| Box::from(*group)).collect();
        self.followed = Some(Followed { family: family.into(), groups, id });
        Ok(())
    }

    /// Joins the groups of a family that has come back.
    fn rejoin(&mut self, family: Family) -> Result<(), Error> {
        let Some(followed) = &mut self.followed else { return Ok(()) };
        followed.id = family.id();
        for name in &followed.groups {
            if let Some(group) = family.group(name) {
                self.engine.transport.join(group)?;
            }
        }
        expect_from(&mut self.expected, &followed.family, family.id());
        self.engine.families.replace(family);
        Ok(())
    }

    /// Returns the next event of what was received last.
    #[inline]
    pub(crate) fn read_on(&mut self) -> Option<Result<Heard, Error>> {
        if self.rest_is_newer {
            return None;
        }
        loop {
            if let Some(heard) = self.read() {
                return Some(heard);
            }
            let received = self.engine.inbox.next_of_burst()?;
            if self.engine.believes(&received) {
                self.source = Some(received);
                if let Err(error) = self.engine.complete() {
                    return Some(Err(error));
                }
            }
        }
    }

    /// Returns whether events are kept.
    pub(crate) fn has_kept(&self) -> bool {
        self.engine.backlog.as_ref().is_some_and(|backlog| !backlog.is_empty())
    }

    /// Returns the next event, of those that were received or kept.
    pub(crate) fn read_kept(&mut self) -> Option<Result<Heard, Error>> {
        let Some(backlog) = &mut self.engine.backlog else { return self.read() };
        if core::mem::take(&mut self.rest_is_newer) {
            backlog.push(self.engine.source, self.engine.inbox.rest());
            self.engine.inbox.empty();
        }
        loop {
            if let Some(heard) = self.read_on() {
                return Some(heard);
            }
            let backlog = self.engine.backlog.as_mut()?;
            match backlog.pop_into(self.engine.inbox.empty()) {
                Some(source) => self.source = source,
                None if backlog.take_overflow() || core::mem::take(&mut self.engine.lost_aside) => {
                    return Some(Ok(Heard::Lost));
                }
                None => return None,
            }
        }
    }

    /// Waits for the next event.
    pub(crate) async fn next(&mut self) -> Result<Heard, Error> {
        let patience = self.patience();
        let mut again = false;
        loop {
            // After a loss, what was sent before it is there. Else the transport is to be waited for,
            // also if it never lets one wait: a runtime counts that, and gives others their turn.
            let heard = match self.lost {
                Some(_) => self.try_next()?,
                None => self.read_kept().transpose()?,
            };
            if let Some(heard) = heard {
                return Ok(heard);
            }
            patience
                .check_waker()
                .and_then(|()| patience.go_on(&mut again))
                .map_err(|error| Error::receive(error, Awaited::Notification))?;
            if self.lost.is_none() && self.engine.transport.receives_bursts() {
                let burst = self.engine.inbox.empty_burst()?;
                let transport = &mut self.engine.transport;
                let received =
                    poll_fn(|context| transport.poll_receive_burst(context, burst, &patience));
                if let Err(error) = received.await {
                    self.take(Err(error))?;
                }
                continue;
            }
            let received = poll_fn(|context| self.engine.poll_next(context, &patience)).await;
            if let Some(heard) = self.take(received)? {
                return Ok(heard);
            }
        }
    }

    /// Returns the next event, if there is one already.
    pub(crate) fn try_next(&mut self) -> Result<Option<Heard>, Error> {
        let patience = self.patience();
        let mut left = None;
        loop {
            if let Some(heard) = self.read_kept() {
                return heard.map(Some);
            }
            match self.try_take(&patience, &mut left)? {
                Tried::Taken => {}
                Tried::Nothing => return Ok(None),
                Tried::Lost => return Ok(Some(Heard::Lost)),
            }
        }
    }

    /// Receives what is there, and keeps it for later calls.
    pub(crate) fn set_aside(&mut self) -> Result<Aside, Error> {
        if !self.engine.inbox.rest().is_empty() {
            // It was received before what would be kept.
            return Ok(Aside::Kept);
        }
        self.stash();
        let patience = self.patience();
        let mut left = None;
        loop {
            let tried = self.try_take(&patience, &mut left);
            if let Some(backlog) = &mut self.engine.backlog {
                backlog.push(self.source, self.engine.inbox.rest());
                self.engine.inbox.empty();
                if backlog.take_overflow() {
                    return Ok(Aside::Lost);
                }
            }
            match tried {
                Ok(Tried::Taken) => {}
                Ok(Tried::Nothing) => return Ok(Aside::Kept),
                Ok(Tried::Lost) | Err(Error::Truncated(_)) => return Ok(Aside::Lost),
                Err(error) => return Err(error),
            }
        }
    }

    /// Forgets the events that were kept, and what of the last datagram has not been read.
    pub(crate) fn forget(&mut self) {
        self.engine.inbox.forget_burst();
        if let Some(backlog) = &mut self.engine.backlog {
            backlog.clear();
        }
    }

    fn patience(&self) -> Patience {
        self.engine.patience(Options::new(), Awaited::Notification).wanting_source()
    }

    /// Receives a datagram if there is one. `left` bounds what others can send without end.
    fn try_take(&mut self, patience: &Patience, left: &mut Option<usize>) -> Result<Tried, Error> {
        if self.lost == Some(0) {
            self.lost = None;
            return Ok(Tried::Lost);
        }
        let received = self.engine.transport.try_receive(self.engine.inbox.empty(), patience);
        Ok(match received {
            Ok(None) => match self.lost {
                Some(_) => {
                    self.lost = Some(0);
                    Tried::Taken
                }
                None => Tried::Nothing,
            },
            Ok(Some(received)) if !self.engine.believes(&received) => {
                self.one_less();
                // What has come since this began can wait: others can send without end.
                let left = left.get_or_insert_with(|| self.engine.undelivered());
                *left = left.saturating_sub(1);
                if *left == 0 { Tried::Nothing } else { Tried::Taken }
            }
            Ok(Some(received)) => {
                self.take(Ok(received))?;
                Tried::Taken
            }
            Err(error) => match self.take(Err(error.into()))? {
                Some(_) => Tried::Lost,
                None => Tried::Taken,
            },
        })
    }

    /// Notes what a receive gave. A loss is noted: what was sent before it is read first.
    fn take(&mut self, received: Result<Received, TransportError>) -> Result<Option<Heard>, Error> {
        match received {
            Ok(received) => {
                self.source = Some(received);
                self.one_less();
                self.engine.complete().map(|()| None)
            }
            Err(TransportError::Failed(error)) if error.is_overrun() => {
                count(&mut self.engine.counters.overruns);
                // Since the loss before, the socket has been empty: what was sent before that one has
                // been read, and the rest was sent before this one.
                let before = self.lost.replace(self.engine.undelivered());
                Ok(before.map(|_| Heard::Lost))
            }
            Err(error) => Err(Error::receive(error, Awaited::Notification)),
        }
    }

    fn one_less(&mut self) {
        self.lost = self.lost.map(|left| left.saturating_sub(1));
    }

    /// What was heard, parsed.
    pub(crate) fn event<'a, M: ParseMessage<'a>>(
        &'a mut self,
        heard: Heard,
    ) -> Result<Notification<M>, Error> {
        match heard {
            Heard::Message(start) => self.engine.parse_at(start, None).map(Notification::Message),
            Heard::Lost => Ok(Notification::Lost),
        }
    }
}

impl Followed {
    /// Returns the family if a message says that it has come back.
    fn is_back(&self, message: &RawMessage<'_>) -> Option<Family> {
        let told = message.parse::<NewFamily<'_>>().ok()?;
        let family = Family::new(&told).ok()?;
        (family.has_name(&self.family) && family.id() != self.id).then_some(family)
    }
}

/// What an attempt to receive has brought.
enum Tried {
    Taken,
    Nothing,
    /// Everything that was sent before a loss has been received.
    Lost,
}

/// Whether all events were kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Aside {
    Kept,
    Lost,
}

/// Expects the messages of a family with this id.
fn expect_from(expected: &mut [Expected], family: &str, id: u16) {
    let of_family = expected.iter_mut().filter(|expected| expected.family == Some(family));
    of_family.for_each(|expected| expected.ty = id);
}

/// Whether a message is one of those that are expected.
fn expects(expected: &[Expected], message: &RawMessage<'_>) -> bool {
    let ty = message.header().ty;
    if expected.is_empty() {
        // The connector sends data as the end of several messages.
        return !message.header().is_control() || ty == header::DONE;
    }
    let is =
        |it: &Expected| it.ty == ty && (it.command.is_none() || message.command() == it.command);
    expected.iter().any(is)
}
