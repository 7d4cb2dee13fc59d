//! Statistics, which actions have like queueing disciplines.

use netlink_core::{Attr, Emit, Parse, Unknown};

use super::{constants::*, structs::*};

/// Statistics in sorts.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct StatSet<'a> {
    #[nla(TCA_STATS_BASIC)]
    pub basic: Option<&'a BasicStats>,
    #[nla(TCA_STATS_RATE_EST)]
    pub rate: Option<&'a RateStats>,
    #[nla(TCA_STATS_QUEUE)]
    pub queue: Option<&'a QueueStats>,
    /// Chosen by the kind of what has the statistics, in the set around this one.
    #[nla(TCA_STATS_APP, select = super)]
    pub app: Option<App<'a>>,
    #[nla(TCA_STATS_RATE_EST64)]
    pub rate64: Option<&'a RateStats64>,
    #[nla(TCA_STATS_BASIC_HW)]
    pub basic_hw: Option<&'a BasicStats>,
    #[nla(TCA_STATS_PKT64)]
    pub packets: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What a kind counts besides what all of them do.
#[derive(Clone, Debug, Parse, Emit)]
pub enum App<'a> {
    #[netlink(key = "htb")]
    Htb(&'a HtbXstats),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// One sort of statistics.
#[derive(Clone, Debug, Parse, Emit)]
pub enum StatItem<'a> {
    #[nla(TCA_STATS_BASIC)]
    Basic(&'a BasicStats),
    #[nla(TCA_STATS_RATE_EST)]
    Rate(&'a RateStats),
    #[nla(TCA_STATS_QUEUE)]
    Queue(&'a QueueStats),
    #[nla(TCA_STATS_APP)]
    App(&'a [u8]),
    #[nla(TCA_STATS_RATE_EST64)]
    Rate64(&'a RateStats64),
    #[nla(TCA_STATS_BASIC_HW)]
    BasicHw(&'a BasicStats),
    #[nla(TCA_STATS_PKT64)]
    Packets(u64),
    #[netlink(unknown)]
    Other(Attr<'a>),
}
