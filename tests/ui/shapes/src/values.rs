//! Values: enums, newtypes, C structures.

use core::ffi::CStr;

use netlink_core::{Be, Emit, Parse};
use zerocopy::{FromBytes, Immutable, IntoBytes};

/// Closed: no other value is accepted.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
#[repr(u8)]
pub enum OperState {
    /// 0
    Unknown,
    /// 1
    NotPresent,
    /// 6
    Up = 6,
}

/// Open, and in network byte order.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
#[netlink(wire = Be<u16>)]
#[repr(u16)]
pub enum Protocol {
    /// IPv4.
    Ip = 0x0800,
    /// IPv6.
    Ipv6 = 0x86dd,
    /// Any other.
    #[netlink(other)]
    Other(u16),
}

/// Signed, with all of its values.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
#[repr(i64)]
pub enum Direction {
    /// -1
    Back = -1,
    /// 1
    Forth = 1,
}

/// A name of a link.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
#[netlink(len = 1..=15)]
pub struct IfName<'a>(pub &'a CStr);

/// An index of a link.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
#[netlink(range = 1..)]
pub struct Index(pub i32);

/// Flags.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
#[netlink(mask = 0xff, flags(FIRST, SECOND = 2, r#type = 1 << 2))]
pub struct Flags(pub u32);

impl Flags {
    /// The first.
    pub const FIRST: Self = Self(1);
}

/// Whatever it is.
#[derive(Clone, Copy, Debug, Eq, Parse, Emit, PartialEq)]
pub struct Transparent<T>(pub T);

/// A C structure by value.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, Parse, Emit)]
#[netlink(layout)]
#[repr(C)]
pub struct CacheInfo {
    /// How often.
    pub hits: u32,
}

/// A C structure that the kernel has grown.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes, Parse, Emit)]
#[netlink(layout, zero_fill)]
#[repr(C)]
pub struct CacheInfo2 {
    /// How often.
    pub hits: u32,
    /// How often not.
    pub misses: u32,
}
