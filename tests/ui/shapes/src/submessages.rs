//! Sub-messages, and where their keys stand.

use core::ffi::CStr;

use netlink_core::{Be, Emit, Parse};
use zerocopy::{FromBytes, Immutable, IntoBytes};

use crate::sets::Inner;
use crate::values::Protocol;

/// Chosen by a string.
#[derive(Debug, Parse, Emit)]
pub struct LinkInfo<'a> {
    /// The sub-message is before its key.
    #[nla(2, select = kind)]
    pub data: Option<LinkData<'a>>,
    /// The key.
    #[nla(1)]
    pub kind: Option<&'a CStr>,
    /// What it holds is chosen by the same key.
    #[nla(3, select = kind)]
    pub stats: Option<Stats<'a>>,
}

/// A set with a key in the set around it.
#[derive(Debug, Parse, Emit)]
pub struct Stats<'a> {
    /// No matter of which kind.
    #[nla(1)]
    pub packets: u32,
    /// Of a kind.
    #[nla(4, select = super)]
    pub app: Option<LinkData<'a>>,
}

/// Variants with strings as keys.
#[derive(Debug, Parse, Emit)]
pub enum LinkData<'a> {
    /// A set.
    #[netlink(key = "vlan")]
    Vlan(Inner<'a>),
    /// A value.
    #[netlink(key = "bridge")]
    Bridge(u32),
    /// All others.
    #[netlink(other)]
    Other(&'a [u8]),
}

/// Chosen by a number.
#[derive(Debug, Parse, Emit)]
pub struct Packet<'a> {
    /// The key, of an enum of values.
    #[nla(1)]
    pub protocol: Protocol,
    /// What it chooses.
    #[nla(2, select = protocol)]
    pub payload: Option<Payload<'a>>,
}

/// Variants with numbers as keys.
#[derive(Debug, Parse, Emit)]
pub enum Payload<'a> {
    /// IPv4.
    #[netlink(key = 0x0800)]
    Ip(&'a [u8]),
    /// IPv6.
    #[netlink(key = IPV6)]
    Ipv6(Be<u32>),
}

const IPV6: u16 = 0x86dd;

/// A fixed header.
#[derive(Clone, Copy, Debug, FromBytes, Immutable, IntoBytes)]
#[repr(C)]
pub struct Header {
    /// The key.
    pub family: u8,
    /// To be filled up.
    pub pad: [u8; 3],
}

/// Chosen by the fixed header.
#[derive(Debug, Parse, Emit)]
pub struct Address<'a> {
    /// It.
    #[netlink(header)]
    pub header: Header,
    /// What it chooses.
    #[nla(1, select = header.family)]
    pub local: Option<Payload<'a>>,
}
