//! Actions: what filters do with packets.

use core::ffi::CStr;

use netlink_core::{Bitfield32, Emit, Parse, Unknown};

use super::{constants::*, stats::StatSet, structs::*};

/// An action.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Action<'a> {
    #[nla(TCA_ACT_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_ACT_OPTIONS, select = kind)]
    pub options: Option<ActionOptions<'a>>,
    #[nla(TCA_ACT_INDEX)]
    pub index: Option<u32>,
    #[nla(TCA_ACT_STATS, select = kind)]
    pub stats: Option<StatSet<'a>>,
    #[nla(TCA_ACT_COOKIE, len = ..=TC_COOKIE_MAX_SIZE)]
    pub cookie: Option<&'a [u8]>,
    #[nla(TCA_ACT_FLAGS, mask = TCA_ACT_FLAGS_MASK)]
    pub flags: Option<Bitfield32>,
    #[nla(TCA_ACT_HW_STATS, mask = TCA_ACT_HW_STATS_ANY)]
    pub hw_stats: Option<Bitfield32>,
    #[nla(TCA_ACT_USED_HW_STATS, mask = TCA_ACT_HW_STATS_ANY)]
    pub used_hw_stats: Option<Bitfield32>,
    #[nla(TCA_ACT_IN_HW_COUNT)]
    pub in_hw_count: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What an action of some kind has of its own.
#[derive(Clone, Debug, Parse, Emit)]
pub enum ActionOptions<'a> {
    #[netlink(key = "gact")]
    Gact(Gact<'a>),
    #[netlink(key = "mirred")]
    Mirred(Mirred<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// Sends the packet, or a copy of it, to another link.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Mirred<'a> {
    #[nla(TCA_MIRRED_TM)]
    pub times: Option<&'a Times>,
    #[nla(TCA_MIRRED_PARMS)]
    pub parms: Option<&'a MirredParms>,
    /// Instead of a link, a block of them.
    #[nla(TCA_MIRRED_BLOCKID)]
    pub block: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A decision, and with some probability another one.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Gact<'a> {
    #[nla(TCA_GACT_TM)]
    pub times: Option<&'a Times>,
    #[nla(TCA_GACT_PARMS)]
    pub parms: Option<&'a GactParms>,
    #[nla(TCA_GACT_PROB)]
    pub probability: Option<&'a GactProbability>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
