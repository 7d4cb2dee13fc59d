//! tc: queueing disciplines, their classes, filters and actions over rtnetlink.
//!
//! Written as a crate of somebody else would be: with `netlink_core`'s public interface and
//! `zerocopy`, nothing more. Headers: `linux/rtnetlink.h`, `linux/pkt_sched.h`, `linux/pkt_cls.h`,
//! `linux/gen_stats.h`.

pub mod actions;
pub mod constants;
pub mod filters;
pub mod options;
pub mod stats;
pub mod structs;

use core::ffi::CStr;

use netlink_core::{Attr, Bitfield32, Emit, Indexed, Parse, RawMessage, Stream, Unknown};

pub use self::{
    actions::{Action, ActionOptions, Gact, Mirred},
    constants::*,
    filters::{Matchall, U32, U32Selector},
    options::{Htb, Options, SizeTable, Tbf},
    stats::{App, StatItem, StatSet},
    structs::*,
};

/// A queueing discipline of a link.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWQDISC)]
pub struct Qdisc<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_OPTIONS, select = kind)]
    pub options: Option<Options<'a>>,
    #[nla(TCA_STATS)]
    pub stats: Option<&'a Stats>,
    /// What [`StatSet::app`] holds, as older programs look for it.
    #[nla(TCA_XSTATS, select = kind)]
    pub xstats: Option<App<'a>>,
    #[nla(TCA_RATE)]
    pub rate: Option<&'a Estimator>,
    /// How many filters: a number that kernels say of classes.
    #[nla(TCA_FCNT)]
    pub filter_count: Option<u32>,
    #[nla(TCA_STATS2, select = kind)]
    pub stats2: Option<StatSet<'a>>,
    #[nla(TCA_STAB)]
    pub size_table: Option<SizeTable<'a>>,
    #[nla(TCA_DUMP_INVISIBLE)]
    pub dump_invisible: bool,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[nla(TCA_HW_OFFLOAD)]
    pub hw_offload: Option<u8>,
    #[nla(TCA_INGRESS_BLOCK)]
    pub ingress_block: Option<u32>,
    #[nla(TCA_EGRESS_BLOCK)]
    pub egress_block: Option<u32>,
    #[nla(TCA_EXT_WARN_MSG)]
    pub warning: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a queueing discipline.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_DELQDISC)]
pub struct DelQdisc<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one queueing discipline, or for all of a link, or of all links.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETQDISC, reply = Qdisc<'_>)]
pub struct GetQdisc<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_DUMP_INVISIBLE)]
    pub dump_invisible: bool,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[nla(TCA_DUMP_FLAGS, mask = TCA_DUMP_FLAGS_TERSE)]
    pub dump_flags: Option<Bitfield32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A class of a queueing discipline.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWTCLASS)]
pub struct Class<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_OPTIONS, select = kind)]
    pub options: Option<Options<'a>>,
    #[nla(TCA_STATS)]
    pub stats: Option<&'a Stats>,
    /// What [`StatSet::app`] holds, as older programs look for it.
    #[nla(TCA_XSTATS, select = kind)]
    pub xstats: Option<App<'a>>,
    #[nla(TCA_RATE)]
    pub rate: Option<&'a Estimator>,
    /// How many filters: a number that kernels say of classes.
    #[nla(TCA_FCNT)]
    pub filter_count: Option<u32>,
    #[nla(TCA_STATS2, select = kind)]
    pub stats2: Option<StatSet<'a>>,
    #[nla(TCA_STAB)]
    pub size_table: Option<SizeTable<'a>>,
    #[nla(TCA_DUMP_INVISIBLE)]
    pub dump_invisible: bool,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[nla(TCA_HW_OFFLOAD)]
    pub hw_offload: Option<u8>,
    #[nla(TCA_INGRESS_BLOCK)]
    pub ingress_block: Option<u32>,
    #[nla(TCA_EGRESS_BLOCK)]
    pub egress_block: Option<u32>,
    #[nla(TCA_EXT_WARN_MSG)]
    pub warning: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a class.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_DELTCLASS)]
pub struct DelClass<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one class, or for all of a link.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETTCLASS, reply = Class<'_>)]
pub struct GetClass<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_DUMP_INVISIBLE)]
    pub dump_invisible: bool,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[nla(TCA_DUMP_FLAGS, mask = TCA_DUMP_FLAGS_TERSE)]
    pub dump_flags: Option<Bitfield32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A filter, which says which class a packet belongs to, or does something with it.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWTFILTER)]
pub struct Filter<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_OPTIONS, select = kind)]
    pub options: Option<Options<'a>>,
    #[nla(TCA_STATS)]
    pub stats: Option<&'a Stats>,
    /// What [`StatSet::app`] holds, as older programs look for it.
    #[nla(TCA_XSTATS, select = kind)]
    pub xstats: Option<App<'a>>,
    #[nla(TCA_RATE)]
    pub rate: Option<&'a Estimator>,
    /// How many filters: a number that kernels say of classes.
    #[nla(TCA_FCNT)]
    pub filter_count: Option<u32>,
    #[nla(TCA_STATS2, select = kind)]
    pub stats2: Option<StatSet<'a>>,
    #[nla(TCA_STAB)]
    pub size_table: Option<SizeTable<'a>>,
    #[nla(TCA_DUMP_INVISIBLE)]
    pub dump_invisible: bool,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[nla(TCA_HW_OFFLOAD)]
    pub hw_offload: Option<u8>,
    #[nla(TCA_INGRESS_BLOCK)]
    pub ingress_block: Option<u32>,
    #[nla(TCA_EGRESS_BLOCK)]
    pub egress_block: Option<u32>,
    #[nla(TCA_EXT_WARN_MSG)]
    pub warning: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to delete a filter.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_DELTFILTER)]
