//! Routes by a policy that is a value: validated, and found by type.

use core::net::Ipv4Addr;

use crate::family::rt_route::{
    RTA_DST, RTA_GATEWAY, RTA_METRICS, RTA_OIF, RTA_PRIORITY, RTA_TABLE, RTAX_MTU, RTM_NEWROUTE,
    RtMsg,
};
use netlink_core::{AttrPolicy, Policy, RawMessage, policy::Kind};

use super::parse_route::ip;
use crate::{bench::Bench, floor, messages::messages};

const IP: AttrPolicy = AttrPolicy::new(Kind::Binary).with_len(4, 4).optional();
const INT: AttrPolicy = AttrPolicy::new(Kind::U32).optional();

static METRICS: Policy = Policy::new("Metrics", &[INT.named(RTAX_MTU, "mtu")]);

static ROUTE: Policy = Policy::new(
    "Route",
    &[
        INT.named(RTA_TABLE, "table"),
        IP.named(RTA_DST, "dst"),
        INT.named(RTA_PRIORITY, "priority"),
        IP.named(RTA_GATEWAY, "gateway"),
        INT.named(RTA_OIF, "output_interface"),
        AttrPolicy::nested(|| &METRICS).optional().named(RTA_METRICS, "metrics"),
    ],
)
.with_header(size_of::<RtMsg>());

/// One more than the highest type.
const TYPES: usize = RTA_TABLE as usize + 1;

pub(super) fn all() -> [Bench; 1] {
    let routes = messages("route4", RTM_NEWROUTE);
    [Bench::reading("table of a route's attributes", routes, table, table_by_hand)]
}

#[inline(always)]
fn table(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let table = ROUTE.table::<TYPES>(message.payload()).ok()?;
    let int = |ty| Some(u64::from(table.get::<u32>(ty).ok()?.unwrap_or(0)));
    let ip = |ty| Some(table.get::<Ipv4Addr>(ty).ok()?.map_or(0, |ip| u32::from(ip).into()));
    let metrics = match table.attr(RTA_METRICS) {
        Some(attr) => METRICS.table::<3>(attr.input()).ok()?.get::<u32>(RTAX_MTU).ok()?,
        None => None,
    };
    let sum: u64 = int(RTA_TABLE)? + ip(RTA_DST)? + int(RTA_PRIORITY)? + ip(RTA_GATEWAY)?;
    Some(sum + int(RTA_OIF)? + u64::from(metrics.unwrap_or(0)))
}

/// The payloads by type, as one would keep them without a library, and a check where one is read.
#[inline(always)]
fn table_by_hand(bytes: &[u8]) -> Option<u64> {
    let attrs = floor::payload(bytes, RTM_NEWROUTE)?.get(size_of::<RtMsg>()..)?;
    let table = by_type::<TYPES>(attrs);
    let at = |ty: u16| *table.get(usize::from(ty))?;
    let int = |ty| at(ty).map_or(Some(0), |payload| Some(u64::from(floor::u32_at(payload)?)));
    let ip = |ty| at(ty).map_or(Some(0), |payload| Some(u64::from(u32::from(ip(payload)?))));
    let metrics = match at(RTA_METRICS) {
        Some(payload) => match by_type::<3>(payload).get(usize::from(RTAX_MTU)).copied()? {
            Some(payload) => u64::from(floor::u32_at(payload)?),
            None => 0,
        },
        None => 0,
    };
    Some(
        int(RTA_TABLE)?
            + ip(RTA_DST)?
            + int(RTA_PRIORITY)?
            + ip(RTA_GATEWAY)?
            + int(RTA_OIF)?
            + metrics,
    )
}

#[inline(always)]
fn by_type<const N: usize>(attrs: &[u8]) -> [Option<&[u8]>; N] {
    let mut table = [None; N];
    for (ty, payload) in floor::Attrs(attrs) {
        if let Some(place) = table.get_mut(usize::from(ty)) {
            *place = Some(payload);
        }
    }
    table
}
