//! The family `rt_neigh`.

use core::net::IpAddr;

use netlink_core::{MessageFlags, Unknown, Writer};
use netlink_families::rt_neigh::*;
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    kernel,
    namespace::in_namespace,
    or_skip, oracle, partly_skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use crate::support::*;

#[test]
fn every_captured_neighbour_is_emitted_without_loss() {
    let messages = captured("neigh");
    assert_eq!(messages.len(), 4145);
    survive_as::<Neigh<'_>>(&messages);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let neighbour: Neigh<'_> = message(bytes).parse().unwrap();
        assert!(neighbour.rest.is_empty(), "{neighbour:?}");
        assert!(ip_of(&neighbour).is_some(), "{neighbour:?}");
        assert!(matches!(message(bytes).parse().unwrap(), Event::NewNeigh(_)));
    }
}

fn ip_of(neighbour: &Neigh<'_>) -> Option<IpAddr> {
    match neighbour.dst {
        Some(Dst::Inet(ip)) => Some(ip.into()),
        Some(Dst::Inet6(ip)) => Some(ip.into()),
        Some(Dst::Bridge(ip)) => Some(ip),
        _ => None,
    }
}

fn link_address(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(":")
}

/// What `ip -s -j -N neigh` says of a neighbour, from what we read.
fn as_ip_shows(neighbour: &Neigh<'_>, names: &LinkNames) -> Value {
    let mut shown = Object::default();
    shown.field("dst", json!(ip_of(neighbour).expect("an address")));
    shown.field(
        "dev",
        json!(names.name(u32::try_from(neighbour.header.ifindex).expect("an index"))),
    );
    shown.field("lladdr", neighbour.lladdr.map(|bytes| json!(link_address(bytes))));
    for (name, flag) in [
        ("router", NtfFlags::ROUTER),
        ("proxy", NtfFlags::PROXY),
        ("extern_learn", NtfFlags::EXT_LEARNED),
        ("offload", NtfFlags::OFFLOADED),
    ] {
        shown.flag(name, neighbour.header.flags.contains(flag), Value::Null);
    }
    let extended = neighbour.flags_ext.unwrap_or_default();
    shown.flag("managed", extended.contains(NtfExtFlags::MANAGED), Value::Null);
    if let Some(cache_info) = neighbour.cacheinfo {
        shown.flag("refcnt", cache_info.refcnt != 0, json!(cache_info.refcnt));
        // In ticks of user space, of which there are 100 in a second.
        shown.field("used", json!(cache_info.used / 100));
        shown.field("confirmed", json!(cache_info.confirmed / 100));
        shown.field("updated", json!(cache_info.updated / 100));
    }
    shown.field("probes", neighbour.probes.map(|probes| json!(probes)));
    let states = [
        ("INCOMPLETE", NudState::INCOMPLETE),
        ("REACHABLE", NudState::REACHABLE),
        ("STALE", NudState::STALE),
        ("DELAY", NudState::DELAY),
        ("PROBE", NudState::PROBE),
        ("FAILED", NudState::FAILED),
        ("NOARP", NudState::NOARP),
        ("PERMANENT", NudState::PERMANENT),
    ];
    let state = neighbour.header.state;
    let states = states.iter().filter(|(_, flag)| state.contains(*flag));
    shown.flag("state", state.bits() != 0, states.map(|(name, _)| *name).collect());
    shown.field("protocol", neighbour.protocol.map(|protocol| json!(protocol.to_string())));
    shown.done()
}

