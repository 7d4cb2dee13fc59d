//! What `tc` made, as we read it: the same that `tc` shows.

use netlink_core::{Bitfield32, Indexed};
use netlink_families::NlaStr;
use netlink_families::tc::*;
use netlink_sys::Connection;
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};
use serde_json::{Value, json};

use super::{ETH_P_ALL, ETH_P_IP, make_all, on, priority, show_handle};
use crate::support::{LinkNames, Object, at_one_moment, connect, dumped};

/// `TCA_FLAG_LARGE_DUMP_ON`.
const LARGE_DUMP: u32 = 1;

#[test]
fn queueing_disciplines_are_read_as_tc_shows_them() {
    in_namespace(|| {
        let (ip, tc) = (or_skip!(tool("ip")), or_skip!(tool("tc")));
        or_skip!(make_all(&ip, &tc));
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let (theirs, ours) = at_one_moment(&tc, "-j -s -d qdisc show", || {
            dumped(&mut netlink, &GetQdisc::default(), |qdisc: Qdisc<'_>| {
                Some(show_qdisc(&qdisc, &names))
            })
        });
        assert!(ours.len() >= 6, "{ours:?}");
        assert_eq!(Value::Array(ours), theirs);
    });
}

#[test]
fn filters_are_read_as_tc_shows_them() {
    in_namespace(|| {
        let (ip, tc) = (or_skip!(tool("ip")), or_skip!(tool("tc")));
        or_skip!(make_all(&ip, &tc));
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        for (name, parent) in [("v0", 0), ("v1", handle(0xffff, 0))] {
            let header = TcHeader { parent, ..on(names.index(name)) }.into();
            let request = GetFilter { header, ..GetFilter::default() };
            let asked = match parent {
                0 => format!("-j -s -d filter show dev {name}"),
                parent => {
                    format!("-j -s -d filter show dev {name} parent {}", show_handle(parent))
                }
            };
            let (theirs, ours) = at_one_moment(&tc, &asked, || {
                dumped(&mut netlink, &request, |filter: Filter<'_>| {
                    Some(show_filter(&filter, parent == 0, &names))
                })
            });
            assert_eq!(ours.len(), 6, "{ours:?}");
            assert_eq!(Value::Array(ours), without_hits(theirs));
        }
    });
}

/// Without the hits that u32 counts in kernels that were built so, and that change by themselves.
fn without_hits(mut filters: Value) -> Value {
    for filter in filters.as_array_mut().expect("an array") {
        if let Some(options) = filter.get_mut("options").and_then(Value::as_object_mut) {
            options.remove("rule_hit");
            options.remove("success");
        }
    }
    filters
}

#[test]
fn classes_are_read_as_tc_shows_them() {
    in_namespace(|| {
        let (ip, tc) = (or_skip!(tool("ip")), or_skip!(tool("tc")));
        or_skip!(make_all(&ip, &tc));
        let mut netlink = connect();
        let header = on(LinkNames::read(&mut netlink).index("v0"));
        // `tc` prints classes as text only, whatever the options.
        for _ in 0..100 {
            let before = tc.run("-s -d class show dev v0");
            let ours = every_class(&mut netlink, header);
            if tc.run("-s -d class show dev v0") == before {
                let words = |text: &str| -> Vec<String> {
                    text.split_whitespace().map(str::to_owned).collect()
                };
                assert_eq!(words(&ours), words(&before), "{before}");
                return;
            }
        }
        panic!("the classes' counters never stood still");
    });
}

#[test]
fn actions_are_read_as_tc_shows_them() {
    in_namespace(|| {
        let (ip, tc) = (or_skip!(tool("ip")), or_skip!(tool("tc")));
        or_skip!(make_all(&ip, &tc));
        let mut netlink = connect();
        let names = LinkNames::read(&mut netlink);
        let mirred = [Action { kind: Some("mirred".into()), ..Action::default() }];
        // Without this flag, a kernel does not count them.
        let flags = Bitfield32 { value: LARGE_DUMP, selector: LARGE_DUMP };
        let actions = Indexed::of(&mirred);
        let request =
            GetActions { tab: Some(actions), flags: Some(flags), ..GetActions::default() };
        let (theirs, ours) = at_one_moment(&tc, "-j -s -d actions ls action mirred", || {
            let mut counts = Vec::new();
            let actions = dumped(&mut netlink, &request, |actions: Actions<'_>| {
                counts.extend(actions.count);
                let all = actions.tab.expect("a list");
                let all = all.entries().map(Result::unwrap);
                Some(
                    all.map(|(number, action)| show_lone_action(number, &action, &names)).collect(),
                )
            });
            assert_eq!(counts, [3]);
            actions
        });
        assert_eq!(theirs[0]["total acts"], 3, "{theirs}");
        assert_eq!(ours[0], theirs[1]["actions"]);
    });
}

