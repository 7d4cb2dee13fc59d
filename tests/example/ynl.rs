//! The example `ynl` against `ip`, `nft` and `ethtool`.

use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::{Tool, tool};
use serde_json::{Value, json};

fn ynl() -> Tool {
    Tool::at(example("netlink-families", "ynl", &["all"]))
}

/// Runs an operation with JSON, and returns its replies.
fn run(arguments: &str, json: &Value) -> Value {
    let json = json.to_string();
    let mut arguments: Vec<&str> = arguments.split(' ').collect();
    arguments.extend(["--json", &json]);
    let output = ynl().attempt(&arguments, "").unwrap_or_else(|failure| panic!("{failure}"));
    if output.is_empty() { Value::Null } else { serde_json::from_str(&output).expect("JSON") }
}

fn refused(arguments: &str, json: &str) -> String {
    let mut arguments: Vec<&str> = arguments.split(' ').collect();
    arguments.extend(["--json", json]);
    ynl().attempt(&arguments, "").expect_err("refused").stderr.trim().to_owned()
}

#[test]
fn ynl_creates_changes_and_lists_links() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type bridge"));
        let vxlan = json!({
            "ifname": "vx0", "mtu": 1400, "address": "02:00:00:00:00:07",
            "linkinfo": { "kind": "vxlan", "data": {
                "id": 42, "port": 4789, "local": "127.0.0.1",
                "port-range": { "low": 1000, "high": 2000 },
            } },
        });
        run("rt-link newlink --create --excl", &vxlan);
        let shown = ip.json("-j -d link show vx0");
        assert_eq!(shown[0]["mtu"], 1400);
        assert_eq!(shown[0]["address"], "02:00:00:00:00:07");
        let data = &shown[0]["linkinfo"]["info_data"];
        assert_eq!((&data["id"], &data["port"]), (&json!(42), &json!(4789)));
        assert_eq!(data["port_range"], json!({ "low": 1000, "high": 2000 }));
        assert_eq!(data["local"], "127.0.0.1");

        // What is read can be changed and sent back.
        let mut link = run("rt-link getlink", &json!({ "ifname": "vx0" }));
        assert_eq!(link["linkinfo"]["data"]["local"], "127.0.0.1");
        assert_eq!(link["linkinfo"]["data"]["port-range"], json!({ "low": 1000, "high": 2000 }));
        let index = link["index"].take();
        run(
            "rt-link newlink",
            &json!({ "ifi-index": index, "flags": ["up"], "change": ["up"], "ifalias": "a b" }),
        );
        let shown = ip.json("-j link show vx0");
        assert_eq!(shown[0]["ifalias"], "a b");
        assert!(shown[0]["flags"].as_array().expect("flags").contains(&json!("UP")), "{shown}");

        let links = run("rt-link getlink --dump", &json!({}));
        let names = |links: &Value| -> Vec<Value> {
            links.as_array().expect("links").iter().map(|link| link["ifname"].clone()).collect()
        };
        assert_eq!(names(&links), names(&ip.json("-j link")));
        run("rt-link dellink", &json!({ "ifname": "vx0" }));
        assert_eq!(names(&ip.json("-j link")), [json!("lo"), json!("probe")]);
    });
}

#[test]
fn ynl_knows_addresses_by_the_header() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        for (family, local, len) in [(2, "10.1.0.1", 24), (10, "2001:db8::1", 64)] {
            let address = json!({
                "family": family, "prefixlen": len, "index": 1, "local": local, "flags": ["nodad"],
            });
            run("rt-addr newaddr --create", &address);
            let all = run("rt-addr getaddr --dump", &json!({}));
            let ours = all.as_array().expect("addresses").iter().find(|a| a["address"] == local);
            assert_eq!(ours.expect(local)["prefixlen"], len);
            let theirs = ip.json("-j addr show dev lo");
            let theirs = theirs[0]["addr_info"].as_array().expect("addresses");
            let theirs = theirs.iter().find(|address| address["local"] == local).expect(local);
            assert_eq!(theirs["prefixlen"], len);
        }
    });
}