fn make_neighbours(ip: &Tool) {
    for command in [
        "link set v0 up",
        "link set v1 up",
        "addr add 10.1.2.3/24 dev v0",
        "neigh add 10.1.2.9 lladdr 02:00:00:00:00:01 dev v0 nud permanent",
        "neigh add 10.1.2.10 lladdr 02:00:00:00:00:02 dev v0 nud stale router protocol 42",
        "neigh add 10.1.2.11 lladdr 02:00:00:00:00:03 dev v0 nud reachable extern_learn",
        "neigh add 2001:db8::9 lladdr 02:00:00:00:00:04 dev v1 nud noarp",
        "neigh add proxy 10.1.2.20 dev v0",
        "neigh add proxy 2001:db8::20 dev v1",
    ] {
        ip.run(command);
    }
    if let Err(skip) = ip.run_where_supported("neigh add 10.1.2.12 dev v0 managed") {
        partly_skip!(skip);
    }
}

#[test]
fn neighbours_made_by_ip_are_read_as_ip_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        make_neighbours(&ip);
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let mut shown = |flags| {
            let header = NeighHeader { flags, ..Default::default() };
            let request = GetNeigh { header: header.into(), ..Default::default() };
            dumped(&mut netlink, &request, |neighbour: Neigh<'_>| {
                assert!(neighbour.rest.is_empty(), "{neighbour:?}");
                Some(as_ip_shows(&neighbour, &names))
            })
        };
        let (theirs, ours) =
            at_one_moment(&ip, "-s -j -N neigh show nud all", || shown(NtfFlags::default()));
        assert!(ours.len() >= 4, "{ours:?}");
        same_in_any_order(ours, &theirs);
        let (theirs, ours) =
            at_one_moment(&ip, "-s -j -N neigh show proxy", || shown(NtfFlags::PROXY));
        assert_eq!(ours.len(), 2, "{ours:?}");
        same_in_any_order(ours, &theirs);

        let messages = dumped_bytes(Protocol::ROUTE, libc::RTM_GETNEIGH, &GetNeigh::default());
        survive_as::<Neigh<'_>>(&messages);
    });
}

#[test]
fn neighbours_made_by_us_are_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        ip.run("link set v0 up");
        ip.run("link set v1 up");
        let mut netlink = connect();
        let index = i32::try_from(LinkNames::read(&mut netlink).index("v0")).expect("an index");
        let v4 = Neigh {
            header: NeighHeader {
                family: AF_INET,
                ifindex: index,
                state: NudState::STALE,
                flags: NtfFlags::ROUTER,
                ..Default::default()
            },
            dst: Some(Dst::Inet([10, 1, 2, 9].into())),
            lladdr: Some(&[2, 0, 0, 0, 0, 9]),
            protocol: Some(99),
            ..Default::default()
        };
        let v6 = Neigh {
            header: NeighHeader {
                family: AF_INET6,
                ifindex: index,
                state: NudState::PERMANENT,
                ..Default::default()
            },
            dst: Some(Dst::Inet6("2001:db8::9".parse().unwrap())),
            lladdr: Some(&[2, 0, 0, 0, 0, 10]),
            ..Default::default()
        };
        for neighbour in [&v4, &v6] {
            let flags = MessageFlags::CREATE | MessageFlags::EXCL;
            netlink.execute(neighbour, flags).unwrap_or_else(|error| panic!("{error}"));
        }
        let expected = json!([
            {
                "dst": "10.1.2.9",
                "dev": "v0",
                "lladdr": "02:00:00:00:00:09",
                "router": null,
                "state": ["STALE"],
                "protocol": "99",
            },
            {
                "dst": "2001:db8::9",
                "dev": "v0",
                "lladdr": "02:00:00:00:00:0a",
                "state": ["PERMANENT"],
            },
        ]);
        let made = |ip: &Tool| {
            let all = ip.json("-j -N neigh show nud stale nud permanent");
            all.as_array().unwrap().clone()
        };
        same_in_any_order(made(&ip), &expected);

        // One of them, requested by its address.
        let header = NeighHeader { family: AF_INET, ifindex: index, ..Default::default() };
        let request = GetNeigh { header: header.into(), dst: v4.dst.clone(), ..Default::default() };
        let one = netlink.request(&request).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((one.lladdr, one.protocol), (v4.lladdr, v4.protocol));

        let gone = DelNeigh { header, dst: v4.dst.clone(), ..Default::default() };
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let event = Event::DelNeigh(v6);
        netlink.execute(&event, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(made(&ip), Vec::<Value>::new());
    });
}

