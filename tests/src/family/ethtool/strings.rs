//! What the bits of sets, and other numbers, are called.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Repeated, Unknown};

use super::{
    constants::*,
    header::{Header, PhyHeader},
};

/// The request for sets of names: of a device, or with an empty header those that all share.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = ETHTOOL,
    command = ETHTOOL_MSG_STRSET_GET,
    version = ETHTOOL_GENL_VERSION,
    reply = StringSets<'_>,
)]
pub struct GetStringSets<'a> {
    #[nla(ETHTOOL_A_STRSET_HEADER)]
    pub header: PhyHeader<'a>,
    #[nla(ETHTOOL_A_STRSET_STRINGSETS)]
    pub sets: Option<SetList<'a>>,
    #[nla(ETHTOOL_A_STRSET_COUNTS_ONLY)]
    pub counts_only: bool,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Sets of names.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = ETHTOOL,
    command = ETHTOOL_MSG_STRSET_GET_REPLY,
    version = ETHTOOL_GENL_VERSION,
)]
pub struct StringSets<'a> {
    /// It is missing where the sets are of no device.
    #[nla(ETHTOOL_A_STRSET_HEADER)]
    pub header: Option<Header<'a>>,
    #[nla(ETHTOOL_A_STRSET_STRINGSETS)]
    pub sets: Option<SetList<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A list of sets of names.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct SetList<'a> {
    #[nla(ETHTOOL_A_STRINGSETS_STRINGSET)]
    pub sets: Repeated<'a, StringSet<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A set of names.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct StringSet<'a> {
    /// Which one: `ETH_SS_*`.
    #[nla(ETHTOOL_A_STRINGSET_ID)]
    pub id: u32,
    #[nla(ETHTOOL_A_STRINGSET_COUNT)]
    pub count: Option<u32>,
    #[nla(ETHTOOL_A_STRINGSET_STRINGS)]
    pub strings: Option<Strings<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The names of a set.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Strings<'a> {
    #[nla(ETHTOOL_A_STRINGS_STRING)]
    pub strings: Repeated<'a, NumberedString<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A name and its number.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct NumberedString<'a> {
    #[nla(ETHTOOL_A_STRING_INDEX)]
    pub index: u32,
    #[nla(ETHTOOL_A_STRING_VALUE)]
    pub value: &'a CStr,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
