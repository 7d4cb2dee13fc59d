//! What an explanation points at.

use core::fmt;

use super::text::Text;
use crate::ack::ExtendedAck;
use crate::attr::HEADER_LEN;
use crate::errno::Errno;
use crate::error::{ErrorKind, ParseError};
use crate::policy::AttrPolicy;
use crate::policy::walk::Item;

/// Something that is wrong with a message.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) place: Place,
    pub(super) reason: Reason<'a>,
}

/// Where it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// At this offset.
    At(usize),
    /// Something is missing in the set that begins there.
    Within(usize),
    Nowhere,
}

/// What it is.
#[derive(Clone, Copy)]
pub(super) enum Reason<'a> {
    Error(&'a ParseError),
    Refusal(Option<Errno>, ExtendedAck<'a>),
    Said(&'a dyn fmt::Display),
}

impl<'a> Mark<'a> {
    pub(super) fn error(error: &'a ParseError) -> Self {
        let place = match error.kind() {
            ErrorKind::Missing => Place::Within(error.offset()),
            _ => Place::At(error.offset()),
        };
        Self { place, reason: Reason::Error(error) }
    }

    pub(super) const fn said(offset: usize, reason: &'a dyn fmt::Display) -> Self {
        Self { place: Place::At(offset), reason: Reason::Said(reason) }
    }

    pub(super) fn refusal(errno: Option<Errno>, extended: ExtendedAck<'a>, set: usize) -> Self {
        let offset = |offset: u32| usize::try_from(offset).ok();
        let place = match extended {
            ExtendedAck { offset: Some(at), .. } => offset(at).map(Place::At),
            ExtendedAck { missing_nest: Some(nest), .. } => {
                offset(nest).map(|nest| Place::Within(nest.saturating_add(HEADER_LEN)))
            }
            ExtendedAck { missing_type: Some(_), .. } => Some(Place::Within(set)),
            _ => None,
        };
        Self { place: place.unwrap_or(Place::Nowhere), reason: Reason::Refusal(errno, extended) }
    }

    /// Whether there is anything to point at.
    pub(super) const fn has_place(&self) -> bool {
        !matches!(self.place, Place::Nowhere)
    }

    /// Whether it is between these offsets.
    pub(super) fn is_in(&self, start: usize, end: usize) -> bool {
        match self.place {
            Place::At(offset) => (start..end).contains(&offset),
            // An empty set begins where it ends.
            Place::Within(set) => start < set && set <= end,
            Place::Nowhere => false,
        }
    }

    /// The type of the attribute that is missing.
    pub(super) fn missing(&self) -> Option<u16> {
        match self.reason {
            Reason::Error(error) => error.path().types().next_back(),
            Reason::Refusal(_, extended) => u16::try_from(extended.missing_type?).ok(),
            Reason::Said(_) => None,
        }
    }

    /// Which bytes of an attribute are wrong: from and to.
    pub(super) fn extent(&self, item: &Item<'_>) -> (usize, usize) {
        let whole = item.len();
        let (start, end) = match self.reason {
            Reason::Refusal(..) | Reason::Said(_) => (0, whole),
            Reason::Error(error) => match error.kind() {
                ErrorKind::UnknownType
                | ErrorKind::Unsupported
                | ErrorKind::Rejected
                | ErrorKind::Duplicate
                | ErrorKind::NestedFlagMissing
                | ErrorKind::NestedFlagUnexpected => (2, HEADER_LEN),
                _ if whole == HEADER_LEN => (0, 2),
                _ => (HEADER_LEN, whole),
            },
        };
        match self.place {
            Place::At(offset) => (start.max(offset.saturating_sub(item.offset())), end),
            _ => (start, end),
        }
    }
}

/// What is wrong, and the policy of the attribute, or of the missing one.
pub(super) struct Why<'a> {
    pub(super) reason: Reason<'a>,
    pub(super) policy: Option<&'a AttrPolicy>,
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::Error(error) => {
                write!(f, "{}", error.reason())?;
                match (error.kind(), error.rule().or(self.policy)) {
                    (ErrorKind::Missing, Some(rule)) => {
                        write!(f, ": {}, {rule}", Text(rule.name().as_bytes()))
                    }
                    _ => Ok(()),
                }
            }
            Reason::Said(reason) => write!(f, "{reason}"),
            Reason::Refusal(errno, extended) => {
                match (extended.message, errno) {
                    (Some(message), _) => write!(f, "{}", Text(message.to_bytes()))?,
                    (None, _) if extended.missing_type.is_some() => {
                        f.write_str(ErrorKind::Missing.message())?;
                    }
                    (None, Some(errno)) => write!(f, "{errno}")?,
                    (None, None) => f.write_str("refused")?,
                }
                // The rule that the other side reports, not the sender's declaration.
                let allowed = extended.policy.and_then(AttrPolicy::reported);
                match (extended.missing_type, self.policy, allowed) {
                    (Some(_), Some(policy), _) => {
                        write!(f, ": {}, {policy}", Text(policy.name().as_bytes()))
                    }
                    (Some(ty), None, _) => write!(f, ": type {ty}"),
                    (None, _, Some(allowed)) if !allowed.kind().is_nested() => {
                        write!(f, ", allowed: {allowed}")
                    }
                    (None, ..) => Ok(()),
                }
            }
        }
    }
}
