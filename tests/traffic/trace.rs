//! What a program sends and receives over netlink, from the output of strace.
//!
//! strace prints each call, and behind it the bytes as a dump:
//!
//! ```text
//! socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3
//! sendto(3, [{nlmsg_len=32, …}], 32, 0, NULL, 0) = 32
//!  | 00000  20 00 00 00 10 00 05 00  00 00 00 00 00 00 00 00   ............... |
//! ```

use std::{collections::BTreeMap, fs};

use netlink_sys::Protocol;
use netlink_tests::{
    skip::Skip,
    temp_dir::TempDir,
    tool::{Tool, tool},
};

/// A datagram of a program.
#[derive(Clone, Debug)]
pub struct Datagram {
    pub protocol: Protocol,
    /// Whether the program sent it; otherwise the kernel did.
    pub sent: bool,
    pub bytes: Vec<u8>,
}

/// Runs programs and records their datagrams.
pub struct Tracer {
    strace: Tool,
}

impl Tracer {
    /// Finds strace.
    ///
    /// # Errors
    ///
    /// If it is not installed.
    pub fn new() -> Result<Self, Skip> {
        Ok(Self { strace: tool("strace")? })
    }

    /// Runs a program, and returns its datagrams and its errors.
    pub fn run(
        &self,
        program: &Tool,
        arguments: &[&str],
        input: &str,
    ) -> (Vec<Datagram>, Option<String>) {
        let directory = TempDir::new();
        let output = directory.path().join("trace");
        let output = output.to_str().expect("UTF-8");
        let program = program.path().to_str().expect("UTF-8");
        let calls = "trace=socket,sendto,sendmsg,recvmsg,recvfrom";
        let mut words = vec![
            "-ff",
            "-qq",
            "-e",
            calls,
            "-e",
            "read=all",
            "-e",
            "write=all",
            "-o",
            output,
            program,
        ];
        words.extend(arguments);
        let error = self.strace.attempt(&words, input).err().map(|failure| failure.stderr);
        let mut files: Vec<_> = fs::read_dir(directory.path())
            .expect("the directory of the traces")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        let datagrams = files.iter().flat_map(|file| {
            let text = fs::read(file).expect("a trace");
            datagrams(&String::from_utf8_lossy(&text))
        });
        (datagrams.collect(), error)
    }
}

/// The datagrams in the trace of one process.
fn datagrams(trace: &str) -> Vec<Datagram> {
    let mut protocols: BTreeMap<&str, Protocol> = BTreeMap::new();
    let mut all = Vec::new();
    // The datagram whose bytes follow, and how long it is.
    let mut current: Option<(Datagram, usize)> = None;
    for line in trace.lines() {
        if let Some(dump) = line.strip_prefix(" | ") {
            if let Some((datagram, _)) = &mut current {
                datagram.bytes.extend(dumped(dump));
            }
            continue;
        }
        if line.starts_with(" * ") {
            continue;
        }
        all.extend(finished(current.take()));
        let Some((call, rest)) = line.split_once('(') else { continue };
        if call == "socket" {
            let protocol = rest.split([',', ' ', ')']).find_map(protocol);
            let descriptor = line.rsplit(" = ").next();
            if let (Some(protocol), Some(descriptor)) = (protocol, descriptor) {
                protocols.insert(descriptor, protocol);
            }
            continue;
        }
        let descriptor = rest.split(',').next().unwrap_or_default();
        let (Some(&protocol), false) = (protocols.get(descriptor), rest.contains("MSG_PEEK"))
        else {
            continue;
        };
        let len = line.rsplit(" = ").next().and_then(|len| len.parse().ok());
        if let Some(len) = len {
            let datagram = Datagram { protocol, sent: call.starts_with("send"), bytes: Vec::new() };
            current = Some((datagram, len));
        }
    }
    all.extend(finished(current));
    all
}

fn finished(current: Option<(Datagram, usize)>) -> Option<Datagram> {
    let (mut datagram, len) = current?;
    // What was in the buffer behind it is dumped too.
    datagram.bytes.truncate(len);
    assert_eq!(datagram.bytes.len(), len, "bytes of a datagram are missing in the trace");
    Some(datagram)
}

/// `00010  ed ff ff ff 20 00 00 00  10 00 05 00 00 00 00 00  .... ...........`, without the text at its end.
fn dumped(line: &str) -> impl Iterator<Item = u8> {
    const COLUMNS: usize = 16 * 3 + 1;
    let hex = line.split_once("  ").map_or("", |(_, hex)| hex);
    let hex = hex.get(..COLUMNS.min(hex.len())).unwrap_or_default();
    hex.split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).expect("a byte"))
        .collect::<Vec<_>>()
        .into_iter()
}

fn protocol(name: &str) -> Option<Protocol> {
    Some(match name {
        "NETLINK_ROUTE" => Protocol::ROUTE,
        "NETLINK_SOCK_DIAG" | "NETLINK_INET_DIAG" => Protocol::SOCK_DIAG,
        "NETLINK_XFRM" => Protocol::XFRM,
        "NETLINK_NETFILTER" => Protocol::NETFILTER,
        "NETLINK_GENERIC" => Protocol::GENERIC,
        _ => return None,
    })
}

#[test]
fn bytes_are_taken_from_the_dump_and_not_from_the_text_beside_it() {
    let trace = "\
socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_XFRM) = 5
sendto(5, [{nlmsg_len=20}], 20, 0, NULL, 0) = 20
 | 00000  20 61 62 63 20 61 62 63  20 61 62 63 20 61 62 63   abc abc abc abc |
 | 00010  01 02 03 04                                       ab c             |
recvmsg(5, {msg_iov=[{iov_len=0}]}, MSG_PEEK|MSG_TRUNC) = 2
recvmsg(5, {msg_iov=[{iov_len=8}]}, 0) = 2
 * 8 bytes in buffer 0
 | 00000  01 02 00 00 00 00 00 00                           ........         |
recvmsg(6, {msg_iov=[{iov_len=8}]}, 0) = 2
 | 00000  01 02                                             ..               |
";
    let found = datagrams(trace);
    assert_eq!(found.len(), 2);
    assert!(found[0].sent && !found[1].sent);
    assert_eq!(found[0].bytes, b" abc abc abc abc\x01\x02\x03\x04");
    assert_eq!((found[1].bytes.as_slice(), found[1].protocol), (&[1, 2][..], Protocol::XFRM));
}
