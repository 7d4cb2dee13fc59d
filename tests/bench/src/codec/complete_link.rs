//! All of a link, by hand.

use crate::family::rt_link::{
    af_spec::{AfSpec, Inet, Inet6},
    *,
};
use netlink_core::{Uint, value::Struct};
use zerocopy::FromBytes;

use super::by_hand::{self, fill};
use crate::floor::Attrs;

/// Reads what is behind the header of the message. What no captured link has is refused: virtual
/// functions, other names, and the sets of other families and kinds.
#[inline]
pub(super) fn fill_link<'a>(link: &mut Link<'a>, payload: &'a [u8]) -> Option<()> {
    let (info, attrs) = IfInfoMsg::read_from_prefix(payload).ok()?;
    link.info = info;
    let mut name = None;
    for (ty, payload) in Attrs(attrs) {
        fill! { ty, payload, link;
            u32 {
                IFLA_MTU => mtu, IFLA_LINK => link, IFLA_MASTER => master, IFLA_TXQLEN => tx_queue_len,
                IFLA_WEIGHT => weight, IFLA_NET_NS_PID => netns_pid, IFLA_NUM_VF => num_vf, IFLA_GROUP => group,
                IFLA_NET_NS_FD => netns_fd, IFLA_EXT_MASK => ext_mask, IFLA_PROMISCUITY => promiscuity,
                IFLA_NUM_TX_QUEUES => num_tx_queues, IFLA_NUM_RX_QUEUES => num_rx_queues,
                IFLA_CARRIER_CHANGES => carrier_changes, IFLA_GSO_MAX_SEGS => gso_max_segs,
                IFLA_GSO_MAX_SIZE => gso_max_size, IFLA_EVENT => event,
                IFLA_CARRIER_UP_COUNT => carrier_up_count, IFLA_CARRIER_DOWN_COUNT => carrier_down_count,
                IFLA_MIN_MTU => min_mtu, IFLA_MAX_MTU => max_mtu, IFLA_GRO_MAX_SIZE => gro_max_size,
                IFLA_TSO_MAX_SIZE => tso_max_size, IFLA_TSO_MAX_SEGS => tso_max_segs,
                IFLA_ALLMULTI => allmulti, IFLA_GSO_IPV4_MAX_SIZE => gso_ipv4_max_size,
                IFLA_GRO_IPV4_MAX_SIZE => gro_ipv4_max_size,
            }
            i32 {
                IFLA_LINK_NETNSID => link_netnsid, IFLA_NEW_NETNSID => new_netnsid,
                IFLA_TARGET_NETNSID => target_netnsid, IFLA_NEW_IFINDEX => new_ifindex,
            }
            u16 { IFLA_HEADROOM => headroom, IFLA_TAILROOM => tailroom }
            u8 {
                IFLA_OPERSTATE => oper_state, IFLA_LINKMODE => link_mode, IFLA_CARRIER => carrier,
                IFLA_PROTO_DOWN => proto_down, IFLA_NETNS_IMMUTABLE => netns_immutable,
            }
            address { IFLA_ADDRESS => address, IFLA_BROADCAST => broadcast, IFLA_PERM_ADDRESS => perm_address }
            bytes {
                IFLA_WIRELESS => wireless, IFLA_PHYS_PORT_ID => phys_port_id,
                IFLA_PHYS_SWITCH_ID => phys_switch_id,
            }
            text {
                IFLA_QDISC => qdisc, IFLA_PHYS_PORT_NAME => phys_port_name,
                IFLA_PARENT_DEV_NAME => parent_dev_name, IFLA_PARENT_DEV_BUS_NAME => parent_dev_bus_name,
            }
            alias { IFLA_IFALIAS => alias }
            structure { IFLA_STATS => stats, IFLA_MAP => map };
            IFLA_IFNAME => name = Some(by_hand::name(payload)?),
            IFLA_STATS64 => link.stats64 = Some(Struct::from_bytes(payload)),
            IFLA_LINKINFO => link.link_info = Some(link_info(payload)?),
            IFLA_AF_SPEC => link.af_spec = Some(AnyAfSpec::PerFamily(af_spec(info.family, payload)?)),
            IFLA_XDP => {
                let mut xdp = Xdp::default();
                fill_xdp(&mut xdp, payload)?;
                link.xdp = Some(xdp);
            },
            IFLA_DEVLINK_PORT => link.devlink_port = Some(devlink_port(payload)?),
            IFLA_MAX_PACING_OFFLOAD_HORIZON => link.max_pacing_offload_horizon = Some(uint(payload)?),
            IFLA_DPLL_PIN => link.dpll_pin = Some(dpll_pin(payload)?),
            IFLA_PROTINFO | IFLA_VFINFO_LIST | IFLA_VF_PORTS | IFLA_PORT_SELF | IFLA_PROP_LIST
            | IFLA_PROTO_DOWN_REASON => return None,
        }
    }
    link.name = name?;
    Some(())
}

