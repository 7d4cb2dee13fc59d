//! The datagrams in the output of `strace`, with hexadecimal dumps of what was read and written:
//!
//! ```text
//! socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 3
//! sendto(3, [{nlmsg_len=40, …}], 40, 0, NULL, 0) = 40
//!  | 00000  28 00 00 00 16 00 01 03  e8 9c 27 69 00 00 00 00  (.........'i.... |
//! recvmsg(3, {…}, 0) = 164
//!  * 164 bytes in buffer 0
//!  | 00000  4c 00 00 00 …
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;

use netlink_sys::Protocol;

use crate::Datagram;

/// Returns the file as text, if it is the output of `strace`.
pub(crate) fn text(file: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(file).ok()?;
    text.lines().any(|line| call(line).is_some()).then_some(text)
}

/// A system call on a descriptor: its name, and what is behind it. Names of processes may stand before it.
fn call(line: &str) -> Option<(&str, &str)> {
    const CALLS: [&str; 10] = [
        "socket", "close", "read", "write", "sendto", "sendmsg", "sendmmsg", "recvfrom", "recvmsg",
        "recvmmsg",
    ];
    let (before, arguments) = line.split_once('(')?;
    let name = before.rsplit(' ').next()?;
    (CALLS.contains(&name) && !line.starts_with(" |")).then_some((name, arguments))
}

/// Returns the datagrams, in order.
pub(crate) fn datagrams(text: &str) -> impl Iterator<Item = Datagram<'static>> {
    let mut sockets = BTreeMap::new();
    let mut datagrams: Vec<Datagram<'_>> = Vec::new();
    // Of the system call to which dumps belong.
    let mut protocol = None;
    let mut is_new = true;
    for line in text.lines() {
        if let Some(dump) = line.strip_prefix(" | ") {
            let bytes = dump_line(dump).unwrap_or_default();
            match (protocol, datagrams.last_mut()) {
                (None, _) => {}
                (Some(_), Some(datagram)) if !is_new => datagram.bytes.to_mut().extend(bytes),
                (Some(protocol), _) => {
                    datagrams.push(Datagram { protocol, bytes: Cow::Owned(bytes) });
                    is_new = false;
                }
            }
        } else if line.starts_with(" = ") {
            // The next one of several datagrams; ` * … in buffer 1` is more of the same.
            is_new = true;
        } else if let Some((name, arguments)) = call(line) {
            (protocol, is_new) = (None, true);
            let descriptor = arguments.split([',', '<', ')']).next().unwrap_or_default();
            if name == "socket" {
                let end = line.rsplit("= ").next().unwrap_or_default();
                let descriptor = end.split('<').next().unwrap_or_default();
                match arguments.split_once("NETLINK_") {
                    Some((_, name)) => sockets.insert(descriptor, by_name(name)),
                    None => sockets.remove(descriptor),
                };
            } else if name == "close" {
                sockets.remove(descriptor);
            } else if !line.contains("MSG_PEEK") {
                // With `-yy`, each descriptor is followed by what it is: `3<NETLINK:[ROUTE:1234]>`.
                let shown = arguments.split_once("<NETLINK:[").filter(|(fd, _)| *fd == descriptor);
                let shown = shown.map(|(_, name)| by_name(name));
                protocol = shown.or_else(|| sockets.get(descriptor).copied()).flatten();
            }
        } else if !line.starts_with(" * ") {
            protocol = None;
        }
    }
    datagrams.into_iter()
}

fn by_name(text: &str) -> Option<Protocol> {
    let name =
        text.split(|character: char| !character.is_alphanumeric() && character != '_').next();
    (0..32).map(Protocol::new).find(|protocol| Some(format!("{protocol:?}").as_str()) == name)
}

/// The bytes of a line: up to 16, in two columns, with the text behind them.
fn dump_line(dump: &str) -> Option<Vec<u8>> {
    let (_offset, rest) = dump.split_once("  ")?;
    let columns = rest.get(..49).unwrap_or(rest);
    columns.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).ok()).collect()
}
