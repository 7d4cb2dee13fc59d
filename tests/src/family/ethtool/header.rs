//! Which device, and how the answer is wanted: the first attribute of all messages.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Unknown};

use super::constants::*;

/// A device, by index, by name or by both; in a request also what the answer should be like.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Header<'a> {
    #[nla(ETHTOOL_A_HEADER_DEV_INDEX)]
    pub dev_index: Option<u32>,
    #[nla(ETHTOOL_A_HEADER_DEV_NAME, len = ..ALTIFNAMSIZ)]
    pub dev_name: Option<&'a CStr>,
    #[nla(ETHTOOL_A_HEADER_FLAGS, emit(mask = ETHTOOL_FLAG_ALL))]
    pub flags: Option<u32>,
    #[nla(ETHTOOL_A_HEADER_PHY_INDEX, emit(range = 1..))]
    pub phy_index: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

impl<'a> Header<'a> {
    /// The device of this name.
    pub fn named(name: &'a CStr) -> Self {
        Self { dev_name: Some(name), ..Self::default() }
    }

    /// The device of this index.
    pub fn indexed(index: u32) -> Self {
        Self { dev_index: Some(index), ..Self::default() }
    }

    /// The same, with bitsets in their compact form.
    #[must_use]
    pub fn compact(self) -> Self {
        Self { flags: Some(ETHTOOL_FLAG_COMPACT_BITSETS), ..self }
    }
}