/// What `bridge -j fdb` says of a link-layer address, from what we read.
fn as_bridge_shows(entry: &Neigh<'_>, names: &LinkNames) -> Value {
    let mut shown = Object::default();
    shown.field("mac", json!(link_address(entry.lladdr.expect("an address"))));
    shown
        .field("ifname", json!(names.name(u32::try_from(entry.header.ifindex).expect("an index"))));
    shown.field("dst", ip_of(entry).map(|ip| json!(ip)));
    shown.field("vlan", entry.vlan.map(|vlan| json!(vlan)));
    shown.field("port", entry.port.map(|port| json!(port.0)));
    shown.field("vni", entry.vni.map(|vni| json!(vni)));
    shown.field("viaIf", entry.ifindex.map(|index| json!(names.name(index))));
    shown.field("master", entry.master.map(|index| json!(names.name(index))));
    let flags = [
        ("self", NtfFlags::SELF),
        ("router", NtfFlags::ROUTER),
        ("extern_learn", NtfFlags::EXT_LEARNED),
        ("offload", NtfFlags::OFFLOADED),
        ("master", NtfFlags::MASTER),
        ("sticky", NtfFlags::STICKY),
    ];
    let flags = flags.iter().filter(|(_, flag)| entry.header.flags.contains(*flag));
    shown.field("flags", flags.map(|(name, _)| *name).collect::<Value>());
    let state = match entry.header.state {
        state if state.contains(NudState::PERMANENT) => "permanent",
        state if state.contains(NudState::NOARP) => "static",
        state if state.contains(NudState::STALE) => "stale",
        _ => "",
    };
    shown.field("state", json!(state));
    shown.done()
}

#[test]
fn addresses_behind_bridges_and_tunnels_are_read_as_bridge_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let bridge = or_skip!(tool("bridge"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        ip.run("link set v0 up");
        match ip.run_where_supported("link add vx0 type vxlan id 42 dstport 4789 local 127.0.0.1") {
            Ok(_) => {
                bridge.run("fdb add 02:00:00:00:00:07 dev vx0 dst 10.0.0.9 port 1234 vni 7 via v0");
            }
            Err(skip) => partly_skip!(skip),
        }
        match ip.run_where_supported("link add br0 type bridge") {
            Ok(_) => {
                ip.run("link set v1 master br0");
                bridge.run("fdb add 02:00:00:00:00:05 dev v1 master static");
                bridge.run("fdb add 02:00:00:00:00:06 dev v1 master static sticky");
            }
            Err(skip) => partly_skip!(skip),
        }
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let header = NeighHeader { family: libc::AF_BRIDGE as u8, ..Default::default() };
        let request = GetNeigh { header: header.into(), ..Default::default() };
        let mut ours = || {
            dumped(&mut netlink, &request, |entry: Neigh<'_>| {
                assert!(entry.rest.is_empty(), "{entry:?}");
                Some(as_bridge_shows(&entry, &names))
            })
        };
        let (theirs, ours) = at_one_moment(&bridge, "-j fdb", &mut ours);
        assert!(!ours.is_empty());
        same_in_any_order(ours, &theirs);
        let messages = dumped_bytes(Protocol::ROUTE, libc::RTM_GETNEIGH, &request);
        survive_as::<Neigh<'_>>(&messages);
    });
}

