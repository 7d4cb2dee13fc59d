//! What we make, as `tc` shows it.

use netlink_core::zerocopy::big_endian as be;
use netlink_core::{EmitMessage, Indexed, MessageFlags};
use netlink_families::Flexible;
use netlink_families::tc::*;
use netlink_sys::Connection;
use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    skip::Skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use super::{ETH_P_IP, TABLE_LEN, on, with_priority};
use crate::support::{LinkNames, connect};

fn create<T: EmitMessage>(netlink: &mut Connection, message: &T) {
    let flags = MessageFlags::CREATE | MessageFlags::EXCL;
    netlink.execute(message, flags).unwrap_or_else(|error| panic!("{error}"));
}

/// `TC_LINKLAYER_ETHERNET`.
const ETHERNET: u8 = 1;
/// `TC_U32_TERMINAL`.
const TERMINAL: u8 = 1;
/// `TCA_EGRESS_REDIR`.
const EGRESS_REDIRECT: i32 = 1;
/// `TCA_EGRESS_MIRROR`.
const EGRESS_MIRROR: i32 = 2;
/// `TC_ACT_PIPE`.
const PIPE: i32 = 3;
/// `TC_ACT_STOLEN`.
const STOLEN: i32 = 4;

fn rate(bytes: u32) -> RateSpec {
    RateSpec { linklayer: ETHERNET, rate: bytes, ..RateSpec::default() }
}

/// A selector of these keys that ends the search.
pub fn terminal(keys: &[U32Key]) -> Flexible<'_, U32Sel, U32Key> {
    let nkeys = keys.len().try_into().expect("few keys");
    let head = U32Sel { flags: TERMINAL, nkeys, ..U32Sel::default() };
    Flexible { head, items: keys }
}

pub fn qdisc<'a>(header: TcHeader, kind: &'a str, options: Option<Options<'a>>) -> Qdisc<'a> {
    Qdisc { header, kind: Some(kind.into()), options, ..Qdisc::default() }
}

/// A filter of u32 below `parent`, for IPv4.
pub fn filter(index: u32, parent: u32, priority: u16, u32: U32<'_>) -> Filter<'_> {
    let header = with_priority(TcHeader { parent, ..on(index) }, priority, ETH_P_IP);
    Filter(qdisc(header, "u32", Some(Options::U32(u32))))
}

fn make_links(ip: &Tool) -> Result<(), Skip> {
    ip.run_where_supported("link add v0 type veth peer name v1").map(drop)
}

/// The one that has this value there.
fn with<'v>(shown: &'v Value, key: &str, value: &str) -> &'v Value {
    let mut all = shown.as_array().expect("an array").iter();
    all.find(|shown| shown[key] == value).unwrap_or_else(|| panic!("no {key} {value} in {shown}"))
}

fn same_fields(shown: &Value, expected: &Value) {
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&shown[name], value, "{name} of {shown}");
    }
}

#[test]
fn queueing_disciplines_and_classes_made_by_us_are_shown_by_tc() {
    in_namespace(|| {
        let (ip, tc) = (or_skip!(tool("ip")), or_skip!(tool("tc")));
        or_skip!(make_links(&ip));
        or_skip!(tc.run_where_supported("qdisc add dev v1 root htb"));
        or_skip!(
            tc.run_where_supported("qdisc add dev v0 root tbf rate 1mbit burst 9kb limit 9kb")
        );
        tc.run("qdisc del dev v1 root");
        tc.run("qdisc del dev v0 root");
        let mut netlink = connect();
        let index = LinkNames::read(&mut netlink).index("v0");

        let tree = HtbGlob { version: 3, rate2quantum: 7, defcls: 0x21, ..HtbGlob::default() };
        let tree = Htb { init: Some(tree.into()), direct_qlen: Some(77), ..Htb::default() };
        let header = TcHeader { parent: HANDLE_ROOT, handle: handle(1, 0), ..on(index) };
        create(&mut netlink, &qdisc(header, "htb", Some(Options::Htb(tree))));

        // A table of times for each size is accepted unchanged, needed or not.
        let table = [0_u8; TABLE_LEN];
        let parms = HtbOpt {
            rate: rate(1_250_000),
            ceil: rate(2_500_000),
            buffer: 128_000,
            cbuffer: 128_000,
            quantum: 3000,
            prio: 4,
            ..HtbOpt::default()
        };
        let htb = Htb {
            parms: Some(parms.into()),
            rtab: Some(&table),
            ctab: Some(&table),
            ..Htb::default()
        };
        let leaf = handle(1, 0x21);
        let header = TcHeader { parent: handle(1, 0), handle: leaf, ..on(index) };
        let class = Class(qdisc(header, "htb", Some(Options::Htb(htb))));
        create(&mut netlink, &class);

        let parms = TbfQopt { rate: rate(125_000), limit: 20_000, ..TbfQopt::default() };
        let tbf = Tbf { parms: Some(parms.into()), burst: Some(10_240), ..Tbf::default() };
        let header = TcHeader { parent: leaf, handle: handle(9, 0), ..on(index) };
        create(&mut netlink, &qdisc(header, "tbf", Some(Options::Tbf(tbf))));

        let shown = tc.json("-j -s -d qdisc show dev v0");
        let htb = with(&shown, "kind", "htb");
        same_fields(htb, &json!({ "handle": "1:", "root": true }));
        let expected = json!({ "r2q": 7, "default": "0x21", "direct_qlen": 77 });
        same_fields(&htb["options"], &expected);
        let tbf = with(&shown, "kind", "tbf");
        same_fields(tbf, &json!({ "handle": "9:", "parent": "1:21" }));
        let expected = json!({ "rate": 125_000, "burst": "10Kb/1", "linklayer": "ethernet" });
        same_fields(&tbf["options"], &expected);

        let classes = tc.run("-s -d class show dev v0");
        let expected = "class htb 1:21 root leaf 9: prio 4 quantum 3000 rate 10Mbit ceil 20Mbit \
                        linklayer ethernet burst 10Kb/1 mpu 0b cburst 20Kb/1 mpu 0b level 0";
        let line = classes.lines().find(|line| line.contains("1:21")).expect("the class");
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(line), words(expected));

        let gone = DelQdisc {
            header: TcHeader { parent: HANDLE_ROOT, ..on(index) },
            ..DelQdisc::default()
        };
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        let left = tc.json("-j qdisc show dev v0");
        assert!(!left.to_string().contains("htb"), "{left}");
    });
}

