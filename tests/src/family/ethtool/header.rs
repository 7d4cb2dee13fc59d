//! Which device, and how the answer is wanted: the first attribute of all messages.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Unknown};

use super::constants::*;

/// What all requests can ask of the answer.
pub const BASIC_FLAGS: u32 = ETHTOOL_FLAG_COMPACT_BITSETS | ETHTOOL_FLAG_OMIT_REPLY;

/// A device, by index, by name or by both; in a request also what the answer should be like, of
/// which `FLAGS` are possible.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Header<'a, const FLAGS: u32 = BASIC_FLAGS> {
    #[nla(ETHTOOL_A_HEADER_DEV_INDEX)]
    pub dev_index: Option<u32>,
    #[nla(ETHTOOL_A_HEADER_DEV_NAME, len = ..ALTIFNAMSIZ)]
    pub dev_name: Option<&'a CStr>,
    #[nla(ETHTOOL_A_HEADER_FLAGS, emit(mask = FLAGS))]
    pub flags: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The header of requests that can also ask for counters.
pub type StatisticsHeader<'a> = Header<'a, ETHTOOL_FLAG_ALL>;

/// The same for requests that can also be about one of the PHYs of a device.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct PhyHeader<'a> {
    #[nla(ETHTOOL_A_HEADER_DEV_INDEX)]
    pub dev_index: Option<u32>,
    #[nla(ETHTOOL_A_HEADER_DEV_NAME, len = ..ALTIFNAMSIZ)]
    pub dev_name: Option<&'a CStr>,
    #[nla(ETHTOOL_A_HEADER_FLAGS, emit(mask = BASIC_FLAGS))]
    pub flags: Option<u32>,
    #[nla(ETHTOOL_A_HEADER_PHY_INDEX, emit(range = 1..))]
    pub phy_index: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl<'a> PhyHeader<'a> {
    /// The device of this name.
    pub fn named(name: &'a CStr) -> Self {
        Self { dev_name: Some(name), ..Self::default() }
    }
}

impl<'a, const FLAGS: u32> Header<'a, FLAGS> {
    /// The device of this name.
    pub fn named(name: &'a CStr) -> Self {
        Self { dev_name: Some(name), ..Self::default() }
    }

    /// The device of this index.
    pub fn indexed(index: u32) -> Self {
        Self { dev_index: Some(index), ..Self::default() }
    }

    /// The same, with bitsets in their compact format.
    #[must_use]
    pub fn compact(self) -> Self {
        Self { flags: Some(ETHTOOL_FLAG_COMPACT_BITSETS), ..self }
    }
}