/// What `ip -s -j ntable` says of a table, from what we read; without times of day.
fn table_as_ip_shows(table: &Table<'_>, names: &LinkNames) -> Value {
    let mut shown = Object::default();
    let family = if table.header.family == AF_INET { "inet" } else { "inet6" };
    shown.field("family", json!(family));
    shown.field("name", table.name.map(|name| json!(name.to_str().expect("UTF-8"))));
    for (name, value) in
        [("thresh1", table.thresh1), ("thresh2", table.thresh2), ("thresh3", table.thresh3)]
    {
        shown.field(name, value.map(|value| json!(value)));
    }
    shown.field("gc_interval", table.gc_interval.map(|interval| json!(interval)));
    if let Some(config) = table.config {
        shown.field("key_length", json!(config.key_len));
        shown.field("entry_size", json!(config.entry_size));
        shown.field("entries", json!(config.entries));
        shown.field("hash_rnd", json!(config.hash_rnd));
        shown.field("hash_mask", json!(format!("{:#x}", config.hash_mask)));
        shown.field("hash_chain_gc", json!(config.hash_chain_gc));
        shown.field("proxy_qlen", json!(config.proxy_qlen));
    }
    let parameters = table.parms.as_ref().expect("parameters");
    shown.field("dev", parameters.ifindex.map(|index| json!(names.name(index))));
    for (name, value) in [
        ("refcnt", parameters.refcnt.map(u64::from)),
        ("reachable", parameters.reachable_time),
        ("base_reachable", parameters.base_reachable_time),
        ("retrans", parameters.retrans_time),
        ("gc_stale", parameters.gc_staletime),
        ("delay_probe", parameters.delay_probe_time),
        ("queue", parameters.queue_len.map(u64::from)),
        ("app_probes", parameters.app_probes.map(u64::from)),
        ("ucast_probes", parameters.ucast_probes.map(u64::from)),
        ("mcast_probes", parameters.mcast_probes.map(u64::from)),
        ("anycast_delay", parameters.anycast_delay),
        ("proxy_delay", parameters.proxy_delay),
        ("proxy_queue", parameters.proxy_qlen.map(u64::from)),
        ("locktime", parameters.locktime),
    ] {
        shown.field(name, value.map(|value| json!(value)));
    }
    if let Some(stats) = table.stats {
        for (name, value) in [
            ("allocs", stats.allocs),
            ("destroys", stats.destroys),
            ("hash_grows", stats.hash_grows),
            ("res_failed", stats.res_failed),
            ("lookups", stats.lookups),
            ("hits", stats.hits),
            ("rcv_probes_mcast", stats.rcv_probes_mcast),
            ("rcv_probes_ucast", stats.rcv_probes_ucast),
            ("periodic_gc_runs", stats.periodic_gc_runs),
            ("forced_gc_runs", stats.forced_gc_runs),
            ("table_fulls", stats.table_fulls),
        ] {
            shown.field(name, json!(value));
        }
    }
    shown.done()
}

fn every_table(netlink: &mut Connection, names: &LinkNames) -> Vec<Value> {
    dumped(netlink, &GetTable::default(), |table: Table<'_>| Some(table_as_ip_shows(&table, names)))
}

#[test]
fn tables_are_read_as_ip_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let (mut theirs, ours) =
            at_one_moment(&ip, "-s -j ntable show", || every_table(&mut netlink, &names));
        for table in theirs.as_array_mut().unwrap() {
            // The tool makes these of the time that has passed since then.
            table.as_object_mut().unwrap().remove("last_flush");
            table.as_object_mut().unwrap().remove("last_rand");
        }
        assert!(ours.len() >= 2, "{ours:?}");
        same_in_any_order(ours, &theirs);

        let messages = dumped_bytes(Protocol::ROUTE, libc::RTM_GETNEIGHTBL, &GetTable::default());
        survive_as::<Table<'_>>(&messages);
    });
}

#[test]
fn a_table_changed_by_us_is_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let parameters = TableParms {
            ifindex: Some(1),
            base_reachable_time: Some(12_000),
            ucast_probes: Some(5),
            interval_probe_time_ms: Some(1_000),
            ..Default::default()
        };
        let mut change = SetTable {
            header: TableHeader { family: AF_INET, ..Default::default() },
            name: Some("arp_cache".into()),
            parms: Some(parameters),
            ..Default::default()
        };
        let mut netlink = connect();
        netlink.execute(&change, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let shown = ip.json("-j ntable show dev lo name arp_cache");
        assert_eq!(shown[0]["base_reachable"], 12_000, "{shown}");
        assert_eq!(shown[0]["ucast_probes"], 5, "{shown}");

        change.parms.as_mut().unwrap().interval_probe_time_ms = Some(0);
        let error = not_sent(netlink.execute(&change, MessageFlags::NONE));
        assert!(error.contains("SetTable.parms.interval_probe_time_ms"), "{error}");
    });
}

