//! `genlmsghdr`, the header behind `nlmsghdr` in all messages of generic netlink.
//!
//! ```text
//!  0     1         2          4
//! +-----+---------+----------+
//! | cmd | version | reserved |
//! +-----+---------+----------+
//! ```
//!
//! Header: `linux/genetlink.h`.

/// Size of the header in bytes.
#[doc(alias = "GENL_HDRLEN")]
pub const HEADER_LEN: usize = 4;

/// Which command of its family a generic netlink message is: 4 bytes on the wire.
#[doc(alias = "genlmsghdr")]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct GenlHeader {
    /// The command, numbered by the family.
    #[doc(alias = "cmd")]
    pub command: u8,
    /// The version of the family's interface, usually 1.
    pub version: u8,
}

impl GenlHeader {
    /// Reads a header from its bytes; the reserved ones are ignored.
    #[inline]
    #[must_use]
    pub const fn from_bytes(bytes: &[u8; HEADER_LEN]) -> Self {
        let [command, version, _, _] = *bytes;
        Self { command, version }
    }

    /// Returns the header's bytes; the reserved ones are 0.
    #[inline]
    #[must_use]
    pub const fn to_bytes(self) -> [u8; HEADER_LEN] {
        [self.command, self.version, 0, 0]
    }
}
