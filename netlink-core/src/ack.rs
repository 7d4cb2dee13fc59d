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
#[derive(Clone, Copy, Debug)]
pub struct Ack<'a> {
    error: i32,
    request: Option<MessageHeader>,
    echo: &'a [u8],
    extended: ExtendedAck<'a>,
}

impl<'a> Ack<'a> {
    /// Reads an `NLMSG_ERROR` or an `NLMSG_DONE`.
    ///
    /// An `NLMSG_DONE` without payload, as some families send it, is a success. Attributes of the
    /// extended acknowledgement that are malformed are left out.
    ///
    /// # Errors
    /// [`ErrorKind::OtherMessage`] if it is neither, [`ErrorKind::ShortHeader`] if it is cut.
    pub fn parse(message: &RawMessage<'a>) -> Result<Self, ParseError> {
        let head = message.header();
        let body = message.payload();
        match head.ty {
            header::ERROR => {
                let (error, rest) = split_error(body)?;
                let (request, _) = rest.split_header(HEADER_LEN)?;
                let request = request.first_chunk().map(MessageHeader::from_bytes);
                let len = match request {
                    Some(request) if error != 0 && !head.flags.contains(MessageFlags::CAPPED) => {
                        usize::try_from(request.len).unwrap_or(usize::MAX).max(HEADER_LEN)
                    }
                    _ => HEADER_LEN,
                };
                let echo = rest.bytes().get(..len).unwrap_or(rest.bytes());
                let attrs = rest.bytes().get(align(len)..).unwrap_or_default();
                let extended = ExtendedAck::parse(announced(head.flags, attrs));
                Ok(Self { error, request, echo, extended })
            }
            header::DONE if body.bytes().is_empty() => Ok(Self::success()),
            header::DONE => {
                let (error, rest) = split_error(body)?;
                let extended = ExtendedAck::parse(announced(head.flags, rest.bytes()));
                Ok(Self { error, request: None, echo: &[], extended })
            }
            _ => Err(ParseError::new(ErrorKind::OtherMessage, 4).with_found(head.ty.into())),
        }
    }

    const fn success() -> Self {
        Self { error: 0, request: None, echo: &[], extended: ExtendedAck::NONE }
    }

    /// The error number; nothing on success.
    #[must_use]
    pub const fn errno(&self) -> Option<Errno> {
        if self.error < 0 { Some(Errno(self.error.saturating_neg())) } else { None }
    }

    /// The number as it was sent: 0, or a negative error number. Of an `NLMSG_DONE` it can be a
    /// count, as the family likes.
    #[must_use]
    pub const fn code(&self) -> i32 {
        self.error
    }

    /// The header of the request, as `NLMSG_ERROR` repeats it.
    #[must_use]
    pub const fn request(&self) -> Option<MessageHeader> {
        self.request
    }

    /// The request as far as it is repeated: with its payload on errors, unless that was capped.
    #[must_use]
    pub const fn echo(&self) -> &'a [u8] {
        self.echo
    }

    /// What the kernel says beyond the number; on success, a message is a warning.
    #[must_use]
    pub const fn extended(&self) -> &ExtendedAck<'a> {
        &self.extended
    }
}

fn split_error(body: Input<'_>) -> Result<(i32, Input<'_>), ParseError> {
    let (bytes, rest) = body.split_header(4)?;
    Ok((bytes.first_chunk().map_or(0, |&bytes| i32::from_ne_bytes(bytes)), rest))
}

/// The attributes, if the flags announce any.
fn announced(flags: MessageFlags, attrs: &[u8]) -> Attrs<'_> {
    let bytes = if flags.contains(MessageFlags::ACK_TLVS) { attrs } else { &[] };
    Input::new(bytes).attrs()
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
    const NONE: Self = Self {
        message: None,
        offset: None,
        cookie: None,
        policy: None,
        missing_type: None,
        missing_nest: None,
    };

    /// Reads the attributes; what is malformed or unknown is left out, so that a bad
    /// detail never hides the error itself.
    fn parse(attrs: Attrs<'a>) -> Self {
        let mut ack = Self::NONE;
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
