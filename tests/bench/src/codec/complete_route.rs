//! All of a route, by hand.

use crate::family::rt_route::*;
use netlink_core::Be;
use zerocopy::FromBytes;

use super::by_hand::{self, fill};
use crate::floor::Attrs;

/// Reads what is behind the header of the message. What no captured route has is refused: nexthops,
/// tunnels and gateways of another family.
#[inline]
pub(super) fn fill_route<'a>(route: &mut Route<'a>, payload: &'a [u8]) -> Option<()> {
    let (header, attrs) = RtMsg::read_from_prefix(payload).ok()?;
    route.header = header;
    for (ty, payload) in Attrs(attrs) {
        fill! { ty, payload, route;
            u32 {
                RTA_IIF => input_interface, RTA_OIF => output_interface, RTA_PRIORITY => priority,
                RTA_FLOW => flow, RTA_TABLE => table, RTA_MARK => mark, RTA_EXPIRES => expires,
                RTA_UID => uid, RTA_NH_ID => next_hop_id,
            }
            u8 { RTA_TTL_PROPAGATE => ttl_propagate, RTA_IP_PROTO => ip_protocol }
            ip { RTA_DST => dst, RTA_SRC => src, RTA_GATEWAY => gateway, RTA_PREFSRC => preferred_src }
            bytes { RTA_NEWDST => new_dst };
            RTA_METRICS => {
                let mut metrics = Metrics::default();
                fill_metrics(&mut metrics, payload)?;
                route.metrics = Some(metrics);
            },
            RTA_CACHEINFO => route.cache_info = Some(CacheInfo::read_from_prefix(payload).ok()?.0),
            RTA_MFC_STATS => {
                route.multicast_stats = Some(MulticastStats::read_from_prefix(payload).ok()?.0);
            },
            RTA_SPORT => route.src_port = Some(Be(u16::from_be(by_hand::u16(payload)?))),
            RTA_DPORT => route.dst_port = Some(Be(u16::from_be(by_hand::u16(payload)?))),
            RTA_FLOWLABEL => {
                let label = u32::from_be(by_hand::u32(payload)?);
                route.flow_label = Some(Be(Some(label).filter(|label| *label <= FLOW_LABEL)?));
            },
            RTA_MULTIPATH | RTA_VIA | RTA_PREF | RTA_ENCAP_TYPE | RTA_ENCAP => return None,
        }
    }
    Some(())
}

#[inline(always)]
fn fill_metrics<'a>(metrics: &mut Metrics<'a>, payload: &'a [u8]) -> Option<()> {
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, metrics;
            u32 {
                RTAX_LOCK => lock, RTAX_MTU => mtu, RTAX_WINDOW => window, RTAX_RTT => rtt,
                RTAX_RTTVAR => rttvar, RTAX_SSTHRESH => ssthresh, RTAX_CWND => cwnd, RTAX_ADVMSS => advmss,
                RTAX_REORDERING => reordering, RTAX_HOPLIMIT => hoplimit, RTAX_INITCWND => initcwnd,
                RTAX_FEATURES => features, RTAX_RTO_MIN => rto_min, RTAX_INITRWND => initrwnd,
                RTAX_QUICKACK => quickack, RTAX_FASTOPEN_NO_COOKIE => fastopen_no_cookie,
            }
            name { RTAX_CC_ALGO => congestion_control }
        }
    }
    Some(())
}
