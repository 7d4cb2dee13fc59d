//! The families of rtnetlink that have no specification, compared with `ip` and `bridge`.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
    process::{Child, Command, Stdio},
    time::Duration,
};

use netlink_core::{MessageFlags, Repeated, value::Struct};
use netlink_families::{
    rt_addrlabel, rt_mdb, rt_netconf, rt_nexthop, rt_nsid, rt_stats, rt_tunnel, rt_vlan,
};
use netlink_sys::{Connection, Protocol};
use netlink_tests::{namespace::in_namespace, or_skip, skip, skip::Skip, tool::tool};
use serde_json::{Value, json};

use crate::support::*;

const CREATE: MessageFlags = MessageFlags::CREATE.with(MessageFlags::EXCL);

fn connect() -> Connection {
    Connection::open(Protocol::ROUTE).expect("a route socket")
}

/// The index of a link, as `ip` tells it.
fn index(name: &str) -> u32 {
    let ip = tool("ip").expect("used before");
    let shown = ip.json(&format!("-j link show dev {name}"));
    shown[0]["ifindex"].as_u64().and_then(|index| index.try_into().ok()).expect("an index")
}

#[test]
fn nexthops_and_groups_that_we_create_are_those_that_ip_shows() {
    in_namespace(|| {
        use rt_nexthop::*;
        let ip = or_skip!(tool("ip"));
        ip.run("address add 10.9.0.1/24 dev lo");
        let mut netlink = connect();
        let lo = index("lo");
        let blackhole = Nexthop {
            header: NexthopHeader { family: 2, ..Default::default() },
            id: Some(1),
            blackhole: true,
            ..Default::default()
        };
        netlink.execute(&blackhole, CREATE).unwrap();
        ip.run("nexthop add id 2 via 10.9.0.1 dev lo");
        ip.run("nexthop add id 3 dev lo");
        let members = [
            GroupEntry { id: 2, ..Default::default() },
            GroupEntry { id: 3, weight: 4, ..Default::default() },
        ];
        let group = Nexthop { id: Some(10), group: Some(&members), ..Default::default() };
        netlink.execute(&group, CREATE).unwrap();
        let resilient = Nexthop {
            id: Some(11),
            group: Some(&members[..1]),
            group_type: Some(GroupType::Res),
            res_group: Some(ResilientGroup { buckets: Some(4), ..Default::default() }),
            ..Default::default()
        };
        netlink.execute(&resilient, CREATE).unwrap();

        let mut ours = BTreeMap::new();
        let request = GetNexthop::default();
        let mut nexthops = netlink.dump(&request).unwrap();
        while let Some(nexthop) = nexthops.next().unwrap() {
            let gateway = nexthop.gateway.and_then(|gateway| gateway.ip());
            let members = nexthop.group.map(|group| {
                group.iter().map(|entry| (entry.id, entry.weight + 1)).collect::<Vec<_>>()
            });
            ours.insert(
                nexthop.id.unwrap(),
                json!({
                    "gateway": gateway.map(|gateway| gateway.to_string()),
                    "dev": nexthop.oif.map(|index| { assert_eq!(index, lo); "lo" }),
                    "blackhole": nexthop.blackhole,
                    "group": members,
                }),
            );
        }
        let theirs: BTreeMap<u32, Value> = ip
            .json("-j nexthop show")
            .as_array()
            .unwrap()
            .iter()
            .map(|nexthop| {
                let group = nexthop["group"].as_array().map(|group| {
                    let weight = |entry: &Value| entry["weight"].as_u64().unwrap_or(1);
                    group
                        .iter()
                        .map(|entry| (entry["id"].clone(), weight(entry)))
                        .collect::<Vec<_>>()
                });
                let id = nexthop["id"].as_u64().unwrap().try_into().unwrap();
                let shown = json!({
                    "gateway": nexthop["gateway"],
                    "dev": nexthop["dev"],
                    "blackhole": nexthop.get("blackhole").is_some(),
                    "group": group,
                });
                (id, shown)
            })
            .collect();
        assert_eq!(ours, theirs);
        assert_eq!(ours.len(), 5);

        survive_as::<Nexthop<'_>>(&dumped(Protocol::ROUTE, 106, &request));
        let with_stats = GetNexthop { op_flags: Some(OpFlags::DUMP_STATS), ..Default::default() };
        match answers(Protocol::ROUTE, 106, MessageFlags::DUMP, &with_stats) {
            Ok(bytes) => survive_as::<Nexthop<'_>>(&bytes),
            Err(number) => netlink_tests::partly_skip!(Skip::kernel(format!(
                "it does not count packets of groups: {number}"
            ))),
        }
        let buckets = dumped(Protocol::ROUTE, 118, &GetBucket::default());
        assert_eq!(buckets.len(), 4);
        survive_as::<Bucket<'_>>(&buckets);

        let events = listener(Protocol::ROUTE, 32);
        netlink
            .execute(&DelNexthop { id: Some(11), ..Default::default() }, MessageFlags::NONE)
            .unwrap();
        let events = messages(&heard(&events, Duration::from_secs(2)));
        assert!(
            matches!(message(&events[0]).parse().unwrap(), Event::Del(nexthop) if nexthop.id == Some(11))
        );
        let got = netlink.request(&GetNexthop { id: Some(10), ..Default::default() }).unwrap();
        assert_eq!(got.group_type, Some(GroupType::Mpath));
    });
}

