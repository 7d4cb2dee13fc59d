//! The family `tc`.

mod made;
mod refused;
mod show;

use netlink_sys::Protocol;
use netlink_tests::{
    family::tc::*, layouts, namespace::in_namespace, or_skip, same_as_headers, skip::Skip,
    tool::Tool,
};

use crate::support::{LinkNames, connect, dumped_bytes, message, survive_as, survive_as_stream};

const HEADERS: &[&str] = &[
    "sys/socket.h",
    "linux/netlink.h",
    "linux/rtnetlink.h",
    "linux/gen_stats.h",
    "linux/pkt_sched.h",
    "linux/pkt_cls.h",
    "linux/tc_act/tc_mirred.h",
    "linux/tc_act/tc_gact.h",
    "linux/if_ether.h",
];

#[test]
fn constants_and_structs_are_those_of_the_headers() {
    same_as_headers!(HEADERS, CONSTANTS);
    same_as_headers!(
        HEADERS,
        layouts! {
            TcMsg = "tcmsg" {
                family: "tcm_family",
                index: "tcm_ifindex",
                handle: "tcm_handle",
                parent: "tcm_parent",
                info: "tcm_info",
            }
            TcaMsg = "tcamsg" { family: "tca_family" }
            Stats = "tc_stats" {
                bytes: "bytes",
                packets: "packets",
                drops: "drops",
                overlimits: "overlimits",
                bps: "bps",
                pps: "pps",
                qlen: "qlen",
                backlog: "backlog",
            }
            BasicStats = "gnet_stats_basic" { bytes: "bytes", packets: "packets" }
            RateStats = "gnet_stats_rate_est" { bps: "bps", pps: "pps" }
            RateStats64 = "gnet_stats_rate_est64" { bps: "bps", pps: "pps" }
            QueueStats = "gnet_stats_queue" {
                qlen: "qlen",
                backlog: "backlog",
                drops: "drops",
                requeues: "requeues",
                overlimits: "overlimits",
            }
            Estimator = "gnet_estimator" { interval: "interval", ewma_log: "ewma_log" }
            RateSpec = "tc_ratespec" {
                cell_log: "cell_log",
                link_layer: "linklayer",
                overhead: "overhead",
                cell_align: "cell_align",
                mpu: "mpu",
                rate: "rate",
            }
            SizeSpec = "tc_sizespec" {
                cell_log: "cell_log",
                size_log: "size_log",
                cell_align: "cell_align",
                overhead: "overhead",
                link_layer: "linklayer",
                mpu: "mpu",
                mtu: "mtu",
                table_size: "tsize",
            }
            FifoQopt = "tc_fifo_qopt" { limit: "limit" }
            PrioQopt = "tc_prio_qopt" { bands: "bands", priomap: "priomap" }
            TbfQopt = "tc_tbf_qopt" {
                rate: "rate",
                peak_rate: "peakrate",
                limit: "limit",
                buffer: "buffer",
                mtu: "mtu",
            }
            HtbOpt = "tc_htb_opt" {
                rate: "rate",
                ceil: "ceil",
                buffer: "buffer",
                cbuffer: "cbuffer",
                quantum: "quantum",
                level: "level",
                prio: "prio",
            }
            HtbGlob = "tc_htb_glob" {
                version: "version",
                rate2quantum: "rate2quantum",
                default_class: "defcls",
                debug: "debug",
                direct_packets: "direct_pkts",
            }
            HtbXstats = "tc_htb_xstats" {
                lends: "lends",
                borrows: "borrows",
                giants: "giants",
                tokens: "tokens",
                ctokens: "ctokens",
            }
            U32Key = "tc_u32_key" {
                mask: "mask",
                value: "val",
                offset: "off",
                offset_mask: "offmask",
            }
            U32SelHead = "tc_u32_sel" {
                flags: "flags",
                offset_shift: "offshift",
                nkeys: "nkeys",
                offset_mask: "offmask",
                offset: "off",
                offset_offset: "offoff",
                hash_offset: "hoff",
                hash_mask: "hmask",
            }
            U32Mark = "tc_u32_mark" { value: "val", mask: "mask", success: "success" }
            Times = "tcf_t" {
                install: "install",
                last_use: "lastuse",
                expires: "expires",
                first_use: "firstuse",
            }
            GactParms = "tc_gact" {
                index: "index",
                capabilities: "capab",
                action: "action",
                references: "refcnt",
                bindings: "bindcnt",
            }
            GactProbability = "tc_gact_p" { ty: "ptype", value: "pval", action: "paction" }
            MirredParms = "tc_mirred" { direction: "eaction", index: "ifindex" }
        }
    );
}

