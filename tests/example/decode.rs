//! The example `decode`, with packets made of what was captured, against `tshark`.

use std::{fs, path::PathBuf};

use netlink_core::Messages;
use netlink_tests::{
    capture::Capture,
    example::example,
    namespace::in_namespace,
    or_skip,
    temp_dir::TempDir,
    tool::{Tool, tool},
};

fn decode() -> Tool {
    Tool::at(example("netlink-families", "decode", &["all"]))
}

/// A packet capture as nlmon gives it, a packet for each message: `tshark` gives up on packets with
/// hundreds of them. Of each capture the first messages.
fn packets(captures: &[(&str, u16)], each: usize) -> Vec<u8> {
    let mut file = Vec::new();
    file.extend(0xa1b2_c3d4_u32.to_le_bytes());
    file.extend([2, 0, 4, 0].map(|half: u8| half));
    for field in [0_u32, 0, 0x40000, 253] {
        file.extend(field.to_le_bytes());
    }
    for (name, protocol) in captures {
        let capture = Capture::load(name);
        for message in capture.datagrams().flat_map(Messages::new).take(each) {
            let message = message.unwrap();
            let len = u32::try_from(16 + message.bytes().len()).unwrap();
            for field in [0, 0, len, len] {
                file.extend(field.to_le_bytes());
            }
            // Outgoing; of a netlink device; no address; the protocol.
            file.extend([0, 4, 3, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            file.extend(protocol.to_be_bytes());
            file.extend(message.bytes());
        }
    }
    file
}

fn written(directory: &TempDir, bytes: &[u8]) -> PathBuf {
    let path = directory.path().join("netlink.pcap");
    fs::write(&path, bytes).unwrap();
    path
}

/// The text after a label.
fn after<'t>(text: &'t str, word: &str) -> &'t str {
    let rest = text.split_once(word).map_or("", |(_, rest)| rest);
    rest.split([' ', '\n', '"']).next().unwrap_or_default()
}

#[test]
fn decode_shows_what_tshark_shows() {
    let (tshark, directory) = (or_skip!(tool("tshark")), TempDir::new());
    let captures = [("link", 0), ("addr", 0), ("route4", 0), ("nlctrl", 16)];
    let file = written(&directory, &packets(&captures, 40));
    let fields = [
        "netlink.hdr_len",
        "netlink.hdr_seq",
        "netlink.hdr_pid",
        "netlink-route.ifla_ifname",
        "netlink-route.ifa_label",
        "netlink-route.rta_oif",
    ];
    let mut arguments = vec!["-r", file.to_str().unwrap(), "-T", "fields", "-E", "separator=|"];
    fields.iter().for_each(|field| arguments.extend(["-e", *field]));
    let theirs = tshark.attempt(&arguments, "").expect("tshark");
    let theirs: Vec<Vec<&str>> = theirs.lines().map(|line| line.split('|').collect()).collect();

    let ours = decode().attempt(&[file.to_str().unwrap()], "").expect("decode");
    // A message begins where a line is not indented.
    let ours = ours.replace("\n  ", "\r  ");
    let ours: Vec<String> = ours.lines().map(|tree| tree.replace('\r', "\n")).collect();
    assert_eq!(ours.len(), theirs.len());
    assert_eq!(ours.len(), 129, "the family that was captured last is number 9");
    let (mut names, mut labels, mut devices) = (0, 0, 0);
    for (tree, fields) in ours.iter().zip(&theirs) {
        let [len, sequence, port, name, label, device] = fields[..] else { panic!("{fields:?}") };
        let number = |text: &str| match text.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => text.parse(),
        };
        for (word, theirs) in [("len=", len), ("seq=", sequence), ("port=", port)] {
            assert_eq!(number(after(tree, word)), number(theirs), "{tree}\n{fields:?}");
        }
        assert_eq!(after(tree, "ifname: \""), name, "{tree}");
        assert_eq!(after(tree, "label: \""), label, "{tree}");
        assert_eq!(after(tree, "oif: "), device, "{tree}");
        names += usize::from(!name.is_empty());
        labels += usize::from(!label.is_empty());
        devices += usize::from(!device.is_empty());
    }
    assert!(names > 30 && labels > 30 && devices > 30, "{names} {labels} {devices}");
}

