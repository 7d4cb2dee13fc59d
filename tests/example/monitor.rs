//! The example `monitor` against `ip monitor`.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use netlink_tests::example::example;
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::temp_dir::TempDir;
use netlink_tests::tool::{Tool, tool};

/// The families that are compared with `ip monitor all`.
const FAMILIES: [&str; 4] = ["rt-link", "rt-addr", "rt-route", "rt-neigh"];

#[test]
fn monitor_tells_what_ip_tells() {
    in_namespace(|| tells_what_ip_tells(&FAMILIES));
}

#[test]
fn monitor_tells_what_ip_tells_asynchronously() {
    in_namespace(|| tells_what_ip_tells(&[&["--async"][..], &FAMILIES].concat()));
}

#[test]
fn monitor_says_that_events_were_lost_and_continues() {
    in_namespace(|| says_that_events_were_lost(&["rt-route"]));
}

#[test]
fn monitor_says_that_events_were_lost_and_continues_asynchronously() {
    in_namespace(|| says_that_events_were_lost(&["--async", "rt-route"]));
}

#[test]
fn monitor_shows_the_bytes() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let directory = TempDir::new();
        let arguments = ["--hex", "rt-route", "rtnlgrp-ipv4-route"];
        let monitor = Listener::start(&program(), &arguments, directory.path().join("ours"));
        wait_until_listening(&ip, &[&monitor]);
        // The first message is there as a whole when the next one begins.
        ip.run("route add 10.255.2.0/24 dev lo");
        let deadline = Instant::now() + Duration::from_secs(30);
        while !monitor.told().contains("\n0000") {
            assert!(Instant::now() < deadline, "{}", monitor.told());
            sleep(Duration::from_millis(20));
        }
        let shown = monitor.told();
        let (first, rest) = shown.split_once('\n').expect("more than one line");
        assert!(first.contains("  Route type=24 "), "{shown}");
        // Eight bytes a line, behind their offset; the length in the header is that of all of them.
        let rest = rest.lines().take_while(|line| !line.starts_with("0000"));
        let bytes: Vec<u8> = std::iter::once(first)
            .chain(rest)
            .flat_map(|line| line.get(6..30).unwrap_or(&line[6..]).split_whitespace())
            .map(|byte| u8::from_str_radix(byte, 16).expect("a byte"))
            .collect();
        assert_eq!(bytes[..4], (bytes.len() as u32).to_ne_bytes(), "{shown}");
        assert_eq!(bytes[4..6], 24_u16.to_ne_bytes(), "{shown}");
    });
}

fn tells_what_ip_tells(options: &[&str]) {
    let ip = or_skip!(tool("ip"));
    let directory = TempDir::new();
    let ours = Listener::start(&program(), options, directory.path().join("ours"));
    let arguments = ["monitor", "all", "label"];
    let theirs = Listener::start(ip.path(), &arguments, directory.path().join("theirs"));
    wait_until_listening(&ip, &[&ours, &theirs]);

    ip.run("route add 10.255.1.0/24 dev lo"); // what is compared begins behind this
    or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
    for command in [
        "link set v0 up",
        "link set v1 up mtu 1400",
        "addr add 10.1.0.1/24 dev v0",
        "addr add 2001:db8::1/64 dev v0 nodad",
        "route add 10.2.0.0/16 via 10.1.0.2",
        "route add 2001:db8:1::/48 via 2001:db8::2",
        "neigh add 10.1.0.9 lladdr 02:00:00:00:00:09 dev v0",
        "neigh del 10.1.0.9 dev v0",
        "route del 10.2.0.0/16",
        "addr del 10.1.0.1/24 dev v0",
        "link del v0",
    ] {
        ip.run(command);
    }
    ip.run("route add 10.255.2.0/24 dev lo"); // and ends before this
    let [ours, theirs] = [&ours, &theirs].map(|listener| {
        listener.wait_for("10.255.2.0");
        listener.told()
    });
    let ours: Vec<String> = trees(&ours).filter_map(told_by_ours).collect();
    let expected: Vec<String> = theirs.lines().filter_map(told_by_ip).collect();
    let [ours, expected] = [&ours, &expected].map(|told| {
        let marks = ["route 10.255.1.0/24", "route 10.255.2.0/24"];
        let [begin, end] = marks.map(|mark| told.iter().position(|line| line == mark));
        told[begin.expect("the begin")..end.expect("the end")].to_vec()
    });
    assert_eq!(ours, expected, "{theirs}");
    for wanted in ["link v0", "deleted link v0", "route 2001:db8:1::/48", "address 10.1.0.1/24"] {
        assert!(ours.iter().any(|line| line == wanted), "{wanted}: {ours:?}");
    }
}

/// The trees in a text: a line that is not indented, and those behind it that are.
fn trees(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = text.lines().peekable();
    std::iter::from_fn(move || {
        let mut tree = vec![lines.next()?];
        while let Some(line) = lines.next_if(|line| line.starts_with(' ')) {
            tree.push(line);
        }
        Some(tree)
    })
}

