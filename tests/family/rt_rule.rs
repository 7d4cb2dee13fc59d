//! The family `rt_rule`.

use netlink_core::value::Struct;
use netlink_core::{Be, MessageFlags, Unknown, Writer};
use netlink_families::rt_rule::*;
use netlink_families::{Ip, NlaStr};
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    namespace::in_namespace,
    or_skip, oracle, partly_skip, skip,
    skip::Skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use crate::support::*;

/// The table, whichever way its number came.
fn table(rule: &Rule<'_>) -> u32 {
    rule.table.unwrap_or_else(|| rule.header.table.into())
}

/// Users that there are: in the namespace of an ordinary user, that one alone.
fn users() -> UidRange {
    // First user inside, first user outside, number of users.
    let map = std::fs::read_to_string("/proc/self/uid_map").expect("the map of users");
    let mut map = map.split_whitespace().map(|number| number.parse::<u32>().expect("a number"));
    let (first, count) = (map.next().expect("a user"), map.nth(1).expect("their number"));
    let at_most = |user: u32| user.min(first + (count - 1));
    UidRange { start: at_most(1000), end: at_most(2000) }
}

/// Rules of every sort that the tool can make.
fn make_rules(ip: &Tool) {
    let UidRange { start, end } = users();
    ip.run(&format!(
        "rule add uidrange {start}-{end} ipproto tcp sport 80 dport 1000-2000 lookup 70000 \
         pref 1001 protocol 42"
    ));
    for command in [
        "rule add from 10.0.0.0/8 to 192.0.2.0/24 iif lo fwmark 0x10/0xff lookup 100 pref 1000",
        "rule add not from 10.0.0.1 oif gone blackhole pref 1002",
        "rule add tos 0x10 suppress_prefixlength 0 suppress_ifgroup 7 lookup main pref 1003",
        "rule add goto 1003 pref 900",
        "rule add goto 5000 pref 901",
        "rule add realms 3/4 lookup 9 tun_id 5 pref 951",
        "rule add fwmark 7 iif gone unreachable pref 952",
        "-6 rule add from 2001:db8::/32 prohibit pref 77",
        "-6 rule add nop pref 78",
        "-6 rule add to 2001:db8::1 sport 1-2 ipproto udp lookup local pref 79",
    ] {
        ip.run(command);
    }
    for command in ["rule add l3mdev pref 950", "-6 rule add l3mdev pref 950"] {
        if let Err(skip) = ip.run_where_supported(command) {
            partly_skip!(skip);
        }
    }
}

