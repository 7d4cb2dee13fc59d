//! The tables in which neighbours are kept, and how they are kept.

use core::ffi::CStr;

use netlink_core::{Emit, Parse, Unknown};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::constants::*;

/// The fixed header of all messages about tables of neighbours.
#[doc(alias = "ndtmsg")]
#[derive(
    Clone, Copy, Debug, Default, Eq, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout,
)]
#[repr(C)]
pub struct NdtMsg {
    pub family: u8,
    pub pad1: u8,
    pub pad2: u16,
}

/// A table, or what is different in it for one interface: a kernel sends a message for each.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_NEWNEIGHTBL)]
pub struct Table<'a> {
    #[netlink(header)]
    pub header: NdtMsg,
    #[nla(NDTA_NAME)]
    pub name: Option<&'a CStr>,
    /// Up to so many neighbours, none is thrown away.
    #[nla(NDTA_THRESH1)]
    pub threshold1: Option<u32>,
    /// More than so many may be there for some seconds only.
    #[nla(NDTA_THRESH2)]
    pub threshold2: Option<u32>,
    /// More than so many are never there.
    #[nla(NDTA_THRESH3)]
    pub threshold3: Option<u32>,
    #[nla(NDTA_CONFIG)]
    pub config: Option<Config>,
    #[nla(NDTA_PARMS)]
    pub parameters: Option<Parameters<'a>>,
    #[nla(NDTA_STATS)]
    pub stats: Option<Stats>,
    /// In milliseconds.
    #[nla(NDTA_GC_INTERVAL)]
    pub gc_interval: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for all tables, or those of a family.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_GETNEIGHTBL, reply = Table<'_>)]
pub struct GetTable<'a> {
    #[netlink(header)]
    pub header: NdtMsg,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to keep a table otherwise.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
#[netlink(message = RTM_SETNEIGHTBL)]
pub struct SetTable<'a> {
    #[netlink(header)]
    pub header: NdtMsg,
    #[nla(NDTA_NAME)]
    pub name: &'a CStr,
    #[nla(NDTA_THRESH1)]
    pub threshold1: Option<u32>,
    #[nla(NDTA_THRESH2)]
    pub threshold2: Option<u32>,
    #[nla(NDTA_THRESH3)]
    pub threshold3: Option<u32>,
    #[nla(NDTA_PARMS)]
    pub parameters: Option<Parameters<'a>>,
    #[nla(NDTA_GC_INTERVAL)]
    pub gc_interval: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// How neighbours are looked for. All times are in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
pub struct Parameters<'a> {
    #[nla(NDTPA_IFINDEX)]
    pub index: Option<u32>,
    #[nla(NDTPA_REFCNT)]
    pub references: Option<u32>,
    #[nla(NDTPA_REACHABLE_TIME)]
    pub reachable_time: Option<u64>,
    #[nla(NDTPA_BASE_REACHABLE_TIME)]
    pub base_reachable_time: Option<u64>,
    #[nla(NDTPA_RETRANS_TIME)]
    pub retrans_time: Option<u64>,
    #[nla(NDTPA_GC_STALETIME)]
    pub gc_stale_time: Option<u64>,
    #[nla(NDTPA_DELAY_PROBE_TIME)]
    pub delay_probe_time: Option<u64>,
    #[nla(NDTPA_QUEUE_LEN)]
    pub queue_len: Option<u32>,
    #[nla(NDTPA_APP_PROBES)]
    pub app_probes: Option<u32>,
    #[nla(NDTPA_UCAST_PROBES)]
    pub unicast_probes: Option<u32>,
    #[nla(NDTPA_MCAST_PROBES)]
    pub multicast_probes: Option<u32>,
    #[nla(NDTPA_ANYCAST_DELAY)]
    pub anycast_delay: Option<u64>,
    #[nla(NDTPA_PROXY_DELAY)]
    pub proxy_delay: Option<u64>,
    #[nla(NDTPA_PROXY_QLEN)]
    pub proxy_queue_len: Option<u32>,
    #[nla(NDTPA_LOCKTIME)]
    pub lock_time: Option<u64>,
    #[nla(NDTPA_QUEUE_LENBYTES)]
    pub queue_len_bytes: Option<u32>,
    #[nla(NDTPA_MCAST_REPROBES)]
    pub multicast_reprobes: Option<u32>,
    #[nla(NDTPA_INTERVAL_PROBE_TIME_MS, emit(range = 1..=86_400_000))]
    pub interval_probe_time: Option<u64>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What a table is like, and cannot be made otherwise.
#[doc(alias = "ndt_config")]
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout)]
#[repr(C)]
pub struct Config {
    pub key_len: u16,
    pub entry_size: u16,
    pub entries: u32,
    /// Milliseconds since then.
    pub last_flush: u32,
    /// Milliseconds since then.
    pub last_rand: u32,
    pub hash_rnd: u32,
    pub hash_mask: u32,
    pub hash_chain_gc: u32,
    pub proxy_queue_len: u32,
}

/// What happened in a table.
#[doc(alias = "ndt_stats")]
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    FromBytes,
    Immutable,
    IntoBytes,
    KnownLayout,
    Parse,
    Emit,
)]
#[netlink(layout, zero_fill)]
#[repr(C)]
pub struct Stats {
    pub allocs: u64,
    pub destroys: u64,
    pub hash_grows: u64,
    pub res_failed: u64,
    pub lookups: u64,
    pub hits: u64,
    pub rcv_probes_mcast: u64,
    pub rcv_probes_ucast: u64,
    pub periodic_gc_runs: u64,
    pub forced_gc_runs: u64,
    pub table_fulls: u64,
}
