//! `NLMSG_ERROR` and `NLMSG_DONE`: how a request ended, with the extended acknowledgement.
//!
//! ```text
//! NLMSG_ERROR: nlmsghdr | error: i32 | the request's nlmsghdr | its payload, unless capped | attributes
//! NLMSG_DONE:  nlmsghdr | error: i32 | attributes
//! ```
//!
//! The error is 0 or a negative error number. The attributes start aligned; they are announced by
//! [`MessageFlags::ACK_TLVS`], which kernels also set where there was no room for any. Header:
//! `linux/netlink.h`.

use core::ffi::CStr;
use core::fmt;

use crate::align::align;
use crate::attr::Attrs;
use crate::errno::Errno;
use crate::error::{ErrorKind, ParseError};
use crate::flags::MessageFlags;
use crate::header::{self, HEADER_LEN, MessageHeader};
use crate::input::Input;
use crate::message::RawMessage;
use crate::parse::Parse;

/// How a request ended.
#[doc(alias = "nlmsgerr")]
#[derive(Clone, Copy)]
pub struct Ack<'a> {
    ty: u16,
    flags: MessageFlags,
    error: i32,
    /// What is behind the error.
    rest: &'a [u8],
}

impl<'a> Ack<'a> {
    /// Reads an `NLMSG_ERROR` or an `NLMSG_DONE`.
    ///
    /// An `NLMSG_DONE` without payload, as some families send it, is a success. Attributes of the
    /// extended acknowledgement that are malformed are left out.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is neither, [`ErrorKind::ShortHeader`] if it is cut.
    #[inline]
    pub fn parse(message: &RawMessage<'a>) -> Result<Self, ParseError> {
        let MessageHeader { ty, flags, .. } = message.header();
        let body = message.payload();
        let (error, rest) = match ty {
            header::DONE if body.bytes().is_empty() => (0, body),
            header::ERROR | header::DONE => split_error(body)?,
            _ => return Err(ParseError::new(ErrorKind::OtherMessage, 4).with_found(ty.into())),
        };
        if ty == header::ERROR {
            rest.split_header(HEADER_LEN)?;
        }
        Ok(Self { ty, flags, error, rest: rest.bytes() })
    }

    const fn is_done(&self) -> bool {
        self.ty == header::DONE
    }

    /// As how long the request is repeated, header included and padding not.
    fn echo_len(&self) -> usize {
        match self.request() {
            Some(request) if self.error != 0 && !self.flags.contains(MessageFlags::CAPPED) => {
                usize::try_from(request.len).unwrap_or(usize::MAX).max(HEADER_LEN)
            }
            Some(_) => HEADER_LEN,
            None => 0,
        }
    }

    /// Returns the error number, or `None` on success.
    #[must_use]
    pub const fn errno(&self) -> Option<Errno> {
        if self.error < 0 { Some(Errno(self.error.saturating_neg())) } else { None }
    }

    /// Returns the number as it was sent: 0, or a negative error number.
    ///
    /// Of an `NLMSG_DONE` it can be a count, as the family likes.
    #[must_use]
    pub const fn code(&self) -> i32 {
        self.error
    }

    /// Returns the header of the request, which `NLMSG_ERROR` repeats.
    #[must_use]
    pub fn request(&self) -> Option<MessageHeader> {
        let repeated = self.rest.first_chunk().filter(|_| !self.is_done());
        repeated.map(MessageHeader::from_bytes)
    }

    /// Returns the part of the request that is repeated: with its payload on errors, unless that was capped.
    #[must_use]
    pub fn echo(&self) -> &'a [u8] {
        self.rest.get(..self.echo_len()).unwrap_or(self.rest)
    }

    /// Returns the attributes of the acknowledgement; on success, a message in them is a warning.
    #[must_use]
    pub fn extended(&self) -> ExtendedAck<'a> {
        if !self.flags.contains(MessageFlags::ACK_TLVS) {
            return ExtendedAck::default();
        }
        let attrs = self.rest.get(align(self.echo_len())..).unwrap_or_default();
        ExtendedAck::parse(Input::new(attrs).attrs())
    }
}

impl fmt::Debug for Ack<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ack")
            .field("error", &self.error)
            .field("request", &self.request())
            .field("echo", &self.echo())
            .field("extended", &self.extended())
            .finish()
    }
}

#[inline]
fn split_error(body: Input<'_>) -> Result<(i32, Input<'_>), ParseError> {
    let (bytes, rest) = body.split_header(4)?;
    Ok((bytes.first_chunk().map_or(0, |&bytes| i32::from_ne_bytes(bytes)), rest))
}

/// Attribute type of [`ExtendedAck::message`].
#[doc(alias = "NLMSGERR_ATTR_MSG")]
pub const ATTR_MSG: u16 = 1;
/// Attribute type of [`ExtendedAck::offset`].
#[doc(alias = "NLMSGERR_ATTR_OFFS")]
pub const ATTR_OFFS: u16 = 2;
/// Attribute type of [`ExtendedAck::cookie`].
#[doc(alias = "NLMSGERR_ATTR_COOKIE")]
pub const ATTR_COOKIE: u16 = 3;
/// Attribute type of [`ExtendedAck::policy`].
#[doc(alias = "NLMSGERR_ATTR_POLICY")]
pub const ATTR_POLICY: u16 = 4;
/// Attribute type of [`ExtendedAck::missing_type`].
#[doc(alias = "NLMSGERR_ATTR_MISS_TYPE")]
pub const ATTR_MISS_TYPE: u16 = 5;
/// Attribute type of [`ExtendedAck::missing_nest`].
#[doc(alias = "NLMSGERR_ATTR_MISS_NEST")]
pub const ATTR_MISS_NEST: u16 = 6;

/// What a kernel says of a request beyond an error number.
#[doc(alias = "nlmsgerr_attrs")]
#[derive(Clone, Copy, Debug, Default)]
pub struct ExtendedAck<'a> {
    /// Why, in English.
    pub message: Option<&'a CStr>,
    /// Where: offset in bytes of the offending attribute from the start of the request's header.
    pub offset: Option<u32>,
    /// Something for user space that depends on the request, at most 8 bytes.
    pub cookie: Option<&'a [u8]>,
    /// The policy that the attribute broke: a set of `NL_POLICY_TYPE_ATTR_*`.
    pub policy: Option<&'a [u8]>,
    /// The type of an attribute that is missing.
    pub missing_type: Option<u32>,
    /// The offset of the nest in which it is missing; nothing if at the message's own level.
    pub missing_nest: Option<u32>,
}

impl<'a> ExtendedAck<'a> {
    /// Reads the attributes; what is malformed or unknown is left out, so that a bad
    /// detail never hides the error itself.
    fn parse(attrs: Attrs<'a>) -> Self {
        let mut ack = Self::default();
        for attr in attrs {
            match attr.ty() {
                ATTR_MSG => ack.message = <&CStr>::parse(attr.input()).ok(),
                ATTR_OFFS => ack.offset = u32::parse(attr.input()).ok(),
                ATTR_COOKIE => ack.cookie = Some(attr.payload()),
                ATTR_POLICY => ack.policy = Some(attr.payload()),
                ATTR_MISS_TYPE => ack.missing_type = u32::parse(attr.input()).ok(),
                ATTR_MISS_NEST => ack.missing_nest = u32::parse(attr.input()).ok(),
                _ => {}
            }
        }
        ack
    }
}
