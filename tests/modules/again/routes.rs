//! Routes with encapsulations of every kind, compared with `ip route`.

use netlink_core::MessageFlags;
use netlink_families::rt_route::{GetRoute, Route, RouteHeader};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::skip::Skip;
use netlink_tests::tool::{Tool, tool};

use super::{Fault, add_devices, each, run, same};
use crate::support::route;

/// What follows `ip route add`.
const ROUTES: &[&str] = &[
    "203.0.113.0/24 encap mpls 30/31 via 192.0.2.2 dev d0",
    "203.0.113.0/24 encap mpls 30 ttl 5 via 192.0.2.2 dev d0",
    "2001:db8:7::/64 encap seg6 mode encap segs 2001:db8::5,2001:db8::6 dev d0",
    "2001:db8:7::/64 encap seg6 mode inline segs 2001:db8::5 dev d0",
    "2001:db8:7::/64 encap seg6 mode encap segs 2001:db8::5 hmac 0 dev d0",
    "2001:db8:7::/64 encap seg6 mode l2encap segs 2001:db8::5 dev d0",
    "2001:db8:7::/64 encap seg6local action End dev d0",
    "2001:db8:7::/64 encap seg6local action End.X nh6 2001:db8::9 dev d0",
    "2001:db8:7::/64 encap seg6local action End.DX2 oif d0 dev d0",
    "2001:db8:7::/64 encap seg6local action End.DX4 nh4 192.0.2.9 dev d0",
    "2001:db8:7::/64 encap seg6local action End.DT6 table 100 dev d0",
    "2001:db8:7::/64 encap seg6local action End.DT4 vrftable 10 dev d0",
    "2001:db8:7::/64 encap seg6local action End.B6.Encaps srh segs 2001:db8::5 dev d0",
    "2001:db8:7::/64 encap rpl segs 2001:db8::5,2001:db8::6 dev d0",
    "2001:db8:7::/64 encap ioam6 trace prealloc type 0x800000 ns 1 size 12 dev d0",
    "203.0.113.0/24 encap ip id 7 src 192.0.2.1 dst 192.0.2.2 ttl 9 tos 4 key csum dev d0",
    "203.0.113.0/24 encap ip6 id 7 src 2001:db8::1 dst 2001:db8::2 hoplimit 9 tc 4 dev d0",
    "203.0.113.0/24 nexthop encap mpls 30 via 192.0.2.2 dev d0 weight 3 nexthop encap ip id 7 dst 192.0.2.2 dev d0",
    "203.0.113.0/24 via inet6 2001:db8::9 dev d0 mtu lock 1400 advmss 1200 realm 5 proto static metric 7",
    "blackhole 203.0.113.0/24",
    "2001:db8:7::/64 via 2001:db8::9 dev d0 pref high",
];

/// The same, with options of tunnels, which Linux 6.18 cannot have in a route: it crashes.
const WITH_OPTIONS: &[&str] = &[
    "203.0.113.0/24 encap ip id 7 dst 192.0.2.2 geneve_opts 0102:80:11223344 dev d0",
    "203.0.113.0/24 encap ip id 7 dst 192.0.2.2 vxlan_opts 57 dev d0",
    "203.0.113.0/24 encap ip id 7 dst 192.0.2.2 erspan_opts 1:5:0:0 dev d0",
    "203.0.113.0/24 encap ip6 id 7 dst 2001:db8::2 geneve_opts 0102:80:11223344 dev d0",
];

fn made_again(ip: &Tool, row: &str) -> Result<(), Fault> {
    run(ip, "route add table 100", row)?;
    let shown = || {
        // A table that has no route yet does not exist.
        let [four, six] = ["-4", "-6"]
            .map(|version| run(ip, version, "-d route show table 100").unwrap_or_default());
        format!("{four}{six}")
    };
    let before = shown();
    for family in [2, 10] {
        let header = RouteHeader { family, ..Default::default() };
        let (mut reader, request) =
            (route(), GetRoute { header: header.into(), ..Default::default() });
        let mut routes = reader.dump(&request)?;
        while let Some(route_) = routes.next()? {
            if route_.table != Some(100) {
                continue;
            }
            let mut new: Route<'_> = route_.clone();
            // What the kernel tells of its use.
            new.cacheinfo = None;
            run(
                ip,
                if family == 2 { "route flush table 100" } else { "-6 route flush table 100" },
                "",
            )?;
            route().execute(&new, MessageFlags::CREATE | MessageFlags::EXCL)?;
            return same(before, shown());
        }
    }
    Err(Fault::Wrong(format!("no route in the table: {before}")))
}

fn rows_again(rows: &[&str]) {
    let ip = or_skip!(tool("ip"));
    or_skip!(add_devices(&ip));
    ip.run("address add 192.0.2.1/24 dev d0");
    ip.run("address add 2001:db8::1/64 dev d0 nodad");
    let vrf = ip.run_where_supported("link add vrf0 up type vrf table 10");
    let _ = std::fs::write("/proc/sys/net/vrf/strict_mode", "1");
    each(rows, |row| {
        if let (Err(skip), true) = (&vrf, row.contains("vrftable")) {
            return Err(Fault::Lacking(skip.to_string()));
        }
        let outcome = made_again(&ip, row);
        let _ = ip.attempt(&["route", "flush", "table", "100"], "");
        let _ = ip.attempt(&["-6", "route", "flush", "table", "100"], "");
        outcome
    });
}

#[test]
fn routes_with_encapsulations_are_made_again_from_what_was_read() {
    in_namespace(|| rows_again(ROUTES));
}

#[test]
fn routes_with_options_of_tunnels_are_made_again_from_what_was_read() {
    in_namespace(|| {
        // Only the command line of the guests of `tests/vm` has this. There a crash ends nothing else.
        let line = std::fs::read_to_string("/proc/cmdline").unwrap_or_default();
        if !line.contains("vm.release=") {
            netlink_tests::skip!(Skip::kernel(
                "it may crash: only in a virtual machine of tests/vm"
            ));
        }
        rows_again(WITH_OPTIONS);
    });
}
