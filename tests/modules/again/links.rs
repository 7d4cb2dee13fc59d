//! Links of every kind, compared with `ip`.

use netlink_core::MessageFlags;
use netlink_families::rt_link::{
    Bond, BondMode, Bridge, Geneve, GetLink, Gre, Gtp, Hsr, Link, LinkInfo, LinkInfoData, Macvlan,
    Vlan, VlanFlagsChange, Vxlan,
};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};
use serde_json::Value;

use super::{Fault, add_devices, each, run, same};
use crate::support::route;

/// What follows `ip link add name a0`. `d0` and `d1` are Ethernet devices.
const KINDS: &[&str] = &[
    "type dummy",
    "type ifb",
    "type nlmon",
    "type vcan",
    "type team",
    "type wireguard",
    "type vrf table 10",
    "link d0 type vlan id 7 protocol 802.1ad reorder_hdr off gvrp on loose_binding on ingress-qos-map 1:2 3:4 \
     egress-qos-map 5:6",
    "link d0 type macvlan mode passthru nopromisc",
    "link d0 type macvlan mode private bcqueuelen 300",
    "link d0 type macvtap mode bridge",
    "link d0 type ipvlan mode l3s vepa",
    "link d0 type ipvlan mode l2 private",
    "link d0 type ipvtap mode l3",
    "link d0 type macsec port 11 cipher gcm-aes-256 icvlen 16 encrypt on replay on window 5 validate check \
     encodingsa 2",
    "link d0 type rmnet mux_id 1",
    "link d0 type virt_wifi",
    "type bridge ageing_time 20000 stp_state 0 priority 7 vlan_filtering 1 vlan_protocol 802.1ad vlan_default_pvid 5 \
     group_fwd_mask 8 forward_delay 500 hello_time 300 max_age 900",
    "type bridge mcast_snooping 1 mcast_querier 1 mcast_hash_max 256 mcast_router 2 mcast_last_member_count 3 \
     mcast_startup_query_count 4 mcast_last_member_interval 50 mcast_igmp_version 3 mcast_mld_version 2 \
     mcast_stats_enabled 1 vlan_stats_enabled 1",
    "type bond mode 802.3ad miimon 50 lacp_rate fast xmit_hash_policy layer3+4 ad_select bandwidth \
     ad_user_port_key 5 ad_actor_sys_prio 8 min_links 2",
    "type bond mode active-backup arp_interval 100 arp_ip_target 192.0.2.1,192.0.2.2 arp_validate all \
     fail_over_mac follow num_grat_arp 4",
    "type bond mode active-backup arp_interval 100 ns_ip6_target 2001:db8::1,2001:db8::2",
    "type bond mode balance-rr packets_per_slave 3 miimon 100 updelay 200 downdelay 300 use_carrier 1",
    "type bond mode balance-tlb tlb_dynamic_lb 0 lp_interval 7 resend_igmp 3 all_slaves_active 1",
    "type vxlan id 42 group 239.1.1.1 dev d0 ttl 7 tos 3 srcport 4000 5000 ageing 100 maxaddress 7 dstport 4789 \
     noudpcsum proxy rsc l2miss l3miss",
    "type vxlan id 7 local 2001:db8::1 remote 2001:db8::2 dstport 4790 nolearning udp6zerocsumtx udp6zerocsumrx \
     flowlabel 5 gbp",
    "type vxlan id 8 remote 192.0.2.1 dstport 4791 df set remcsumtx remcsumrx",
    "type vxlan dstport 4792 external gpe",
    "type vxlan dstport 4793 external",
    "type vxlan dstport 4794 external vnifilter",
    "type geneve id 7 remote 192.0.2.1 ttl 3 tos 4 dstport 6082 df set noudpcsum",
    "type geneve id 8 remote 2001:db8::1 ttl inherit flowlabel 9 udp6zerocsumtx udp6zerocsumrx",
    "type geneve external dstport 6083",
    "type geneve id 9 remote 192.0.2.1 innerprotoinherit",
    "type bareudp dstport 6635 ethertype mpls_uc srcportmin 1000 multiproto",
    "type gre local 192.0.2.1 remote 192.0.2.2 ttl 9 tos 8 ikey 7 okey 8 icsum ocsum iseq oseq dev d0",
    "type gre local 192.0.2.1 remote 192.0.2.2 nopmtudisc ignore-df",
    "type gretap local 192.0.2.1 remote 192.0.2.2 ttl inherit tos inherit key 192.0.2.9",
    "type gretap external",
    "type erspan local 192.0.2.1 remote 192.0.2.2 seq key 7 erspan_ver 1 erspan 5",
    "type erspan local 192.0.2.1 remote 192.0.2.2 seq key 7 erspan_ver 2 erspan_dir egress erspan_hwid 7",
    "type erspan external",
    "type ip6gre local 2001:db8::1 remote 2001:db8::2 hoplimit 9 tclass 8 flowlabel 7 key 6 dscp inherit",
    "type ip6gretap local 2001:db8::1 remote 2001:db8::2 encaplimit 3",
    "type ip6erspan local 2001:db8::1 remote 2001:db8::2 seq key 7 erspan_ver 1 erspan 5",
    "type ipip local 192.0.2.1 remote 192.0.2.2 ttl 9 mode any",
    "type ipip external",
    "type sit local 192.0.2.1 remote 192.0.2.2 ttl 9 6rd-prefix 2001:db8::/32 6rd-relay_prefix 192.0.2.0/24",
    "type sit local 192.0.2.1 remote 192.0.2.3 mode ipip isatap",
    "type ip6tnl local 2001:db8::1 remote 2001:db8::2 mode ipip6 hoplimit 9 encaplimit none fwmark 5",
    "type ip6tnl external",
    "type vti local 192.0.2.1 remote 192.0.2.2 ikey 7 okey 8 fwmark 3 dev d0",
    "type vti6 local 2001:db8::1 remote 2001:db8::2 key 7",
    "type xfrm dev d0 if_id 7",
    "type xfrm external",
    "type hsr slave1 d0 slave2 d1 supervision 45 version 1",
    "type hsr slave1 d0 slave2 d1 proto 1",
    "type gtp role sgsn hsize 128 restart_count 3",
    "type batadv ra BATMAN_V",
    "type batadv ra BATMAN_IV",
    "type amt mode gateway local 192.0.2.1 discovery 192.0.2.2 gateway_port 2268 relay_port 2269 dev d0",
];

