//! The family `rt_route`.

use std::net::IpAddr;

use netlink_core::{Be, ErrorKind, Input, Level, MessageFlags, Parse, Stream, Unknown, Writer};
use netlink_families::Ip;
use netlink_families::rt_route::{LwtunnelIp as IpTunnel, Protocol as RouteProtocol, *};
use netlink_sys::Connection;
use netlink_tests::streams::{Metric, RouteStream};
use netlink_tests::{
    namespace::in_namespace,
    or_skip, oracle, partly_skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use crate::support::*;

#[test]
fn every_captured_route_is_emitted_without_loss() {
    let messages = captured("route4");
    assert_eq!(messages.len(), 4883);
    survive_as::<Route<'_>>(&messages);
    survive_as_stream!(&messages, RouteStream);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let route: Route<'_> = message(bytes).parse().unwrap();
        assert!(route.rest.is_empty() && route.dst.is_some(), "{route:?}");
        assert!(matches!(message(bytes).parse().unwrap(), Event::NewRoute(_)));
    }
}

/// `RTAX_FEATURE_ECN`.
const ECN: u32 = 1;

/// The routing table, whichever way its number came.
fn table(route: &Route<'_>) -> u32 {
    route.table.unwrap_or_else(|| route.header.table.into())
}

/// Two links with addresses, and routes of every sort that the kernel has.
fn make_routes(ip: &Tool) {
    for command in [
        "link set v0 up",
        "link set v1 up",
        "addr add 10.1.2.3/24 dev v0",
        "addr add 2001:db8::1/64 dev v0 nodad",
        "route add default via 10.1.2.254 metric 4000",
        "route add 198.51.100.0/24 via 10.1.2.1 mtu lock 1400 advmss 1300 rto_min 5ms hoplimit 12 \
         features ecn initcwnd 7 window 9 rtt 100ms rttvar 50ms quickack 1 reordering 4 \
         initrwnd 11 ssthresh 33 cwnd lock 17 fastopen_no_cookie 1",
        "route add 198.51.101.0/24 nexthop via 10.1.2.1 weight 3 nexthop dev v1 weight 256 \
         nexthop via 10.1.2.9 dev v0 onlink",
        "route add blackhole 203.0.113.0/24 metric 9",
        "route add unreachable 203.0.114.0/24 proto static",
        "route add prohibit 203.0.114.128/25 proto 99",
        "route add throw 203.0.114.192/26 table 7",
        "route add 203.0.115.0/24 via inet6 fe80::1 dev v0 src 10.1.2.3 table 1000 proto bird tos 4",
        "route add 203.0.116.0/24 dev v0 scope link realm 3/4",
        "-6 route add 2001:db8:5::/48 via fe80::5 dev v0 metric 55 pref high",
        "-6 route add 2001:db8:6::/48 nexthop via fe80::6 dev v0 weight 2 nexthop via fe80::7 dev v1",
        "-6 route add unreachable 2001:db8:7::/48",
        "-6 route add 2001:db8:8::/48 dev v0 expires 50000 mtu 1280 pref low",
    ] {
        ip.run(command);
    }
    for command in [
        "route add 198.51.102.0/24 via 10.1.2.1 congctl cubic",
        "route add 203.0.117.0/24 encap ip id 7 dst 10.0.0.1 ttl 9 via 10.1.2.1",
        "route add 203.0.118.0/24 encap ip6 id 8 dst 2001:db8::9 hoplimit 10 tc 3 via 10.1.2.1",
        "route add 203.0.119.0/24 encap seg6 mode encap segs fc00::1,fc00::2 dev v0",
        "route add 203.0.120.0/24 nexthop encap ip id 1 dst 10.0.0.1 via 10.1.2.1 \
         nexthop encap ip id 2 dst 10.0.0.2 via 10.1.2.2",
        "nexthop add id 12 via 10.1.2.7 dev v0",
        "route add 203.0.121.0/24 nhid 12",
    ] {
        if let Err(skip) = ip.run_where_supported(command) {
            partly_skip!(skip);
        }
    }
}

