//! Instances of NAPI, which poll queues.

use netlink_core::{Emit, Parse, Uint, Unknown};

use super::constants::*;

/// The request for one instance.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_NAPI_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = Napi<'_>,
)]
pub struct GetNapi<'a> {
    #[nla(NETDEV_A_NAPI_ID)]
    pub id: u32,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to dump the instances of a device, or all. Kernels take no number here, and no
/// device where they are requested for one instance.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_NAPI_GET,
    version = NETDEV_FAMILY_VERSION,
    reply = Napi<'_>,
)]
pub struct ListNapis<'a> {
    #[nla(NETDEV_A_NAPI_IFINDEX, range = 1..)]
    pub ifindex: Option<u32>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// An instance.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_NAPI_GET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct Napi<'a> {
    #[nla(NETDEV_A_NAPI_IFINDEX, range = 1..)]
    pub ifindex: u32,
    #[nla(NETDEV_A_NAPI_ID)]
    pub id: u32,
    #[nla(NETDEV_A_NAPI_IRQ)]
    pub irq: Option<u32>,
    #[nla(NETDEV_A_NAPI_PID)]
    pub pid: Option<u32>,
    #[nla(NETDEV_A_NAPI_DEFER_HARD_IRQS)]
    pub defer_hard_irqs: Option<u32>,
    #[nla(NETDEV_A_NAPI_GRO_FLUSH_TIMEOUT)]
    pub gro_flush_timeout: Option<Uint>,
    #[nla(NETDEV_A_NAPI_IRQ_SUSPEND_TIMEOUT)]
    pub irq_suspend_timeout: Option<Uint>,
    #[nla(NETDEV_A_NAPI_THREADED)]
    pub threaded: Option<Threaded>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// The request to change how an instance polls.
#[derive(Clone, Debug, Default, Parse, Emit)]
#[netlink(
    family = NETDEV,
    command = NETDEV_CMD_NAPI_SET,
    version = NETDEV_FAMILY_VERSION,
)]
pub struct SetNapi<'a> {
    #[nla(NETDEV_A_NAPI_ID)]
    pub id: u32,
    #[nla(NETDEV_A_NAPI_DEFER_HARD_IRQS, range = ..=i32::MAX)]
    pub defer_hard_irqs: Option<u32>,
    #[nla(NETDEV_A_NAPI_GRO_FLUSH_TIMEOUT)]
    pub gro_flush_timeout: Option<Uint>,
    #[nla(NETDEV_A_NAPI_IRQ_SUSPEND_TIMEOUT)]
    pub irq_suspend_timeout: Option<Uint>,
    #[nla(NETDEV_A_NAPI_THREADED, emit(range = ..=NETDEV_NAPI_THREADED_BUSY_POLL))]
    pub threaded: Option<Threaded>,
    #[netlink(unknown)]
    pub rest: Unknown<'a>,
}

/// Whether a thread of its own does the polling.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Parse, Emit)]
#[repr(u32)]
pub enum Threaded {
    Disabled = NETDEV_NAPI_THREADED_DISABLED,
    Enabled = NETDEV_NAPI_THREADED_ENABLED,
    BusyPoll = NETDEV_NAPI_THREADED_BUSY_POLL,
    #[netlink(other)]
    Other(u32),
}
