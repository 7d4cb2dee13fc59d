//! What can go wrong in a conversation.

use core::fmt;
use std::io;

use netlink_core::{EmitError, Errno, MessageId, ParseError};

use super::by_fn::ByFn;
use super::kernel_error::KernelError;
use super::outbox::Sent;
use super::patience::{Awaited, TransportError};
use super::reply_error::ReplyError;
use crate::{Protocol, Truncated};

/// Says why a conversation failed.
///
/// You can use the connection after each of these errors. [`Error::is_outcome_unknown`] tells whether
/// the request may have been executed.
///
/// `{error}` is one line that includes the cause, so `source()` always returns `None`: reports that
/// walk the sources, such as `{:#}` of `anyhow`, print each cause once. To get the cause as a value,
/// match on the variant. [`Error::explain`] also shows the message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The kernel refused the request.
    #[error(transparent)]
    Kernel(Box<KernelError>),
    /// The request breaks a rule of its own type, and was not sent.
    #[error("request not sent: {0}")]
    Request(EmitError),
    /// The request could not be sent.
    #[error("request not sent: {0}")]
    Send(crate::SocketError),
    /// Receiving failed.
    ///
    /// Whether the request has been carried out is unknown.
    #[error("no reply received, outcome unknown: {0}")]
    Receive(crate::SocketError),
    /// A socket could not be opened, or an option not be set.
    #[error(transparent)]
    Socket(#[from] crate::SocketError),
    /// A message is not what its type says it should be.
    ///
    /// The next one can be read.
    #[error("unexpected reply: {0}")]
    Reply(ReplyError),
    /// A datagram was longer than the receive buffer, and its end is lost.
    ///
    /// Whether the request has been carried out is unknown.
    #[error("reply lost: {0}")]
    Truncated(Truncated),
    /// Messages were dropped because the receive buffer was full.
    ///
    /// Whether the request has been carried out is unknown. What was left to read has been read.
    #[error("replies were lost: the receive buffer was full (ENOBUFS)")]
    Overrun,
    /// What was waited for did not come in time.
    ///
    /// Whether the request has been carried out is unknown.
    #[error("timed out waiting for {0}")]
    TimedOut(Awaited),
    /// The wait was ended by the connection's waker.
    ///
    /// Whether the request has been carried out is unknown.
    #[error("no longer waiting for the answer: woken")]
    Woken,
    /// The request of this type succeeded, and has no reply.
    ///
    /// Use [`Connection::execute`](super::Connection::execute) for requests that are only acknowledged,
    /// or [`Options::replies_later`](super::Options::replies_later) if the reply is sent later.
    #[error("{0} was executed, but has no reply")]
    NoReply(&'static str),
    /// The message belongs to one protocol, and the socket to another, where the same message type
    /// means something else.
    ///
    /// Nothing was sent. The message declares its protocol with
    /// [`protocol`](netlink_core::docs::attribute#protocol), or is a generic netlink command.
    #[error("{message} belongs to protocol {expected:?}, and this is a {protocol:?} socket")]
    WrongProtocol {
        /// The message's type.
        message: &'static str,
        /// The protocol that the message belongs to.
        expected: Protocol,
        /// The socket's protocol.
        protocol: Protocol,
    },
    /// The message has a type of its own and no declared protocol, and the socket is one of generic
    /// netlink.
    ///
    /// Nothing was sent: the type would be the ID of a family.
    #[error(
        "request not sent: message type {message} is not a command of a generic netlink family"
    )]
    NotGeneric {
        /// The message type.
        message: u16,
    },
    /// There is nothing to compare a type with: the message is not a generic netlink command, or the
    /// kernel does not list a policy for it.
    #[error("{message} cannot be compared: {why}")]
    NotCompared {
        /// The type.
        message: &'static str,
        /// What is missing.
        why: &'static str,
    },
    /// The kernel has no generic netlink family of this name.
    #[error("no generic netlink family {0:?}")]
    NoFamily(Box<str>),
    /// The generic netlink family has no multicast group of this name.
    #[error("generic netlink family {family:?} has no group {group:?}")]
    NoGroup {
        /// The family.
        family: Box<str>,
        /// The group.
        group: Box<str>,
    },
}

impl Error {
    /// Returns the error number of the kernel's answer or of the failed system call.
    #[must_use]
    pub fn errno(&self) -> Option<Errno> {
        match self {
            Self::Kernel(error) => Some(error.errno()),
            Self::Socket(error) | Self::Send(error) | Self::Receive(error) => {
                Some(Errno(error.raw_os_error()))
            }
            Self::Request(error) => Some(error.errno()),
            Self::Reply(error) => Some(error.error().errno()),
            Self::Truncated(_) => Some(Errno::EMSGSIZE),
            Self::Overrun => Some(Errno::ENOBUFS),
            Self::TimedOut(_) => Some(Errno(libc::ETIMEDOUT)),
            Self::Woken => Some(Errno(libc::ECANCELED)),
            Self::NoReply(_) | Self::NotCompared { .. } => None,
            Self::WrongProtocol { .. } | Self::NotGeneric { .. } => Some(Errno::EPROTONOSUPPORT),
            Self::NoFamily(_) | Self::NoGroup { .. } => Some(Errno::ENOENT),
        }
    }

    /// Returns true if it is unknown whether the request was executed: its answer was lost or has
    /// not arrived.
    ///
    /// After any other error the kernel has refused the request, has not seen it, or has carried it
    /// out and answered something that was not understood ([`Error::Reply`], [`Error::NoReply`]).
    #[must_use]
    pub const fn is_outcome_unknown(&self) -> bool {
        matches!(
            self,
            Self::Receive(_) | Self::Truncated(_) | Self::Overrun | Self::TimedOut(_) | Self::Woken
        )
    }