/// What `ip -j -d -N route` says of a route, from what we read.
fn as_ip_shows(route: &Route<'_>, names: &LinkNames) -> Value {
    let mut shown = Object::default();
    let header = route.header;
    shown.field("type", json!(header.ty.0.to_string()));
    let bits = if header.family == AF_INET { 32 } else { 128 };
    shown.field(
        "dst",
        match route.dst.and_then(|dst| dst.ip()) {
            None => json!("default"),
            Some(dst) if header.dst_len == bits => json!(dst),
            Some(dst) => json!(format!("{dst}/{}", header.dst_len)),
        },
    );
    if let Some(encap) = &route.encap {
        show_encap(&mut shown, encap);
    }
    shown.field("nhid", route.nh_id.map(|id| json!(id)));
    shown.flag("tos", header.tos != 0, json!(format!("{:#04x}", header.tos)));
    show_gateway(&mut shown, route.gateway.and_then(|gateway| gateway.ip()), route.via);
    shown.field("dev", route.oif.map(|index| json!(names.name(index))));
    shown.field("table", json!(table(route).to_string()));
    shown.field("protocol", json!(header.protocol.0.to_string()));
    shown.field("scope", json!(header.scope.0.to_string()));
    shown.field("prefsrc", route.prefsrc.and_then(|src| src.ip()).map(|src| json!(src)));
    shown.field("metric", route.priority.map(|priority| json!(priority)));
    shown.field("flags", flag_names(NextHopFlags((header.flags.0 & 0xff) as u8)));
    if let Some(flow) = route.flow {
        let (from, to) = ((flow >> 16).to_string(), (flow & 0xffff).to_string());
        shown.field("flow", json!({ "from": from, "to": to }));
    }
    if let Some(cache_info) = route.cacheinfo {
        // In ticks of user space, of which there are 100 in a second.
        shown.flag("expires", cache_info.expires != 0, json!(cache_info.expires / 100));
        let error = cache_info.error.wrapping_neg();
        shown.flag("error", error != 0, json!(error));
    }
    shown.field("metrics", route.metrics.as_ref().map(|metrics| json!([show_metrics(metrics)])));
    shown.field(
        "pref",
        route.pref.map(|preference| match preference {
            Preference::Low => json!("low"),
            Preference::Medium => json!("medium"),
            Preference::High => json!("high"),
            other => json!(format!("{other:?}")),
        }),
    );
    shown.field(
        "nexthops",
        route.multipath.map(|hops| {
            hops.iter().map(|hop| show_next_hop(&hop.expect("parsed before"), names)).collect()
        }),
    );
    shown.done()
}

fn show_next_hop(hop: &NextHop<'_>, names: &LinkNames) -> Value {
    let mut shown = Object::default();
    if let Some(encap) = &hop.encap {
        show_encap(&mut shown, encap);
    }
    show_gateway(&mut shown, hop.gateway, hop.via);
    shown.field("dev", json!(names.name(hop.header.ifindex.try_into().expect("an index"))));
    shown.field("weight", json!(u32::from(hop.header.hops) + 1));
    shown.field("flags", flag_names(hop.header.flags));
    shown.done()
}

fn show_gateway(shown: &mut Object, gateway: Option<IpAddr>, via: Option<Via<'_>>) {
    shown.field("gateway", gateway.map(|ip| json!(ip)));
    if let Some(via) = via {
        let family = if via.family == u16::from(AF_INET) { "inet" } else { "inet6" };
        shown.field("via", json!({ "family": family, "host": via.address.ip() }));
    }
}

fn flag_names(flags: NextHopFlags) -> Value {
    let names = [
        ("dead", NextHopFlags::DEAD),
        ("onlink", NextHopFlags::ONLINK),
        ("pervasive", NextHopFlags::PERVASIVE),
        ("offload", NextHopFlags::OFFLOAD),
        ("linkdown", NextHopFlags::LINKDOWN),
    ];
    names.iter().filter(|(_, flag)| flags.contains(*flag)).map(|(name, _)| *name).collect()
}

