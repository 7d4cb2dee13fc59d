//! The example `links` against `ip`: the same links, field by field.

use std::collections::BTreeMap;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::Command;

use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::tool::{Tool, tool};
use netlink_tests::{or_skip, partly_skip};
use serde_json::{Value, json};

#[test]
fn links_shows_what_ip_shows() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let made = make_links(&ip);
        make_traffic();

        let (theirs, ours) = while_nothing_changes(&ip);
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for (name, link) in &theirs {
            assert_eq!(ours[name], expected(link), "{name}");
        }
        // What the namespace was made for is there, so that the comparison meant something.
        for name in &made {
            assert!(theirs.contains_key(*name), "{name} is missing");
        }
        let lo = &ours["lo"];
        assert!(lo["rx"]["packets"].as_u64() > Some(0) && lo["tx"]["bytes"].as_u64() > Some(0));
    });
}

#[test]
fn links_prints_an_aligned_table_of_the_same() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        make_links(&ip);
        let (theirs, _) = while_nothing_changes(&ip);
        let table = run(&links_program(), &[]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), theirs.len() + 1, "{table}");
        let master_column = lines[0].find("MASTER").expect("a heading");
        for (name, link) in &theirs {
            let line = lines.iter().find(|line| line.split_whitespace().nth(1) == Some(name));
            let line = line.unwrap_or_else(|| panic!("no line for {name}:\n{table}"));
            let master = link["master"].as_str().unwrap_or("-");
            assert_eq!(line.get(master_column..), Some(master), "{table}");
        }
    });
}

/// Makes links of every kind that the kernel has; gives the names of those that are there.
fn make_links(ip: &Tool) -> Vec<&'static str> {
    let mut made = vec!["lo"];
    let recipes: &[(&[&str], &[&str])] = &[
        (
            &["veth-up", "veth-peer"],
            &[
                "link add veth-up type veth peer name veth-peer",
                "link set veth-up up",
                "link set veth-peer up",
            ],
        ),
        (
            &["veth-down", "abcdefghijklmno"],
            &[
                "link add veth-down type veth peer name other-end",
                "link set other-end name abcdefghijklmno",
                "link set abcdefghijklmno up",
            ],
        ),
        (
            &["bridge0", "port0", "port-peer"],
            &[
                "link add bridge0 type bridge",
                "link add port0 type veth peer name port-peer",
                "link set port0 master bridge0 mtu 1400",
                "link set port0 up",
                "link set bridge0 up",
            ],
        ),
        (&["vxlan0"], &["link add vxlan0 type vxlan id 42 dstport 4789 local 127.0.0.1"]),
        (&["macvlan0"], &["link add macvlan0 link veth-up type macvlan mode bridge"]),
        (&["ifb9"], &["link add ifb9 type ifb", "link set ifb9 up"]),
    ];
    for (names, commands) in recipes {
        let mut result = Ok(String::new());
        for command in *commands {
            result = result.and_then(|_| ip.run_where_supported(command));
        }
        match result {
            Ok(_) => made.extend(*names),
            Err(skip) => partly_skip!(skip),
        }
    }
    made
}

/// Sends a datagram over the loopback interface, so that its counters are not all zero.
fn make_traffic() {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket on the loopback interface");
    let to_myself = socket.local_addr().expect("an address");
    socket.send_to(b"count me", to_myself).expect("sent");
}

/// What `ip` and what our program show, by name, with nothing counted in between.
fn while_nothing_changes(ip: &Tool) -> (BTreeMap<String, Value>, BTreeMap<String, Value>) {
    let program = links_program();
    for _ in 0..100 {
        let before = ip.json("-j -s -d link");
        let ours: Value = serde_json::from_str(&run(&program, &["--json"])).expect("JSON");
        let after = by_name(ip.json("-j -s -d link"), "ifname");
        let before = by_name(before, "ifname");
        // Only what is compared must stand still: a bridge's timers never do.
        if before.values().map(expected).eq(after.values().map(expected)) {
            return (before, by_name(ours, "name"));
        }
    }
    panic!("the links' counters never stood still");
}

fn by_name(links: Value, key: &str) -> BTreeMap<String, Value> {
    let Value::Array(links) = links else { panic!("not an array: {links}") };
    links.into_iter().map(|link| (link[key].as_str().expect("a name").to_owned(), link)).collect()
}

/// What our program should say of a link that `ip` says this of.
fn expected(link: &Value) -> Value {
    let counters = |direction: &str| {
        let counters = &link["stats64"][direction];
        json!({ "bytes": counters["bytes"], "packets": counters["packets"] })
    };
    json!({
        "index": link["ifindex"],
        "name": link["ifname"],
        "state": link["operstate"],
        "kind": link["linkinfo"]["info_kind"],
        "mtu": link["mtu"],
        "address": link["address"],
        "master": link["master"],
        "rx": counters("rx"),
        "tx": counters("tx"),
    })
}

fn links_program() -> PathBuf {
    example("netlink-families", "links", &["all"])
}

fn run(program: &Path, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().expect("the example runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).expect("UTF-8")
}
