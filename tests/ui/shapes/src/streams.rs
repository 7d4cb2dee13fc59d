//! Streams of attributes.

use core::ffi::CStr;

use netlink_core::{Attr, Emit, Parse, Stream};

/// One attribute.
#[derive(Clone, Copy, Debug, Parse, Emit)]
pub enum Metric<'a> {
    /// A number.
    #[nla(2, range = 68..)]
    Mtu(u32),
    /// Text.
    #[nla(16, len = ..16)]
    CongestionControl(&'a CStr),
    /// Any other.
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// One of few attributes.
#[derive(Clone, Copy, Debug, Parse, Emit)]
#[netlink(unknown = refuse)]
pub enum Known {
    /// A number.
    #[nla(1)]
    One(u8),
}

/// A stream in a set.
#[derive(Debug, Parse, Emit)]
pub struct Route<'a> {
    /// In its order.
    #[nla(8)]
    pub metrics: Option<Stream<'a, Metric<'a>>>,
    /// Of few.
    #[nla(9)]
    pub known: Stream<'a, Known>,
}

/// A stream in place of a set.
#[derive(Debug, Parse, Emit)]
#[netlink(message = 24)]
pub struct Message<'a> {
    /// In front of it.
    #[netlink(header)]
    pub header: [u8; 12],
    /// All attributes.
    #[netlink(stream)]
    pub attrs: Stream<'a, Metric<'a>>,
}
