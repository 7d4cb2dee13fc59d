//! What the system's tools really send, and what the kernel answers: each message is parsed by the families, emitted
//! again, and compared.

mod judge;
mod trace;

use std::collections::{BTreeMap, BTreeSet};

use netlink_core::{RawMessage, header};
use netlink_tests::{namespace::in_namespace, or_skip, partly_skip, tool::tool};

use self::{
    judge::{Judges, Unknowns, Verdict},
    trace::Tracer,
};

/// What is set up before, by `ip` and the others; a kernel may lack some of it.
const SETUP: &str = "
    ip link add veth0 type veth peer name veth1
    ip link set veth0 up
    ip link set veth1 up
    ip link add br0 type bridge
    ip link set veth1 master br0
    ip link set br0 up
    ip link add vx0 type vxlan id 7 dstport 4789 group 239.1.1.1 dev veth0
    ip link add vx1 type vxlan dstport 4790 external vnifilter
    ip link add mv0 link veth0 type macvlan mode bridge
    ip link add vl0 link veth0 type vlan id 5
    ip link add ifb0 type ifb
    ip addr add 10.0.0.1/24 dev veth0
    ip addr add fd00::1/64 dev veth0
    tc qdisc add dev ifb0 ingress
";

/// The commands, one a line. Whether they succeed depends on the kernel: what they send counts.
const COMMANDS: &str = "
    ip -d -s link show
    ip -d -s -s link show dev veth0
    ip -br link
    ip -d addr show
    ip -6 addr show
    ip maddr show
    ip link add br1 type bridge stp_state 1 forward_delay 1000 ageing_time 20000 mcast_querier 1
    ip link set br1 mtu 1400
    ip link set br1 address 02:00:00:00:00:42
    ip link set dev br1 alias some-alias
    ip link property add dev br1 altname a-longer-name
    ip link set veth1 type bridge_slave cost 5 priority 8 hairpin on
    ip link set veth0 txqueuelen 77 promisc on
    ip link set veth0 promisc off
    ip link add gre1 type gre local 10.0.0.1 remote 10.0.0.2 key 5
    ip link add bond1 type bond mode active-backup miimon 100
    ip link add vrf1 type vrf table 100
    ip link del br1
    ip link show nonexistent
    ip addr add 10.77.0.1/24 brd + dev veth0 label veth0:x valid_lft 1000 preferred_lft 500
    ip addr change 10.77.0.1/24 dev veth0 noprefixroute
    ip addr del 10.77.0.1/24 dev veth0
    ip -6 addr add fd00:77::1/64 dev veth0 nodad
    ip route add 10.9.0.0/16 via 10.0.0.2 metric 5 mtu 1400 advmss 1300
    ip route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 1 nexthop via 10.0.0.3 weight 2
    ip route add 10.66.0.0/16 dev veth0 table 77 proto static scope link src 10.0.0.1
    ip route add 10.67.0.0/16 via inet6 fd00::2 dev veth0
    ip route add blackhole 10.68.0.0/16
    ip -6 route add fd01::/64 via fd00::2 metric 7 pref high
    ip -6 route add fd02::/64 nexthop via fd00::2 nexthop via fd00::3
    ip route add 10.69.0.0/16 encap mpls 100/200 via 10.0.0.2
    ip -6 route add fd03::/64 encap seg6 mode encap segs fd00::5,fd00::6 dev veth0
    ip -6 route add fd04::/128 encap seg6local action End dev veth0
    ip route show table all
    ip -d -6 route show table all
    ip route get 10.9.1.1
    ip -6 route get fd01::1
    ip route flush table 77
    ip route del 10.9.0.0/16
    ip mroute show
    ip nexthop add id 1 via 10.0.0.2 dev veth0
    ip nexthop add id 2 blackhole
    ip nexthop add id 3 group 1
    ip nexthop add id 4 group 1 type resilient buckets 8
    ip nexthop show
    ip nexthop bucket show
    ip route add 10.70.0.0/16 nhid 1
    ip nexthop del id 2
    ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev veth0
    ip neigh add proxy 10.0.0.10 dev veth0
    ip neigh show
    ip neigh show proxy
    ip neigh get 10.0.0.9 dev veth0
    ip neigh del 10.0.0.9 dev veth0
    ip ntable show
    ip ntable change name arp_cache dev veth0 base_reachable 20000
    ip rule add from 10.0.0.0/8 table 100 prio 50 iif lo ipproto tcp dport 80-90
    ip -6 rule add fwmark 5/0xff lookup 101 prio 51
    ip rule show
    ip -6 rule show
    ip rule del prio 50
    ip addrlabel add prefix 2001:db8::/32 label 99
    ip addrlabel list
    ip netconf show
    ip -6 netconf show dev veth0
    ip netns list-id
    ip stats show
    ip tcp_metrics show
    ip mptcp endpoint add 10.0.0.1 dev veth0 signal
    ip mptcp endpoint show
    ip mptcp limits set subflow 2 add_addr_accepted 2
    ip mptcp limits show
    ip xfrm policy add src 10.0.0.0/24 dst 10.1.0.0/24 dir out tmpl src 10.0.0.1 dst 10.0.0.2 proto esp reqid 3 mode tunnel
    ip xfrm policy get src 10.0.0.0/24 dst 10.1.0.0/24 dir out
    ip xfrm policy list
    ip xfrm policy count
    ip xfrm state add src 10.0.0.1 dst 10.0.0.2 proto esp spi 0x101 reqid 3 mode tunnel enc ecb(cipher_null) 0x auth hmac(sha1) 0x0011223344556677889900112233445566778899
    ip xfrm state allocspi src 10.0.0.1 dst 10.0.0.2 proto esp mode tunnel min 100 max 200
    ip xfrm state list
    ip xfrm state count
    ip xfrm state flush
    ip xfrm policy flush
    ip token list
    bridge -d link show
    bridge link set dev veth1 cost 9 learning off
    bridge fdb add 02:00:00:00:00:77 dev veth1 master static
    bridge fdb add 02:00:00:00:00:78 dev vx0 dst 10.0.0.5
    bridge fdb show
    bridge fdb get 02:00:00:00:00:77 br br0
    bridge -d mdb show
    bridge mdb add dev br0 port veth1 grp 239.1.1.1 permanent
    bridge mdb add dev br0 port veth1 grp 239.1.1.2 src 10.0.0.7 permanent
    bridge -d -s mdb show
    bridge mdb del dev br0 port veth1 grp 239.1.1.1
    bridge -d vlan show
    bridge vlan global show
    bridge vlan add dev veth1 vid 7
    bridge vni add dev vx1 vni 100-110
    bridge -s vni show
    tc qdisc add dev veth0 root handle 1: htb default 10
    tc class add dev veth0 parent 1: classid 1:10 htb rate 1mbit ceil 2mbit burst 15k
    tc qdisc add dev veth0 parent 1:10 handle 10: fq_codel limit 100
    tc qdisc add dev veth1 root tbf rate 1mbit burst 10k latency 50ms
    tc qdisc replace dev vx0 root prio bands 4
    tc qdisc replace dev mv0 root netem delay 10ms loss 1%
    tc qdisc replace dev vl0 root sfq perturb 10
    tc qdisc replace dev vl0 root pfifo limit 7
    tc filter add dev veth0 parent 1: protocol ip prio 5 u32 match ip dst 10.9.0.0/16 flowid 1:10
    tc filter add dev veth0 parent 1: protocol ip prio 6 u32 match ip src 10.0.0.0/8 action mirred egress redirect dev ifb0
    tc filter add dev ifb0 ingress matchall action drop
    tc filter add dev ifb0 ingress protocol ip flower ip_proto tcp dst_port 80 action mirred egress redirect dev veth0
    tc filter add dev ifb0 ingress bpf bytecode 1,6 0 0 1 action ok
    tc actions add action gact drop index 5
    tc actions add action police rate 1mbit burst 10k
    tc -s actions ls action gact
    tc -s actions ls action mirred
    tc actions del action gact index 5
    tc -s -d qdisc show
    tc -s class show dev veth0
    tc -s filter show dev veth0
    tc -s filter show dev ifb0 ingress
    tc chain show dev ifb0 ingress
    tc filter del dev veth0 parent 1: prio 5
    tc qdisc del dev veth0 root
    ethtool veth0
    ethtool -i veth0
    ethtool -g veth0
    ethtool -l veth0
    ethtool -k veth0
    ethtool -K veth0 gro off tso off
    ethtool -c veth0
    ethtool -a veth0
    ethtool -T veth0
    ethtool -S veth0
    ethtool -S veth0 --groups eth-phy
    ethtool --show-priv-flags veth0
    ethtool --show-eee veth0
    ethtool --show-fec veth0
    ethtool -m veth0
    ethtool -L veth0 combined 1
    ethtool -x veth0
    ethtool --show-tunnels vx0
    ss -tnapiem
    ss -unaiem
    ss -xaem
    ss -waem
    ss -0aem
    ss -f netlink -aem
    ss -tn dst 127.0.0.1:80 or sport = :443
    ss -tn state established
    ss -Mni
    nft -a list ruleset
    nft list tables
    nft list table inet t
    nft list set inet t s
    nft list counters
    nft add element inet t s { 11.0.0.0/8 }
    nft get element inet t s { 11.1.1.1 }
    nft delete element inet t s { 11.0.0.0/8 }
    nft reset counters
    nft -c add rule inet t in tcp dport 99 counter
    nft insert rule inet t in tcp dport 22 counter accept
    nft flush chain inet t in
    nft delete table inet t
    ipset create a hash:ip timeout 60 comment counters
    ipset create b hash:net,iface
    ipset create c bitmap:port range 0-1023
    ipset create d list:set
    ipset create e hash:ip family inet6 maxelem 77
    ipset add a 10.0.0.1 timeout 7 comment first
    ipset add a 10.0.0.2-10.0.0.5
    ipset add b 10.0.0.0/8,eth0
    ipset add c 80
    ipset add d a
    ipset add e 2001:db8::1
    ipset test a 10.0.0.1
    ipset test a 10.9.9.9
    ipset list
    ipset list -n
    ipset list -t a
    ipset save
    ipset del a 10.0.0.1
    ipset rename c cc
    ipset create f hash:ip timeout 60
    ipset swap a f
    ipset flush
    ipset destroy
    conntrack -L
    conntrack -L -f ipv6
    conntrack -C
    conntrack -S
    conntrack -I -s 10.0.0.5 -d 10.0.0.6 -p tcp --sport 1000 --dport 80 --state ESTABLISHED -u SEEN_REPLY -t 50
    conntrack -U -s 10.0.0.5 -p tcp -m 7
    conntrack -L -p tcp
    conntrack -G -s 10.0.0.5 -d 10.0.0.6 -p tcp --sport 1000 --dport 80
    conntrack -D -s 10.0.0.5
    conntrack -L expect
    conntrack -F
