//! The family `rt_rule`.

use netlink_core::{Be, MessageFlags, Unknown, Writer};
use netlink_sys::{Connection, Protocol};
use netlink_tests::{
    family::rt_rule::*,
    layouts,
    namespace::in_namespace,
    or_skip, oracle, partly_skip, same_as_headers, skip,
    skip::Skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use crate::support::*;

const HEADERS: &[&str] = &["sys/socket.h", "linux/rtnetlink.h", "linux/fib_rules.h"];

#[test]
fn constants_and_structs_are_those_of_the_headers() {
    same_as_headers!(HEADERS, CONSTANTS);
    same_as_headers!(
        HEADERS,
        layouts! {
            FibRuleHdr = "fib_rule_hdr" {
                family: "family",
                dst_len: "dst_len",
                src_len: "src_len",
                tos: "tos",
                table: "table",
                res1: "res1",
                res2: "res2",
                action: "action",
                flags: "flags",
            }
            UidRange = "fib_rule_uid_range" { start: "start", end: "end" }
            PortRange = "fib_rule_port_range" { start: "start", end: "end" }
        }
    );
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
    let flag = |flag| header.flags & flag != 0;
    let bits = if header.family == AF_INET { 32 } else { 128 };
    shown.field("priority", json!(rule.priority.unwrap_or(0)));
    shown.flag("not", flag(FIB_RULE_INVERT), Value::Null);
    let src = rule.src.and_then(|src| src.ip());
    shown.field("src", src.map_or_else(|| json!("all"), |src| json!(src)));
    shown.flag("srclen", src.is_some() && header.src_len != bits, json!(header.src_len));
    let dst = rule.dst.and_then(|dst| dst.ip());
    shown.field("dst", dst.map(|dst| json!(dst)));
    shown.flag("dstlen", dst.is_some() && header.dst_len != bits, json!(header.dst_len));
    shown.flag("tos", header.tos != 0, json!(format!("{:#04x}", header.tos)));
    shown.field("fwmark", rule.mark.map(|mark| json!(format!("{mark:#x}"))));
    let mask = rule.mark_mask.filter(|mask| rule.mark.is_some() && *mask != u32::MAX);
    shown.field("fwmask", mask.map(|mask| json!(format!("{mask:#x}"))));
    let name = |name: &core::ffi::CStr| json!(name.to_str().expect("UTF-8"));
    shown.field("iif", rule.input_interface.map(name));
    shown.flag("iif_detached", flag(FIB_RULE_IIF_DETACHED), Value::Null);
    shown.field("oif", rule.output_interface.map(name));
    shown.flag("oif_detached", flag(FIB_RULE_OIF_DETACHED), Value::Null);
    shown.flag("l3mdev", rule.l3mdev.is_some(), Value::Null);
    shown.field("uid_start", rule.uids.map(|uids| json!(uids.start)));
    shown.field("uid_end", rule.uids.map(|uids| json!(uids.end)));
    shown.field("ipproto", rule.ip_protocol.map(|number| json!(format!("ipproto-{number}"))));
    for (name, ports) in [("sport", rule.src_ports), ("dport", rule.dst_ports)] {
        match ports {
            Some(PortRange { start, end }) if start == end => shown.field(name, json!(start)),
            Some(PortRange { start, end }) => {
                shown.field(&format!("{name}_start"), json!(start));
                shown.field(&format!("{name}_end"), json!(end));
            }
            None => {}
        }
    }
    shown.field("tun_id", rule.tunnel_id.map(|id| json!(id.0)));
    if rule.table() != 0 {
        shown.field("table", json!(rule.table().to_string()));
        let len = rule.suppress_prefix_len.filter(|len| *len != NO_PREFIX_LEN);
        shown.field("suppress_prefixlen", len.map(|len| json!(len)));
        let group = rule.suppress_link_group;
        shown.field("suppress_ifgroup", group.map(|group| json!(group.to_string())));
    }
    if let Some(flow) = rule.flow {
        shown.field("flow_from", json!((flow >> 16).to_string()));
        shown.field("flow_to", json!((flow & 0xffff).to_string()));
    }
    match header.action {
        Action::TABLE => {}
        Action::GOTO => {
            shown.field("goto", rule.goto.map(|goto| json!(goto)));
            shown.flag("unresolved", flag(FIB_RULE_UNRESOLVED), Value::Null);
        }
        Action::NOTHING => shown.field("nop", Some(Value::Null)),
        Action(other) => shown.field("action", json!(other.to_string())),
    }
    shown.field("protocol", rule.protocol.map(|protocol| json!(protocol.to_string())));
    shown.done()
}

fn every_rule(netlink: &mut Connection, family: u8) -> Vec<Value> {
    let header = FibRuleHdr { family, ..Default::default() };
    dumped(netlink, &GetRule { header, ..Default::default() }, |rule: Rule<'_>| {
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
        let messages = dumped_bytes(Protocol::ROUTE, RTM_GETRULE, &GetRule::default());
        assert!(messages.len() >= 16);
        survive_as::<Rule<'_>>(&messages);
        survive_as_stream!(&messages, RuleStream);
        for bytes in &messages {
            assert!(matches!(message(bytes).parse().unwrap(), RuleEvent::New(_)));
        }
    });
}