/// What `ip -j -d -N rule` says of a rule, from what we read.
fn as_ip_shows(rule: &Rule<'_>) -> Value {
    let mut shown = Object::default();
    let header = rule.header;
    let flag = |flag| header.flags.contains(flag);
    let bits = if header.family == AF_INET { 32 } else { 128 };
    shown.field("priority", json!(rule.priority.unwrap_or(0)));
    shown.flag("not", flag(RuleFlags::INVERT), Value::Null);
    let src = rule.src.and_then(|src| src.ip());
    shown.field("src", src.map_or_else(|| json!("all"), |src| json!(src)));
    shown.flag("srclen", src.is_some() && header.src_len != bits, json!(header.src_len));
    let dst = rule.dst.and_then(|dst| dst.ip());
    shown.field("dst", dst.map(|dst| json!(dst)));
    shown.flag("dstlen", dst.is_some() && header.dst_len != bits, json!(header.dst_len));
    shown.flag("tos", header.tos != 0, json!(format!("{:#04x}", header.tos)));
    shown.field("fwmark", rule.fwmark.map(|mark| json!(format!("{mark:#x}"))));
    let mask = rule.fwmask.filter(|mask| rule.fwmark.is_some() && *mask != u32::MAX);
    shown.field("fwmask", mask.map(|mask| json!(format!("{mask:#x}"))));
    let name = |name: NlaStr<'_>| json!(name.to_string());
    shown.field("iif", rule.iifname.map(name));
    shown.flag("iif_detached", flag(RuleFlags::IIF_DETACHED), Value::Null);
    shown.field("oif", rule.oifname.map(name));
    shown.flag("oif_detached", flag(RuleFlags::OIF_DETACHED), Value::Null);
    shown.flag("l3mdev", rule.l3mdev.is_some(), Value::Null);
    shown.field("uid_start", rule.uid_range.map(|uids| json!(uids.start)));
    shown.field("uid_end", rule.uid_range.map(|uids| json!(uids.end)));
    shown.field("ipproto", rule.ip_proto.map(|number| json!(format!("ipproto-{number}"))));
    for (name, ports) in [("sport", rule.sport_range), ("dport", rule.dport_range)] {
        match ports.map(Struct::into_inner) {
            Some(PortRange { start, end }) if start == end => shown.field(name, json!(start)),
            Some(PortRange { start, end }) => {
                shown.field(&format!("{name}_start"), json!(start));
                shown.field(&format!("{name}_end"), json!(end));
            }
            None => {}
        }
    }
    shown.field("tun_id", rule.tun_id.map(|id| json!(id.0)));
    if table(rule) != 0 {
        shown.field("table", json!(table(rule).to_string()));
        let len = rule.suppress_prefixlen.filter(|len| *len != u32::MAX);
        shown.field("suppress_prefixlen", len.map(|len| json!(len)));
        let group = rule.suppress_ifgroup;
        shown.field("suppress_ifgroup", group.map(|group| json!(group.to_string())));
    }
    if let Some(flow) = rule.flow {
        shown.field("flow_from", json!((flow >> 16).to_string()));
        shown.field("flow_to", json!((flow & 0xffff).to_string()));
    }
    match header.action {
        Action::TO_TBL => {}
        Action::GOTO => {
            shown.field("goto", rule.goto.map(|goto| json!(goto)));
            shown.flag("unresolved", flag(RuleFlags::UNRESOLVED), Value::Null);
        }
        Action::NOP => shown.field("nop", Some(Value::Null)),
        Action(other) => shown.field("action", json!(other.to_string())),
    }
    shown.field("protocol", rule.protocol.map(|protocol| json!(protocol.to_string())));
    shown.done()
}

fn every_rule(netlink: &mut Connection, family: u8) -> Vec<Value> {
    let header = RuleHeader { family, ..Default::default() };
    dumped(netlink, &GetRule { header: header.into(), ..Default::default() }, |rule: Rule<'_>| {
        assert!(rule.rest.is_empty(), "{rule:?}");
        Some(as_ip_shows(&rule))
    })
}

#[test]
fn rules_made_by_ip_are_read_as_ip_shows_them() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        make_rules(&ip);
        let mut netlink = connect();
        let theirs = ip.json("-j -d -N rule");
        let ours = every_rule(&mut netlink, AF_INET);
        assert!(ours.len() >= 11, "{ours:?}");
        same_in_any_order(ours, &theirs);
        let theirs = ip.json("-6 -j -d -N rule");
        let ours = every_rule(&mut netlink, AF_INET6);
        assert!(ours.len() >= 5, "{ours:?}");
        same_in_any_order(ours, &theirs);
    });
}

#[test]
fn every_rule_of_a_live_kernel_is_emitted_without_loss() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        make_rules(&ip);
        let messages = dumped_bytes(Protocol::ROUTE, libc::RTM_GETRULE, &GetRule::default());
        assert!(messages.len() >= 16);
        survive_as::<Rule<'_>>(&messages);
        for bytes in &messages {
            assert!(matches!(message(bytes).parse().unwrap(), Event::NewRule(_)));
        }
    });
}

