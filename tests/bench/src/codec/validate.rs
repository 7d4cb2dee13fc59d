//! Whether a kernel with the type's policy would accept the bytes, and nothing read.

use netlink_core::{ParseSet, RawMessage};
use netlink_tests::family::{
    rt_link::{Link, RTM_NEWLINK},
    rt_route::{
        RTA_DST, RTA_GATEWAY, RTA_METRICS, RTA_OIF, RTA_PREFSRC, RTA_PRIORITY, RTA_TABLE, RTAX_MTU,
        RTM_NEWROUTE, RtMsg,
    },
};

use super::{parse_link, parse_route::RouteFields};
use crate::{bench::Bench, floor, messages::messages};

pub(super) fn all() -> [Bench; 2] {
    let (routes, links) = (messages("route4", RTM_NEWROUTE), messages("link", RTM_NEWLINK));
    [
        Bench::reading("validate a route, the fields read", routes, route, route_by_hand),
        Bench::reading("validate a link, complete", links, link, |bytes| {
            parse_link::fields_by_hand(bytes).map(|_| 1)
        }),
    ]
}

#[inline(always)]
fn route(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    RouteFields::PARSE_POLICY.validate(message.payload()).ok()?;
    Some(1)
}

#[inline(always)]
fn link(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    <Link<'_> as ParseSet<'_>>::PARSE_POLICY.validate(message.payload()).ok()?;
    Some(1)
}

#[inline(always)]
fn route_by_hand(bytes: &[u8]) -> Option<u64> {
    let attrs = floor::payload(bytes, RTM_NEWROUTE)?.get(size_of::<RtMsg>()..)?;
    let checked = |good: bool| good.then_some(());
    for (ty, payload) in floor::Attrs(attrs) {
        match ty {
            RTA_TABLE | RTA_PRIORITY | RTA_OIF => checked(payload.len() >= 4)?,
            RTA_DST | RTA_GATEWAY | RTA_PREFSRC => checked(payload.len() == 4)?,
            RTA_METRICS => {
                for (ty, payload) in floor::Attrs(payload) {
                    checked(ty != RTAX_MTU || payload.len() >= 4)?;
                }
            }
            _ => {}
        }
    }
    Some(1)
}