fn show_encap(shown: &mut Object, encap: &Encap<'_>) {
    match encap {
        Encap::Ip(tunnel) => {
            shown.field("encap", json!("ip"));
            shown.field("id", tunnel.id.map(|id| json!(id.0)));
            shown.field("src", tunnel.src.map(|src| json!(src)));
            // Replaces that of the route: the tool uses the same name for both.
            shown.field("dst", tunnel.dst.map(|dst| json!(dst)));
            shown.field("ttl", tunnel.ttl.map(|ttl| json!(ttl)));
            shown.field("tos", tunnel.tos.map(|tos| json!(tos)));
        }
        Encap::Ip6(tunnel) => {
            shown.field("encap", json!("ip6"));
            shown.field("id", tunnel.id.map(|id| json!(id.0)));
            shown.field("src", tunnel.src.map(|src| json!(src)));
            shown.field("dst", tunnel.dst.map(|dst| json!(dst)));
            shown.field("hoplimit", tunnel.hoplimit.map(|limit| json!(limit)));
            shown.field("tc", tunnel.tc.map(|class| json!(class)));
        }
        Encap::Seg6(seg6) => {
            // A mode in 4 bytes, a header of 8, and the segments, the last one first.
            let bytes = seg6.srh.expect("a routing header");
            assert_eq!(bytes[..4], 1_u32.to_ne_bytes());
            let segments = bytes[12..].chunks(16).rev().map(|segment| {
                let segment: [u8; 16] = segment.try_into().expect("a whole segment");
                IpAddr::from(segment)
            });
            shown.field("encap", json!("seg6"));
            shown.field("mode", json!("encap"));
            shown.field("segs", segments.map(|segment| json!(segment)).collect::<Value>());
        }
        other => panic!("not made here: {other:?}"),
    }
}

fn show_metrics(metrics: &Metrics<'_>) -> Value {
    let mut shown = Object::default();
    for (name, value) in [
        ("mtu", metrics.mtu),
        ("window", metrics.window),
        ("rtt", metrics.rtt.map(|eighths| eighths / 8)),
        ("rttvar", metrics.rttvar.map(|quarters| quarters / 4)),
        ("ssthresh", metrics.ssthresh),
        ("cwnd", metrics.cwnd),
        ("advmss", metrics.advmss),
        ("reordering", metrics.reordering),
        ("hoplimit", metrics.hoplimit),
        ("initcwnd", metrics.initcwnd),
        ("rto_min", metrics.rto_min),
        ("initrwnd", metrics.initrwnd),
        ("quickack", metrics.quickack),
        ("fastopen_no_cookie", metrics.fastopen_no_cookie),
    ] {
        shown.field(name, value.map(|value| json!(value)));
    }
    let features = metrics.features.unwrap_or(0);
    shown.flag("ecn", features & ECN != 0, Value::Null);
    let algorithm = metrics.cc_algo;
    shown.field("congestion", algorithm.map(|name| json!(name.to_string())));
    shown.done()
}

fn every_route(netlink: &mut Connection, names: &LinkNames) -> Vec<Value> {
    dumped(netlink, &GetRoute::default(), |route: Route<'_>| {
        assert!(route.rest.is_empty(), "{route:?}");
        Some(as_ip_shows(&route, names))
    })
}

#[test]
fn routes_made_by_ip_are_read_as_ip_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        make_routes(&ip);
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let arguments = "-j -d -N route show table all";
        let (mut theirs, ours) =
            at_one_moment(&ip, arguments, || every_route(&mut netlink, &names));
        for route in theirs.as_array_mut().unwrap() {
            // An object of its own, for which the tool asks again.
            route.as_object_mut().unwrap().remove("nh_info");
        }
        assert!(ours.len() >= 25, "{ours:?}");
        same_in_any_order(ours, &theirs);
    });
}