/// A rule of IPv4 that asks a table.
fn table_rule<'a>(priority: u32, table: u32) -> Rule<'a> {
    let header = RuleHeader { family: AF_INET, action: Action::TO_TBL, ..Default::default() };
    Rule { header, priority: Some(priority), table: Some(table), ..Default::default() }
}

#[test]
fn rules_made_by_us_are_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let mut netlink = connect();
        let selective = table_rule(1000, 70_000);
        let selective = Rule {
            header: RuleHeader {
                src_len: 8,
                dst_len: 32,
                tos: 0x10,
                flags: RuleFlags::INVERT,
                ..selective.header
            },
            src: Some(Ip::V4([10, 0, 0, 0].into())),
            dst: Some(Ip::V4([192, 0, 2, 1].into())),
            iifname: Some("lo".into()),
            oifname: Some("gone".into()),
            fwmark: Some(0x10),
            fwmask: Some(0xff),
            flow: Some(3 << 16 | 4),
            tun_id: Some(Be(5)),
            suppress_prefixlen: Some(1),
            uid_range: Some(users().into()),
            protocol: Some(42),
            ip_proto: Some(17),
            sport_range: Some(PortRange { start: 80, end: 80 }.into()),
            dport_range: Some(PortRange { start: 1000, end: 2000 }.into()),
            ..selective
        };
        let elsewhere = table_rule(900, 0);
        let header = RuleHeader { action: Action::GOTO, ..elsewhere.header };
        let elsewhere = Rule { header, goto: Some(1000), ..elsewhere };
        let v6 = table_rule(77, 0);
        let header =
            RuleHeader { family: AF_INET6, src_len: 32, action: Action::PROHIBIT, ..v6.header };
        let v6 = Rule { header, src: Some(Ip::V6("2001:db8::".parse().unwrap())), ..v6 };
        let flags = MessageFlags::CREATE | MessageFlags::EXCL;
        for rule in [&selective, &elsewhere, &v6] {
            netlink.execute(rule, flags).unwrap_or_else(|error| panic!("{error}"));
        }
        let shown = ip.json("-j -d -N rule show pref 1000");
        let expected = json!([{
            "priority": 1000,
            "not": null,
            "src": "10.0.0.0",
            "srclen": 8,
            "dst": "192.0.2.1",
            "tos": "0x10",
            "fwmark": "0x10",
            "fwmask": "0xff",
            "iif": "lo",
            "oif": "gone",
            "oif_detached": null,
            "uid_start": users().start,
            "uid_end": users().end,
            "ipproto": "ipproto-17",
            "sport": 80,
            "dport_start": 1000,
            "dport_end": 2000,
            "tun_id": 5,
            "table": "70000",
            "suppress_prefixlen": 1,
            "flow_from": "3",
            "flow_to": "4",
            "protocol": "42",
        }]);
        assert_eq!(shown, expected);
        let shown = ip.json("-j -d -N rule show pref 900");
        assert_eq!(shown[0]["goto"], 1000, "{shown}");
        let shown = ip.json("-6 -j -d -N rule show pref 77");
        assert_eq!((&shown[0]["src"], &shown[0]["srclen"]), (&json!("2001:db8::"), &json!(32)));
        assert_eq!(shown[0]["action"], "8", "{shown}");

        let header = RuleHeader { family: AF_INET, ..Default::default() };
        let gone = DelRule(Rule { header, priority: Some(900), ..Default::default() });
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let event = Event::DelRule(selective);
        netlink.execute(&event, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        // Those that are always there.
        assert_eq!(ip.json("-j rule").as_array().unwrap().len(), 3);
    });
}

