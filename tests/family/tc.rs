//! The family `tc`.

mod made;
mod refused;
mod show;

use netlink_families::tc::*;
use netlink_sys::Protocol;
use netlink_tests::{namespace::in_namespace, or_skip, skip::Skip, tool::Tool};

use crate::support::{LinkNames, connect, dumped_bytes, message, survive_as};

/// `ETH_P_IP`.
const ETH_P_IP: u16 = 0x0800;
/// `ETH_P_ALL`.
const ETH_P_ALL: u16 = 3;
/// `TC_RTAB_SIZE`.
const TABLE_LEN: usize = 1024;

/// The header of what is on a link.
fn on(index: u32) -> TcHeader {
    TcHeader { ifindex: index.try_into().expect("an index"), ..TcHeader::default() }
}

/// The header of a filter with this priority, for this protocol.
fn with_priority(header: TcHeader, priority: u16, protocol: u16) -> TcHeader {
    TcHeader { info: handle(priority, protocol.to_be()), ..header }
}

/// The priority of a filter, and its protocol.
fn priority(header: &TcHeader) -> (u16, u16) {
    ((header.info >> 16) as u16, u16::from_be(header.info as u16))
}

/// A handle in the format of `tc`.
fn show_handle(handle: u32) -> String {
    let (major, minor) = (handle >> 16, handle & 0xffff);
    match (major, minor) {
        (0, 0) => "none".to_owned(),
        (0, minor) => format!(":{minor:x}"),
        (major, 0) => format!("{major:x}:"),
        (major, minor) => format!("{major:x}:{minor:x}"),
    }
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

        let qdiscs = dumped_bytes(Protocol::ROUTE, libc::RTM_GETQDISC, &GetQdisc::default());
        assert!(qdiscs.len() >= 6, "{}", qdiscs.len());
        survive_as::<Qdisc<'_>>(&qdiscs);

        let header = on(index("v0")).into();
        let classes = dumped_bytes(
            Protocol::ROUTE,
            libc::RTM_GETTCLASS,
            &GetClass { header, ..GetClass::default() },
        );
        assert_eq!(classes.len(), 4);
        survive_as::<Class<'_>>(&classes);

        let mut filters = dumped_bytes(
            Protocol::ROUTE,
            libc::RTM_GETTFILTER,
            &GetFilter { header, ..GetFilter::default() },
        );
        let header = TcHeader { parent: handle(0xffff, 0), ..on(index("v1")) }.into();
        let ingress = GetFilter { header, ..GetFilter::default() };
        filters.extend(dumped_bytes(Protocol::ROUTE, libc::RTM_GETTFILTER, &ingress));
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