#[test]
fn every_route_of_a_live_kernel_is_emitted_without_loss() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        make_routes(&ip);
        let messages =
            dumped_bytes(netlink_sys::Protocol::ROUTE, libc::RTM_GETROUTE, &GetRoute::default());
        assert!(messages.len() >= 25);
        // Nexthops keep their bytes. What the kernel nests in them it does not flag, so our output
        // with them is no more strict than the kernel's.
        let (in_next_hops, others) = messages.iter().cloned().partition::<Vec<_>, _>(|bytes| {
            let route: Route<'_> = message(bytes).parse().unwrap();
            route.multipath.is_some_and(|hops| hops.iter().any(|hop| hop.unwrap().encap.is_some()))
        });
        survive_as::<Route<'_>>(&others);
        for bytes in &in_next_hops {
            let before = message(bytes);
            let after = emitted(&before, &before.parse::<Route<'_>>().unwrap());
            oracle::same::<Route<'_>>(&before, &message(&after)).unwrap();
        }
        survive_as_stream!(&messages, RouteStream);

        // `ip` does not show in JSON what was locked. It locks `rto_min` by itself.
        // RTAX_MTU, RTAX_CWND and RTAX_RTO_MIN.
        let mut locks = messages.iter().filter_map(|bytes| {
            let route: Route<'_> = message(bytes).parse().unwrap();
            route.metrics.and_then(|metrics| metrics.lock)
        });
        assert_eq!(locks.next(), Some(1 << 2 | 1 << 7 | 1 << 13));
    });
}

/// A route to a prefix of IPv4, as one asks for it.
fn new_route<'a>(dst: [u8; 4], dst_len: u8) -> Route<'a> {
    let header = RouteHeader {
        family: AF_INET,
        dst_len,
        protocol: RouteProtocol::STATIC,
        ty: RouteType::UNICAST,
        ..Default::default()
    };
    let dst = Some(Ip::V4(dst.into()));
    Route { header, dst, table: Some(libc::RT_TABLE_MAIN.into()), ..Default::default() }
}

#[test]
fn routes_made_by_us_are_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        for command in ["link set v0 up", "link set v1 up", "addr add 10.1.2.3/24 dev v0"] {
            ip.run(command);
        }
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let (v0, v1) = (names.index("v0"), names.index("v1"));
        let gateway = |last| Some(Ip::V4([10, 1, 2, last].into()));

        let metrics = Metrics {
            mtu: Some(1400),
            features: Some(ECN),
            hoplimit: Some(9),
            ..Default::default()
        };
        let with_metrics = Route {
            gateway: gateway(1),
            priority: Some(77),
            table: Some(4000),
            metrics: Some(metrics),
            ..new_route([198, 51, 100, 0], 24)
        };
        let next_hops = [
            NextHop {
                header: NextHopHeader {
                    hops: 4,
                    ifindex: v0.try_into().unwrap(),
                    ..Default::default()
                },
                gateway: gateway(1).and_then(|ip| ip.ip()),
                ..Default::default()
            },
            NextHop {
                header: NextHopHeader {
                    flags: NextHopFlags::ONLINK,
                    ifindex: v1.try_into().unwrap(),
                    ..Default::default()
                },
                gateway: gateway(2).and_then(|ip| ip.ip()),
                flow: Some(5),
                ..Default::default()
            },
        ];
        let multipath =
            Route { multipath: Some(NextHops::of(&next_hops)), ..new_route([198, 51, 101, 0], 24) };
        let blackhole = new_route([203, 0, 113, 0], 24);
        let header = RouteHeader { ty: RouteType::BLACKHOLE, ..blackhole.header };
        let blackhole = Route { header, ..blackhole };
        let via = Via { family: AF_INET6.into(), address: Ip::V6("fe80::1".parse().unwrap()) };
        let via = Route { via: Some(via), oif: Some(v0), ..new_route([192, 0, 2, 1], 32) };
        let flags = MessageFlags::CREATE | MessageFlags::EXCL;
        for route in [&with_metrics, &multipath, &blackhole, &via] {
            netlink.execute(route, flags).unwrap_or_else(|error| panic!("{error}"));
        }

        let shown = ip.json("-j -d -N route show table all");
        let shown = |dst: &str| {
            let mut all = shown.as_array().unwrap().iter();
            all.find(|shown| shown["dst"] == dst).expect("it is there")
        };
        let shown_metrics = shown("198.51.100.0/24");
        assert_eq!(shown_metrics["gateway"], "10.1.2.1");
        assert_eq!(shown_metrics["metric"], 77);
        assert_eq!(shown_metrics["table"], "4000");
        assert_eq!(shown_metrics["protocol"], "4");
        assert_eq!(shown_metrics["metrics"], json!([{ "mtu": 1400, "hoplimit": 9, "ecn": null }]));
        let expected = json!([
            { "gateway": "10.1.2.1", "dev": "v0", "weight": 5, "flags": [] },
            { "gateway": "10.1.2.2", "dev": "v1", "weight": 1, "flags": ["onlink"] },
        ]);
        let mut next_hops_shown = shown("198.51.101.0/24")["nexthops"].clone();
        for hop in next_hops_shown.as_array_mut().unwrap() {
            hop.as_object_mut().unwrap().remove("flow");
        }
        assert_eq!(next_hops_shown, expected);
        assert_eq!(shown("203.0.113.0/24")["type"], "6");
        let expected = json!({ "family": "inet6", "host": "fe80::1" });
        assert_eq!(shown("192.0.2.1")["via"], expected);

        // The way of a packet.
        let header = RouteHeader { family: AF_INET, dst_len: 32, ..Default::default() };
        let dst = Some(Ip::V4([192, 0, 2, 1].into()));
        let way = GetRoute { header: header.into(), dst, ..Default::default() };
        let way = netlink.request(&way).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((way.via, way.oif), (via.via, Some(v0)));

        let gone = DelRoute(Route {
            header: multipath.header,
            dst: multipath.dst,
            multipath: multipath.multipath,
            ..Default::default()
        });
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let event = Event::DelRoute(with_metrics);
        netlink.execute(&event, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let left = ip.run("route show table all");
        assert!(!left.contains("198.51.10") && left.contains("blackhole"), "{left}");
    });
}

