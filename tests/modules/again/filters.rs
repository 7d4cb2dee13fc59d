//! Filters and actions of every kind, compared with `tc`.

use netlink_core::value::Struct;
use netlink_core::{Be, Indexed, MessageFlags};
use netlink_families::tc::{
    ActCt, ActCtinfo, ActGate, ActMpls, Action, ActionOptions, Bpf, ClsFlags, Filter, Flower,
    GetFilter, MatchAll, Options, PARENT_INGRESS, Qdisc, TcHeader, U32,
};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};

use super::{Fault, add_devices, each, run, same};
use crate::support::{index, route};

/// What follows `tc filter add dev d0 ingress pref 5`. `d1` is another device.
const FILTERS: &[&str] = &[
    "protocol ip flower dst_mac 02:00:00:00:00:01/ff:ff:ff:00:00:00 src_ip 192.0.2.0/24 dst_ip 192.0.2.1 ip_proto tcp \
     src_port 80 dst_port 1000-2000 tcp_flags 0x2/0x7 ip_tos 4/0xff ip_ttl 64 action drop",
    "protocol ipv6 flower src_ip 2001:db8::/32 ip_proto udp dst_port 53 classid 1:1 skip_hw",
    "protocol ip flower ip_proto icmp type 8 code 0 ip_flags nofrag/firstfrag",
    "protocol arp flower arp_op request arp_tip 192.0.2.1/24 arp_sha 02:00:00:00:00:01",
    "protocol 802.1q flower vlan_id 7 vlan_prio 3 vlan_ethtype ip src_ip 192.0.2.1",
    "protocol mpls_uc flower mpls_label 5 mpls_tc 3 mpls_bos 1 mpls_ttl 64",
    "protocol mpls_uc flower mpls lse depth 1 label 5 tc 3 lse depth 2 label 6 bos 1 ttl 9",
    "protocol ip flower enc_key_id 7 enc_src_ip 192.0.2.1 enc_dst_ip 192.0.2.2 enc_dst_port 4789 enc_tos 4 enc_ttl 5",
    "protocol ip flower enc_key_id 7 enc_dst_port 6081 geneve_opts 0102:80:1122334455667788/ffff:ff:ffffffffffffffff",
    "protocol ip flower enc_key_id 7 vxlan_opts 0x57/0xff",
    "protocol ip flower enc_key_id 7 erspan_opts 1:5:0:0/1:4294967295:0:0",
    "protocol ip flower ct_state +trk+est ct_zone 7 ct_mark 5/0xff ct_label 1122334455667788/ffffffff00000000",
    "protocol all flower indev d1",
    "protocol ppp_ses flower pppoe_sid 5 ppp_proto ip",
    "protocol all matchall action pass",
    "protocol all matchall classid 1:7",
    "protocol ip u32 match ip src 192.0.2.0/24 match ip dport 80 0xffff flowid 1:1",
    "protocol ip u32 match u32 0x0a000000 0xff000000 at 12 match mark 5 0xff action drop",
    "protocol ip handle 7 fw classid 1:1",
    "protocol all basic match meta(priority eq 6) and u32(u16 0x1122 0xffff at nexthdr+4) classid 1:1",
    "protocol all basic match cmp(u16 at 3 layer 2 mask 0xff00 gt 20) classid 1:1",
    "protocol ip handle 1 flow hash keys src,dst,proto divisor 1024 baseclass 1:1 perturb 10",
    "protocol ip handle 1 flow map key dst rshift 8 and 0xff addend 5",
    "protocol all bpf da bytecode 1,6\u{a0}0\u{a0}0\u{a0}4294967295",
    "protocol all handle 1 cgroup",
    "protocol ip route from 5 to 7 classid 1:1",
];

