//! Pools of pages, from which drivers take memory for what they receive.

use netlink_core::{Emit, Parse, Uint, Unknown};

use super::constants::*;

/// The request for one pool, by its number, or to dump all.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_PAGE_POOL_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = PagePool<'_>,
)]
pub struct GetPagePool<'a> {
    #[nla(NETDEV_A_PAGE_POOL_ID, range = 1..=u32::MAX)]
    pub id: Option<Uint>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// A pool.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_PAGE_POOL_GET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct PagePool<'a> {
    #[nla(NETDEV_A_PAGE_POOL_ID, range = 1..=u32::MAX)]
    pub id: Uint,
    #[nla(NETDEV_A_PAGE_POOL_IFINDEX, range = 1..=MAX_IFINDEX)]
    pub ifindex: Option<u32>,
    #[nla(NETDEV_A_PAGE_POOL_NAPI_ID, range = 1..=u32::MAX)]
    pub napi_id: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_INFLIGHT)]
    pub inflight: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_INFLIGHT_MEM)]
    pub inflight_mem: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_DETACH_TIME)]
    pub detach_time: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_DMABUF)]
    pub dmabuf: Option<u32>,
    #[nla(NETDEV_A_PAGE_POOL_IO_URING)]
    pub io_uring: Option<IoUring<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Which pool.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct PagePoolInfo<'a> {
    #[nla(NETDEV_A_PAGE_POOL_ID, range = 1..=u32::MAX)]
    pub id: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_IFINDEX, range = 1..=MAX_IFINDEX)]
    pub ifindex: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request for what a pool has done.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_PAGE_POOL_STATS_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = PagePoolStats<'_>,
)]
pub struct GetPagePoolStats<'a> {
    #[nla(NETDEV_A_PAGE_POOL_STATS_INFO)]
    pub info: Option<PagePoolInfo<'a>>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What a pool has done.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_PAGE_POOL_STATS_GET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct PagePoolStats<'a> {
    #[nla(NETDEV_A_PAGE_POOL_STATS_INFO)]
    pub info: Option<PagePoolInfo<'a>>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_ALLOC_FAST)]
    pub alloc_fast: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_ALLOC_SLOW)]
    pub alloc_slow: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_ALLOC_SLOW_HIGH_ORDER)]
    pub alloc_slow_high_order: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_ALLOC_EMPTY)]
    pub alloc_empty: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_ALLOC_REFILL)]
    pub alloc_refill: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_ALLOC_WAIVE)]
    pub alloc_waive: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_RECYCLE_CACHED)]
    pub recycle_cached: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_RECYCLE_CACHE_FULL)]
    pub recycle_cache_full: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_RECYCLE_RING)]
    pub recycle_ring: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_RECYCLE_RING_FULL)]
    pub recycle_ring_full: Option<Uint>,
    #[nla(NETDEV_A_PAGE_POOL_STATS_RECYCLE_RELEASED_REFCNT)]
    pub recycle_released_refcnt: Option<Uint>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// What io_uring has to do with it.
#[derive(Clone, Debug, Default, Parse, Emit)]
pub struct IoUring<'a> {
    #[nla(NETDEV_A_IO_URING_PROVIDER_INFO_RX_BUF_LEN)]
    pub rx_buf_len: Option<Uint>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}
