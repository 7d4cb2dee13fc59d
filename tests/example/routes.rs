//! The example `routes` against `ip route`.

use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};
use serde_json::{Value, json};

fn routes() -> Tool {
    Tool::at(example("netlink-families", "routes", &["all"]))
}

#[test]
fn routes_shows_what_ip_shows() {
    in_namespace(|| {
        let (ip, routes) = (or_skip!(tool("ip")), routes());
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        for command in [
            "link set v0 up",
            "link set v1 up",
            "addr add 10.1.0.1/24 dev v0",
            "addr add 2001:db8::1/64 dev v0 nodad",
            "route add 10.2.0.0/16 via 10.1.0.2 metric 50",
            "route add 10.3.0.0/16 via 10.1.0.2 src 10.1.0.1 table 1000",
            "route add 2001:db8:1::/48 via 2001:db8::2",
            "route add blackhole 10.4.0.0/16",
            "route add unreachable 2001:db8:2::/48",
            "route add default via 10.1.0.2",
        ] {
            ip.run(command);
        }
        for (filter, theirs) in [
            ("-4", "-4 route show table all"),
            ("-6", "-6 route show table all"),
            ("-4 --table 1000", "-4 route show table 1000"),
            ("-4 --table 254", "-4 route show table main"),
            ("-4 --dev v0", "-4 route show table all dev v0"),
            ("-6 --table 255 --dev lo", "-6 route show table local dev lo"),
        ] {
            let ours = routes.json(&format!("{filter} --json"));
            let mut expected = ip.json(&format!("-N -j {theirs}"));
            let expected = expected.as_array_mut().expect("an array");
            let whole_table = filter.split_once("--table ").map(|(_, rest)| {
                rest.split(' ').next().and_then(|table| table.parse().ok()).expect("a number")
            });
            let device = filter.split_once("--dev ").map(|(_, device)| device);
            let expected: Vec<Value> = expected
                .iter()
                .map(|route| told_by_ip(route, filter.starts_with("-6"), whole_table, device))
                .collect();
            assert_eq!(ours.as_array().expect("an array"), &expected, "{filter}");
            assert!(!expected.is_empty(), "{filter}");
        }
        // Both families, the table of `ip route` with our terms.
        let list = routes.run("");
        for line in [
            "default via 10.1.0.2 dev v0 table 254",
            "10.2.0.0/16 via 10.1.0.2 dev v0 metric 50 table 254",
            "blackhole 10.4.0.0/16 table 254",
            "2001:db8:1::/48 via 2001:db8::2 dev v0 metric 1024 table 254",
        ] {
            assert!(list.lines().any(|shown| shown == line), "{line}:\n{list}");
        }
    });
}

/// What ours should say of a route that `ip -N -j` says this of. It leaves out what is usual, and
/// what was requested.
fn told_by_ip(route: &Value, v6: bool, table: Option<u32>, device: Option<&str>) -> Value {
    let number = |key: &str, usual: u32| match &route[key] {
        Value::Null => json!(usual),
        text => json!(text.as_str().expect("text").parse::<u32>().expect("a number")),
    };
    let scope = if v6 { json!(0) } else { number("scope", 0) };
    json!({
        "type": number("type", 1),
        "dst": route["dst"],
        "gateway": route["gateway"],
        "dev": device.map_or_else(|| route["dev"].clone(), Value::from),
        "prefsrc": route["prefsrc"],
        "metric": route["metric"],
        "table": number("table", table.unwrap_or(254)),
        "protocol": number("protocol", 3),
        "scope": scope,
    })
}

#[test]
fn routes_adds_and_deletes_what_ip_then_shows_or_not() {
    in_namespace(|| {
        let (ip, routes) = (or_skip!(tool("ip")), routes());
        let show = |family: &str, prefix: &str| {
            ip.json(&format!("-N -j {family} route show table all {prefix}"))
        };
        for (family, prefix, options, expected) in [
            ("-4", "10.1.0.0/16", "--dev lo --metric 7", json!({ "dev": "lo", "metric": 7 })),
            ("-4", "10.2.0.1", "--dev lo --table 77", json!({ "dev": "lo", "table": "77" })),
            ("-4", "10.3.0.0/16", "--via 127.0.0.2", json!({ "gateway": "127.0.0.2" })),
            ("-6", "2001:db8::/32", "--dev lo", json!({ "dev": "lo", "metric": 1024 })),
        ] {
            routes.run(&format!("--add {prefix} {options}"));
            let shown = show(family, prefix);
            assert_eq!(shown.as_array().map(Vec::len), Some(1), "{prefix}");
            for (key, value) in expected.as_object().expect("an object") {
                assert_eq!(shown[0][key], *value, "{prefix}: {shown}");
            }
            routes.run(&format!("--del {prefix} {options}"));
            assert_eq!(show(family, prefix), json!([]), "{prefix}");
        }
    });
}

#[test]
fn routes_says_why_a_change_is_refused() {
    in_namespace(|| {
        let routes = routes();
        let refused = |arguments: &str| {
            let arguments: Vec<&str> = arguments.split(' ').collect();
            let failure = routes.attempt(&arguments, "").expect_err("refused");
            failure.stderr.trim().to_owned()
        };
        assert_eq!(
            refused("--add 10.1.0.0/16 --via 192.0.2.1"),
            "routes: ENETUNREACH (network is unreachable): Nexthop has invalid gateway, in Route",
        );
        assert_eq!(
            refused("--del 10.1.0.0/16"),
            "routes: ESRCH (no such process or route), in Route",
        );
        assert_eq!(
            refused("--add 10.1.0.1/16 --dev lo"),
            "routes: EINVAL (invalid argument): Invalid prefix for given prefix length, in Route",
        );
        assert_eq!(refused("--add 10.1.0.0/16 --dev none"), "routes: there is no link none");
        assert!(refused("--frobnicate").starts_with("usage: routes"));
    });
}