    /// Displays the error with the message that it is about, and underlines what is wrong.
    ///
    /// The first line is what `{error}` displays. After [`Error::Kernel`] the request follows, and after
    /// [`Error::Reply`] the reply. Other errors are about no message that exists: the first line of
    /// [`Error::Request`] names the field that the request was not sent for.
    ///
    /// ```
    /// use netlink_core::{Emit, Errno, MessageFlags};
    /// use netlink_sys::stand_in::{Kernel, Refusal};
    /// use netlink_sys::{Connection, Protocol};
    ///
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// #[derive(Debug, netlink_core::Parse, Emit)]
    /// #[netlink(message = 16)] // RTM_NEWLINK
    /// struct SetMtu<'a> {
    ///     #[nla(3)]
    ///     name: &'a str,
    ///     #[nla(4)]
    ///     mtu: u32,
    /// }
    ///
    /// let kernel = Kernel::new(Protocol::ROUTE);
    /// kernel.on::<SetMtu<'_>>(|_, _| Err(Refusal::from(Errno::EINVAL).because("mtu too small").at(24).into()));
    /// let mut netlink = Connection::over(kernel)?;
    /// let refused = netlink.execute(&SetMtu { name: "lo", mtu: 10 }, MessageFlags::NONE).unwrap_err();
    /// # let header = refused.explain().to_string().lines().nth(1).unwrap().to_owned();
    /// # #[cfg(target_endian = "little")]
    /// assert_eq!(
    ///     refused.explain().to_string()
    /// #       .replace(&header, "SetMtu …"),
    ///     "\
    /// EINVAL (invalid argument): mtu too small, in SetMtu.mtu
    /// SetMtu …
    ///   … 1 attribute
    ///   mtu: 10
    ///   ^^^ mtu too small
    ///   at offset 0024: 08 00 04 00 0a 00 00 00
    ///                   ^^^^^^^^^^^^^^^^^^^^^^^",
    /// );
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn explain(&self) -> impl fmt::Display {
        ByFn(move |f: &mut fmt::Formatter<'_>| match self {
            Self::Kernel(error) => error.fmt_explained(f),
            Self::Reply(error) => error.fmt_explained(self, f),
            error => fmt::Display::fmt(error, f),
        })
    }

    /// Returns true if what was to be created exists already (`EEXIST`).
    #[must_use]
    pub fn is_exists(&self) -> bool {
        self.errno() == Some(Errno::EEXIST)
    }

    /// Returns true if what the request names does not exist: an object, a device, a family or a group
    /// (`ENOENT`, `ENODEV`, `ESRCH`, `ENXIO`, `EADDRNOTAVAIL`).
    ///
    /// Subsystems answer with different error numbers: a missing link is `ENODEV`, a missing route
    /// `ESRCH`, a missing address `EADDRNOTAVAIL`.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        const NUMBERS: [i32; 5] =
            [libc::ENOENT, libc::ENODEV, libc::ESRCH, libc::ENXIO, libc::EADDRNOTAVAIL];
        self.errno().is_some_and(|errno| NUMBERS.contains(&errno.0))
    }

    /// What a failed receive means.
    pub(super) fn receive(error: TransportError, awaited: Awaited) -> Self {
        match error {
            TransportError::Failed(error) => Self::Receive(error),
            TransportError::TimedOut => Self::TimedOut(awaited),
            TransportError::Woken => Self::Woken,
        }
    }

    /// What a failed send means: the request was not sent.
    pub(super) fn send(error: TransportError) -> Self {
        Self::Send(match error {
            TransportError::Failed(error) => error,
            TransportError::TimedOut => crate::SocketError::new("send", libc::ETIMEDOUT),
            TransportError::Woken => crate::SocketError::new("send", libc::ECANCELED),
        })
    }

    /// Why a request is not sent on a socket of a protocol that is not its own.
    #[cold]
    pub(super) fn wrong_protocol(sent: Sent, protocol: Protocol) -> Self {
        let declared = match sent.id {
            MessageId::Command { .. } => Some(Protocol::GENERIC),
            MessageId::Type(_) => sent.protocol.map(Protocol::new),
        };
        match (declared, sent.id) {
            (None, MessageId::Type(message)) => Self::NotGeneric { message },
            (declared, _) => Self::WrongProtocol {
                message: sent.policy.name(),
                expected: declared.unwrap_or(Protocol::GENERIC),
                protocol,
            },
        }
    }
}

impl From<EmitError> for Error {
    fn from(error: EmitError) -> Self {
        Self::Request(error)
    }
}

impl From<ReplyError> for Error {
    fn from(error: ReplyError) -> Self {
        Self::Reply(error)
    }
}

impl From<Truncated> for Error {
    fn from(error: Truncated) -> Self {
        Self::Truncated(error)
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        ReplyError::new(error, &[], &[]).into()
    }
}

impl From<KernelError> for Error {
    fn from(error: KernelError) -> Self {
        Self::Kernel(Box::new(error))
    }
}

/// Keeps the error number, so that [`io::Error::raw_os_error`] returns it; an error without one is kept
/// as a whole. What the kernel says beyond the number is lost: print the error before you convert it.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error.errno() {
            Some(errno) => Self::from_raw_os_error(errno.0),
            None => Self::new(io::ErrorKind::UnexpectedEof, error),
        }
    }
}
