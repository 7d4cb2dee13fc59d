//! Queueing disciplines and classes of every kind, compared with `tc`.

use netlink_core::MessageFlags;
use netlink_core::value::Struct;
use netlink_families::tc::{
    Choke, Class, GetClass, GetQdisc, Htb, HtbGlob, Options, Qdisc, Red, RedQopt, SizeTable,
    TcHeader,
};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};

use super::{Fault, add_devices, each, run, same};
use crate::support::{index, route};

/// What follows `tc qdisc add dev d0 root handle 1:`. `d0` has four queues.
const QDISCS: &[&str] = &[
    "pfifo limit 50",
    "bfifo limit 5000",
    "pfifo_head_drop limit 50",
    "prio bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 3",
    "multiq",
    "mq",
    "noqueue",
    "sfq perturb 10 limit 100 quantum 1514 divisor 256",
    "sfq limit 100 headdrop flows 64 redflowlimit 10000 min 1000 max 3000 probability 0.1 ecn",
    "red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn bandwidth 10mbit probability 0.05",
    "red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn nodrop adaptive bandwidth 10mbit",
    "choke limit 100 min 10 max 30 ecn burst 20 bandwidth 10mbit",
    "tbf rate 1mbit burst 10kb latency 50ms",
    "tbf rate 8gbit burst 100kb limit 10000 peakrate 12gbit mtu 1600",
    "htb default 10 r2q 5 direct_qlen 3",
    "hfsc default 1",
    "drr",
    "qfq",
    "ets bands 5 strict 2 quanta 1000 2000 3000 priomap 0 1 2 3 4",
    "cbs idleslope 98688 sendslope -901312 hicredit 153 locredit -1389 offload 0",
    "codel limit 100 ecn",
    "fq_codel limit 100 flows 64 quantum 300 noecn memory_limit 1mb drop_batch 32",
    "fq limit 100 flow_limit 20 quantum 3000 initial_quantum 15000 maxrate 1mbit nopacing refill_delay 30ms \
     orphan_mask 255 ce_threshold 1ms",
    "fq_pie limit 100 flows 64 target 10ms tupdate 30ms alpha 3 beta 20 quantum 300 memory_limit 1mb ecn_prob 20 ecn",
    "pie limit 100 target 10ms tupdate 30ms alpha 3 beta 20 ecn bytemode dq_rate_estimator",
    "cake bandwidth 10mbit diffserv4 dual-dsthost nat wash ingress ack-filter split-gso rtt 50ms atm overhead 10 mpu 64 \
     fwmark 0xff memlimit 1mb",
    "cake unlimited besteffort flowblind no-split-gso raw",
    "hhf limit 100 quantum 300 hh_limit 20 reset_timeout 30ms admit_bytes 1000 evict_timeout 40ms non_hh_weight 3",
    "sfb limit 100 max 30 target 20 penalty_rate 10 penalty_burst 20",
    "plug limit 1000",
    "skbprio limit 50",
    "etf clockid CLOCK_TAI delta 300000 skip_sock_check",
    "netem delay 10ms 2ms 25% distribution normal loss 1% 10% duplicate 2% corrupt 3% reorder 25% 50% gap 5",
    "netem limit 100 rate 1mbit 20 100 5 ecn loss 1%",
    "netem loss state 10% 20% 30% 40% 5%",
    "netem loss gemodel 1% 10% 70% 0.1%",
    "netem slot 1ms 2ms packets 3 bytes 4000",
    "netem slot distribution normal 5ms 1ms packets 3",
    "netem delay 10ms seed 42",
    "mqprio num_tc 3 map 2 2 1 0 2 2 2 2 2 2 2 2 2 2 2 2 queues 1@0 1@1 2@2 hw 0",
    "taprio num_tc 3 map 2 2 1 0 2 2 2 2 2 2 2 2 2 2 2 2 queues 1@0 1@1 2@2 base-time 1000 sched-entry S 01 300000 \
     sched-entry S 06 300000 clockid CLOCK_TAI",
    "dualpi2 limit 100 target 10ms tupdate 20ms alpha 0.2 beta 3 step_packets 5 coupling_factor 2 drop_overload",
    "stab overhead 10 mtu 2000 tsize 128 linklayer atm pfifo limit 50",
];

/// A discipline, and what follows `tc class add dev d0 parent 1: classid 1:1`.
const CLASSES: &[(&str, &str)] = &[
    ("htb", "htb rate 1mbit ceil 8gbit burst 15k cburst 20k prio 3 quantum 3000"),
    ("htb", "htb rate 10gbit ceil 20gbit mpu 64 overhead 10 linklayer ethernet"),
    ("hfsc", "hfsc sc m1 1mbit d 10ms m2 500kbit ul rate 2mbit"),
    ("hfsc", "hfsc rt m1 1mbit d 10ms m2 500kbit ls rate 300kbit"),
    ("drr", "drr quantum 1500"),
    ("qfq", "qfq weight 10 maxpkt 1600"),
];

