//! The family `rt_addr`.

use std::net::IpAddr;

use netlink_core::{Errno, MessageFlags, Unknown, attr};
use netlink_families::Ip;
use netlink_families::rt_addr::*;
use netlink_sys::Connection;
use netlink_tests::{kernel, namespace::in_namespace, or_skip, oracle, tool::tool};
use serde_json::{Value, json};

use crate::support::*;

#[test]
fn every_captured_address_is_emitted_without_loss() {
    let messages = captured("addr");
    assert_eq!(messages.len(), 534);
    survive_as::<Addr<'_>>(&messages);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let addr: Addr<'_> = message(bytes).parse().unwrap();
        assert!(addr.rest.is_empty() && ip_of(&addr).is_some(), "{addr:?}");
        assert!(matches!(message(bytes).parse().unwrap(), Event::NewAddr(_)));
    }
}

/// The address of this side: a kernel leaves `local` out of IPv6 addresses that have no other end.
fn ip_of(addr: &Addr<'_>) -> Option<IpAddr> {
    addr.local.as_ref().or(addr.address.as_ref()).and_then(Ip::ip)
}

/// What `ip -j addr` says of an address, from what we read.
fn as_ip_shows(addr: &Addr<'_>) -> Value {
    let mut shown = Object::default();
    let ip = ip_of(addr).expect("an address");
    shown.field("family", json!(if ip.is_ipv4() { "inet" } else { "inet6" }));
    shown.field("local", json!(ip));
    let peer = addr.address.as_ref().and_then(Ip::ip).filter(|peer| *peer != ip);
    shown.field("address", peer.map(|peer| json!(peer)));
    shown.field("prefixlen", json!(addr.header.prefixlen));
    shown.field("metric", addr.rt_priority.map(|metric| json!(metric)));
    shown.field("broadcast", addr.broadcast.map(|ip| json!(ip)));
    shown.field(
        "scope",
        match addr.header.scope {
            Scope::UNIVERSE => json!("global"),
            Scope::SITE => json!("site"),
            Scope::LINK => json!("link"),
            Scope::HOST => json!("host"),
            Scope::NOWHERE => json!("nowhere"),
            Scope(other) => json!(other.to_string()),
        },
    );
    let flags = addr.flags.expect("flags");
    let flag_names = [
        (if ip.is_ipv4() { "secondary" } else { "temporary" }, AddrFlags::SECONDARY),
        ("nodad", AddrFlags::NODAD),
        ("optimistic", AddrFlags::OPTIMISTIC),
        ("dadfailed", AddrFlags::DADFAILED),
        ("home", AddrFlags::HOMEADDRESS),
        ("deprecated", AddrFlags::DEPRECATED),
        ("tentative", AddrFlags::TENTATIVE),
        ("mngtmpaddr", AddrFlags::MANAGETEMPADDR),
        ("noprefixroute", AddrFlags::NOPREFIXROUTE),
        ("autojoin", AddrFlags::MCAUTOJOIN),
        ("stable-privacy", AddrFlags::STABLE_PRIVACY),
    ];
    for (name, flag) in flag_names {
        shown.flag(name, flags.contains(flag), json!(true));
    }
    shown.flag("dynamic", !flags.contains(AddrFlags::PERMANENT), json!(true));
    shown.field("label", addr.label.map(|label| json!(label.to_str().expect("UTF-8"))));
    let cache_info = addr.cacheinfo.expect("lifetimes");
    shown.field("valid_life_time", json!(cache_info.valid));
    shown.field("preferred_life_time", json!(cache_info.preferred));
    shown.done()
}

fn every_address(netlink: &mut Connection, names: &LinkNames) -> Vec<Value> {
    dumped(netlink, &GetAddr::default(), |addr: Addr<'_>| {
        Some(json!({ "ifname": names.name(addr.header.index), "addr": as_ip_shows(&addr) }))
    })
}

/// Each address with the name of its link, from what `ip -j addr` prints.
fn with_link_names(links: &Value) -> Value {
    let links = links.as_array().expect("an array").iter();
    links
        .flat_map(|link| {
            let addrs = link["addr_info"].as_array().expect("an array").iter();
            addrs.map(|addr| json!({ "ifname": link["ifname"], "addr": addr }))
        })
        .collect()
}

