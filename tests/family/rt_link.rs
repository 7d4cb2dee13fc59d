//! The family `rt_link`: a stream of it against what was captured, and its types against `ip`. Its struct against
//! captures is in the suite `replay`.

use netlink_core::{Be, Emit, MessageFlags};
use netlink_families::NlaStr;
use netlink_families::rt_link::*;
use netlink_sys::Connection;
use netlink_tests::streams::{LinkAttr, LinkStream};
use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    tool::{Tool, tool},
};
use serde_json::{Map, Value, json};

use crate::support::*;

#[test]
fn every_captured_link_survives_as_a_stream() {
    let messages = captured("link");
    assert_eq!(messages.len(), 253);
    survive_as_stream!(&messages, LinkStream);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let stream: LinkStream<'_> = message(bytes).parse().unwrap();
        let known = stream.attrs.iter().filter(|attr| !matches!(attr, Ok(LinkAttr::Unknown(_))));
        assert!(known.count() >= 8, "{stream:?}");
    }
}

/// What `ip -j -d link` says of a link and we read, in its format.
fn as_ip_shows(link: &Link<'_>, names: &LinkNames) -> Value {
    let text = |text: Option<NlaStr<'_>>| text.map(|text| text.to_string());
    let mac = |bytes: Option<&[u8]>| bytes.map(hex);
    let mut shown = json!({
        "ifindex": link.header.index,
        "ifname": text(link.ifname),
        "mtu": link.mtu,
        "qdisc": text(link.qdisc),
        "operstate": link.operstate.map(|state| format!("{state:?}").to_uppercase()),
        "group": link.group.map(|group| if group == 0 { "default".into() } else { group.to_string() }),
        "txqlen": link.txqlen,
        "address": mac(link.address),
        "broadcast": mac(link.broadcast),
        "promiscuity": link.promiscuity,
        "allmulti": link.allmulti,
        "min_mtu": link.min_mtu,
        "max_mtu": link.max_mtu,
        "num_tx_queues": link.num_tx_queues,
        "num_rx_queues": link.num_rx_queues,
        "gso_max_size": link.gso_max_size,
        "gso_max_segs": link.gso_max_segs,
        "tso_max_size": link.tso_max_size,
        "tso_max_segs": link.tso_max_segs,
        "gro_max_size": link.gro_max_size,
        "ifalias": text(link.ifalias),
        "link": link.link.filter(|&link| link != 0).map(|link| names.name(link).to_owned()),
        "master": link.master.map(|master| names.name(master).to_owned()),
        "linkinfo": link.linkinfo.as_ref().map(link_info),
    });
    let altnames = link.prop_list.iter().flat_map(|properties| properties.alt_ifname.iter());
    let altnames: Vec<_> = altnames.map(|name| text(Some(name.unwrap()))).collect();
    if !altnames.is_empty() {
        shown["altnames"] = json!(altnames);
    }
    without_nothing(shown)
}

fn link_info(info: &LinkInfo<'_>) -> Value {
    let text = |text: Option<NlaStr<'_>>| text.map(|text| text.to_string());
    json!({
        "info_kind": text(info.kind),
        "info_data": info.data.as_ref().and_then(data),
        "info_slave_kind": text(info.slave_kind),
        "info_slave_data": match &info.slave_data {
            Some(LinkInfoPortData::Bridge(port)) => Some(port_data(port)),
            _ => None,
        },
    })
}

