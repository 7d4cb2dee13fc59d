//! The short examples: each is run in a namespace, and `ip` shows what it did.

use netlink_tests::example::example;
use netlink_tests::kernel;
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::skip::Skip;
use netlink_tests::tool::{Tool, tool};
use serde_json::{Value, json};

fn run(command: &str) -> String {
    let (name, arguments) = command.split_once(' ').unwrap_or((command, ""));
    Tool::at(example("netlink-families", name, &["all"])).run(arguments)
}

/// What an example prints when it fails: one line, for people.
fn refused(command: &str) -> String {
    let mut words = command.split(' ');
    let name = words.next().expect("a name");
    let program = Tool::at(example("netlink-families", name, &["all"]));
    let failure = program.attempt(&words.collect::<Vec<_>>(), "").expect_err("refused");
    failure.stderr.trim().to_owned()
}

/// A link `veth1` with its other end, both up, made by `create_veth`.
fn with_veth() -> Result<Tool, Skip> {
    let ip = tool("ip")?;
    ip.run_where_supported("link add probe type veth")?;
    run("create_veth");
    for command in ["link set veth1 up", "link set veth1-peer up"] {
        ip.run(command);
    }
    Ok(ip)
}

fn names(links: &Value) -> Vec<&str> {
    links.as_array().expect("links").iter().filter_map(|link| link["ifname"].as_str()).collect()
}

fn kind(ip: &Tool, name: &str) -> Value {
    ip.json(&format!("-j -d link show {name}"))[0]["linkinfo"].clone()
}

#[test]
fn addresses_are_added_listed_and_flushed() {
    in_namespace(|| {
        let ip = or_skip!(with_veth());
        for prefix in ["192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64"] {
            run(&format!("add_address veth1 {prefix}"));
        }
        let shown = ip.json("-j addr show dev veth1")[0]["addr_info"].clone();
        let shown: Vec<&str> = shown
            .as_array()
            .expect("addresses")
            .iter()
            .filter_map(|address| address["local"].as_str())
            .filter(|address| !address.starts_with("fe80"))
            .collect();
        assert_eq!(shown, ["192.0.2.1", "192.0.2.2", "2001:db8::1"]);
        let listed = run("get_address veth1");
        for prefix in ["192.0.2.1/24", "192.0.2.2/24", "2001:db8::1/64"] {
            assert!(listed.lines().any(|line| line == prefix), "{listed}");
        }
        // Older kernels give no text for it.
        let again = refused("add_address veth1 192.0.2.1/24");
        match kernel::since(6, 12) {
            Ok(()) => assert_eq!(
                again,
                "Error: EEXIST (exists already): ipv4: Address already assigned, in Addr",
            ),
            Err(_) => assert!(again.starts_with("Error: EEXIST (exists already)"), "{again}"),
        }
        run("flush_addresses veth1");
        assert_eq!(ip.json("-j addr show dev veth1")[0]["addr_info"], json!([]));
        assert_eq!(refused("get_address none"), "Error: ENODEV (no such device), in GetLink");
        assert_eq!(refused("get_address"), "Error: usage: get_address LINK");
    });
}

#[test]
fn neighbours_are_added_and_listed() {
    in_namespace(|| {
        let ip = or_skip!(with_veth());
        for (address, mac) in
            [("192.0.2.7", "02:00:00:00:00:07"), ("2001:db8::7", "02:00:00:00:00:08")]
        {
            run(&format!("add_neighbour veth1 {address} {mac}"));
            let shown = ip.json(&format!("-j neigh show {address} dev veth1"));
            assert_eq!(shown[0]["lladdr"], mac);
            assert_eq!(shown[0]["state"], json!(["PERMANENT"]));
            let listed = run("get_neighbours");
            assert!(
                listed.lines().any(|line| line.starts_with(&format!("{address} dev "))),
                "{listed}"
            );
        }
        assert_eq!(
            refused("add_neighbour veth1 192.0.2.7 02:00"),
            "Error: no hardware address of six bytes"
        );
    });
}

#[test]
fn routes_are_added_and_listed() {
    in_namespace(|| {
        let ip = or_skip!(with_veth());
        run("add_address veth1 192.0.2.1/24");
        run("add_address veth1 2001:db8::1/64");
        run("add_route 198.51.100.0/24 192.0.2.7");
        run("add_route_ecmp 203.0.113.0/24 192.0.2.7 192.0.2.8");
        let shown = ip.json("-j route show 198.51.100.0/24");
        assert_eq!(
            (&shown[0]["gateway"], &shown[0]["protocol"]),
            (&json!("192.0.2.7"), &json!("static"))
        );
        let hops = ip.json("-j route show 203.0.113.0/24")[0]["nexthops"].clone();
        let gateways: Vec<&Value> =
            hops.as_array().expect("hops").iter().map(|hop| &hop["gateway"]).collect();
        assert_eq!(gateways, [&json!("192.0.2.7"), &json!("192.0.2.8")]);
        let listed = run("get_route");
        assert!(
            listed.contains("UNICAST 198.51.100.0/24 table 254 via 192.0.2.7 dev "),
            "{listed}"
        );
        run("add_route 2001:db8:7::/48 2001:db8::7");
        assert_eq!(ip.json("-j -6 route show 2001:db8:7::/48")[0]["gateway"], "2001:db8::7");
        assert!(refused("add_route 198.51.100.0/24 10.0.0.1").contains("gateway"));
    });
}