/// An integer of either width.
#[inline(always)]
fn uint(payload: &[u8]) -> Option<Uint> {
    match payload.len() {
        4 => by_hand::u32(payload).map(|value| Uint(value.into())),
        8 => by_hand::u64(payload).map(Uint),
        _ => None,
    }
}

/// A set is empty, or at least as long as the header of an attribute.
#[inline(always)]
fn is_set(payload: &[u8]) -> Option<()> {
    (!matches!(payload.len(), 1..=3)).then_some(())
}

fn link_info(payload: &[u8]) -> Option<LinkInfo<'_>> {
    is_set(payload)?;
    let (mut info, mut data) = (LinkInfo::default(), None);
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, info;
            text { IFLA_INFO_KIND => kind, IFLA_INFO_SLAVE_KIND => slave_kind }
            bytes { IFLA_INFO_XSTATS => xstats };
            IFLA_INFO_SLAVE_DATA => data = Some(payload),
            IFLA_INFO_DATA => return None,
        }
    }
    if let Some(data) = data {
        info.slave_data = Some(match info.slave_kind?.to_bytes() {
            b"bridge" => SlaveData::Bridge(bridge_port(data)?),
            _ => SlaveData::Other(data),
        });
    }
    Some(info)
}

fn af_spec(family: u8, payload: &[u8]) -> Option<AfSpec<'_>> {
    if family != 0 {
        return None;
    }
    is_set(payload)?;
    let mut families = AfSpec::default();
    for (ty, payload) in Attrs(payload) {
        match ty {
            AF_INET => {
                is_set(payload)?;
                let mut inet = Inet::default();
                for (ty, payload) in Attrs(payload) {
                    fill! { ty, payload, inet; array { IFLA_INET_CONF => conf } }
                }
                families.inet = Some(inet);
            }
            AF_INET6 => families.inet6 = Some(inet6(payload)?),
            AF_MCTP => return None,
            _ => {}
        }
    }
    Some(families)
}

fn inet6(payload: &[u8]) -> Option<Inet6<'_>> {
    is_set(payload)?;
    let mut inet6 = Inet6::default();
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, inet6;
            u32 { IFLA_INET6_FLAGS => flags, IFLA_INET6_RA_MTU => ra_mtu }
            u8 { IFLA_INET6_ADDR_GEN_MODE => addr_gen_mode }
            array { IFLA_INET6_CONF => conf, IFLA_INET6_STATS => stats, IFLA_INET6_ICMP6STATS => icmp6_stats }
            bytes { IFLA_INET6_MCAST => multicast }
            structure { IFLA_INET6_CACHEINFO => cache_info };
            IFLA_INET6_TOKEN => inet6.token = Some(<[u8; 16]>::try_from(payload).ok()?.into()),
        }
    }
    Some(inet6)
}

#[inline(always)]
fn fill_xdp(xdp: &mut Xdp<'_>, payload: &[u8]) -> Option<()> {
    is_set(payload)?;
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, xdp;
            i32 { IFLA_XDP_FD => fd, IFLA_XDP_EXPECTED_FD => expected_fd }
            u8 { IFLA_XDP_ATTACHED => attached }
            u32 {
                IFLA_XDP_FLAGS => flags, IFLA_XDP_PROG_ID => prog_id, IFLA_XDP_DRV_PROG_ID => drv_prog_id,
                IFLA_XDP_SKB_PROG_ID => skb_prog_id, IFLA_XDP_HW_PROG_ID => hw_prog_id,
            }
        }
    }
    Some(())
}

