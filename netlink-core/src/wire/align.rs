//! Alignment of messages and attributes.
//!
//! Both start on a multiple of four bytes; the padding in between is not counted in their length
//! fields, and may be missing behind the last one. Header: `linux/netlink.h`.

/// What messages and attributes are aligned to, in bytes.
#[doc(alias = "NLMSG_ALIGNTO")]
#[doc(alias = "NLA_ALIGNTO")]
pub const ALIGN_TO: usize = 4;

/// Rounds a length in bytes up to the next multiple of [`ALIGN_TO`]; saturates instead of
/// overflowing.
///
/// ```
/// # use netlink_core::align::align;
/// assert_eq!(align(5), 8);
/// assert_eq!(align(8), 8);
/// ```
#[doc(alias = "NLMSG_ALIGN")]
#[doc(alias = "NLA_ALIGN")]
#[inline]
#[must_use]
pub const fn align(len: usize) -> usize {
    len.saturating_add(ALIGN_TO - 1) & !(ALIGN_TO - 1)
}