#[test]
fn rules_are_added_and_listed() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        run("add_rule 198.51.100.0/24 100");
        let rules = ip.json("-j rule show");
        let rule = rules.as_array().expect("rules").iter().find(|rule| rule["table"] == "100");
        let rule = rule.expect("the rule");
        assert_eq!((&rule["dst"], &rule["dstlen"]), (&json!("198.51.100.0"), &json!(24)));
        let listed = run("get_rule");
        assert!(listed.lines().any(|line| line.ends_with("family 2 table 100")), "{listed}");
        assert!(listed.lines().any(|line| line.contains("family 10 ")), "{listed}");
    });
}

#[test]
fn links_of_each_kind_are_created_and_deleted() {
    in_namespace(|| {
        let ip = or_skip!(with_veth());
        let links = ip.json("-j link");
        assert!(names(&links).contains(&"veth1") && names(&links).contains(&"veth1-peer"));
        let listed = run("get_links");
        for name in names(&links) {
            assert!(listed.contains(&format!(": {name} ")), "{listed}");
        }
        run("create_bridge");
        assert_eq!(kind(&ip, "my-bridge")["info_kind"], "bridge");
        run("create_vxlan veth1");
        let vxlan = kind(&ip, "vxlan0");
        assert_eq!(vxlan["info_data"]["id"], 10);
        assert_eq!(
            (&vxlan["info_data"]["port"], &vxlan["info_data"]["link"]),
            (&json!(4789), &json!("veth1"))
        );
        assert!(ip.json("-j link show vxlan0")[0]["flags"].to_string().contains("\"UP\""));
        run("create_macvlan veth1");
        assert_eq!(kind(&ip, "my-macvlan")["info_data"]["mode"], "bridge");

        run("set_link_down veth1");
        assert!(!ip.json("-j link show veth1")[0]["flags"].to_string().contains("\"UP\""));
        run("property_altname veth1 add a-name-that-is-longer-than-fifteen");
        let shown = ip.json("-j link show veth1");
        assert_eq!(shown[0]["altnames"], json!(["a-name-that-is-longer-than-fifteen"]));
        run("property_altname veth1 del a-name-that-is-longer-than-fifteen");
        assert_eq!(ip.json("-j link show veth1")[0]["altnames"], Value::Null);

        run("del_link my-bridge");
        assert!(!names(&ip.json("-j link")).contains(&"my-bridge"));
        assert_eq!(refused("del_link my-bridge"), "Error: ENODEV (no such device), in DelLink");
    });
}

#[test]
fn vlans_are_created() {
    in_namespace(|| {
        let ip = or_skip!(with_veth());
        or_skip!(ip.run_where_supported("link add link veth1 name probe-vlan type vlan id 3"));
        run("create_vlan veth1 7");
        assert_eq!(kind(&ip, "my-vlan")["info_data"]["id"], 7);
    });
}

#[test]
fn bonds_are_created_and_get_ports() {
    in_namespace(|| {
        let ip = or_skip!(with_veth());
        or_skip!(ip.run_where_supported("link add probe-bond type bond"));
        run("create_bond");
        let bond = kind(&ip, "my-bond")["info_data"].clone();
        assert_eq!((&bond["mode"], &bond["miimon"]), (&json!("active-backup"), &json!(100)));
        ip.run("link set veth1 down");
        run("set_bond_port veth1 my-bond 7");
        assert_eq!(ip.json("-j link show veth1")[0]["master"], "my-bond");
        or_skip!(kernel::since(6, 0));
        assert_eq!(kind(&ip, "veth1")["info_slave_data"]["prio"], 7);
    });
}

/// The monitor prints until it is stopped.
#[test]
fn changes_are_printed() {
    in_namespace(|| {
        use std::io::{BufRead as _, BufReader};
        use std::process::{Command, Stdio};
        let ip = or_skip!(tool("ip"));
        let program = example("netlink-families", "ip_monitor", &["all"]);
        let mut monitor = Command::new(program).stdout(Stdio::piped()).spawn().expect("it runs");
        let lines = BufReader::new(monitor.stdout.take().expect("its output")).lines();
        let change = std::thread::spawn(move || {
            // Until the monitor listens: each change is another one.
            for number in 0..500 {
                ip.run(&format!("addr add 10.0.{}.{}/32 dev lo", number / 250, 1 + number % 250));
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        });
        let mut lines =
            lines.map(|line| line.expect("a line")).skip_while(|line| !line.starts_with("Addr "));
        assert!(lines.next().is_some_and(|line| line.starts_with("Addr type=20 ")));
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("  AddrHeader { family: 2, prefixlen: 32, "))
        );
        assert!(lines.next().is_some_and(|line| line.starts_with("  address: 10.0.")));
        monitor.kill().expect("stopped");
        let _ = monitor.wait();
        drop(change);
    });
}