#[test]
fn decode_names_families_that_the_capture_reports() {
    let directory = TempDir::new();
    let captures = [("nlctrl", 16), ("ethtool-channels", 16)];
    let file = written(&directory, &packets(&captures, 8));
    let shown = decode().attempt(&["--line", file.to_str().unwrap()], "").expect("decode");
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 16, "{shown}");
    assert!(lines[0].starts_with("FamilyReply type=16 family=nlctrl cmd=1 version=2 "), "{shown}");
    assert!(lines[15].starts_with("Channels type=21 family=ethtool cmd=18 version=1 "), "{shown}");
}

#[test]
fn decode_reads_datagrams_too() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/captures/addr.cap");
    let shown = decode().attempt(&[file], "").expect("decode");
    let expected = "\
Addr type=20 len=76 flags=MULTI seq=1 port=20310
  AddrHeader { family: 2, prefixlen: 8, flags: PERMANENT, scope: HOST, index: 1 }
  address: 127.0.0.1
  local: 127.0.0.1
  label: \"lo\"
  flags: PERMANENT
";
    assert!(shown.starts_with(expected), "{shown}");
    const README: &str = include_str!("../../README.md");
    assert!(README.contains(&format!("```text\n{expected}```")), "the README shows something else");
    assert!(shown.ends_with("DONE type=3 len=20 flags=MULTI seq=1 port=20310\n"), "{shown}");
    let bytes = decode().attempt(&["--hex", file], "").expect("decode");
    assert!(bytes.starts_with("0000  4c 00 00 00 14 00 02 00  Addr type=20 len=76 "), "{bytes}");
}

/// Tools of four protocols, traced: everything that they say has a name.
#[test]
fn decode_reads_traces() {
    in_namespace(|| {
        let strace = or_skip!(tool("strace"));
        let directory = TempDir::new();
        let trace = directory.path().join("trace");
        let traced = |descriptors: &str, command: &str| {
            let program = or_skip_to_none(tool(command.split(' ').next().expect("a program")))?;
            let arguments = format!(
                "-f -o {} {descriptors} -e trace=%net,read,write,close -e read=all -e write=all {} {}",
                trace.display(),
                program.path().display(),
                command.split_once(' ').map_or("", |(_, arguments)| arguments),
            );
            strace.attempt(&arguments.split_whitespace().collect::<Vec<_>>(), "").ok()?;
            Some(decode().attempt(&[trace.to_str().expect("a path")], "").expect("decode"))
        };
        for descriptors in ["", "-yy"] {
            let shown = traced(descriptors, "ip link show lo").expect("ip");
            assert!(shown.contains("\nGetLink type=18 "), "{shown}");
            assert!(shown.contains("\n  ifname: \"lo\"\n"), "{shown}");
            for (command, expected) in [
                ("nft add table ip t", "\nTable type=2560 "),
                ("ss -xa", "GetSocket type=20 "),
                ("ethtool -k lo", " family=ethtool "),
            ] {
                let Some(shown) = traced(descriptors, command) else { continue };
                assert!(shown.contains(expected), "{command}:\n{shown}");
                for line in shown.lines().filter(|line| !line.starts_with(' ')) {
                    assert!(!line.starts_with("type="), "{command}: {line}");
                    assert!(!line.starts_with("no message"), "{command}: {line}");
                }
            }
        }
    });
}

fn or_skip_to_none(tool: Result<Tool, netlink_tests::skip::Skip>) -> Option<Tool> {
    tool.map_err(|skip| netlink_tests::partly_skip!(skip)).ok()
}

#[test]
fn decode_says_what_is_wrong_with_a_file() {
    let directory = TempDir::new();
    let whole = packets(&[("addr", 0)], 1);
    let fails = |bytes: &[u8]| {
        let file = written(&directory, bytes);
        let failure = decode().attempt(&[file.to_str().unwrap()], "").expect_err("a bad file");
        failure.stderr.rsplit_once(": ").map(|(_, why)| why.trim().to_owned())
    };
    for len in 1..whole.len() {
        // The header alone is a capture of no packets.
        if len != 24 {
            assert_eq!(fails(&whole[..len]).as_deref(), Some("it ends within a datagram"), "{len}");
        }
    }
    let mut ethernet = whole.clone();
    ethernet[20] = 1;
    assert_eq!(fails(&ethernet).as_deref(), Some("its packets are not netlink's"));
    assert!(fails(b"\x0a\x0d\x0d\x0a").unwrap().contains("editcap"));
    assert_eq!(decode().attempt(&["--no-such"], "").unwrap_err().status.code(), Some(2));
}
