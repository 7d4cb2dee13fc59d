//! Whether a kernel with the type's policy would accept the bytes, and nothing read.

use crate::family::{
    rt_link::{Link, RTM_NEWLINK},
    rt_route::{
        RTA_DST, RTA_GATEWAY, RTA_METRICS, RTA_OIF, RTA_PREFSRC, RTA_PRIORITY, RTA_TABLE, RTAX_MTU,
        RTM_NEWROUTE, RtMsg,
    },
};
use netlink_core::{ParseSet, RawMessage};

use super::{checked_link, parse_route::RouteFields};
use crate::{bench::Bench, floor, messages::messages};

pub(super) fn all() -> [Bench; 2] {
    let (routes, links) = (messages("route4", RTM_NEWROUTE), messages("link", RTM_NEWLINK));
    [
        Bench::reading("validate a route, the fields read", routes, route, route_by_hand).goal(2.0),
        Bench::reading("validate a link, complete", links, link, checked_link::by_hand).goal(2.0),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Sets each byte of each length field to values that make the attribute shorter or longer.
    #[test]
    fn the_floor_checks_what_is_validated() {
        let mut rejected = 0;
        for message in messages("link", RTM_NEWLINK).iter().take(10) {
            let mut at = 32;
            while let Some(&[low, high]) = message.get(at..at + 2) {
                let len = u16::from_ne_bytes([low, high]);
                for wrong in (0..=u16::from(u8::MAX)).chain([len + 4, u16::MAX]) {
                    let mut message = message.clone();
                    message[at..at + 2].copy_from_slice(&wrong.to_ne_bytes());
                    let (ours, floor) = (link(&message), checked_link::by_hand(&message));
                    assert_eq!(ours, floor, "{wrong} at {at}");
                    rejected += u32::from(ours.is_none());
                }
                at += (usize::from(len) + 3) & !3;
            }
        }
        assert!(rejected > 1000, "{rejected}");
    }
}