/// What follows `tc filter add dev d0 ingress protocol ip pref 5 matchall`.
const ACTIONS: &[&str] = &[
    "action gact pass random determ drop 5",
    "action goto chain 7 index 3 cookie aabbccdd",
    "action mirred egress redirect dev d1",
    "action mirred ingress mirror dev d1 pipe action drop",
    "action police pkts_rate 1000 pkts_burst 50 conform-exceed drop/pipe",
    "action police rate 1mbit burst 10k mtu 2000 peakrate 8gbit conform-exceed drop/pass",
    "action vlan push id 7 protocol 802.1ad priority 3 pipe action vlan pop",
    "action vlan modify id 8",
    "action vlan push_eth dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02",
    "action skbedit priority 1:2 mark 5/0xff ptype host",
    "action skbmod swap mac",
    "action skbmod set dmac 02:00:00:00:00:01 set etype 0x0800",
    "action csum ip and tcp and udp and icmp",
    "action nat ingress 192.0.2.0/24 203.0.113.0",
    "action pedit munge offset 12 u32 set 0x0a000001 pipe action pedit munge ip ttl set 5",
    "action pedit ex munge ip src set 192.0.2.9 munge tcp dport set 80 munge eth dst set 02:00:00:00:00:09",
    "action pedit ex munge ip ttl add 5 munge ip tos set 4 retain 0xfc",
    "action sample rate 100 group 7 trunc 60 action drop",
    "action tunnel_key set src_ip 192.0.2.1 dst_ip 192.0.2.2 id 7 dst_port 4789 tos 4 ttl 5 nocsum",
    "action tunnel_key set src_ip 2001:db8::1 dst_ip 2001:db8::2 id 7 csum nofrag",
    "action tunnel_key set src_ip 192.0.2.1 dst_ip 192.0.2.2 id 7 geneve_opts 0102:80:11223344",
    "action tunnel_key set src_ip 192.0.2.1 dst_ip 192.0.2.2 id 7 vxlan_opts 57",
    "action tunnel_key unset",
    "action ct commit zone 7 mark 5/0xff label 1122/ffff nat src addr 192.0.2.1-192.0.2.9 port 1000-2000",
    "action ct clear",
    "action ct force commit helper ipv4-tcp-ftp",
    "action ctinfo dscp 0xfc 0x1 cpmark 0xff",
    "action connmark zone 3",
    "action mpls push protocol mpls_uc label 5 tc 3 ttl 64 bos 1",
    "action mpls pop protocol ip",
    "action mpls modify label 7",
    "action mpls dec_ttl",
    "action mpls mac_push label 5",
    "action simple sdata hello",
    "action bpf bytecode 1,6\u{a0}0\u{a0}0\u{a0}1",
    "action ife encode type 0xED3E use mark 5 allow prio dst 02:00:00:00:00:01",
    "action gate priority 1 base-time 1000 clockid CLOCK_TAI sched-entry open 200000 -1 8000000 sched-entry close 100000",
    "action ok hw_stats disabled no_percpu",
];

/// The kernel does not report the table of a rate. It wants one, and does not use it for a link layer that is known.
const TABLE: [u8; 1024] = [0; 1024];

/// Without what these actions report and refuse to be sent, and with what a request must have.
fn settable(options: ActionOptions<'_>) -> ActionOptions<'_> {
    match options {
        ActionOptions::Ct(read) => ActionOptions::Ct(ActCt { tm: None, ..read }),
        ActionOptions::Ctinfo(read) => ActionOptions::Ctinfo(ActCtinfo {
            tm: None,
            stats_dscp_set: None,
            stats_dscp_error: None,
            stats_cpmark_set: None,
            ..read
        }),
        ActionOptions::Gate(read) => ActionOptions::Gate(ActGate { tm: None, ..read }),
        ActionOptions::Mpls(mut read) => {
            read.tm = None;
            // TCA_MPLS_ACT_MODIFY, TCA_MPLS_ACT_DEC_TTL: the parameters of others are reported as 0.
            match read.parms.as_ref().map(|parms| parms.m_action) {
                Some(3) => read.proto = None,
                Some(4) => read = ActMpls { parms: read.parms, ..Default::default() },
                _ => {}
            }
            ActionOptions::Mpls(read)
        }
        ActionOptions::Police(mut read) => {
            if let Some(mut tbf) = read.tbf.take().map(Struct::into_inner) {
                if tbf.rate.rate != 0 {
                    (tbf.rate.cell_log, tbf.peakrate.cell_log) = (3, 3);
                    (read.rate, read.peakrate) = (Some(&TABLE[..]), Some(&TABLE[..]));
                }
                read.tbf = Some(tbf.into());
            }
            ActionOptions::Police(read)
        }
        other => other,
    }
}

/// The actions of a filter, as a request adds them.
fn actions<'a>(options: &Options<'a>) -> Option<Vec<Action<'a>>> {
    let list = match options {
        Options::Matchall(options) => options.act,
        Options::Flower(options) => options.act,
        Options::U32(options) => options.act,
        _ => None,
    }?;
    let new = list.iter().map(|action| {
        let Action { kind, options, cookie, flags, hw_stats, .. } =
            action.unwrap_or_else(|error| panic!("{error}")).clone();
        let options = options.map(settable);
        Action { kind, options, cookie, flags, hw_stats, ..Default::default() }
    });
    Some(new.collect())
}