#[test]
fn addresses_made_by_ip_are_read_as_ip_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        for command in [
            "link set v0 up",
            "link set v1 up",
            "addr add 10.1.2.3/24 brd 10.1.2.255 dev v0 label v0:label",
            "addr add 10.1.2.4/24 dev v0 valid_lft 5000 preferred_lft 3000 metric 77",
            "addr add 192.0.2.1 peer 192.0.2.2/32 dev v0 scope link noprefixroute",
            "addr add 10.9.9.9/8 dev v1 scope 77 preferred_lft 0 valid_lft 1000",
            "addr add 224.1.2.3/32 dev v1 autojoin",
            "addr add 2001:db8::1/64 dev v0 nodad",
            "addr add 2001:db8::2/64 dev v0 home mngtmpaddr valid_lft 5000 preferred_lft 0",
            "addr add 2001:db8:1::1 peer 2001:db8:1::2/128 dev v1 nodad",
        ] {
            ip.run(command);
        }
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let (theirs, ours) =
            at_one_moment(&ip, "-j -d addr", || every_address(&mut netlink, &names));
        assert!(ours.len() >= 10, "{ours:?}");
        same_in_any_order(ours, &with_link_names(&theirs));
    });
}

#[test]
fn addresses_made_by_us_are_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let mut netlink = connect();
        let lo = |ip: IpAddr, prefixlen| {
            let ip = Ip::from(ip);
            let header =
                AddrHeader { family: ip.family(), prefixlen, index: 1, ..Default::default() };
            Addr { header, local: Some(ip), address: Some(ip), ..Default::default() }
        };
        let v4 = lo([10, 7, 7, 7].into(), 24);
        let v4 = Addr {
            header: AddrHeader { scope: Scope::SITE, ..v4.header },
            broadcast: Some([10, 7, 7, 255].into()),
            label: Some("lo:ours".into()),
            flags: Some(AddrFlags::NOPREFIXROUTE),
            cacheinfo: Some(
                CacheInfo { preferred: 5000, valid: 9000, ..Default::default() }.into(),
            ),
            rt_priority: Some(5),
            proto: Some(AddrProtocol::Other(200)),
            ..v4
        };
        let v6 = lo("2001:db8::7".parse().unwrap(), 64);
        let v6 = Addr { flags: Some(AddrFlags::NODAD | AddrFlags::NOPREFIXROUTE), ..v6 };
        for addr in [&v4, &v6] {
            let flags = MessageFlags::CREATE | MessageFlags::EXCL;
            netlink.execute(addr, flags).unwrap_or_else(|error| panic!("{error}"));
        }
        let shown = with_link_names(&ip.json("-j -d addr show dev lo"));
        let shown = |local: &str| {
            let mut all = shown.as_array().unwrap().iter();
            all.find(|shown| shown["addr"]["local"] == local).expect("it is there")["addr"].clone()
        };
        let shown_v4 = shown("10.7.7.7");
        let expected = [
            ("prefixlen", json!(24)),
            ("metric", json!(5)),
            ("broadcast", json!("10.7.7.255")),
            ("scope", json!("site")),
            ("noprefixroute", json!(true)),
            ("dynamic", json!(true)),
            ("label", json!("lo:ours")),
        ];
        for (name, value) in expected {
            assert_eq!(shown_v4[name], value, "{name}");
        }
        // A second may have passed.
        assert!(matches!(shown_v4["valid_life_time"].as_u64(), Some(8990..=9000)));
        assert!(matches!(shown_v4["preferred_life_time"].as_u64(), Some(4990..=5000)));
        let shown_v6 = shown("2001:db8::7");
        assert_eq!((&shown_v6["prefixlen"], &shown_v6["nodad"]), (&json!(64), &json!(true)));

        // The tool is too old to show who gave the address.
        let mut protocols = Vec::new();
        let mut dump = netlink.dump(&GetAddr::default()).unwrap();
        while let Some(addr) = dump.next().unwrap() {
            protocols.extend(addr.proto.filter(|_| addr.label == Some("lo:ours".into())));
        }
        match kernel::since(5, 18) {
            Ok(()) => assert_eq!(protocols, [AddrProtocol::Other(200)]),
            Err(skip) => netlink_tests::partly_skip!(skip),
        }

        let gone =
            DelAddr { header: v4.header, local: v4.local, label: v4.label, ..Default::default() };
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let event = Event::DelAddr(v6);
        netlink.execute(&event, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let left = with_link_names(&ip.json("-j -d addr show dev lo"));
        assert_eq!(left.as_array().unwrap().len(), 2, "{left}");
    });
}