/// Two links, with queueing disciplines, classes and filters of every kind that we have types for.
fn make_all(ip: &Tool, tc: &Tool) -> Result<(), Skip> {
    ip.run_where_supported("link add v0 type veth peer name v1")?;
    ip.run("link set v0 up");
    ip.run("link set v1 up");
    for command in [
        "qdisc add dev v0 root handle 1: htb default 0x12 r2q 5",
        "class add dev v0 parent 1: classid 1:1 htb rate 100mbit burst 15k quantum 60000",
        "class add dev v0 parent 1:1 classid 1:12 htb rate 30mbit ceil 80mbit prio 3 quantum 2000 \
         burst 20k cburst 10k",
        "class add dev v0 parent 1:1 classid 1:13 htb rate 40gbit ceil 40gbit quantum 60000",
        "qdisc add dev v0 parent 1:12 handle 12: tbf rate 1mbit burst 10kb latency 70ms \
         peakrate 2mbit minburst 1540",
        "filter add dev v0 parent 1: protocol ip prio 5 u32 match ip dst 10.1.2.0/24 \
         match ip dport 80 0xffff flowid 1:12",
        "filter add dev v0 parent 1: protocol all prio 7 u32 match u32 0 0 flowid 1:13",
        "qdisc add dev v1 root handle 5: tbf rate 7mbit burst 5kb limit 10000",
        "qdisc add dev v1 ingress",
        "qdisc add dev lo clsact",
        "filter add dev v1 parent ffff: protocol ip prio 5 u32 match ip src 10.0.0.1/32 \
         action mirred egress redirect dev lo",
        "filter add dev v1 parent ffff: protocol ip prio 6 u32 match ip tos 8 0xff \
         action mirred egress mirror dev v0 pipe action mirred ingress redirect dev v0",
    ] {
        tc.run_where_supported(command)?;
    }
    Ok(())
}

#[test]
fn every_message_of_a_live_dump_is_emitted_without_loss() {
    in_namespace(|| {
        let ip = or_skip!(netlink_tests::tool::tool("ip"));
        let tc = or_skip!(netlink_tests::tool::tool("tc"));
        or_skip!(make_all(&ip, &tc));
        let names = LinkNames::read(&mut connect());
        let index = |name: &str| names.index(name);

        let qdiscs = dumped_bytes(Protocol::ROUTE, RTM_GETQDISC, &GetQdisc::default());
        assert!(qdiscs.len() >= 6, "{}", qdiscs.len());
        survive_as::<Qdisc<'_>>(&qdiscs);
        survive_as_stream!(&qdiscs, QdiscStream);

        let header = TcMsg::on(index("v0"));
        let classes = dumped_bytes(
            Protocol::ROUTE,
            RTM_GETTCLASS,
            &GetClass { header, ..GetClass::default() },
        );
        assert_eq!(classes.len(), 4);
        survive_as::<Class<'_>>(&classes);

        let mut filters = dumped_bytes(
            Protocol::ROUTE,
            RTM_GETTFILTER,
            &GetFilter { header, ..GetFilter::default() },
        );
        let header = TcMsg { parent: Handle::new(0xffff, 0), ..TcMsg::on(index("v1")) };
        let ingress = GetFilter { header, ..GetFilter::default() };
        filters.extend(dumped_bytes(Protocol::ROUTE, RTM_GETTFILTER, &ingress));
        // Of each priority: the filter itself, its hash table, and its entry.
        assert_eq!(filters.len(), 12);
        survive_as::<Filter<'_>>(&filters);

        for bytes in qdiscs.iter().chain(&classes).chain(&filters) {
            let event: Event<'_> = message(bytes).parse().unwrap();
            assert!(!matches!(event, Event::Other(_)), "{event:?}");
            // Otherwise the round trip would only show that bytes can be copied.
            let shown = format!("{event:?}");
            assert_eq!(shown.matches("rest: {}").count(), shown.matches("rest: ").count());
            assert!(!shown.contains("Other("), "{shown}");
        }
    });
}