/// The options of a new filter: with its own list of actions, and without the flags with which the kernel tells whether the
/// device does its work (`TCA_CLS_FLAGS_IN_HW`, `TCA_CLS_FLAGS_NOT_IN_HW`).
fn new<'a>(options: Options<'a>, protocol: u16, list: Option<&'a [Action<'a>]>) -> Options<'a> {
    let act = list.map(Indexed::of);
    let asked = |flags: Option<ClsFlags>| {
        flags.map(|flags| flags.without(ClsFlags::IN_HW | ClsFlags::NOT_IN_HW))
    };
    match options {
        Options::Matchall(old) => {
            Options::Matchall(MatchAll { act, flags: asked(old.flags), ..old })
        }
        // What is reported is the protocol behind tags and labels, and what is wanted is that of the filter.
        Options::Flower(old) => Options::Flower(Flower {
            act,
            flags: asked(old.flags),
            key_eth_type: old.key_eth_type.map(|_| Be(protocol)),
            ..old
        }),
        Options::U32(old) => Options::U32(U32 { act, flags: asked(old.flags), ..old }),
        Options::Bpf(old) => Options::Bpf(Bpf { flags_gen: asked(old.flags_gen), ..old }),
        other => other,
    }
}

/// As text, because JSON of some filters has text in it; without what the kernel counts, chooses or measures.
fn shown(tc: &Tool) -> Result<String, Fault> {
    const VARIABLE: [&str; 7] =
        ["index", "ref", "bind", "installed", "used", "expires", "firstused"];
    let text = run(tc, "-d filter show dev d0 ingress", "")?;
    let mut words = Vec::new();
    let mut all = text.split_ascii_whitespace();
    while let Some(word) = all.next() {
        words.push(word);
        if VARIABLE.contains(&word) {
            all.next();
        }
    }
    Ok(words.join(" "))
}

fn made_again(tc: &Tool, command: &str, row: &str) -> Result<(), Fault> {
    let ifindex = i32::try_from(index("d0")).expect("an index");
    // A bytecode is one argument with spaces in it.
    let words: Vec<String> = command
        .split(' ')
        .chain(row.split_ascii_whitespace())
        .map(|word| word.replace('\u{a0}', " "))
        .collect();
    tc.attempt(&words.iter().map(String::as_str).collect::<Vec<_>>(), "")?;
    let shown = || shown(tc);
    let before = shown()?;
    let header = TcHeader { ifindex, parent: PARENT_INGRESS, ..Default::default() };
    let (mut reader, request) =
        (route(), GetFilter { header: header.into(), ..Default::default() });
    let mut filters = reader.dump(&request)?;
    while let Some(Filter(filter)) = filters.next()? {
        // A hash table of u32, and the head of a list, have no options that make them a filter.
        let Some(options) = filter.options.clone().filter(|_| filter.header.handle & 0xfff != 0)
        else {
            continue;
        };
        // The protocol is in network byte order.
        let protocol = u16::from_be(filter.header.info as u16);
        let list = actions(&options);
        let options = Some(new(options, protocol, list.as_deref()));
        let (header, kind, chain) = (filter.header, filter.kind, filter.chain);
        let new = Filter(Qdisc { header, kind, options, chain, ..Default::default() });
        run(tc, "filter del dev d0 ingress", "")?;
        route().execute(&new, MessageFlags::CREATE | MessageFlags::EXCL)?;
        return same(before, shown()?);
    }
    Err(Fault::Wrong(format!("no filter with a handle: {before}")))
}

fn rows_again(command: &str, rows: &[&str]) {
    let tc = or_skip!(tool("tc"));
    let ip = or_skip!(tool("ip"));
    or_skip!(add_devices(&ip));
    or_skip!(tc.run_where_supported("qdisc add dev d0 clsact"));
    each(rows, |row| {
        let outcome = made_again(&tc, command, row);
        let _ = tc.attempt(&["filter", "del", "dev", "d0", "ingress"], "");
        outcome
    });
}

#[test]
fn filters_are_made_again_from_what_was_read() {
    in_namespace(|| rows_again("filter add dev d0 ingress pref 5", FILTERS));
}

#[test]
fn actions_are_made_again_from_what_was_read() {
    in_namespace(|| rows_again("filter add dev d0 ingress protocol ip pref 5 matchall", ACTIONS));
}