#[test]
fn entries_of_a_bridge_that_we_add_are_those_that_bridge_shows() {
    in_namespace(|| {
        use rt_mdb::*;
        let (ip, bridge) = (or_skip!(tool("ip")), or_skip!(tool("bridge")));
        or_skip!(ip.run_where_supported("link add br0 type bridge"));
        or_skip!(ip.run_where_supported("link set br0 type bridge mcast_snooping 1"));
        ip.run("link add v0 type veth peer name v1");
        ip.run("link set v0 master br0");
        for name in ["br0", "v0", "v1"] {
            ip.run(&format!("link set {name} up"));
        }
        let mut netlink = connect();
        let header = PortHeader { family: 7, ifindex: index("br0"), ..Default::default() };
        let mut entry = Entry {
            ifindex: index("v0"),
            state: EntryState::PERMANENT,
            proto: 0x800.into(),
            ..Default::default()
        };
        entry.addr[..4].copy_from_slice(&[239, 1, 1, 1]);
        let add = AddEntry { header, set_entry: Some(entry.into()), ..Default::default() };
        netlink.execute(&add, CREATE).unwrap();
        let shown = bridge.run("mdb show");
        assert!(shown.contains("port v0 grp 239.1.1.1 permanent"), "{shown}");
        or_skip!(
            bridge.run_where_supported(
                "mdb add dev br0 port v0 grp 239.1.1.2 src 10.0.0.1 permanent"
            )
        );

        let groups = |netlink: &mut Connection| {
            let request = GetMdb {
                header: PortHeader { family: 7, ..Default::default() }.into(),
                ..Default::default()
            };
            let mut permanent = Vec::new();
            let mut databases = netlink.dump(&request).unwrap();
            while let Some(database) = databases.next().unwrap() {
                let entries = database.mdb.iter().map(Result::unwrap);
                let infos = entries.flat_map(|entries| {
                    entries.entry.iter().map(Result::unwrap).collect::<Vec<_>>()
                });
                for info in infos
                    .flat_map(|infos| infos.info.iter().map(Result::unwrap).collect::<Vec<_>>())
                {
                    if info.entry.state == EntryState::PERMANENT {
                        assert_eq!(info.entry.proto.get(), 0x800);
                        permanent.push((info.entry.addr[3], info.source));
                    }
                }
            }
            permanent.sort_unstable();
            permanent
        };
        let source: IpAddr = [10, 0, 0, 1].into();
        assert_eq!(groups(&mut netlink), [(1, None), (2, Some(source))]);
        let request = GetMdb {
            header: PortHeader { family: 7, ..Default::default() }.into(),
            ..Default::default()
        };
        let bytes = dumped(Protocol::ROUTE, 86, &request);
        assert_eq!(bytes.len(), 1);
        survive_as::<Mdb<'_>>(&bytes);

        let events = listener(Protocol::ROUTE, 26);
        let del = DelEntry { header, set_entry: Some(entry.into()), ..Default::default() };
        netlink.execute(&del, MessageFlags::NONE).unwrap();
        let events = messages(&heard(&events, Duration::from_secs(2)));
        assert!(
            events.iter().any(|event| matches!(message(event).parse().unwrap(), Event::Del(_)))
        );
        assert_eq!(groups(&mut netlink), [(2, Some(source))]);
    });
}