fn data(data: &LinkInfoData<'_>) -> Option<Value> {
    let is = |byte: Option<u8>| byte.map(|byte| byte != 0);
    Some(match data {
        LinkInfoData::Vxlan(vxlan) => json!({
            "id": vxlan.id,
            "local": vxlan.local,
            "port": vxlan.port.map(|port| port.0),
            "ttl": vxlan.ttl,
            "ageing": vxlan.ageing,
            // Default values are omitted.
            "learning": is(vxlan.learning).filter(|learning| !learning),
            "udp_csum": is(vxlan.udp_csum),
            "udp_zero_csum6_tx": is(vxlan.udp_zero_csum6_tx),
            "udp_zero_csum6_rx": is(vxlan.udp_zero_csum6_rx),
        }),
        LinkInfoData::Macvlan(macvlan) => json!({
            "mode": macvlan.mode.map(|mode| format!("{mode:?}").to_lowercase()),
            "bcqueuelen": macvlan.bc_queue_len,
            "usedbcqueuelen": macvlan.bc_queue_len_used,
        }),
        LinkInfoData::Vlan(vlan) => json!({
            "protocol": vlan.protocol.map(|protocol| match protocol {
                VlanProtocol::N8021q => "802.1Q",
                VlanProtocol::N8021ad => "802.1ad",
                _ => "another",
            }),
            "id": vlan.id,
        }),
        LinkInfoData::Bridge(bridge) => json!({
            "forward_delay": bridge.forward_delay,
            "hello_time": bridge.hello_time,
            "max_age": bridge.max_age,
            "ageing_time": bridge.ageing_time,
            "stp_state": bridge.stp_state,
            "priority": bridge.priority,
            "root_port": bridge.root_port,
            "root_path_cost": bridge.root_path_cost,
            "topology_change": bridge.topology_change,
            "group_addr": bridge.group_addr.map(|address| hex(&address.0)),
            "mcast_snooping": bridge.mcast_snooping,
            "mcast_router": bridge.mcast_router,
            "mcast_hash_elasticity": bridge.mcast_hash_elasticity,
            "mcast_hash_max": bridge.mcast_hash_max,
            "mcast_last_member_intvl": bridge.mcast_last_member_intvl,
            "mcast_igmp_version": bridge.mcast_igmp_version,
            "nf_call_iptables": bridge.nf_call_iptables,
        }),
        _ => return None,
    })
}

fn port_data(port: &BridgePort<'_>) -> Value {
    let states = ["disabled", "listening", "learning", "forwarding", "blocking"];
    let is = |byte: Option<u8>| byte.map(|byte| byte != 0);
    json!({
        "state": port.state.map(|state| states[usize::from(state)]),
        "priority": port.priority,
        "cost": port.cost,
        "hairpin": is(port.mode),
        "guard": is(port.guard),
        "root_block": is(port.protect),
        "fastleave": is(port.fast_leave),
        "learning": is(port.learning),
        "flood": is(port.unicast_flood),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}

/// Without what is null: `ip` leaves it out.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.map(|(name, value)| (name, without_nothing(value))).collect())
        }
        value => value,
    }
}

/// Of what `ip` says, what we say something of as well.
fn as_far_as(theirs: &Value, ours: &Value) -> Value {
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            let both = ours.iter().filter_map(|(name, ours)| {
                theirs.get(name).map(|theirs| (name.clone(), as_far_as(theirs, ours)))
            });
            Value::Object(both.collect::<Map<_, _>>())
        }
        (theirs, _) => theirs.clone(),
    }
}

/// The links that there are before a test makes some, without loopback: modules of tunnels add one to every namespace.
fn others(ip: &Tool) -> Vec<Value> {
    let links = ip.json("-j link");
    let names = links.as_array().expect("an array").iter().map(|link| link["ifname"].clone());
    names.filter(|name| name != "lo").collect()
}

/// Compares every link but `others` that `ip` shows with what we read of it; gives the names of those compared.
fn compare(ip: &Tool, others: &[Value]) -> Vec<String> {
    let mut netlink = connect();
    let names = LinkNames::read(&mut netlink);
    let (theirs, ours) = at_one_moment(ip, "-j -d link", || {
        dumped(&mut netlink, &GetLink::default(), |link| Some(as_ip_shows(&link, &names)))
    });
    let theirs = theirs.as_array().expect("an array");
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().zip(theirs).filter(|(ours, _)| !others.contains(&ours["ifname"]));
    for (ours, theirs) in pairs.clone() {
        assert_eq!(*ours, as_far_as(theirs, ours), "{theirs:#}");
    }
    pairs
        .map(|(ours, _)| ours)
        .map(|link| link["ifname"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn links_made_by_ip_are_read_as_ip_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let others = others(&ip);
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        let mut made = 3;
        for (command, links) in [
            ("link add br0 type bridge forward_delay 400 hello_time 300 priority 4096", 1),
            ("link set v0 master br0", 0),
            ("link add vx0 type vxlan id 42 local 127.0.0.1 dstport 4789 ttl 7 nolearning", 1),
            ("link add mv0 link v1 type macvlan mode private", 1),
            ("link add vl0 link v1 type vlan id 7", 1),
            ("link add ifb0 type ifb", 1),
            ("link property add dev v1 altname another-name", 0),
            ("link set v1 alias alias txqueuelen 77 group 5 mtu 1400", 0),
        ] {
            match ip.run_where_supported(command) {
                Ok(_) => made += links,
                Err(skip) => netlink_tests::partly_skip!(skip),
            }
        }
        assert_eq!(compare(&ip, &others).len(), made);
    });
}