/// A rule of IPv4 that asks a table.
fn table_rule<'a>(priority: u32, table: u32) -> Rule<'a> {
    let header = FibRuleHdr { family: AF_INET, action: Action::TABLE, ..Default::default() };
    Rule { header, priority: Some(priority), table: Some(table), ..Default::default() }
}

#[test]
fn rules_made_by_us_are_shown_by_ip() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let mut netlink = connect();
        let selective = table_rule(1000, 70_000);
        let selective = Rule {
            header: FibRuleHdr {
                src_len: 8,
                dst_len: 32,
                tos: 0x10,
                flags: FIB_RULE_INVERT,
                ..selective.header
            },
            src: Some(Ip::V4([10, 0, 0, 0].into())),
            dst: Some(Ip::V4([192, 0, 2, 1].into())),
            input_interface: Some(c"lo"),
            output_interface: Some(c"gone"),
            mark: Some(0x10),
            mark_mask: Some(0xff),
            flow: Some(3 << 16 | 4),
            tunnel_id: Some(Be(5)),
            suppress_prefix_len: Some(1),
            uids: Some(users()),
            protocol: Some(42),
            ip_protocol: Some(17),
            src_ports: Some(PortRange { start: 80, end: 80 }),
            dst_ports: Some(PortRange { start: 1000, end: 2000 }),
            ..selective
        };
        let elsewhere = table_rule(900, 0);
        let header = FibRuleHdr { action: Action::GOTO, ..elsewhere.header };
        let elsewhere = Rule { header, goto: Some(1000), ..elsewhere };
        let v6 = table_rule(77, 0);
        let header =
            FibRuleHdr { family: AF_INET6, src_len: 32, action: Action::PROHIBIT, ..v6.header };
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

        let header = FibRuleHdr { family: AF_INET, ..Default::default() };
        let gone = DelRule { header, priority: Some(900), ..Default::default() };
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let event = RuleEvent::Deleted(selective);
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
        let header = FibRuleHdr { family: AF_INET6, ..rule.header };
        let made = Rule {
            header,
            dscp: Some(46),
            flow_label: Some(Be(0x12345)),
            flow_label_mask: Some(Be(FLOW_LABEL)),
            src_ports: Some(PortRange { start: 0x50, end: 0x50 }),
            src_port_mask: Some(0xfff0),
            ..rule
        };
        netlink.execute(&made, MessageFlags::CREATE).unwrap_or_else(|error| panic!("{error}"));
        let header = FibRuleHdr { family: AF_INET6, ..Default::default() };
        let mut rules = netlink.dump(&GetRule { header, ..Default::default() }).unwrap();
        let mut found = 0;
        while let Some(rule) = rules.next().unwrap() {
            if rule.priority == made.priority {
                found += 1;
                // Older kernels leave out what they do not know.
                if rule.dscp.is_none() || rule.flow_label.is_none() || rule.src_port_mask.is_none()
                {
                    skip!(Skip::kernel(
                        "it has no rules about flow labels, DSCP or masks of ports"
                    ));
                }
                assert_eq!(rule.dscp, made.dscp);
                assert_eq!(rule.flow_label, made.flow_label);
                assert_eq!(rule.flow_label_mask, made.flow_label_mask);
                assert_eq!(rule.src_ports, made.src_ports);
                assert_eq!(rule.src_port_mask, made.src_port_mask);
            }
        }
        assert_eq!(found, 1);
    });
}

#[test]
fn added_and_removed_rules_are_reported_completely() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let told = events(RTNLGRP_IPV4_RULE, || {
            ip.run("rule add fwmark 7 lookup 100 pref 50");
            ip.run("rule del pref 50");
        });
        let mut seen = Vec::new();
        for bytes in &told {
            let before = message(bytes);
            let event: RuleEvent<'_> = before.parse().unwrap();
            let after = emitted(&before, &event);
            oracle::same::<Rule<'_>>(&before, &message(&after)).unwrap();
            seen.push(match event {
                RuleEvent::New(rule) => ("new", (rule.priority, rule.mark, rule.table())),
                RuleEvent::Deleted(rule) => ("deleted", (rule.priority, rule.mark, rule.table())),
                RuleEvent::Other(other) => panic!("{other:?}"),
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
        Writer::growing(&mut long).put(FRA_IIFNAME, &c"a-name-that-is-too-long").unwrap();
        let rule = Rule { rest: Unknown::of(&long), ..table_rule(1000, 100) };
        let error = refusal(netlink.execute(&rule, MessageFlags::CREATE));
        assert_eq!(error.field().as_deref(), Some("Rule.input_interface"), "{error}");

        // A jump backwards, which could be endless. The kernel reports that as text only.
        let rule = table_rule(1000, 0);
        let header = FibRuleHdr { action: Action::GOTO, ..rule.header };
        let rule = Rule { header, goto: Some(1), ..rule };
        let error = refusal(netlink.execute(&rule, MessageFlags::CREATE));
        assert_eq!(error.message(), Some("Backward goto not supported"), "{error}");
    });
}
