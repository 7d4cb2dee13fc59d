//! What a connection costs a process that has locked its memory. A program of its own, with one test,
//! because it locks the whole process.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a panic is how a test fails, and its helpers are not recognised as tests"
)]

use std::io::Write as _;

use netlink_sys::{Protocol, ReceiveBuffer, Socket};

/// Locked memory of this process, in bytes.
fn locked() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[test]
fn a_buffer_is_not_pinned_by_a_process_that_locks_its_memory() {
    // SAFETY: it takes an integer and changes no bytes.
    let result = unsafe { libc::mlockall(libc::MCL_CURRENT | libc::MCL_FUTURE) };
    if result != 0 {
        // An ordinary user may lock 8 MiB, and the test program can have more.
        let error = std::io::Error::last_os_error();
        let test = "a_buffer_is_not_pinned_by_a_process_that_locks_its_memory";
        writeln!(std::io::stderr(), "skipped: {test}: {error}").unwrap();
        return;
    }
    let before = locked();
    let mut buffers: Vec<_> = (0..10).map(|_| ReceiveBuffer::new().unwrap()).collect();
    let more = locked().saturating_sub(before);
    assert!(more < 1 << 20, "{more}");
    let socket = Socket::open(Protocol::USERSOCK).unwrap();
    for buffer in &mut buffers {
        socket.send_to(&[7; 30_000], socket.local_addr().unwrap()).unwrap();
        socket.recv_into(buffer).unwrap().complete().unwrap();
        assert!(buffer.datagram().unwrap().iter().all(|byte| *byte == 7));
    }
    let more = locked().saturating_sub(before);
    assert!(more < 1 << 20, "{more}");
}