fn text(name: Option<NlaStr<'_>>) -> Option<Value> {
    name.map(|name| json!(name.to_string()))
}

fn show_qdisc(qdisc: &Qdisc<'_>, names: &LinkNames) -> Value {
    let header = &qdisc.header;
    let mut shown = Object::default();
    shown.field("kind", text(qdisc.kind));
    shown.field("handle", json!(format!("{:x}:", header.handle >> 16)));
    shown.field("dev", json!(names.name(header.ifindex.try_into().expect("an index"))));
    match header.parent {
        HANDLE_ROOT => shown.field("root", json!(true)),
        0 => {}
        parent => shown.field("parent", json!(show_handle(parent))),
    }
    shown.flag("refcnt", header.info != 1, json!(header.info));
    shown.field(
        "options",
        match &qdisc.options {
            None | Some(Options::Ingress | Options::Clsact) => json!({}),
            Some(Options::Htb(htb)) => show_htb(htb),
            Some(Options::Tbf(tbf)) => show_tbf(tbf),
            other => panic!("{other:?}"),
        },
    );
    show_stats(&mut shown, qdisc.stats2.as_ref().expect("statistics"));
    shown.done()
}

fn show_stats(shown: &mut Object, stats: &Stats<'_>) {
    let StatsBasic { bytes, packets, .. } = *stats.basic.expect("basic statistics");
    shown.field("bytes", json!(bytes));
    shown.field("packets", json!(stats.pkt64.unwrap_or(packets.into())));
    let StatsQueue { qlen, backlog, drops, requeues, overlimits } =
        *stats.queue.expect("statistics of the queue");
    let numbers = [
        ("qlen", qlen),
        ("backlog", backlog),
        ("drops", drops),
        ("requeues", requeues),
        ("overlimits", overlimits),
    ];
    for (name, number) in numbers {
        shown.field(name, json!(number));
    }
}

fn show_htb(htb: &Htb<'_>) -> Value {
    let HtbGlob { version, rate2quantum, defcls, direct_pkts, .. } =
        *htb.init.expect("the tree's parameters");
    json!({
        "r2q": rate2quantum,
        "default": format!("{defcls:#x}"),
        "direct_packets_stat": direct_pkts,
        "ver": format!("{}.{}", version >> 16, version & 0xffff),
        "direct_qlen": htb.direct_qlen,
    })
}

/// What a kernel's clock of packets makes of a time: in whole microseconds.
fn microseconds(ticks: u32) -> f64 {
    (f64::from(ticks) * 64.0 / 1000.0).floor()
}

/// How many bytes pass in so many ticks.
fn bytes_in(ticks: u32, rate: u64) -> u32 {
    let bytes = rate as f64 * microseconds(ticks) / 1e6;
    bytes as u32
}

/// A number of bytes in the format of `tc`.
fn size(bytes: u32) -> String {
    let (size, kilo, mega) = (f64::from(bytes), 1024.0, 1024.0 * 1024.0);
    let near = |unit: f64, by| size >= unit && (unit * (size / unit).round() - size).abs() < by;
    if near(mega, 1024.0) {
        format!("{}Mb", (size / mega).round())
    } else if near(kilo, 16.0) {
        format!("{}Kb", (size / kilo).round())
    } else {
        format!("{bytes}b")
    }
}

fn link_layer(rate: &RateSpec) -> &'static str {
    match rate.linklayer & 0xf {
        1 => "ethernet",
        other => panic!("link layer {other}"),
    }
}

fn show_tbf(tbf: &Tbf<'_>) -> Value {
    let TbfQopt { rate: rate_spec, peakrate, limit, buffer, mtu } = *tbf.parms.expect("parameters");
    let rate = tbf.rate64.unwrap_or(rate_spec.rate.into());
    let latency = |rate: u64, ticks| 1e6 * (f64::from(limit) / rate as f64) - microseconds(ticks);
    let mut latency_us = latency(rate, buffer);
    let mut shown = Object::default();
    shown.field("rate", json!(rate));
    let burst = size(bytes_in(buffer, rate));
    shown.field("burst", json!(format!("{burst}/{}", 1 << rate_spec.cell_log)));
    shown.field("mpu", Value::from(rate_spec.mpu));
    let peak = tbf.prate64.unwrap_or(peakrate.rate.into());
    if peak != 0 {
        let mtu_size = size(bytes_in(mtu, peak));
        shown.field("mtu", json!(format!("{mtu_size}/{}", 1 << peakrate.cell_log)));
        latency_us = latency_us.max(latency(peak, mtu));
    }
    shown.field("lat", json!(latency_us as u64));
    shown.field("linklayer", json!(link_layer(&rate_spec)));
    shown.done()
}

