//! What the policy of a link demands of the attributes that kernels send, checked by hand: all lengths and
//! texts, in all nests, and the variant of each sub-message that the captured links have.

use crate::family::rt_link::*;

use crate::floor::{self, Attrs};

#[inline(always)]
pub(super) fn by_hand(bytes: &[u8]) -> Option<u64> {
    let payload = floor::payload(bytes, RTM_NEWLINK)?;
    let family = *payload.first()?;
    for (ty, payload) in Attrs(payload.get(size_of::<IfInfoMsg>()..)?) {
        let len = payload.len();
        check(match ty {
            IFLA_ADDRESS | IFLA_BROADCAST | IFLA_PERM_ADDRESS => len <= 32,
            IFLA_PHYS_PORT_ID | IFLA_PHYS_SWITCH_ID => true,
            IFLA_IFNAME => is_text(payload, 15),
            IFLA_IFALIAS => is_text(payload, 255),
            IFLA_QDISC | IFLA_PHYS_PORT_NAME | IFLA_PARENT_DEV_NAME | IFLA_PARENT_DEV_BUS_NAME => {
                payload.contains(&0)
            }
            IFLA_OPERSTATE | IFLA_LINKMODE | IFLA_CARRIER | IFLA_PROTO_DOWN
            | IFLA_NETNS_IMMUTABLE => len >= 1,
            IFLA_HEADROOM | IFLA_TAILROOM => len >= 2,
            IFLA_MTU
            | IFLA_LINK
            | IFLA_MASTER
            | IFLA_TXQLEN
            | IFLA_WEIGHT
            | IFLA_NET_NS_PID
            | IFLA_NUM_VF
            | IFLA_GROUP
            | IFLA_NET_NS_FD
            | IFLA_EXT_MASK
            | IFLA_PROMISCUITY
            | IFLA_NUM_TX_QUEUES
            | IFLA_NUM_RX_QUEUES
            | IFLA_CARRIER_CHANGES
            | IFLA_LINK_NETNSID
            | IFLA_GSO_MAX_SEGS
            | IFLA_GSO_MAX_SIZE
            | IFLA_EVENT
            | IFLA_NEW_NETNSID
            | IFLA_TARGET_NETNSID
            | IFLA_CARRIER_UP_COUNT
            | IFLA_CARRIER_DOWN_COUNT
            | IFLA_NEW_IFINDEX
            | IFLA_MIN_MTU
            | IFLA_MAX_MTU
            | IFLA_GRO_MAX_SIZE
            | IFLA_TSO_MAX_SIZE
            | IFLA_TSO_MAX_SEGS
            | IFLA_ALLMULTI
            | IFLA_GSO_IPV4_MAX_SIZE
            | IFLA_GRO_IPV4_MAX_SIZE => len >= 4,
            IFLA_MAX_PACING_OFFLOAD_HORIZON => len == 4 || len == 8,
            IFLA_MAP => len >= 32,
            IFLA_STATS => len >= 96,
            IFLA_LINKINFO => is_nest(payload, link_info),
            IFLA_XDP => is_nest(payload, xdp),
            IFLA_AF_SPEC if family == 0 => is_nest(payload, af_spec),
            IFLA_DPLL_PIN => {
                is_nest(payload, |payload| ints(payload, DPLL_A_PIN_ID..=DPLL_A_PIN_ID))
            }
            IFLA_DEVLINK_PORT => is_nest(payload, devlink_port),
            IFLA_PROTO_DOWN_REASON => is_nest(payload, |payload| ints(payload, 1..=2)),
            _ => true,
        })?;
    }
    Some(1)
}

#[inline(always)]
fn check(is_good: bool) -> Option<()> {
    is_good.then_some(())
}

/// A text of at most so many bytes, with its NUL.
#[inline(always)]
fn is_text(payload: &[u8], max: usize) -> bool {
    payload.iter().take(max + 1).any(|&byte| byte == 0)
        && payload.strip_suffix(&[0]).unwrap_or(payload).len() <= max
}