#[test]
fn one_address_is_had_by_asking_for_it() {
    in_namespace(|| {
        let loopback = Some(Ip::V6(std::net::Ipv6Addr::LOCALHOST));
        let header = AddrHeader { family: AF_INET6, index: 1, ..Default::default() };
        let request = GetAddr { header: header.into(), address: loopback, ..Default::default() };
        let mut netlink = connect();
        let addr = netlink.request(&request).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((ip_of(&addr), addr.header.prefixlen), (loopback.and_then(|ip| ip.ip()), 128));
    });
}

#[test]
fn multicast_groups_are_those_that_ip_shows() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let mut netlink = connect();
        let header = AddrHeader { family: AF_INET6, ..Default::default() };
        let request = GetMulticast { header: header.into(), ..Default::default() };
        // Modules of tunnels add a link to every namespace, whose groups are dumped too.
        let lo = LinkNames::read(&mut netlink).index("lo");
        let groups = dumped(&mut netlink, &request, |group: Multicast<'_>| {
            let group = (group.0.header.index == lo).then_some(group)?;
            group.0.multicast.and_then(|ip| ip.ip()).map(|ip| json!(ip))
        });
        let theirs = ip.json("-6 -j maddr show dev lo");
        let theirs = theirs[0]["maddr"].as_array().unwrap().iter();
        same_in_any_order(groups, &theirs.map(|group| group["address"].clone()).collect());
    });
}

#[test]
fn added_and_removed_addresses_are_reported_completely() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let told = events(GROUP_IPV4_IFADDR, || {
            ip.run("addr add 10.1.2.3/24 dev lo label lo:here");
            ip.run("addr del 10.1.2.3/24 dev lo");
        });
        let mut seen = Vec::new();
        for bytes in &told {
            let before = message(bytes);
            let event: Event<'_> = before.parse().unwrap();
            let after = emitted(&before, &event);
            oracle::same::<Addr<'_>>(&before, &message(&after)).unwrap();
            seen.push(match event {
                Event::NewAddr(addr) => ("new", (ip_of(&addr), addr.label)),
                Event::DelAddr(addr) => ("deleted", (ip_of(&addr), addr.label)),
                Event::Other(other) => panic!("{other:?}"),
            });
        }
        let what = (Some([10, 1, 2, 3].into()), Some("lo:here".into()));
        assert_eq!(seen, [("new", what), ("deleted", what)]);
    });
}

#[test]
fn what_our_rules_refuse_is_not_sent() {
    in_namespace(|| {
        let mut netlink = connect();
        let header = AddrHeader { family: AF_INET, prefixlen: 8, index: 1, ..Default::default() };
        let label = Some("a label of more bytes than fit".into());
        let local = Some(Ip::V4([10, 0, 0, 1].into()));
        let too_long = Addr { header, local, label, ..Default::default() };
        let error = not_sent(netlink.execute(&too_long, MessageFlags::CREATE));
        assert!(error.contains("Addr.label"), "{error}");

        let local = Some(Ip::V6(std::net::Ipv6Addr::LOCALHOST));
        let other_family = Addr { header, local, ..Default::default() };
        let error = not_sent(netlink.execute(&other_family, MessageFlags::CREATE));
        assert!(error.contains("Addr.local"), "{error}");
    });
}

#[test]
fn what_the_kernel_refuses_is_named() {
    in_namespace(|| {
        let mut netlink = connect();
        let header = AddrHeader { family: AF_INET, prefixlen: 8, index: 1, ..Default::default() };
        // Past our rules: an address of three bytes.
        let mut short = Vec::new();
        netlink_core::Writer::growing(&mut short).put(libc::IFA_LOCAL, &[10_u8, 0, 0]).unwrap();
        assert_eq!(short.len(), attr::HEADER_LEN + 4);
        let addr = Addr { header, rest: Unknown::of(&short), ..Default::default() };
        let error = refusal(netlink.execute(&addr, MessageFlags::CREATE));
        assert_eq!(error.field().as_deref(), Some("Addr.local"), "{error}");

        // A lifetime that ends before the address is preferred no longer. The kernel reports that
        // as text, and not in which attribute.
        let cacheinfo = CacheInfo { preferred: 2, valid: 1, ..Default::default() };
        let cacheinfo = Some(cacheinfo.into());
        let local = Some(Ip::V4([10, 0, 0, 1].into()));
        let addr = Addr { header, local, cacheinfo, ..Default::default() };
        let error = refusal(netlink.execute(&addr, MessageFlags::CREATE));
        assert_eq!(error.errno(), Errno::EINVAL);
        match kernel::since(6, 12) {
            Ok(()) => {
                assert_eq!(error.message(), Some("ipv4: address lifetime invalid"), "{error}");
            }
            Err(skip) => netlink_tests::partly_skip!(skip),
        }
    });
}