fn show_filter(filter: &Filter<'_>, with_parent: bool, names: &LinkNames) -> Value {
    let Filter(filter) = filter;
    let header = &filter.header;
    let (priority, protocol) = priority(header);
    let mut shown = Object::default();
    shown.flag("parent", with_parent, json!(show_handle(header.parent)));
    shown.field(
        "protocol",
        match protocol {
            ETH_P_IP => json!("ip"),
            ETH_P_ALL => json!("all"),
            other => panic!("protocol {other:#x}"),
        },
    );
    shown.field("pref", json!(priority));
    shown.field("kind", text(filter.kind));
    shown.field("chain", json!(filter.chain));
    match &filter.options {
        None => {}
        Some(Options::U32(u32)) => shown.field("options", show_u32(header.handle, u32, names)),
        other => panic!("{other:?}"),
    }
    shown.done()
}

/// A filter's number as `tc` writes it: hash table, bucket, entry.
fn u32_handle(handle: u32) -> String {
    let (table, bucket, entry) = (handle >> 20, (handle >> 12) & 0xff, handle & 0xfff);
    let bucket = if bucket == 0 { String::new() } else { format!("{bucket:x}") };
    let entry = if entry == 0 { String::new() } else { format!(":{entry:x}") };
    format!("{table:x}:{bucket}{entry}")
}

fn show_u32(handle: u32, u32: &U32<'_>, names: &LinkNames) -> Value {
    let mut shown = Object::default();
    shown.field("fh", json!(u32_handle(handle)));
    shown.field("ht_divisor", u32.divisor.map(|divisor| json!(divisor)));
    if let Some(selector) = &u32.sel {
        shown.field("order", json!(handle & 0xfff));
        assert_eq!({ selector.head.off }, 0);
        // `tc` gives all keys the same name, and of those a reader keeps the last.
        let U32Key { mask, val: value, off: offset, offmask: offset_mask } =
            *selector.items.last().expect("a key");
        let matches = json!({
            "value": format!("{value:x}"),
            "mask": format!("{mask:x}"),
            "offmask": if offset_mask == 0 { "" } else { "nexthdr+" },
            "off": offset,
        });
        shown.field("match", matches);
    }
    if let Some(hash) = u32.hash {
        shown.field("key_ht", json!(format!("{:x}", hash >> 20)));
        shown.field("bkt", json!(format!("{:x}", (hash >> 12) & 0xff)));
    }
    shown.field("flowid", u32.classid.map(|class| json!(show_handle(class))));
    let flags = u32.flags.unwrap_or_default().bits();
    shown.flag("not_in_hw", flags & ClsFlags::NOT_IN_HW.bits() != 0, json!(true));
    if let Some(actions) = &u32.act {
        let actions = actions.entries().map(Result::unwrap);
        let actions = actions.map(|(number, action)| show_action(number, &action, names));
        shown.field("actions", Some(actions.collect()));
    }
    shown.done()
}

fn show_action(number: u16, action: &Action<'_>, names: &LinkNames) -> Value {
    let Some(ActionOptions::Mirred(mirred)) = &action.options else { panic!("{action:?}") };
    let parms @ Mirred { eaction, ifindex, .. } = *mirred.parms.expect("parameters");
    let (what, where_to) = match eaction {
        // TCA_EGRESS_REDIR, TCA_EGRESS_MIRROR, TCA_INGRESS_REDIR
        1 => ("redirect", "egress"),
        2 => ("mirror", "egress"),
        3 => ("redirect", "ingress"),
        other => panic!("direction {other}"),
    };
    let mut shown = Object::default();
    shown.field("order", json!(number));
    shown.field("kind", text(action.kind));
    shown.field("mirred_action", json!(what));
    shown.field("direction", json!(where_to));
    shown.field("to_dev", json!(names.name(ifindex)));
    let then = match parms.action {
        // TC_ACT_STOLEN, TC_ACT_PIPE
        4 => "stolen",
        3 => "pipe",
        other => panic!("action {other}"),
    };
    shown.field("control_action", json!({ "type": then }));
    shown.field("index", Value::from(parms.index));
    shown.field("ref", Value::from(parms.refcnt));
    shown.field("bind", Value::from(parms.bindcnt));
    // In hundredths of a second.
    let ActionTimes { install, lastuse, firstuse, .. } = *mirred.tm.expect("times");
    for (name, time) in [("installed", install), ("last_used", lastuse), ("first_used", firstuse)] {
        shown.flag(name, time != 0, json!(time / 100));
    }
    let mut stats = Object::default();
    show_stats(&mut stats, action.stats.as_ref().expect("statistics"));
    shown.field("stats", stats.done());
    shown.done()
}

