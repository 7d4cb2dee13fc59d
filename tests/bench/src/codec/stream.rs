//! Routes and links attribute by attribute, for readers that need no struct.

use core::ffi::CStr;

use crate::family::{
    rt_link::{
        IFLA_ADDRESS, IFLA_IFNAME, IFLA_INFO_KIND, IFLA_LINKINFO, IFLA_MASTER, IFLA_MTU,
        IFLA_OPERSTATE, IFLA_STATS64, LinkAttr, LinkStats64, LinkStream, RTM_NEWLINK,
    },
    rt_route::{
        Ip, Metric, RTA_DST, RTA_GATEWAY, RTA_METRICS, RTA_OIF, RTA_PRIORITY, RTA_TABLE, RTAX_MTU,
        RTM_NEWROUTE, RouteAttr, RouteStream,
    },
};
use netlink_core::RawMessage;
use zerocopy::FromBytes;

use super::parse_route::ip;
use crate::{bench::Bench, floor, messages::messages};

pub(super) fn all() -> [Bench; 2] {
    let (routes, links) = (messages("route4", RTM_NEWROUTE), messages("link", RTM_NEWLINK));
    [
        Bench::reading("stream of a route's attributes", routes, route, route_by_hand),
        Bench::reading("stream of a link's attributes", links, link, link_by_hand),
    ]
}

#[inline(always)]
fn route(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let route: RouteStream<'_> = message.parse().ok()?;
    let mut sum = 0_u64;
    for attr in &mut route.attrs.iter() {
        sum += match attr.ok()? {
            RouteAttr::Dst(Ip::V4(ip)) | RouteAttr::Gateway(Ip::V4(ip)) => u32::from(ip).into(),
            RouteAttr::OutputInterface(int) | RouteAttr::Priority(int) | RouteAttr::Table(int) => {
                int.into()
            }
            RouteAttr::Metrics(metrics) => {
                let mut sum = 0;
                for metric in metrics {
                    if let Metric::Mtu(mtu) = metric.ok()? {
                        sum += u64::from(mtu);
                    }
                }
                sum
            }
            _ => 0,
        };
    }
    Some(sum)
}

#[inline(always)]
fn route_by_hand(bytes: &[u8]) -> Option<u64> {
    let attrs = floor::payload(bytes, RTM_NEWROUTE)?.get(12..)?;
    let mut sum = 0_u64;
    for (ty, payload) in floor::Attrs(attrs) {
        sum += match ty {
            RTA_DST | RTA_GATEWAY => u32::from(ip(payload)?).into(),
            RTA_OIF | RTA_PRIORITY | RTA_TABLE => floor::u32_at(payload)?.into(),
            RTA_METRICS => {
                let mut sum = 0;
                for (ty, payload) in floor::Attrs(payload) {
                    if ty == RTAX_MTU {
                        sum += u64::from(floor::u32_at(payload)?);
                    }
                }
                sum
            }
            _ => 0,
        };
    }
    Some(sum)
}

#[inline(always)]
fn link(bytes: &[u8]) -> Option<u64> {
    let (message, _) = RawMessage::split(bytes).ok()?;
    let link: LinkStream<'_> = message.parse().ok()?;
    let mut sum = 0_u64;
    for attr in &mut link.attrs.iter() {
        sum += match attr.ok()? {
            LinkAttr::Name(name) => name.to_bytes().len() as u64,
            LinkAttr::Address(address) => address.len() as u64,
            LinkAttr::Mtu(int) | LinkAttr::Master(int) => int.into(),
            LinkAttr::OperState(state) => state.into(),
            LinkAttr::Stats64(stats) => stats.rx_packets + stats.tx_bytes,
            LinkAttr::LinkInfo(info) => info.kind.map_or(0, |kind| kind.to_bytes().len() as u64),
            _ => 0,
        };
    }
    Some(sum)
}

#[inline(always)]
fn link_by_hand(bytes: &[u8]) -> Option<u64> {
    let attrs = floor::payload(bytes, RTM_NEWLINK)?.get(16..)?;
    let text = |payload| Some(CStr::from_bytes_until_nul(payload).ok()?.to_bytes().len() as u64);
    let mut sum = 0_u64;
    for (ty, payload) in floor::Attrs(attrs) {
        sum += match ty {
            IFLA_IFNAME => text(payload)?,
            IFLA_ADDRESS => payload.len() as u64,
            IFLA_MTU | IFLA_MASTER => floor::u32_at(payload)?.into(),
            IFLA_OPERSTATE => (*payload.first()?).into(),
            IFLA_STATS64 => {
                let (stats, _) = LinkStats64::ref_from_prefix(payload).ok()?;
                stats.rx_packets + stats.tx_bytes
            }
            IFLA_LINKINFO => {
                let mut sum = 0;
                for (ty, payload) in floor::Attrs(payload) {
                    if ty == IFLA_INFO_KIND {
                        sum += text(payload)?;
                    }
                }
                sum
            }
            _ => 0,
        };
    }
    Some(sum)
}
