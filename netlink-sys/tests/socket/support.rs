//! What the tests share: pairs of sockets, hand-made requests, loud skips.

use core::time::Duration;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;

use netlink_sys::{Protocol, Socket, SocketError};

/// Long enough for anything that should happen, on any machine.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// Why a test, or a part of it, does not run here.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Lack {
    /// The caller may not do it, or a program is missing. Root of a machine that is set up has both.
    Supply,
    /// The running kernel does not have the feature.
    Kernel,
}

/// Says that a test, or a part of it, did not run.
///
/// It is written to the standard error handle itself: the test harness captures what macros print.
pub(crate) fn skip(lack: Lack, why: impl core::fmt::Display) {
    let root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    let forbidden = std::env::var_os("NETLINK_TESTS_NO_SKIP").is_some_and(|it| !it.is_empty());
    assert!(!(root && forbidden && lack == Lack::Supply), "must not be skipped: {why}");
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    std::io::stderr().write_all(format!("skipped: {test}: {why}\n").as_bytes()).unwrap();
}

/// The value, or `None` with a loud skip if the kernel refused for lack of privilege or because it
/// does not have the feature.
pub(crate) fn or_skip<T>(result: Result<T, SocketError>) -> Option<T> {
    let error = match result {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let lack = match error.raw_os_error() {
        libc::EPERM | libc::EACCES => Lack::Supply,
        libc::ENOPROTOOPT | libc::EPROTONOSUPPORT => Lack::Kernel,
        _ => panic!("{error}"),
    };
    skip(lack, error);
    None
}

/// Two sockets between which user space may talk without privilege.
pub(crate) fn pair() -> (Socket, Socket) {
    (usersock(), usersock())
}

/// A socket that fails instead of hanging if nothing arrives.
pub(crate) fn usersock() -> Socket {
    let socket = Socket::open(Protocol::USERSOCK).unwrap();
    socket.set_recv_timeout(Some(LONG)).unwrap();
    socket
}

pub(crate) fn route() -> Socket {
    let socket = Socket::open(Protocol::ROUTE).unwrap();
    socket.set_recv_timeout(Some(LONG)).unwrap();
    socket
}

pub(crate) const REQUEST: u16 = 1;
pub(crate) const ACK: u16 = 4;
pub(crate) const DUMP: u16 = 0x300;

pub(crate) const RTM_NEWLINK: u16 = 16;
pub(crate) const RTM_GETLINK: u16 = 18;
pub(crate) const RTM_NEWNSID: u16 = 88;

/// A message: header, then payload.
pub(crate) fn message(kind: u16, flags: u16, sequence: u32, payload: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(16 + payload.len()).unwrap().to_ne_bytes().to_vec();
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(sequence.to_ne_bytes());
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

/// `struct ifinfomsg`, to ask for or change one interface.
pub(crate) fn interface(index: i32, flags: u32, mask: u32) -> Vec<u8> {
    let mut bytes = vec![0; 4];
    bytes.extend(index.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(mask.to_ne_bytes());
    bytes
}

/// Asks for the loopback interface, the first of every network namespace.
pub(crate) fn get_loopback(sequence: u32) -> Vec<u8> {
    message(RTM_GETLINK, REQUEST, sequence, &interface(1, 0, 0))
}

/// The type and the sequence number of every message of a datagram.
pub(crate) fn messages(datagram: &[u8]) -> Vec<(u16, u32)> {
    let mut found = Vec::new();
    let mut rest = datagram;
    while rest.len() >= 16 {
        let len = u32::from_ne_bytes(rest[..4].try_into().unwrap());
        let kind = u16::from_ne_bytes(rest[4..6].try_into().unwrap());
        let sequence = u32::from_ne_bytes(rest[8..12].try_into().unwrap());
        found.push((kind, sequence));
        let len = usize::try_from(len).unwrap();
        assert!((16..=rest.len()).contains(&len), "message of {len} bytes in {}", rest.len());
        rest = rest.get(len.next_multiple_of(4)..).unwrap_or(&[]);
    }
    found
}

/// The errno of a result that must be an error.
#[track_caller]
pub(crate) fn errno<T: core::fmt::Debug>(result: Result<T, SocketError>) -> i32 {
    result.unwrap_err().raw_os_error()
}