#[test]
fn settings_of_forwarding_are_those_that_ip_shows() {
    in_namespace(|| {
        use rt_netconf::*;
        let ip = or_skip!(tool("ip"));
        ip.run("link add v0 type veth peer name v1");
        let mut netlink = connect();
        for (family, option) in [(2, "-4"), (10, "-6")] {
            let header = NetconfHeader { family };
            let request = GetNetconf { header, ..Default::default() };
            let mut ours = BTreeMap::new();
            let mut all = netlink.dump(&request).unwrap();
            while let Some(netconf) = all.next().unwrap() {
                ours.insert(netconf.ifindex.unwrap(), netconf.forwarding.unwrap() != 0);
            }
            let shown = ip.json(&format!("-j {option} netconf"));
            let theirs: Vec<bool> = shown
                .as_array()
                .unwrap()
                .iter()
                .map(|netconf| netconf["forwarding"].as_bool().unwrap())
                .collect();
            assert_eq!(ours.len(), theirs.len());
            assert_eq!(
                ours.values().filter(|on| **on).count(),
                theirs.iter().filter(|on| **on).count()
            );
            assert!(ours.contains_key(&IFINDEX_ALL) && ours.contains_key(&IFINDEX_DEFAULT));
            survive_as::<Netconf<'_>>(&dumped(Protocol::ROUTE, 82, &request));
            let one = GetNetconf { header, ifindex: Some(1), ..Default::default() };
            assert_eq!(netlink.request(&one).unwrap().ifindex, Some(1));
        }
        // A change is reported: with all its settings, since the kernel has them at hand.
        let events = listener(Protocol::ROUTE, 24);
        std::fs::write("/proc/sys/net/ipv4/conf/v0/forwarding", "1").unwrap();
        let events = messages(&heard(&events, Duration::from_secs(2)));
        let Event::New(changed) = message(&events[0]).parse().unwrap() else { panic!("no change") };
        assert_eq!(changed.forwarding, Some(1));
    });
}