";

const RULES: &str = "
table inet t {
    set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }
    set timed { type inet_service; flags timeout; elements = { 22 timeout 1h comment \"ssh\" } }
    map m { type inet_service : verdict; elements = { 22 : accept } }
    map n { type ipv4_addr : inet_service; elements = { 10.0.0.1 : 80 } }
    counter c { }
    quota q { over 10 mbytes }
    limit l { rate 5/minute }
    chain other { }
    chain in {
        type filter hook input priority 0; policy accept;
        ip saddr @s counter accept comment \"from inside\"
        tcp dport vmap @m
        tcp dport { 80, 443 } log prefix \"web \" limit rate 5/second accept
        ct state established,related accept
        ct mark set 5
        meta mark 5 reject with icmp type host-unreachable
        ip daddr 1.2.3.4 counter name \"c\" drop
        ip daddr 1.2.3.5 quota name \"q\" drop
        iifname \"veth*\" meta mark set 7 jump other
        tcp flags syn tcp option maxseg size 1400 notrack
        ip6 saddr fd00::/8 update @timed { tcp sport timeout 5m }
        meta l4proto udp numgen random mod 3 1 drop
    }
    chain nat {
        type nat hook postrouting priority 100;
        masquerade random
        meta l4proto tcp snat ip to 1.1.1.1:1000-2000
    }
}
";

#[test]
fn what_tools_send_and_get_is_parsed_and_emitted_again_without_loss() {
    in_namespace(|| {
        let tracer = or_skip!(Tracer::new());
        let judges = Judges::new();
        let mut commands: Vec<(&str, &str)> = SETUP.lines().map(|line| (line, "")).collect();
        commands.push(("nft -f -", RULES));
        commands.extend(COMMANDS.lines().map(|line| (line, "")));

        let mut missing = BTreeSet::new();
        let mut failed = Vec::new();
        let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        let mut refused: BTreeMap<String, usize> = BTreeMap::new();
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        for (command, input) in commands {
            let mut words = command.split_whitespace();
            let Some(name) = words.next() else { continue };
            let program = match tool(name) {
                Ok(program) => program,
                Err(skip) => {
                    if missing.insert(name) {
                        partly_skip!(skip);
                    }
                    continue;
                }
            };
            let arguments: Vec<&str> = words.collect();
            let (datagrams, error) = tracer.run(&program, &arguments, input);
            if let Some(error) = error {
                failed.push(format!("{}: {}", command.trim(), error.lines().next().unwrap_or("")));
            }
            for datagram in &datagrams {
                let mut rest = &datagram.bytes[..];
                // `ip` sends more of its buffer than the message in it, which the kernel ignores.
                while rest.iter().any(|&byte| byte != 0) {
                    let message;
                    (message, rest) = RawMessage::split(rest)
                        .unwrap_or_else(|error| panic!("{command}: {error}: {rest:?}"));
                    if message.header().ty < header::MIN_TYPE {
                        continue;
                    }
                    counts.entry(name).or_default()[usize::from(!datagram.sent)] += 1;
                    let direction = if datagram.sent { "to" } else { "from" };
                    let what =
                        format!("{direction} {:?} type {}", datagram.protocol, message.header().ty);
                    match judges.judge(datagram.protocol, datagram.sent, message) {
                        Verdict::Kept(Unknowns(paths)) => {
                            for path in paths {
                                *unknown.entry(format!("{direction} {path}")).or_default() += 1;
                            }
                        }
                        verdict => {
                            let line = format!("{what}, `{}`: {verdict:?}", command.trim());
                            *refused.entry(line).or_default() += 1;
                        }
                    }
                }
            }
        }
        // What this kernel cannot do is of interest when something is missing here.
        println!("failed commands: {failed:#?}\nmessages sent and received: {counts:?}");
        assert!(refused.is_empty() && unknown.is_empty(), "{refused:#?}\nunknown: {unknown:#?}");
        for (name, [sent, received]) in &counts {
            assert!(
                *sent > 0 && *received > 0,
                "{name} sent {sent} messages and received {received}"
            );
        }
        assert!(counts.len() + missing.len() >= 7);
    });
}

netlink_tests::counting_allocator!();