pub struct DelFilter<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for one filter, or for all of a parent.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETTFILTER, reply = Filter<'_>)]
pub struct GetFilter<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_DUMP_INVISIBLE)]
    pub dump_invisible: bool,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[nla(TCA_DUMP_FLAGS, mask = TCA_DUMP_FLAGS_TERSE)]
    pub dump_flags: Option<Bitfield32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A chain of filters.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWCHAIN)]
pub struct Chain<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_KIND, len = ..=15)]
    pub kind: Option<&'a CStr>,
    #[nla(TCA_OPTIONS, select = kind)]
    pub options: Option<Options<'a>>,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for the chains of a parent.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETCHAIN, reply = Chain<'_>)]
pub struct GetChain<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[nla(TCA_CHAIN)]
    pub chain: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// One attribute of a queueing discipline, a class or a filter, for readers that go through a dump
/// once. What depends on the kind is kept as bytes, as the kind may come behind it.
#[derive(Clone, Debug, Parse, Emit)]
pub enum Item<'a> {
    #[nla(TCA_KIND, len = ..=15)]
    Kind(&'a CStr),
    #[nla(TCA_OPTIONS)]
    Options(&'a [u8]),
    #[nla(TCA_STATS)]
    Stats(&'a Stats),
    #[nla(TCA_XSTATS)]
    Xstats(&'a [u8]),
    #[nla(TCA_STATS2)]
    Stats2(Stream<'a, StatItem<'a>>),
    #[nla(TCA_CHAIN)]
    Chain(u32),
    #[nla(TCA_HW_OFFLOAD)]
    HwOffload(u8),
    #[netlink(unknown)]
    Other(Attr<'a>),
}

/// A queueing discipline, attribute by attribute in the order in which they came.
#[derive(Clone, Debug, Parse, Emit)]
#[netlink(message = RTM_NEWQDISC)]
pub struct QdiscStream<'a> {
    #[netlink(header)]
    pub header: TcMsg,
    #[netlink(stream)]
    pub attrs: Stream<'a, Item<'a>>,
}

/// The messages of dumps and notifications.
#[derive(Clone, Debug, Parse, Emit)]
pub enum Event<'a> {
    #[netlink(message = RTM_NEWQDISC)]
    NewQdisc(Qdisc<'a>),
    #[netlink(message = RTM_DELQDISC)]
    DelQdisc(DelQdisc<'a>),
    #[netlink(message = RTM_NEWTCLASS)]
    NewClass(Class<'a>),
    #[netlink(message = RTM_DELTCLASS)]
    DelClass(DelClass<'a>),
    #[netlink(message = RTM_NEWTFILTER)]
    NewFilter(Filter<'a>),
    #[netlink(message = RTM_DELTFILTER)]
    DelFilter(DelFilter<'a>),
    #[netlink(message = RTM_NEWCHAIN)]
    NewChain(Chain<'a>),
    #[netlink(message = RTM_NEWACTION)]
    NewActions(Actions<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

/// Actions that stand for themselves, outside of any filter.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWACTION)]
pub struct Actions<'a> {
    #[netlink(header)]
    pub header: TcaMsg,
    /// Numbered from 1 on, in the order in which they act.
    #[nla(TCA_ROOT_TAB)]
    pub actions: Indexed<'a, Action<'a>>,
    #[nla(TCA_ROOT_FLAGS, mask = TCA_ROOT_FLAGS_MASK)]
    pub flags: Option<Bitfield32>,
    #[nla(TCA_ROOT_COUNT)]
    pub count: Option<u32>,
    /// Only those used within so many milliseconds.
    #[nla(TCA_ROOT_TIME_DELTA)]
    pub time_delta: Option<u32>,
    #[nla(TCA_ROOT_EXT_WARN_MSG)]
    pub warning: Option<&'a CStr>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for actions: as a dump, for all of the kind that the first one names.
///
/// The answer to a dump has the type of the request, whatever other families do.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(message = RTM_GETACTION, reply = GetActions<'_>)]
pub struct GetActions<'a> {
    #[netlink(header)]
    pub header: TcaMsg,
    /// Numbered from 1 on, in the order in which they act.
    #[nla(TCA_ROOT_TAB)]
    pub actions: Indexed<'a, Action<'a>>,
    #[nla(TCA_ROOT_FLAGS, mask = TCA_ROOT_FLAGS_MASK)]
    pub flags: Option<Bitfield32>,
    #[nla(TCA_ROOT_COUNT)]
    pub count: Option<u32>,
    /// Only those used within so many milliseconds.
    #[nla(TCA_ROOT_TIME_DELTA)]
    pub time_delta: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
