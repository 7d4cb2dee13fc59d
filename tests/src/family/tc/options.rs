//! What each kind of queueing discipline, class and filter has of its own.

use netlink_core::{Emit, Parse, Unknown};

use super::{
    constants::*,
    filters::{Matchall, U32},
    structs::*,
};

/// What a kind has of its own: a set of attributes, a structure, or nothing.
#[derive(Clone, Debug, Parse, Emit)]
pub enum Options<'a> {
    #[netlink(key = "bfifo")]
    Bfifo(&'a FifoQopt),
    #[netlink(key = "clsact")]
    Clsact(Nothing<'a>),
    #[netlink(key = "htb")]
    Htb(Htb<'a>),
    #[netlink(key = "ingress")]
    Ingress(Nothing<'a>),
    #[netlink(key = "matchall")]
    Matchall(Matchall<'a>),
    #[netlink(key = "pfifo")]
    Pfifo(&'a FifoQopt),
    #[netlink(key = "prio")]
    Prio(&'a PrioQopt),
    #[netlink(key = "tbf")]
    Tbf(Tbf<'a>),
    #[netlink(key = "u32")]
    U32(U32<'a>),
    #[netlink(other)]
    Other(&'a [u8]),
}

/// A kind without options.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Nothing<'a> {
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A tree of classes that lend each other what they do not need; as a class, one of them.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Htb<'a> {
    /// Of a class.
    #[nla(TCA_HTB_PARMS)]
    pub class: Option<&'a HtbOpt>,
    /// Of the whole tree.
    #[nla(TCA_HTB_INIT)]
    pub tree: Option<&'a HtbGlob>,
    /// How long packets of each size take, at the ceiling.
    #[nla(TCA_HTB_CTAB, len = ..=TC_RTAB_SIZE)]
    pub ceil_table: Option<&'a [u8]>,
    #[nla(TCA_HTB_RTAB, len = ..=TC_RTAB_SIZE)]
    pub rate_table: Option<&'a [u8]>,
    #[nla(TCA_HTB_DIRECT_QLEN)]
    pub direct_queue_len: Option<u32>,
    /// Where the rate of the class needs more than 32 bits.
    #[nla(TCA_HTB_RATE64)]
    pub rate64: Option<u64>,
    #[nla(TCA_HTB_CEIL64)]
    pub ceil64: Option<u64>,
    #[nla(TCA_HTB_OFFLOAD)]
    pub offload: bool,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A bucket of tokens, which fills up at a rate.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct Tbf<'a> {
    #[nla(TCA_TBF_PARMS)]
    pub parms: Option<&'a TbfQopt>,
    #[nla(TCA_TBF_RTAB, len = ..=TC_RTAB_SIZE)]
    pub rate_table: Option<&'a [u8]>,
    #[nla(TCA_TBF_PTAB, len = ..=TC_RTAB_SIZE)]
    pub peak_rate_table: Option<&'a [u8]>,
    #[nla(TCA_TBF_RATE64)]
    pub rate64: Option<u64>,
    #[nla(TCA_TBF_PRATE64)]
    pub peak_rate64: Option<u64>,
    /// In bytes, where the parameters have it as a time.
    #[nla(TCA_TBF_BURST)]
    pub burst: Option<u32>,
    #[nla(TCA_TBF_PBURST)]
    pub peak_burst: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// As how large packets of each size count.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct SizeTable<'a> {
    #[nla(TCA_STAB_BASE)]
    pub base: Option<&'a SizeSpec>,
    #[nla(TCA_STAB_DATA)]
    pub data: Option<&'a [u8]>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