/// An action without a filter: for these, `tc` also shows the offload to devices.
fn show_lone_action(number: u16, action: &Action<'_>, names: &LinkNames) -> Value {
    let mut shown = show_action(number, action, names);
    // Older kernels do not report it, and `tc` shows nothing.
    if let Some(count) = action.in_hw_count {
        assert_eq!(count, 0);
        shown["not_in_hw"] = json!(true);
    }
    if let Some(used) = &action.used_hw_stats {
        assert_eq!(used.value, 0);
        shown["used_hw_stats"] = json!(["disabled"]);
    }
    shown
}

/// The classes of a link in the format of `tc`.
fn every_class(netlink: &mut Connection, header: TcHeader) -> String {
    let request = GetClass { header: header.into(), ..GetClass::default() };
    let mut shown = String::new();
    dumped(netlink, &request, |class: Class<'_>| {
        shown += &show_class(&class);
        None
    });
    shown
}

fn show_class(class: &Class<'_>) -> String {
    let Class(class) = class;
    let header = &class.header;
    let kind = class.kind.expect("a kind");
    let mut shown = format!("class {kind} {} ", show_handle(header.handle));
    shown += &match header.parent {
        HANDLE_ROOT => "root ".to_owned(),
        parent => format!("parent {} ", show_handle(parent)),
    };
    if header.info != 0 {
        shown += &format!("leaf {:x}: ", header.info >> 16);
    }
    match &class.options {
        None => {}
        Some(Options::Htb(htb)) => shown += &show_htb_class(htb),
        other => panic!("{other:?}"),
    }
    let Some(stats) = class.stats2.as_ref().filter(|stats| stats.basic.is_some()) else {
        return shown + "\n";
    };
    let StatsBasic { bytes, packets, .. } = *stats.basic.expect("basic statistics");
    let StatsQueue { qlen, backlog, drops, requeues, overlimits } =
        *stats.queue.expect("statistics of the queue");
    shown += &format!(
        "\n Sent {bytes} bytes {packets} pkt (dropped {drops}, overlimits {overlimits} requeues \
         {requeues}) \n backlog {}b {qlen}p requeues {requeues}\n",
        backlog,
    );
    // The same twice: in the set, and where older programs look for it.
    let (Some(StatsApp::Htb(app)), Some(StatsApp::Htb(xstats))) = (&stats.app, &class.xstats)
    else {
        panic!("{class:?}");
    };
    assert_eq!(app, xstats);
    let HtbXstats { lends, borrows, giants, tokens, ctokens } = **app;
    shown += &format!(
        " lended: {lends} borrowed: {borrows} giants: {giants}\n tokens: {tokens} ctokens: \
         {ctokens}\n",
    );
    shown
}

fn show_htb_class(htb: &Htb<'_>) -> String {
    let HtbOpt { rate: rate_spec, ceil: ceil_spec, buffer, cbuffer, quantum, level, prio } =
        *htb.parms.expect("the class's parameters");
    let rate = htb.rate64.unwrap_or(rate_spec.rate.into());
    let ceil = htb.ceil64.unwrap_or(ceil_spec.rate.into());
    let mut shown = String::new();
    if level == 0 {
        shown += &format!("prio {prio} quantum {quantum} ");
    }
    shown += &format!("rate {} ceil {} ", bits(rate), bits(ceil));
    shown += &format!("linklayer {} ", link_layer(&rate_spec));
    let sizes = [("burst", buffer, rate, rate_spec), ("cburst", cbuffer, ceil, ceil_spec)];
    for (name, ticks, rate, spec) in sizes {
        let burst = size(bytes_in(ticks, rate));
        shown += &format!("{name} {burst}/{} mpu {} ", 1 << spec.cell_log, size(spec.mpu.into()));
    }
    shown + &format!("level {level} ")
}

/// A rate in the format of `tc`.
fn bits(bytes: u64) -> String {
    let mut rate = bytes * 8;
    let mut units = ["", "K", "M", "G", "T"].into_iter();
    let mut unit = units.next().expect("a unit");
    while rate >= 1000 && (rate % 1000 == 0 || rate >= 1_000_000) {
        rate /= 1000;
        unit = units.next().expect("a unit");
    }
    format!("{rate}{unit}bit")
}