/// What the kernel counts or chooses, or what follows from the time.
const VARIABLE: &[&str] = &[
    "ifindex",
    "hello_timer",
    "tcn_timer",
    "topology_change_timer",
    "gc_timer",
    "port_range",
    "bridge_id",
    "root_id",
    "permaddr",
];

/// Without what kernels report and refuse to be sent.
fn settable(data: LinkInfoData<'_>) -> LinkInfoData<'_> {
    // A count is only for the mode `source`.
    let macvlan = |read| Macvlan { bc_queue_len_used: None, macaddr_count: None, ..read };
    match data {
        LinkInfoData::Bond(read) => LinkInfoData::Bond(bond(read)),
        // Options that the kernel was built without are reported as off, and cannot be sent.
        LinkInfoData::Bridge(read) => LinkInfoData::Bridge(Bridge {
            fdb_n_learned: None,
            multi_boolopt: None,
            vlan_filtering: read.vlan_filtering.filter(|on| *on != 0),
            ..read
        }),
        // A time to live is not set if there is an order to inherit or not.
        LinkInfoData::Geneve(read) => LinkInfoData::Geneve(Geneve {
            ttl_inherit: read.ttl_inherit.filter(|on| *on != 0),
            ..read
        }),
        // A tunnel that packets configure has no parameters of its own.
        LinkInfoData::Gretap(read) if read.collect_metadata => {
            LinkInfoData::Gretap(Gre { collect_metadata: true, ..Default::default() })
        }
        LinkInfoData::Erspan(read) if read.collect_metadata => {
            LinkInfoData::Erspan(Gre { collect_metadata: true, ..Default::default() })
        }
        LinkInfoData::Gtp(read) => LinkInfoData::Gtp(Gtp { create_sockets: Some(1), ..read }),
        // The last byte of the address that is reported.
        LinkInfoData::Hsr(read) => LinkInfoData::Hsr(Hsr {
            multicast_spec: read.supervision_addr.map(|address| address.0[5]),
            ..read
        }),
        LinkInfoData::Macvlan(read) => LinkInfoData::Macvlan(macvlan(read)),
        LinkInfoData::Macvtap(read) => LinkInfoData::Macvtap(macvlan(read)),
        // All bits are reported as changed, those that no flag has too.
        LinkInfoData::Vlan(read) => LinkInfoData::Vlan(Vlan {
            flags: read
                .flags
                .map(|flags| VlanFlagsChange { flags: flags.flags, mask: 0x1f }.into()),
            ..read
        }),
        // The reserved bits follow from the extensions; `ttl_inherit` is one byte in a report, and a flag in a request.
        LinkInfoData::Vxlan(read) => LinkInfoData::Vxlan(Vxlan {
            reserved_bits: None,
            ttl_inherit: read.ttl_inherit.filter(|byte| *byte == [1]).map(|_| &[][..]),
            ..read
        }),
        other => other,
    }
}

/// Without the options of other modes and of the other monitor, and what ports decide.
fn bond(read: Bond<'_>) -> Bond<'_> {
    let mut new = Bond { active_slave: None, ad_info: None, ..read };
    if new.miimon == Some(0) {
        (new.miimon, new.updelay, new.downdelay, new.peer_notif_delay) = (None, None, None, None);
    }
    if new.arp_interval == Some(0) {
        (new.arp_interval, new.arp_validate, new.arp_all_targets, new.arp_ip_target) =
            (None, None, None, None);
        (new.ns_ip6_target, new.missed_max) = (None, None);
    }
    if new.mode != Some(BondMode::N8023ad) {
        (new.ad_lacp_rate, new.ad_select, new.ad_actor_sys_prio) = (None, None, None);
        (new.ad_user_port_key, new.ad_actor_system, new.ad_lacp_active) = (None, None, None);
        (new.coupled_control, new.lacp_strict, new.broadcast_neigh) = (None, None, None);
    }
    if new.mode != Some(BondMode::ActiveBackup) {
        new.fail_over_mac = None;
    }
    if new.mode != Some(BondMode::BalanceRr) {
        new.packets_per_slave = None;
    }
    if !matches!(new.mode, Some(BondMode::BalanceTlb | BondMode::BalanceAlb)) {
        new.tlb_dynamic_lb = None;
    }
    new
}

fn made_again(ip: &Tool, row: &str) -> Result<(), Fault> {
    run(ip, "link add name a0", row)?;
    let shown = || without(ip.json("-d -j link show dev a0"), VARIABLE);
    let before = shown();
    let mut reader = route();
    let request = GetLink { ifname: Some(c"a0".into()), ..Default::default() };
    let link = reader.request(&request)?;
    let info = link.linkinfo.clone().unwrap_or_default();
    let new = Link {
        ifname: link.ifname,
        // A tunnel has the address of its near end.
        address: link.address.filter(|address| address.len() == 6),
        link: link.link,
        mtu: link.mtu,
        num_tx_queues: link.num_tx_queues,
        num_rx_queues: link.num_rx_queues,
        linkinfo: Some(LinkInfo {
            kind: info.kind,
            data: info.data.map(settable),
            ..Default::default()
        }),
        ..Default::default()
    };
    run(ip, "link del a0", "")?;
    route().execute(&new, MessageFlags::CREATE | MessageFlags::EXCL)?;
    same(before, shown())
}

/// Removes what changes by itself, at every depth.
fn without(mut value: Value, names: &[&str]) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|name, _| !names.contains(&name.as_str()));
            for member in members.values_mut() {
                *member = without(member.take(), names);
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| *item = without(item.take(), names))
        }
        _ => {}
    }
    value
}

#[test]
fn links_are_made_again_from_what_was_read() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(add_devices(&ip));
        ip.run("address add 192.0.2.1/24 dev d0");
        ip.run("address add 2001:db8::1/64 dev d0 nodad");
        each(KINDS, |row| {
            let outcome = made_again(&ip, row);
            let _ = ip.attempt(&["link", "del", "a0"], "");
            outcome
        });
    });
}
