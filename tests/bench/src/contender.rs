//! The same work by `netlink-bindings`, in its fastest way: its iterator, and one match.

use core::net::IpAddr;
use std::hint::black_box;

use crate::family::{rt_link::RTM_NEWLINK, rt_route::RTM_NEWROUTE};
use netlink_bindings::{
    rt_link::{self, LinkAttrs, LinkinfoAttrs},
    rt_route::{self, Metrics, RouteAttrs},
    traits::NetlinkRequest,
};

use crate::floor;

/// As the loop that reads the fields of a route.
#[inline(always)]
pub(crate) fn route(bytes: &[u8]) -> Option<u64> {
    let payload = floor::payload(bytes, RTM_NEWROUTE)?;
    let (header, attrs) = rt_route::OpGetrouteDump::decode_reply(payload);
    let mut sum = u64::from(header.rtm_dst_len);
    for attr in attrs {
        sum += match attr.ok()? {
            RouteAttrs::Dst(IpAddr::V4(ip))
            | RouteAttrs::Gateway(IpAddr::V4(ip))
            | RouteAttrs::Prefsrc(IpAddr::V4(ip)) => u32::from(ip).into(),
            RouteAttrs::Table(int) | RouteAttrs::Priority(int) | RouteAttrs::Oif(int) => int.into(),
            RouteAttrs::Metrics(metrics) => {
                let mut sum = 0;
                for metric in metrics {
                    if let Metrics::Mtu(mtu) = metric.ok()? {
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

/// As the loop that reads the fields of a link.
#[inline(always)]
pub(crate) fn link(bytes: &[u8]) -> Option<u64> {
    let payload = floor::payload(bytes, RTM_NEWLINK)?;
    let (header, attrs) = rt_link::OpGetlinkDump::decode_reply(payload);
    let mut sum = u64::from(header.ifi_index.unsigned_abs());
    for attr in attrs {
        sum += match attr.ok()? {
            LinkAttrs::Ifname(name) => name.to_bytes().len() as u64,
            LinkAttrs::Address(address) => address.len() as u64,
            LinkAttrs::Mtu(int) | LinkAttrs::Master(int) => int.into(),
            LinkAttrs::Operstate(state) => state.into(),
            LinkAttrs::Stats64(stats) => stats.rx_packets + stats.tx_bytes,
            LinkAttrs::Linkinfo(info) => {
                let mut sum = 0;
                for attr in info {
                    if let LinkinfoAttrs::Kind(kind) = attr.ok()? {
                        sum += kind.to_bytes().len() as u64;
                    }
                }
                sum
            }
            _ => 0,
        };
    }
    Some(sum)
}

/// As the route with a nest, into a vector that is used again.
pub(crate) fn emit_route() -> impl FnMut() -> Option<u64> {
    let mut bytes = Vec::new();
    move || {
        bytes.clear();
        let [t0, t1] = RTM_NEWROUTE.to_ne_bytes();
        bytes.extend_from_slice(&[0, 0, 0, 0, t0, t1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let mut header = rt_route::Rtmsg::new();
        header.rtm_family = 2;
        header.rtm_dst_len = 24;
        header.rtm_table = 254;
        rt_route::OpNewrouteDo::encode_request(&mut bytes, &header)
            .push_table(black_box(254))
            .push_dst(IpAddr::from(black_box([10, 0, 0, 0])))
            .push_priority(black_box(5))
            .push_gateway(IpAddr::from(black_box([10, 0, 0, 1])))
            .push_oif(black_box(3))
            .nested_metrics()
            .push_mtu(black_box(1400))
            .end_nested();
        let len = u32::try_from(bytes.len()).ok()?;
        *bytes.first_chunk_mut()? = len.to_ne_bytes();
        black_box(&bytes);
        Some(len.into())
    }
}