#[test]
fn a_tunnel_made_by_us_is_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let probe = "route add 203.0.117.0/24 encap ip id 7 dst 10.0.0.1 dev lo";
        or_skip!(ip.run_where_supported(probe));
        let tunnel = IpTunnel {
            id: Some(Be(1 << 40)),
            dst: Some([10, 0, 0, 2].into()),
            ttl: Some(8),
            ..Default::default()
        };
        let route = Route {
            oif: Some(1),
            encap_type: Some(EncapType::Ip),
            encap: Some(Encap::Ip(tunnel.clone())),
            ..new_route([203, 0, 113, 0], 24)
        };
        let mut netlink = connect();
        netlink.execute(&route, MessageFlags::CREATE).unwrap_or_else(|error| panic!("{error}"));
        let shown = ip.json("-j route show 203.0.113.0/24");
        assert_eq!(shown[0]["id"], 1_u64 << 40);
        assert_eq!((&shown[0]["dst"], &shown[0]["ttl"]), (&json!("10.0.0.2"), &json!(8)));

        // The type of a tunnel and what it needs go together.
        let other = Route { encap_type: Some(EncapType::Mpls), ..route };
        let error = not_sent(netlink.execute(&other, MessageFlags::CREATE));
        assert!(error.contains("Route.encap"), "{error}");
    });
}

#[test]
fn added_and_removed_routes_are_reported_completely() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let told = events(GROUP_IPV4_ROUTE, || {
            ip.run("route add 198.51.100.0/24 dev lo mtu 1400 metric 7");
            ip.run("route del 198.51.100.0/24");
        });
        let mut seen = Vec::new();
        for bytes in &told {
            let before = message(bytes);
            let event: Event<'_> = before.parse().unwrap();
            let after = emitted(&before, &event);
            oracle::same::<Route<'_>>(&before, &message(&after)).unwrap();
            seen.push(match event {
                Event::NewRoute(route) => (
                    "new",
                    (route.dst, route.priority, route.metrics.and_then(|metrics| metrics.mtu)),
                ),
                Event::DelRoute(route) => (
                    "deleted",
                    (route.dst, route.priority, route.metrics.and_then(|metrics| metrics.mtu)),
                ),
                Event::Other(other) => panic!("{other:?}"),
            });
        }
        let what = (Some(Ip::V4([198, 51, 100, 0].into())), Some(7), Some(1400));
        assert_eq!(seen, [("new", what), ("deleted", what)]);
    });
}

#[test]
fn malformed_nexthops_are_rejected() {
    let hop = |len: u16| [&len.to_ne_bytes()[..], &[0, 0], &7_u32.to_ne_bytes()].concat();
    let parse = |bytes: &[u8]| NextHops::parse(Input::new(bytes)).map(|hops| hops.iter().count());
    assert_eq!(parse(&[]), Ok(0));
    assert_eq!(parse(&[hop(8), hop(8)].concat()), Ok(2));
    for len in 0..8 {
        let error = parse(&[hop(8), hop(len)].concat()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::ShortHeader, 8), "{len}");
    }
    let error = parse(&hop(9)).unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::Length, 0, 8));
    let error = parse(&[&hop(8)[..], &[1]].concat()).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 8));
}