#[test]
fn attributes_of_newer_kernels_are_parsed_as_they_were_emitted() {
    in_namespace(|| {
        let mut netlink = connect();
        let rule = table_rule(1000, 100);
        let header = RuleHeader { family: AF_INET6, ..rule.header };
        let made = Rule {
            header,
            dscp: Some(46),
            flowlabel: Some(Be(0x12345)),
            flowlabel_mask: Some(Be(0xf_ffff)),
            sport_range: Some(PortRange { start: 0x50, end: 0x50 }.into()),
            sport_mask: Some(0xfff0),
            ..rule
        };
        netlink.execute(&made, MessageFlags::CREATE).unwrap_or_else(|error| panic!("{error}"));
        let header = RuleHeader { family: AF_INET6, ..Default::default() };
        let mut rules =
            netlink.dump(&GetRule { header: header.into(), ..Default::default() }).unwrap();
        let mut found = 0;
        while let Some(rule) = rules.next().unwrap() {
            if rule.priority == made.priority {
                found += 1;
                // Older kernels leave out what they do not know.
                if rule.dscp.is_none() || rule.flowlabel.is_none() || rule.sport_mask.is_none() {
                    skip!(Skip::kernel(
                        "it has no rules about flow labels, DSCP or masks of ports"
                    ));
                }
                assert_eq!(rule.dscp, made.dscp);
                assert_eq!(rule.flowlabel, made.flowlabel);
                assert_eq!(rule.flowlabel_mask, made.flowlabel_mask);
                assert_eq!(rule.sport_range, made.sport_range);
                assert_eq!(rule.sport_mask, made.sport_mask);
            }
        }
        assert_eq!(found, 1);
    });
}

#[test]
fn added_and_removed_rules_are_reported_completely() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let told = events(GROUP_IPV4_RULE, || {
            ip.run("rule add fwmark 7 lookup 100 pref 50");
            ip.run("rule del pref 50");
        });
        let mut seen = Vec::new();
        for bytes in &told {
            let before = message(bytes);
            let event: Event<'_> = before.parse().unwrap();
            let after = emitted(&before, &event);
            oracle::same::<Rule<'_>>(&before, &message(&after)).unwrap();
            seen.push(match event {
                Event::NewRule(rule) => ("new", (rule.priority, rule.fwmark, table(&rule))),
                Event::DelRule(rule) => ("deleted", (rule.priority, rule.fwmark, table(&rule))),
                Event::Other(other) => panic!("{other:?}"),
            });
        }
        let what = (Some(50), Some(7), 100);
        assert_eq!(seen, [("new", what), ("deleted", what)]);
    });
}

#[test]
fn what_our_rules_refuse_is_not_sent() {
    in_namespace(|| {
        let mut netlink = connect();
        let rule = Rule { dscp: Some(64), ..table_rule(1000, 100) };
        let error = not_sent(netlink.execute(&rule, MessageFlags::CREATE));
        assert!(error.contains("Rule.dscp"), "{error}");
        let src = Some(Ip::V6(std::net::Ipv6Addr::LOCALHOST));
        let rule = Rule { src, ..table_rule(1000, 100) };
        let error = not_sent(netlink.execute(&rule, MessageFlags::CREATE));
        assert!(error.contains("Rule.src"), "{error}");
    });
}

#[test]
fn what_the_kernel_refuses_is_named() {
    in_namespace(|| {
        let mut netlink = connect();
        // Past our rules: a name that no interface can have.
        let mut long = Vec::new();
        Writer::growing(&mut long).put(3, &c"a-name-that-is-too-long").unwrap();
        let rule = Rule { rest: Unknown::of(&long), ..table_rule(1000, 100) };
        let error = refusal(netlink.execute(&rule, MessageFlags::CREATE));
        assert_eq!(error.field().as_deref(), Some("Rule.iifname"), "{error}");

        // A jump backwards, which could be endless. The kernel reports that as text only.
        let rule = table_rule(1000, 0);
        let header = RuleHeader { action: Action::GOTO, ..rule.header };
        let rule = Rule { header, goto: Some(1), ..rule };
        let error = refusal(netlink.execute(&rule, MessageFlags::CREATE));
        assert_eq!(error.message(), Some("Backward goto not supported"), "{error}");
    });
}