/// Of a tree of ours: what it is about. Links as bridges and IPv6 tell of them are left out.
fn told_by_ours(tree: Vec<&str>) -> Option<String> {
    let attr = |name: &str| {
        let line = tree.iter().find_map(|line| line.strip_prefix("  ")?.strip_prefix(name));
        line.map(|line| line.trim_matches(['"', ' ']))
    };
    let header = |name: &str| {
        let (_, rest) = tree.get(1)?.split_once(&format!(" {name}: "))?;
        rest.split([',', ' ']).next()
    };
    let ty: u16 = tree[0].split_once("type=")?.1.split(' ').next()?.parse().ok()?;
    let told = match ty & !3 {
        16 if header("family") == Some("0") => format!("link {}", attr("ifname:")?),
        20 => {
            let address = attr("local:").or_else(|| attr("address:"))?;
            format!("address {address}/{}", header("prefixlen")?)
        }
        24 => match attr("dst:") {
            Some(dst) => format!("route {dst}/{}", header("dst_len")?),
            None => "route default".into(),
        },
        28 => format!("neighbour {}", attr("dst:")?),
        _ => return None,
    };
    Some(if ty % 4 == 1 { format!("deleted {told}") } else { told })
}

/// The same of a line of `ip monitor all label`.
fn told_by_ip(line: &str) -> Option<String> {
    let (label, line) = line.strip_prefix('[')?.split_once(']')?;
    let (deleted, line) = match line.strip_prefix("Deleted ") {
        Some(line) => ("deleted ", line),
        None => ("", line),
    };
    let mut words = line.split_whitespace();
    let (kind, what) = match label {
        // `4: v0@v1: <…>`
        "LINK" => ("link", words.nth(1)?.split(['@', ':']).next()?),
        // `4: v0    inet 10.1.0.1/24 …`
        "ADDR" => ("address", words.nth(3)?),
        "NEIGH" => ("neighbour", words.next()?),
        "ROUTE" => {
            let types = ["local", "broadcast", "multicast", "anycast"];
            ("route", words.find(|word| !types.contains(word))?)
        }
        _ => return None,
    };
    // A single address is shown without its length.
    let len = if what.contains(':') { "/128" } else { "/32" };
    let len = if kind == "route" && !what.contains('/') && what != "default" { len } else { "" };
    Some(format!("{deleted}{kind} {what}{len}"))
}

fn says_that_events_were_lost(options: &[&str]) {
    let (ip, kill) = (or_skip!(tool("ip")), or_skip!(tool("kill")));
    let directory = TempDir::new();
    let monitor = Listener::start(&program(), options, directory.path().join("ours"));
    wait_until_listening(&ip, &[&monitor]);

    // While it sleeps, more happens than its buffer has room for.
    kill.run(&format!("-STOP {}", monitor.child.id()));
    let flood: String = (0..5000)
        .map(|n| format!("route add 10.{}.{}.0/24 dev lo table 77\n", 1 + n / 250, n % 250))
        .collect();
    ip.feed("-batch -", &flood);
    kill.run(&format!("-CONT {}", monitor.child.id()));
    monitor.wait_for("lost: the receive buffer was full\n");

    // Events from before the loss are reported before it, and later ones after it.
    ip.run("route add 10.255.1.0/24 dev lo");
    monitor.wait_for("10.255.1.0\n");
    let told = monitor.told();
    let (before, after) = told.split_once("lost:").expect("the loss");
    assert!(before.contains("dst: 10.1.0.0\n"), "{before}");
    let told_of =
        (0..5000).filter(|n| before.contains(&format!("dst: 10.{}.{}.0\n", 1 + n / 250, n % 250)));
    let told_of = told_of.count();
    assert!((1..5000).contains(&told_of), "{told_of}");
    assert!(after.contains("dst: 10.255.1.0\n"), "{after}");
}

fn program() -> PathBuf {
    example("netlink-families", "monitor", &["all"])
}

/// Changes something until each of them has reported something.
fn wait_until_listening(ip: &Tool, listeners: &[&Listener]) {
    let deadline = Instant::now() + Duration::from_secs(30);
    // A route that is there already would be no change.
    for metric in 1.. {
        if listeners.iter().all(|listener| !listener.told().is_empty()) {
            break;
        }
        assert!(Instant::now() < deadline, "nobody tells anything");
        ip.run(&format!("route add 10.255.0.0/24 dev lo metric {metric}"));
        sleep(Duration::from_millis(20));
    }
}

/// A program that tells of changes until it is stopped.
struct Listener {
    child: Child,
    output: PathBuf,
}

impl Listener {
    fn start(program: &std::path::Path, arguments: &[&str], output: PathBuf) -> Self {
        let file = File::create(&output).expect("a file");
        let child = Command::new(program)
            .args(arguments)
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(file)
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {}: {e}", program.display()));
        Self { child, output }
    }

    fn told(&self) -> String {
        fs::read_to_string(&self.output).expect("what was told")
    }

    fn wait_for(&self, text: &str) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.told().contains(text) {
            assert!(Instant::now() < deadline, "no word of {text}:\n{}", self.told());
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