#[test]
fn counters_are_those_that_ip_shows() {
    in_namespace(|| {
        use rt_stats::*;
        let ip = or_skip!(tool("ip"));
        let sender = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        sender.send_to(b"counted", sender.local_addr().unwrap()).unwrap();
        let mut netlink = connect();
        let all = Filter::LINK_64
            | Filter::LINK_XSTATS
            | Filter::LINK_XSTATS_SLAVE
            | Filter::LINK_OFFLOAD_XSTATS
            | Filter::AF_SPEC;
        let header = StatsHeader { filter_mask: all, ..Default::default() };
        let request = GetStats { header: header.into(), ..Default::default() };
        let mut ours = BTreeMap::new();
        let mut links = netlink.dump(&request).unwrap();
        while let Some(stats) = links.next().unwrap() {
            let counters = stats.link_64.unwrap();
            ours.insert(stats.header.ifindex, counters.rx_packets);
        }
        let shown = ip.json("-j -s link show dev lo");
        assert_eq!(json!(ours[&1]), shown[0]["stats64"]["rx"]["packets"]);
        assert!(ours[&1] > 0);
        survive_as::<Stats<'_>>(&dumped(Protocol::ROUTE, 94, &request));

        // The counters of a bridge are behind another attribute.
        if let Err(skip) = ip.run_where_supported("link add br0 type bridge mcast_stats_enabled 1")
        {
            skip!(skip);
        }
        ip.run("link add v0 type veth peer name v1");
        ip.run("link set v0 master br0");
        let bytes = dumped(Protocol::ROUTE, 94, &request);
        survive_as::<Stats<'_>>(&bytes);
        let of = |ifindex| {
            let stats = bytes.iter().map(|bytes| message(bytes).parse::<Stats<'_>>().unwrap());
            stats.filter(|stats| { stats.header.ifindex } == ifindex).collect::<Vec<_>>()
        };
        let bridge =
            |stats: &Stats<'_>| stats.link_xstats.as_ref().is_some_and(|x| x.bridge.is_some());
        assert!(of(index("br0")).iter().any(bridge));
        assert!(of(index("v0")).iter().any(|stats| stats.link_xstats_slave.is_some()));
    });
}

#[test]
fn labels_of_prefixes_that_we_add_are_those_that_ip_shows() {
    in_namespace(|| {
        use rt_addrlabel::*;
        let ip = or_skip!(tool("ip"));
        let mut netlink = connect();
        let prefix: Ipv6Addr = "2001:db8::".parse().unwrap();
        let label = AddrLabel {
            header: LabelHeader { family: 10, prefixlen: 32, ..Default::default() },
            address: Some(prefix),
            label: Some(99),
            ..Default::default()
        };
        netlink.execute(&label, CREATE).unwrap();
        let request = GetAddrLabel {
            header: LabelHeader { family: 10, ..Default::default() }.into(),
            ..Default::default()
        };
        let mut ours = Vec::new();
        let mut labels = netlink.dump(&request).unwrap();
        while let Some(label) = labels.next().unwrap() {
            let address = label.address.unwrap_or(Ipv6Addr::UNSPECIFIED);
            ours.push((address, label.header.prefixlen, label.label.unwrap()));
        }
        let theirs: Vec<(Ipv6Addr, u8, u32)> = ip
            .json("-j addrlabel list")
            .as_array()
            .unwrap()
            .iter()
            .map(|label| {
                let number = |name: &str| label[name].as_u64().unwrap();
                let address = label["address"].as_str().unwrap().parse().unwrap();
                (
                    address,
                    number("prefixlen").try_into().unwrap(),
                    number("label").try_into().unwrap(),
                )
            })
            .collect();
        assert_eq!(ours, theirs);
        assert!(ours.contains(&(prefix, 32, 99)));
        survive_as::<AddrLabel<'_>>(&dumped(Protocol::ROUTE, 74, &request));
        let one = GetAddrLabel {
            header: LabelHeader { family: 10, prefixlen: 128, ..Default::default() }.into(),
            address: Some("2001:db8::5".parse().unwrap()),
            ..Default::default()
        };
        assert_eq!(netlink.request(&one).unwrap().label, Some(99));
        netlink.execute(&DelAddrLabel(label), MessageFlags::NONE).unwrap();
        assert!(!ip.run("addrlabel list").contains("2001:db8"));
    });
}

/// A process in another network namespace, which ends with the test.
struct Elsewhere(Child);

impl Drop for Elsewhere {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_id_that_we_give_to_a_namespace_is_the_one_that_ip_shows() {
    in_namespace(|| {
        use rt_nsid::*;
        let ip = or_skip!(tool("ip"));
        or_skip!(tool("unshare"));
        let child = Command::new("unshare")
            .args(["--net", "--", "sh", "-c", "echo ready; exec sleep 60"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut child = Elsewhere(child);
        let mut line = String::new();
        let output = child.0.stdout.take().expect("piped");
        std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut line).unwrap();
        assert_eq!(line, "ready\n");
        let pid = Some(child.0.id());

        let events = listener(Protocol::ROUTE, 28);
        let mut netlink = connect();
        let before = netlink.request(&GetNsid { pid, ..Default::default() }).unwrap();
        assert_eq!(before.nsid, Some(NOT_ASSIGNED));
        let id = Nsid { nsid: Some(5), pid, ..Default::default() };
        netlink.execute(&id, MessageFlags::NONE).unwrap();
        assert_eq!(netlink.request(&GetNsid { pid, ..Default::default() }).unwrap().nsid, Some(5));
        let events = messages(&heard(&events, Duration::from_secs(2)));
        assert!(
            matches!(message(&events[0]).parse().unwrap(), Event::New(id) if id.nsid == Some(5))
        );
        survive_as::<Nsid<'_>>(&events);
        let bytes = dumped(Protocol::ROUTE, 90, &GetNsid::default());
        assert_eq!(bytes.len(), 1);
        survive_as::<Nsid<'_>>(&bytes);
        assert!(ip.run("netns list-id").contains("nsid 5"));
    });
}

#[test]
fn options_of_vlans_are_listed_and_changed() {
    in_namespace(|| {
        use rt_vlan::*;
        let (ip, bridge) = (or_skip!(tool("ip")), or_skip!(tool("bridge")));
        or_skip!(ip.run_where_supported("link add br0 type bridge"));
        let header = VlanHeader { family: 7, ..Default::default() };
        let request = GetVlan {
            header: header.into(),
            dump_flags: Some(DumpFlags::STATS),
            ..Default::default()
        };
        match answers(Protocol::ROUTE, 114, MessageFlags::DUMP, &request) {
            Ok(bytes) => assert_eq!(bytes.len(), 0),
            Err(number) => skip!(Skip::kernel(format!("its bridges have no VLANs: {number}"))),
        }
        or_skip!(ip.run_where_supported("link set br0 type bridge vlan_filtering 1"));
        ip.run("link add v0 type veth peer name v1");
        ip.run("link set v0 master br0");
        bridge.run("vlan add dev v0 vid 7");
        let mut netlink = connect();
        let entries = [Entry {
            info: Some(VlanInfo { vid: 7, flags: VlanInfoFlags::ONLY_OPTS }.into()),
            state: Some(StpState::Blocking),
            ..Default::default()
        }];
        let change = Vlan {
            header: VlanHeader { family: 7, ifindex: index("v0"), ..Default::default() },
            entry: Repeated::of(&entries),
            ..Default::default()
        };
        netlink.execute(&change, MessageFlags::NONE).unwrap();
        let shown = bridge.run("-d vlan show dev v0");
        assert!(shown.contains("state blocking"), "{shown}");
        let bytes = dumped(Protocol::ROUTE, 114, &request);
        assert!(!bytes.is_empty());
        survive_as::<Vlan<'_>>(&bytes);
        let global = GetVlan {
            header: header.into(),
            dump_flags: Some(DumpFlags::GLOBAL),
            ..Default::default()
        };
        survive_as::<Vlan<'_>>(&dumped(Protocol::ROUTE, 114, &global));
    });
}

#[test]
fn vnis_that_we_add_are_those_that_bridge_shows() {
    in_namespace(|| {
        use rt_tunnel::*;
        let (ip, bridge) = (or_skip!(tool("ip")), or_skip!(tool("bridge")));
        or_skip!(ip.run_where_supported("link add vx type vxlan dstport 4789 external vnifilter"));
        let header = TunnelHeader { family: 7, ifindex: index("vx"), ..Default::default() };
        let entries = [Entry { start: Some(100), end: Some(110), ..Default::default() }];
        let request = Tunnel { header, entry: Repeated::of(&entries), ..Default::default() };
        let mut netlink = connect();
        netlink.execute(&request, CREATE).unwrap();
        let shown = bridge.run("vni show");
        assert!(shown.contains("100-110"), "{shown}");
        let flags = TunnelFlags::STATS;
        let request =
            GetTunnel { header: TunnelHeader { flags, ..header }.into(), ..Default::default() };
        let bytes = dumped(Protocol::ROUTE, 122, &request);
        survive_as::<Tunnel<'_>>(&bytes);
        let tunnel: Tunnel<'_> = message(&bytes[0]).parse().unwrap();
        assert!(tunnel.entry.iter().any(|entry| entry.unwrap().start == Some(100)));
        let del = Tunnel { header, entry: Repeated::of(&entries), ..Default::default() };
        netlink.execute(&DelTunnel(del), MessageFlags::NONE).unwrap();
        assert!(!bridge.run("vni show").contains("100"));
    });
}

#[test]
fn an_option_of_a_router_advertisement_is_behind_its_header() {
    use netlink_families::rt_prefix::*;
    let header = UserOptionHeader {
        family: 10,
        opts_len: 8,
        ifindex: 2,
        icmp_type: 134,
        ..UserOptionHeader::default()
    };
    let mut bytes = emitted(68, MessageFlags::NONE, &UserOption(header.into()));
    bytes.extend([25, 1, 0, 0, 0, 0, 0, 30]);
    let len = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&len.to_ne_bytes());
    let UserOption(option) = message(&bytes).parse().unwrap();
    assert_eq!((*option, Struct::tail(&option)), (header, &[25, 1, 0, 0, 0, 0, 0, 30][..]));
    survive_as::<UserOption<'_>>(&[bytes]);
}
