//! `nlmsghdr`, the header of every message.
//!
//! ```text
//!  0               4       6       8               12              16
//! +---------------+-------+-------+---------------+---------------+
//! | nlmsg_len     | type  | flags | sequence      | port id       |
//! +---------------+-------+-------+---------------+---------------+
//! ```
//!
//! All fields are in host byte order. Header: `linux/netlink.h`.

use crate::flags::MessageFlags;

/// Size of the header in bytes.
#[doc(alias = "NLMSG_HDRLEN")]
pub const HEADER_LEN: usize = 16;

/// The header of a message: 16 bytes on the wire.
///
/// Port ids in requests are ignored by kernels; in replies they are the receiving socket's.
#[doc(alias = "nlmsghdr")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct MessageHeader {
    /// Length of the message in bytes: header and payload, without padding behind it.
    #[doc(alias = "nlmsg_len")]
    pub len: u32,
    /// The message type: which message it is; [1 to 15](Self::is_control) are of netlink itself.
    #[doc(alias = "nlmsg_type")]
    pub ty: u16,
    /// The flags, for example whether it is a request.
    #[doc(alias = "nlmsg_flags")]
    pub flags: MessageFlags,
    /// The number by which a reply is matched with its request; 0 in notifications.
    #[doc(alias = "nlmsg_seq")]
    pub sequence: u32,
    /// The port ID of the socket that receives the message.
    #[doc(alias = "nlmsg_pid")]
    pub port: u32,
}

/// Message type of nothing: to be ignored.
#[doc(alias = "NLMSG_NOOP")]
pub const NOOP: u16 = 1;
/// Message type of an error, or with error 0 of an acknowledgement.
#[doc(alias = "NLMSG_ERROR")]
pub const ERROR: u16 = 2;
/// Message type of the end of several messages.
#[doc(alias = "NLMSG_DONE")]
pub const DONE: u16 = 3;
/// Message type that says that data were lost.
#[doc(alias = "NLMSG_OVERRUN")]
pub const OVERRUN: u16 = 4;
/// The lowest type that means something to the families.
#[doc(alias = "NLMSG_MIN_TYPE")]
pub const MIN_TYPE: u16 = 0x10;

impl MessageHeader {
    /// Returns a header with this type and these flags; the rest is filled in when it is sent.
    #[must_use]
    pub const fn new(ty: u16, flags: MessageFlags) -> Self {
        Self { len: 0, ty, flags, sequence: 0, port: 0 }
    }

    /// Returns whether the type is reserved for netlink itself: from [`NOOP`] up to [`MIN_TYPE`], exclusive.
    ///
    /// Type 0 is data: `NETLINK_FIB_LOOKUP` replies with the type that it was asked with, which is 0 by
    /// convention.
    #[inline]
    #[must_use]
    pub const fn is_control(&self) -> bool {
        NOOP <= self.ty && self.ty < MIN_TYPE
    }

    /// Reads a header from its bytes.
    #[inline]
    #[must_use]
    pub const fn from_bytes(bytes: &[u8; HEADER_LEN]) -> Self {
        let [l0, l1, l2, l3, t0, t1, f0, f1, s0, s1, s2, s3, p0, p1, p2, p3] = *bytes;
        Self {
            len: u32::from_ne_bytes([l0, l1, l2, l3]),
            ty: u16::from_ne_bytes([t0, t1]),
            flags: MessageFlags(u16::from_ne_bytes([f0, f1])),
            sequence: u32::from_ne_bytes([s0, s1, s2, s3]),
            port: u32::from_ne_bytes([p0, p1, p2, p3]),
        }
    }

    /// Returns the header's bytes.
    #[inline]
    #[must_use]
    pub const fn to_bytes(self) -> [u8; HEADER_LEN] {
        let [l0, l1, l2, l3] = self.len.to_ne_bytes();
        let [t0, t1] = self.ty.to_ne_bytes();
        let [f0, f1] = self.flags.0.to_ne_bytes();
        let [s0, s1, s2, s3] = self.sequence.to_ne_bytes();
        let [p0, p1, p2, p3] = self.port.to_ne_bytes();
        [l0, l1, l2, l3, t0, t1, f0, f1, s0, s1, s2, s3, p0, p1, p2, p3]
    }
}