#[inline(always)]
fn devlink_port(payload: &[u8]) -> Option<DevlinkPort<'_>> {
    is_set(payload)?;
    let mut port = DevlinkPort::default();
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, port;
            text { DEVLINK_ATTR_BUS_NAME => bus_name, DEVLINK_ATTR_DEV_NAME => dev_name }
            u32 { DEVLINK_ATTR_PORT_INDEX => port_index }
        }
    }
    Some(port)
}

#[inline(always)]
fn dpll_pin(payload: &[u8]) -> Option<DpllPin<'_>> {
    is_set(payload)?;
    let mut pin = DpllPin::default();
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, pin; u32 { DPLL_A_PIN_ID => id } }
    }
    Some(pin)
}

fn bridge_port(payload: &[u8]) -> Option<BridgePort<'_>> {
    is_set(payload)?;
    let mut port = BridgePort::default();
    for (ty, payload) in Attrs(payload) {
        fill! { ty, payload, port;
            u8 {
                IFLA_BRPORT_STATE => state, IFLA_BRPORT_MODE => mode, IFLA_BRPORT_GUARD => guard,
                IFLA_BRPORT_PROTECT => protect, IFLA_BRPORT_FAST_LEAVE => fast_leave,
                IFLA_BRPORT_LEARNING => learning, IFLA_BRPORT_UNICAST_FLOOD => unicast_flood,
                IFLA_BRPORT_PROXYARP => proxyarp, IFLA_BRPORT_LEARNING_SYNC => learning_sync,
                IFLA_BRPORT_PROXYARP_WIFI => proxyarp_wifi,
                IFLA_BRPORT_TOPOLOGY_CHANGE_ACK => topology_change_ack,
                IFLA_BRPORT_CONFIG_PENDING => config_pending, IFLA_BRPORT_MULTICAST_ROUTER => multicast_router,
                IFLA_BRPORT_MCAST_FLOOD => mcast_flood, IFLA_BRPORT_MCAST_TO_UCAST => mcast_to_ucast,
                IFLA_BRPORT_VLAN_TUNNEL => vlan_tunnel, IFLA_BRPORT_BCAST_FLOOD => bcast_flood,
                IFLA_BRPORT_NEIGH_SUPPRESS => neigh_suppress, IFLA_BRPORT_ISOLATED => isolated,
                IFLA_BRPORT_MRP_RING_OPEN => mrp_ring_open, IFLA_BRPORT_MRP_IN_OPEN => mrp_in_open,
                IFLA_BRPORT_LOCKED => locked, IFLA_BRPORT_MAB => mab,
                IFLA_BRPORT_NEIGH_VLAN_SUPPRESS => neigh_vlan_suppress,
                IFLA_BRPORT_NEIGH_FORWARD_GRAT => neigh_forward_grat,
            }
            u16 {
                IFLA_BRPORT_PRIORITY => priority, IFLA_BRPORT_DESIGNATED_PORT => designated_port,
                IFLA_BRPORT_DESIGNATED_COST => designated_cost, IFLA_BRPORT_ID => id, IFLA_BRPORT_NO => no,
                IFLA_BRPORT_GROUP_FWD_MASK => group_fwd_mask,
            }
            u32 {
                IFLA_BRPORT_COST => cost, IFLA_BRPORT_BACKUP_PORT => backup_port,
                IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT => mcast_eht_hosts_limit,
                IFLA_BRPORT_MCAST_EHT_HOSTS_CNT => mcast_eht_hosts_cnt,
                IFLA_BRPORT_MCAST_N_GROUPS => mcast_n_groups, IFLA_BRPORT_MCAST_MAX_GROUPS => mcast_max_groups,
                IFLA_BRPORT_BACKUP_NHID => backup_nhid,
            }
            u64 {
                IFLA_BRPORT_MESSAGE_AGE_TIMER => message_age_timer,
                IFLA_BRPORT_FORWARD_DELAY_TIMER => forward_delay_timer, IFLA_BRPORT_HOLD_TIMER => hold_timer,
            }
            structure { IFLA_BRPORT_ROOT_ID => root_id, IFLA_BRPORT_BRIDGE_ID => bridge_id };
            IFLA_BRPORT_FLUSH => port.flush = payload.is_empty().then_some(true)?,
        }
    }
    Some(port)
}
