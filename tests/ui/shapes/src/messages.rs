//! Messages.

use netlink_core::{Emit, Parse, RawMessage};

use crate::sets::Values;

/// A question.
#[derive(Clone, Copy, Debug, Parse, Emit)]
#[netlink(message = 18, reply = Link<'_>)]
pub struct GetLink;

/// An answer.
#[derive(Debug, Parse, Emit)]
#[netlink(message = 16)]
pub struct Link<'a> {
    /// What it holds.
    #[nla(1)]
    pub values: Values<'a>,
}

/// A question of generic netlink.
#[derive(Clone, Copy, Debug, Parse, Emit)]
#[netlink(family = "netdev", command = 1, version = 1, reply = Device)]
pub struct GetDevice {
    /// Which.
    #[nla(1)]
    pub index: Option<u32>,
}

/// An answer of generic netlink.
#[derive(Clone, Copy, Debug, Parse, Emit)]
#[netlink(family = NETDEV, command = 1)]
pub struct Device {
    /// Which.
    #[nla(1)]
    pub index: u32,
}

const NETDEV: &str = "netdev";

/// Whatever happens to links.
#[derive(Debug, Parse, Emit)]
#[allow(clippy::large_enum_variant, reason = "about what stands here")]
pub enum LinkEvent<'a> {
    /// A new one.
    #[netlink(message = 16)]
    New(Link<'a>),
    /// No more.
    #[netlink(message = 17)]
    Deleted(Link<'a>),
    /// Something else.
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// Whatever happens to devices.
#[derive(Clone, Copy, Debug, Parse, Emit)]
#[netlink(family = "netdev", version = 1)]
pub enum DeviceEvent {
    /// A new one.
    #[netlink(command = 2)]
    Added(Device),
    /// No more.
    #[netlink(command = 3)]
    Deleted(Device),
}
