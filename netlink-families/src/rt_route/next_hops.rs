//! The nexthops of a route with several. Header: `linux/rtnetlink.h`.

use netlink_core::value::Records;

use super::NextHop;

/// The nexthops of a route with several, read and written without allocation.
///
/// The length in each header is filled in.
pub type NextHops<'a> = Records<'a, NextHop<'a>>;
