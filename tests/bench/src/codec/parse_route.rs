//! Routes, as a struct of the fields that are read, and as one of all that routes have.

use core::net::Ipv4Addr;
use std::hint::black_box;

use crate::family::rt_route::{
    Ip, RTA_DST, RTA_GATEWAY, RTA_METRICS, RTA_OIF, RTA_PREFSRC, RTA_PRIORITY, RTA_TABLE, RTAX_MTU,
    RTM_NEWROUTE, Route, RtMsg,
};
use netlink_core::{Emit, Parse, RawMessage};
use zerocopy::FromBytes;

use crate::{bench::Bench, bench::each, contender, floor, messages::messages};

/// What a routing daemon reads of a route.
#[derive(Debug, Default, Parse, Emit)]
#[netlink(message = RTM_NEWROUTE)]
pub(crate) struct RouteFields {
    #[netlink(header)]
    pub(crate) header: RtMsg,
    #[nla(RTA_TABLE)]
    pub(crate) table: Option<u32>,
    #[nla(RTA_DST)]
    pub(crate) dst: Option<Ipv4Addr>,
    #[nla(RTA_PRIORITY)]
    pub(crate) priority: Option<u32>,
    #[nla(RTA_GATEWAY)]
    pub(crate) gateway: Option<Ipv4Addr>,
    #[nla(RTA_OIF)]
    pub(crate) output_interface: Option<u32>,
    #[nla(RTA_PREFSRC)]
    pub(crate) preferred_src: Option<Ipv4Addr>,
    #[nla(RTA_METRICS)]
    pub(crate) metrics: Option<MetricFields>,
}

#[derive(Debug, Default, Parse, Emit)]
pub(crate) struct MetricFields {
    #[nla(RTAX_MTU)]
    pub(crate) mtu: Option<u32>,
}

impl RouteFields {
    /// Uses every field.
    #[inline(always)]
    pub(crate) fn sum(&self) -> u64 {
        let ip = |ip: Option<Ipv4Addr>| ip.map_or(0, |ip| u64::from(u32::from(ip)));
        let int = |int: Option<u32>| u64::from(int.unwrap_or(0));
        u64::from(self.header.dst_len)
            + int(self.table)
            + ip(self.dst)
            + int(self.priority)
            + ip(self.gateway)
            + int(self.output_interface)
            + ip(self.preferred_src)
            + int(self.metrics.as_ref().and_then(|metrics| metrics.mtu))
    }
}

pub(super) fn all() -> [Bench; 2] {
    let routes = messages("route4", RTM_NEWROUTE);
    [
        Bench::reading("parse a route, the fields read", routes, fields, fields_by_hand)
            .goal(1.25)
            .contender(each(routes, contender::route)),
        Bench::reading("parse a route, complete", routes, complete, fields_by_hand).goal(2.0),
    ]
}

#[inline(always)]
pub(super) fn fields(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let route: RouteFields = message.parse().ok()?;
    Some(route.sum())
}

/// The whole struct is made, and seen; of its fields those are used that the kernel sent.
#[inline(always)]
fn complete(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let parsed: Result<Route<'_>, _> = message.parse();
    let Ok(route) = black_box(&parsed) else { return None };
    Some(used(route).sum())
}

/// What is read of a route that has all fields.
#[inline(always)]
pub(crate) fn used(route: &Route<'_>) -> RouteFields {
    let v4 = |ip: Option<Ip<'_>>| match ip {
        Some(Ip::V4(ip)) => Some(ip),
        _ => None,
    };
    RouteFields {
        header: route.header,
        table: route.table,
        dst: v4(route.dst),
        priority: route.priority,
        gateway: v4(route.gateway),
        output_interface: route.output_interface,
        preferred_src: v4(route.preferred_src),
        metrics: route.metrics.as_ref().map(|metrics| MetricFields { mtu: metrics.mtu }),
    }
}

#[inline(always)]
pub(super) fn fields_by_hand(bytes: &[u8]) -> Option<u64> {
    Some(read_by_hand(floor::payload(bytes, RTM_NEWROUTE)?)?.sum())
}

/// Reads what is behind the header of the message.
#[inline(always)]
pub(crate) fn read_by_hand(payload: &[u8]) -> Option<RouteFields> {
    let (header, attrs) = RtMsg::read_from_prefix(payload).ok()?;
    let mut route = RouteFields { header, ..RouteFields::default() };
    for (ty, payload) in floor::Attrs(attrs) {
        match ty {
            RTA_TABLE => route.table = Some(floor::u32_at(payload)?),
            RTA_DST => route.dst = Some(ip(payload)?),
            RTA_PRIORITY => route.priority = Some(floor::u32_at(payload)?),
            RTA_GATEWAY => route.gateway = Some(ip(payload)?),
            RTA_OIF => route.output_interface = Some(floor::u32_at(payload)?),
            RTA_PREFSRC => route.preferred_src = Some(ip(payload)?),
            RTA_METRICS => {
                let mut metrics = MetricFields::default();
                for (ty, payload) in floor::Attrs(payload) {
                    if ty == RTAX_MTU {
                        metrics.mtu = Some(floor::u32_at(payload)?);
                    }
                }
                route.metrics = Some(metrics);
            }
            _ => {}
        }
    }
    Some(route)
}

#[inline(always)]
pub(super) fn ip(payload: &[u8]) -> Option<Ipv4Addr> {
    <[u8; 4]>::try_from(payload).ok().map(Ipv4Addr::from)
}