#[inline(always)]
fn is_nest(payload: &[u8], set: impl Fn(&[u8]) -> Option<()>) -> bool {
    payload.is_empty() || payload.len() >= 4 && set(payload).is_some()
}

#[inline(always)]
fn ints(payload: &[u8], types: std::ops::RangeInclusive<u16>) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| check(!types.contains(&ty) || payload.len() >= 4))
}

fn devlink_port(payload: &[u8]) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| {
        check(match ty {
            DEVLINK_ATTR_BUS_NAME | DEVLINK_ATTR_DEV_NAME => payload.contains(&0),
            DEVLINK_ATTR_PORT_INDEX => payload.len() >= 4,
            _ => true,
        })
    })
}

fn xdp(payload: &[u8]) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| {
        check(match ty {
            IFLA_XDP_ATTACHED => !payload.is_empty(),
            IFLA_XDP_FD..=IFLA_XDP_EXPECTED_FD => payload.len() >= 4,
            _ => true,
        })
    })
}

/// The last kind counts, as it does for a kernel.
fn link_info(payload: &[u8]) -> Option<()> {
    let mut port: Option<&[u8]> = None;
    let mut port_data = None;
    for (ty, payload) in Attrs(payload) {
        check(match ty {
            IFLA_INFO_KIND => payload.contains(&0),
            IFLA_INFO_SLAVE_KIND => {
                port = Some(payload);
                payload.contains(&0)
            }
            IFLA_INFO_SLAVE_DATA => {
                port_data = Some(payload);
                true
            }
            _ => true,
        })?;
    }
    match (port, port_data) {
        (Some(b"bridge\0"), Some(data)) => check(is_nest(data, bridge_port)),
        _ => Some(()),
    }
}

fn bridge_port(payload: &[u8]) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| {
        let len = payload.len();
        check(match ty {
            IFLA_BRPORT_COST
            | IFLA_BRPORT_BACKUP_PORT
            | IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT
            | IFLA_BRPORT_MCAST_EHT_HOSTS_CNT
            | IFLA_BRPORT_MCAST_N_GROUPS
            | IFLA_BRPORT_MCAST_MAX_GROUPS
            | IFLA_BRPORT_BACKUP_NHID => len >= 4,
            IFLA_BRPORT_PRIORITY
            | IFLA_BRPORT_DESIGNATED_PORT
            | IFLA_BRPORT_DESIGNATED_COST
            | IFLA_BRPORT_ID
            | IFLA_BRPORT_NO
            | IFLA_BRPORT_GROUP_FWD_MASK => len >= 2,
            IFLA_BRPORT_ROOT_ID
            | IFLA_BRPORT_BRIDGE_ID
            | IFLA_BRPORT_MESSAGE_AGE_TIMER
            | IFLA_BRPORT_FORWARD_DELAY_TIMER
            | IFLA_BRPORT_HOLD_TIMER => len >= 8,
            IFLA_BRPORT_FLUSH => len == 0,
            IFLA_BRPORT_STATE..=IFLA_BRPORT_NEIGH_FORWARD_GRAT => len >= 1,
            _ => true,
        })
    })
}

fn af_spec(payload: &[u8]) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| {
        check(match ty {
            AF_INET => is_nest(payload, |_| Some(())),
            AF_INET6 => is_nest(payload, inet6),
            AF_MCTP => is_nest(payload, mctp),
            _ => true,
        })
    })
}

fn inet6(payload: &[u8]) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| {
        check(match ty {
            IFLA_INET6_FLAGS | IFLA_INET6_RA_MTU => payload.len() >= 4,
            IFLA_INET6_CACHEINFO => payload.len() >= 16,
            IFLA_INET6_TOKEN => payload.len() == 16,
            IFLA_INET6_ADDR_GEN_MODE => !payload.is_empty(),
            _ => true,
        })
    })
}

fn mctp(payload: &[u8]) -> Option<()> {
    Attrs(payload).try_for_each(|(ty, payload)| {
        check(match ty {
            IFLA_MCTP_NET => payload.len() >= 4,
            IFLA_MCTP_PHYS_BINDING => !payload.is_empty(),
            _ => true,
        })
    })
}