#[test]
fn an_error_in_a_nexthop_says_in_which_one() {
    let hops = [8, 24].map(|len| NextHopHeader { len, ..Default::default() });
    let hops = hops.map(|header| NextHop { header, ..Default::default() });
    let [first, second] = hops;
    let hops = [first, NextHop { ttl_propagate: Some(1), flow: Some(1), ..second }];
    let route = Route { multipath: Some(NextHops::of(&hops)), ..Default::default() };
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(&route).unwrap();
    let again = Route::parse(Input::new(&bytes).with_level(Level::STRICT)).unwrap();
    assert_eq!(format!("{again:?}"), format!("{route:?}"));

    // The second nexthop's flow, made longer by what is behind it.
    let at = 12 + 4 + 8 + 8;
    assert_eq!(
        bytes[at..at + 4],
        [&8_u16.to_ne_bytes()[..], &libc::RTA_FLOW.to_ne_bytes()].concat()
    );
    bytes[at..at + 2].copy_from_slice(&16_u16.to_ne_bytes());
    for (level, kind) in
        [(Level::LIBERAL, ErrorKind::Length), (Level::STRICT, ErrorKind::ExactLength)]
    {
        let error = Route::parse(Input::new(&bytes).with_level(level)).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, at));
        assert!(error.to_string().contains("Route.multipath[1].flow"), "{error}");
    }

    let hops = [NextHop::default(), NextHop { ttl_propagate: Some(2), ..Default::default() }];
    let route = Route { multipath: Some(NextHops::of(&hops)), ..Default::default() };
    let error = Writer::growing(&mut Vec::new()).emit(&route).unwrap_err();
    assert!(error.to_string().contains("Route.multipath[1].ttl_propagate"), "{error}");
}

#[test]
fn a_stream_of_metrics_is_the_same_as_a_struct_of_them() {
    let metrics = [Metric::Mtu(1400), Metric::CongestionControl(c"cubic")];
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(&Stream::of(&metrics)).unwrap();
    let parsed = Metrics::parse(Input::new(&bytes)).unwrap();
    assert_eq!((parsed.mtu, parsed.cc_algo), (Some(1400), Some("cubic".into())));
}

#[test]
fn what_our_rules_refuse_is_not_sent() {
    in_namespace(|| {
        let mut netlink = connect();
        let metrics = Metrics { features: Some(1 << 30), ..Default::default() };
        let route =
            Route { oif: Some(1), metrics: Some(metrics), ..new_route([198, 51, 100, 0], 24) };
        let error = not_sent(netlink.execute(&route, MessageFlags::CREATE));
        assert!(error.contains("Route.metrics.features"), "{error}");

        let way = GetRoute { flowlabel: Some(Be(1 << 20)), ..Default::default() };
        let error = not_sent(netlink.request(&way).map(|route| format!("{route:?}")));
        assert!(error.contains("GetRoute.flowlabel"), "{error}");
    });
}

#[test]
fn what_the_kernel_refuses_is_named() {
    in_namespace(|| {
        let mut netlink = connect();
        // Past our rules: an interface of three bytes.
        let mut short = Vec::new();
        Writer::growing(&mut short).put(libc::RTA_OIF, &[1_u8, 0, 0]).unwrap();
        let route = Route { rest: Unknown::of(&short), ..new_route([198, 51, 100, 0], 24) };
        let error = refusal(netlink.execute(&route, MessageFlags::CREATE));
        assert_eq!(error.field().as_deref(), Some("Route.oif"), "{error}");

        // A gateway that is behind no interface. The kernel reports that as text only.
        let gateway = Some(Ip::V4([192, 0, 2, 1].into()));
        let route = Route { gateway, ..new_route([198, 51, 100, 0], 24) };
        let error = refusal(netlink.execute(&route, MessageFlags::CREATE));
        assert_eq!(error.message(), Some("Nexthop has invalid gateway"), "{error}");
    });
}