#[test]
fn added_and_removed_neighbours_are_reported_completely() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        ip.run("link set v0 up");
        ip.run("link set v1 up");
        let told = events(GROUP_NEIGH, || {
            ip.run("neigh add 10.1.2.3 lladdr 02:00:00:00:00:01 dev v0 nud permanent protocol 77");
            ip.run("neigh del 10.1.2.3 dev v0");
        });
        let mut seen = Vec::new();
        for bytes in &told {
            let before = message(bytes);
            let event: Event<'_> = before.parse().unwrap();
            let after = emitted(&before, &event);
            oracle::same::<Neigh<'_>>(&before, &message(&after)).unwrap();
            seen.push(match event {
                Event::NewNeigh(neighbour) => ("new", (ip_of(&neighbour), neighbour.protocol)),
                Event::DelNeigh(neighbour) => ("deleted", (ip_of(&neighbour), neighbour.protocol)),
                Event::Other(other) => panic!("{other:?}"),
            });
        }
        // The kernel finds IPv6 neighbours itself; and one that is deleted becomes failed before.
        seen.retain(|(_, (dst, _))| matches!(dst, Some(IpAddr::V4(_))));
        seen.dedup();
        let what = (Some([10, 1, 2, 3].into()), Some(77));
        assert_eq!(seen, [("new", what), ("deleted", what)]);
    });
}

#[test]
fn what_our_rules_refuse_is_not_sent() {
    in_namespace(|| {
        let mut netlink = connect();
        let header = NeighHeader { family: AF_INET, ifindex: 1, ..Default::default() };
        let dst = || Some(Dst::Inet([10, 0, 0, 1].into()));
        let too_long = Neigh { header, dst: dst(), lladdr: Some(&[2; 33]), ..Default::default() };
        let error = not_sent(netlink.execute(&too_long, MessageFlags::CREATE));
        assert!(error.contains("Neigh.lladdr"), "{error}");
        let unknown_flag = Neigh {
            header,
            dst: dst(),
            flags_ext: Some(NtfExtFlags(1 << 30)),
            ..Default::default()
        };
        let error = not_sent(netlink.execute(&unknown_flag, MessageFlags::CREATE));
        assert!(error.contains("Neigh.flags_ext"), "{error}");
    });
}

#[test]
fn what_the_kernel_refuses_is_named() {
    in_namespace(|| {
        let mut netlink = connect();
        let header = NeighHeader { family: AF_INET, ifindex: 1, ..Default::default() };
        let dst = || Some(Dst::Inet([10, 0, 0, 1].into()));
        // Past our rules: a flag that there is not. Older kernels do not know the attribute.
        match kernel::since(5, 16) {
            Ok(()) => {
                let mut flags = Vec::new();
                Writer::growing(&mut flags).put(15, &(1_u32 << 30)).unwrap();
                let rest = Unknown::of(&flags);
                let neighbour = Neigh { header, dst: dst(), rest, ..Default::default() };
                let error = refusal(netlink.execute(&neighbour, MessageFlags::CREATE));
                assert_eq!(error.field().as_deref(), Some("Neigh.flags_ext"), "{error}");
            }
            Err(skip) => partly_skip!(skip),
        }

        // No address at all. The kernel reports that as text only.
        let neighbour = Neigh { header, ..Default::default() };
        let error = refusal(netlink.execute(&neighbour, MessageFlags::CREATE));
        assert_eq!(error.message(), Some("Network address not specified"), "{error}");
    });
}