/// A link to be made, of this kind.
fn new_link<'a>(name: &'a str, kind: &'a str, data: Option<LinkInfoData<'a>>) -> Link<'a> {
    let linkinfo = LinkInfo { kind: Some(kind.into()), data, ..LinkInfo::default() };
    Link { linkinfo: Some(linkinfo), ..Link::named(name) }
}

fn make(netlink: &mut Connection, link: &Link<'_>) -> bool {
    let flags = MessageFlags::CREATE | MessageFlags::EXCL;
    match netlink.execute(link, flags) {
        Ok(_) => true,
        Err(error) if error.errno() == Some(netlink_core::Errno::EOPNOTSUPP) => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn links_made_by_us_are_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let others = others(&ip);
        let mut netlink = connect();
        let mut made = vec!["lo".to_owned()];

        let peer =
            VethPeer { ifname: Some("ours1".into()), mtu: Some(1300), ..VethPeer::default() };
        let veth = LinkInfoData::Veth(Veth { peer: Some(peer), ..Veth::default() });
        let veth = Link { mtu: Some(1400), ..new_link("ours0", "veth", Some(veth)) };
        assert!(veth.payload_len() > 0);
        if !make(&mut netlink, &veth) {
            netlink_tests::skip!(netlink_tests::skip::Skip::kernel("it has no veth links"));
        }
        made.extend(["ours0".to_owned(), "ours1".to_owned()]);

        let lower = LinkNames::read(&mut netlink).index("ours1");
        let bridge = Bridge { priority: Some(4096), ..Default::default() };
        let vxlan = Vxlan {
            id: Some(42),
            local: Some([127, 0, 0, 1].into()),
            port: Some(Be(4789)),
            ttl: Some(9),
            ..Vxlan::default()
        };
        let macvlan = Macvlan { mode: Some(MacvlanMode::Bridge), ..Macvlan::default() };
        let vlan = Vlan { id: Some(7), ..Vlan::default() };
        for (link, on) in [
            (new_link("bridge9", "bridge", Some(LinkInfoData::Bridge(bridge))), None),
            (new_link("vxlan9", "vxlan", Some(LinkInfoData::Vxlan(vxlan))), None),
            (new_link("macvlan9", "macvlan", Some(LinkInfoData::Macvlan(macvlan))), Some(lower)),
            (new_link("vlan9", "vlan", Some(LinkInfoData::Vlan(vlan))), Some(lower)),
            (new_link("ifb9", "ifb", None), None),
        ] {
            if make(&mut netlink, &Link { link: on, ..link.clone() }) {
                made.push(link.ifname.unwrap().to_string());
            }
        }
        assert!(made.len() >= 5, "{made:?}");
        let mut shown = compare(&ip, &others);
        shown.sort();
        made.sort();
        assert_eq!(shown, made);
        assert_eq!(ip.json("-j -d link show vxlan9")[0]["linkinfo"]["info_data"]["ttl"], 9);
        assert_eq!(ip.json("-j link show ours1")[0]["mtu"], 1300);

        let delete = DelLink { ifname: Some("ours0".into()), ..DelLink::default() };
        netlink.execute(&delete, MessageFlags::NONE).expect("it is there");
        assert!(!ip.run("-o link").contains("ours"));
    });
}

#[test]
fn a_name_that_no_link_can_have_is_not_sent() {
    let mut netlink = connect();
    let long = new_link("a-name-of-20-letters", "ifb", None);
    let said = not_sent(netlink.execute(&long, MessageFlags::CREATE));
    assert!(said.contains("Link.ifname"), "{said}");
}
