//! What has become of a request in a batch, and what is kept of it.

use netlink_core::align::align;
use netlink_core::{Ack, MessageFlags, MessageHeader, MessageId, RawMessage, header};

use super::error::Error;
use super::kernel_error::KernelError;
use super::outbox::Sent;
use crate::Protocol;

/// The outcome of a request in a [`Batch`](super::Batch).
#[derive(Debug, Default)]
#[non_exhaustive]
pub enum Outcome {
    /// The request has not been sent.
    #[default]
    NotSent,
    /// The request was sent, and it is unknown whether it was carried out: its answer was lost, or has
    /// not come in time.
    Unknown,
    /// The request has been carried out.
    Done {
        /// What the kernel remarks all the same.
        #[doc(alias = "NLMSGERR_ATTR_MSG")]
        warning: Option<Box<str>>,
    },
    /// The kernel refused the request.
    Failed(Box<KernelError>),
    /// The request cannot be sent: it is longer than the send buffer allows, its family does not exist,
    /// or it is of another protocol.
    ///
    /// The other requests are sent all the same.
    Unsendable(Box<Error>),
    /// The request has not been carried out, or was taken back, because another one of the transaction
    /// failed.
    Aborted,
}

impl Outcome {
    /// Returns true if the request has been carried out.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Returns why the kernel refused the request, if it did.
    #[must_use]
    pub fn error(&self) -> Option<&KernelError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// What is kept of an outcome: few bytes, since there can be many.
#[derive(Debug)]
pub(super) enum State {
    NotSent,
    Unknown,
    Done,
    Warned(Box<str>),
    /// With the answer, which does not repeat the request.
    Failed(Box<[u8]>),
    Unsendable(Unsendable),
    Aborted,
}

/// Why a request cannot be sent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unsendable {
    TooLong,
    NoFamily,
    WrongProtocol(Protocol),
}

impl Unsendable {
    pub(super) fn error(self, message: Sent) -> Error {
        match (self, message.id) {
            (Self::NoFamily, MessageId::Command { family, .. }) => Error::NoFamily(family.into()),
            (Self::WrongProtocol(protocol), _) => Error::wrong_protocol(message, protocol),
            (Self::TooLong | Self::NoFamily, _) => {
                Error::Send(crate::SocketError::new("send", libc::EMSGSIZE))
            }
        }
    }
}

impl State {
    /// What an answer means.
    pub(super) fn of_answer(answer: &RawMessage<'_>) -> Result<Self, Error> {
        let ack = Ack::parse(answer)?;
        if ack.errno().is_some() {
            return Ok(Self::Failed(without_request(answer)));
        }
        Ok(match ack.extended().message {
            Some(warning) => Self::Warned(warning.to_string_lossy().into()),
            None => Self::Done,
        })
    }

    pub(super) const fn is_done(&self) -> bool {
        matches!(self, Self::Done | Self::Warned(_))
    }

    pub(super) const fn is_not_sent(&self) -> bool {
        matches!(self, Self::NotSent)
    }

    /// The error of a request that was sent as these bytes.
    pub(super) fn failure(&self, sent: Sent, request: &[u8]) -> Option<KernelError> {
        let Self::Failed(answer) = self else { return None };
        let (answer, _) = RawMessage::split(answer).ok()?;
        Some(KernelError::new(&Ack::parse(&answer).ok()?, &answer, sent, request))
    }
}

/// The bytes of an error, without those of the request that a kernel repeats behind its header.
fn without_request(answer: &RawMessage<'_>) -> Box<[u8]> {
    const REQUEST: usize = header::HEADER_LEN + 4;
    let head = answer.header();
    let cut = || {
        let bytes = answer.bytes();
        let request = bytes.get(REQUEST..)?.first_chunk().map(MessageHeader::from_bytes)?;
        let len = align(usize::try_from(request.len).ok()?);
        let behind = bytes.get(REQUEST.checked_add(len)?..).unwrap_or_default();
        let flags = head.flags | MessageFlags::CAPPED;
        let len = REQUEST.checked_add(header::HEADER_LEN)?.checked_add(behind.len())?;
        let head = MessageHeader { flags, len: u32::try_from(len).ok()?, ..head };
        Some(
            [
                &head.to_bytes(),
                bytes.get(header::HEADER_LEN..REQUEST)?,
                &request.to_bytes(),
                behind,
            ]
            .concat(),
        )
    };
    let whole = head.flags.contains(MessageFlags::CAPPED) || head.ty != header::ERROR;
    match cut() {
        Some(cut) if !whole => cut.into(),
        _ => answer.bytes().into(),
    }
}