#[test]
fn ynl_changes_rulesets_in_transactions() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        run("nftables newtable --create", &json!({ "nfgen-family": 2, "name": "t" }));
        run("nftables newchain --create", &json!({ "nfgen-family": 2, "table": "t", "name": "c" }));
        assert_eq!(
            nft.run("list ruleset").split_whitespace().collect::<Vec<_>>().join(" "),
            "table ip t { chain c { } }"
        );
        let chains = run("nftables getchain --dump", &json!({}));
        assert_eq!((&chains[0]["table"], &chains[0]["name"]), (&json!("t"), &json!("c")));
    });
}

#[test]
fn ynl_knows_generic_netlink() {
    in_namespace(|| {
        let families = run("nlctrl getfamily --dump", &json!({}));
        let mut names = families.as_array().expect("families").iter().map(|f| &f["family-name"]);
        assert!(names.any(|name| name == "ethtool"), "{families}");
        let features = run("ethtool features-get", &json!({ "header": { "dev-name": "lo" } }));
        assert_eq!(features["header"]["dev-name"], "lo");
        assert!(features["active"].is_object(), "{features}");
    });
}

#[test]
fn ynl_names_the_attribute_that_is_wrong() {
    in_namespace(|| {
        for (arguments, json, expected) in [
            (
                "rt-link newlink",
                r#"{"linkinfo": {"kind": "vxlan", "data": {"id": "x"}}}"#,
                "ynl: linkinfo.data.id: expected u32 of 4 bytes, found \"x\"",
            ),
            (
                "rt-link newlink",
                r#"{"mtu": 4294967296}"#,
                "ynl: mtu: expected u32 of 4 bytes, found 4294967296",
            ),
            (
                "rt-link newlink",
                r#"{"linkinfo": {"data": {"id": 1}}}"#,
                "ynl: linkinfo.data: the attribute that selects its variant is missing or unknown",
            ),
            (
                "rt-link newlink",
                r#"{"flags": ["upp"]}"#,
                "ynl: flags: expected u32 of 4 bytes, found [\"upp\"]",
            ),
            (
                "rt-link newlink",
                r#"{"address": "0g"}"#,
                "ynl: address: expected hexadecimal digits, found \"0g\"",
            ),
            (
                "rt-addr newaddr",
                r#"{"family": 2, "local": "10.0.0"}"#,
                "ynl: local: expected an IP address, found \"10.0.0\"",
            ),
            ("rt-link nolink", "{}", "ynl: rt-link has no operation nolink"),
            ("no-such getlink", "{}", "ynl: there is no family no-such"),
        ] {
            assert_eq!(refused(arguments, json), expected);
        }
        let unknown = refused("rt-link newlink", r#"{"linkinfo": {"kin": "veth"}}"#);
        assert!(
            unknown.starts_with("ynl: linkinfo.kin: no such name, only kind, data, "),
            "{unknown}"
        );
        // What the kernel refuses is named too.
        let long = refused("rt-link newlink", r#"{"ifname": "a-name-that-is-too-long"}"#);
        assert!(long.contains("ifname"), "{long}");
        let missing = refused("rt-link newlink", r#"{"ifname": "none"}"#);
        assert!(missing.starts_with("ynl: ENODEV (no such device)"), "{missing}");
    });
}

#[test]
fn ynl_lists_families_operations_and_groups() {
    let families = ynl().run("");
    assert!(families.lines().any(|line| line == "rt-link"), "{families}");
    let operations = ynl().run("rt-link");
    assert!(operations.contains("getlink (Both): ifname, "), "{operations}");
    assert!(operations.lines().any(|line| line == "group rtnlgrp-link"), "{operations}");
    assert_eq!(ynl().attempt(&["a", "b", "c"], "").expect_err("usage").status.code(), Some(2));
}
