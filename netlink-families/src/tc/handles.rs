//! Handles with a meaning of their own. Header: `linux/pkt_sched.h`.

/// The parent of the root qdisc.
#[doc(alias = "TC_H_ROOT")]
pub const HANDLE_ROOT: u32 = 0xffff_ffff;

/// The parent of the qdiscs `ingress` and `clsact`.
#[doc(alias = "TC_H_INGRESS")]
#[doc(alias = "TC_H_CLSACT")]
pub const HANDLE_INGRESS: u32 = 0xffff_fff1;

/// The parent of filters of received packets, at a qdisc `clsact` or `ingress`.
#[doc(alias = "TC_H_MIN_INGRESS")]
pub const PARENT_INGRESS: u32 = 0xffff_fff2;

/// The parent of filters of packets to be sent, at a qdisc `clsact`.
#[doc(alias = "TC_H_MIN_EGRESS")]
pub const PARENT_EGRESS: u32 = 0xffff_fff3;

/// Returns the handle that `tc` writes as `major:minor`.
#[doc(alias = "TC_H_MAKE")]
#[must_use]
#[inline]
pub const fn handle(major: u16, minor: u16) -> u32 {
    (major as u32) << 16 | minor as u32
}