#[test]
fn filter_with_an_action_made_by_us_is_shown_by_tc() {
    in_namespace(|| {
        let (ip, tc) = (or_skip!(tool("ip")), or_skip!(tool("tc")));
        or_skip!(make_links(&ip));
        or_skip!(tc.run_where_supported("qdisc add dev v1 ingress"));
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let index = names.index("v0");
        let header = TcHeader { parent: HANDLE_INGRESS, handle: handle(0xffff, 0), ..on(index) };
        let nothing = Options::Ingress;
        create(&mut netlink, &qdisc(header, "ingress", Some(nothing)));

        let key = |mask, value, off| U32Key {
            mask: be::U32::new(mask),
            val: be::U32::new(value),
            off,
            offmask: 0,
        };
        let keys = [key(0xffff_ff00, 0x0a01_0200, 16), key(0x00ff_0000, 0x0006_0000, 8)];
        let mirred = |eaction, action, to: &str| Mirred {
            action,
            eaction,
            ifindex: names.index(to),
            ..Mirred::default()
        };
        let parms = [mirred(EGRESS_MIRROR, PIPE, "lo"), mirred(EGRESS_REDIRECT, STOLEN, "v1")];
        let cookie = [0xc0, 0x0c, 0x1e];
        let actions = parms.map(|parms| Action {
            kind: Some("mirred".into()),
            options: Some(ActionOptions::Mirred(ActMirred {
                parms: Some(parms.into()),
                ..ActMirred::default()
            })),
            cookie: Some(&cookie),
            ..Action::default()
        });
        let u32 =
            U32 { sel: Some(terminal(&keys)), act: Some(Indexed::of(&actions)), ..U32::default() };
        create(&mut netlink, &filter(index, handle(0xffff, 0), 49, u32));

        assert_eq!(with(&tc.json("-j qdisc show dev v0"), "kind", "ingress")["handle"], "ffff:");
        let shown = tc.json("-j -s -d filter show dev v0 parent ffff:");
        let shown = shown.as_array().unwrap().last().expect("the filter");
        same_fields(shown, &json!({ "protocol": "ip", "pref": 49, "kind": "u32" }));
        // Of several keys, JSON keeps the last.
        let last = json!({ "value": "60000", "mask": "ff0000", "offmask": "", "off": 8 });
        assert_eq!(shown["options"]["match"], last);
        let text = tc.run("-s -d filter show dev v0 parent ffff:");
        assert!(text.contains("match 0a010200/ffffff00 at 16"), "{text}");
        assert!(text.contains("match 00060000/00ff0000 at 8"), "{text}");
        let [first, second] = &shown["options"]["actions"].as_array().unwrap()[..] else {
            panic!("{shown}")
        };
        let expected = json!({
            "order": 1,
            "kind": "mirred",
            "mirred_action": "mirror",
            "direction": "egress",
            "to_dev": "lo",
            "control_action": { "type": "pipe" },
            "cookie": "c00c1e",
        });
        same_fields(first, &expected);
        let expected = json!({
            "order": 2,
            "mirred_action": "redirect",
            "to_dev": "v1",
            "control_action": { "type": "stolen" },
        });
        same_fields(second, &expected);

        let gone = DelFilter {
            header: with_priority(
                TcHeader { parent: handle(0xffff, 0), ..on(index) },
                49,
                ETH_P_IP,
            ),
            ..DelFilter::default()
        };
        netlink.execute(&gone, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(tc.json("-j filter show dev v0 parent ffff:"), json!([]));
    });
}