fn new<'a>(read: &Qdisc<'a>) -> Qdisc<'a> {
    let header = TcHeader {
        ifindex: read.header.ifindex,
        handle: read.header.handle,
        parent: read.header.parent,
        ..Default::default()
    };
    let Qdisc { kind, options, stab, ingress_block, egress_block, .. } = read.clone();
    // The kernel wants the table, as large as `tsize` says, and does not report it.
    let stab = stab.map(|stab| SizeTable { data: Some(&[0; 256]), ..stab });
    // The version is reported with a minor one (`HTB_VER`), and sent without.
    let options = options.map(|options| match options {
        Options::Htb(Htb { init: Some(init), direct_qlen, .. }) if init.version != 3 => {
            let init = HtbGlob { version: 3, ..Struct::into_inner(init) };
            Options::Htb(Htb { init: Some(init.into()), direct_qlen, ..Default::default() })
        }
        // The probabilities are not reported; the kernel wants them. It reports the flags twice, and wants them once.
        Options::Red(read) => {
            let parms = read.parms.map(Struct::into_inner);
            let parms = parms.map(|parms| RedQopt { flags: 0, ..parms }.into());
            Options::Red(Red { parms, stab: Some(&[0; 256]), ..read })
        }
        Options::Choke(read) => Options::Choke(Choke { stab: Some(&[0; 256]), ..read }),
        // The attributes behind the structure are for hardware.
        Options::Mqprio(read) => Options::Mqprio(Struct::into_inner(read).into()),
        other => other,
    });
    Qdisc { header, kind, options, stab, ingress_block, egress_block, ..Default::default() }
}

fn qdisc_again(tc: &Tool, row: &str) -> Result<(), Fault> {
    let d0 = i32::try_from(index("d0")).expect("an index");
    run(tc, "qdisc add dev d0 root handle 1:", row)?;
    // As text: JSON of some disciplines has text in it.
    let shown = || run(tc, "-d qdisc show dev d0 root", "");
    let before = shown()?;
    let (mut reader, request) = (route(), GetQdisc::default());
    let mut qdiscs = reader.dump(&request)?;
    while let Some(qdisc) = qdiscs.next()? {
        if qdisc.header.ifindex == d0 && qdisc.header.handle == 0x1_0000 {
            let new = new(&qdisc);
            run(tc, "qdisc del dev d0 root", "")?;
            route().execute(&new, MessageFlags::CREATE | MessageFlags::EXCL)?;
            return same(before, shown()?);
        }
    }
    Err(Fault::Lacking(format!("no discipline with a handle: {before}")))
}

#[test]
fn qdiscs_are_made_again_from_what_was_read() {
    in_namespace(|| {
        let tc = or_skip!(tool("tc"));
        let ip = or_skip!(tool("ip"));
        or_skip!(add_devices(&ip));
        each(QDISCS, |row| {
            let outcome = qdisc_again(&tc, row);
            let _ = tc.attempt(&["qdisc", "del", "dev", "d0", "root"], "");
            outcome
        });
    });
}

fn class_again(tc: &Tool, qdisc: &str, row: &str) -> Result<(), Fault> {
    let d0 = i32::try_from(index("d0")).expect("an index");
    run(tc, "qdisc add dev d0 root handle 1:", qdisc)?;
    run(tc, "class add dev d0 parent 1: classid 1:1", row)?;
    // As text: JSON of htb has text in it.
    let shown = || run(tc, "-d class show dev d0", "");
    let before = shown()?;
    let header = TcHeader { ifindex: d0, ..Default::default() };
    let (mut reader, request) = (route(), GetClass { header: header.into(), ..Default::default() });
    let mut classes = reader.dump(&request)?;
    while let Some(Class(class)) = classes.next()? {
        if class.header.handle == 0x1_0001 {
            let new = Class(new(&class));
            run(tc, "class del dev d0 classid 1:1", "")?;
            route().execute(&new, MessageFlags::CREATE | MessageFlags::EXCL)?;
            return same(before, shown()?);
        }
    }
    Err(Fault::Wrong(format!("no class 1:1: {before}")))
}

#[test]
fn classes_are_made_again_from_what_was_read() {
    in_namespace(|| {
        let tc = or_skip!(tool("tc"));
        let ip = or_skip!(tool("ip"));
        or_skip!(add_devices(&ip));
        let rows: Vec<_> =
            CLASSES.iter().map(|(qdisc, class)| format!("{qdisc} / {class}")).collect();
        each(&rows, |row| {
            let (qdisc, class) = row.split_once(" / ").expect("a class");
            let outcome = class_again(&tc, qdisc, class);
            let _ = tc.attempt(&["qdisc", "del", "dev", "d0", "root"], "");
            outcome
        });
    });
}
