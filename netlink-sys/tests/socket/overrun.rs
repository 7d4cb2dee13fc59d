//! A full receive buffer: `ENOBUFS`, the count of drops, and recovery.

use netlink_sys::{RecvFlags, Socket};

use crate::support::{ACK, REQUEST, get_loopback, message, messages, or_skip, route};

/// A socket with more answers than it has room for.
fn overrun(prepare: impl FnOnce(&Socket)) -> Socket {
    let socket = route();
    socket.set_recv_buffer_size(1024).unwrap();
    prepare(&socket);
    for sequence in 0..50 {
        socket.send(&get_loopback(sequence)).unwrap();
    }
    socket
}

/// Drains the socket, and returns the number of errors.
fn drain(socket: &Socket) -> usize {
    let mut overruns = 0;
    loop {
        match socket.recv_with(&mut [0; 8192], RecvFlags::DONT_WAIT) {
            Ok(received) => drop(received.complete()),
            Err(error) if error.is_overrun() => overruns += 1,
            Err(error) if error.is_would_block() => return overruns,
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn an_overrun_is_reported_once_and_ends_when_the_socket_is_empty() {
    let socket = overrun(|_| ());
    assert_eq!(drain(&socket), 1);
    socket.send(&message(0x7fff, REQUEST | ACK, 99, &[0; 16])).unwrap();
    let mut buffer = [0; 8192];
    let received = socket.recv(&mut buffer).unwrap();
    assert_eq!(messages(received.bytes(&buffer).unwrap()), [(2, 99)]);
}

#[test]
fn drops_are_counted() {
    let fresh = route();
    let Some(drops) = or_skip(fresh.drops()) else {
        return;
    };
    assert_eq!(drops, 0);
    assert!(overrun(|_| ()).drops().unwrap() > 0);
}

#[test]
fn an_overrun_can_be_kept_quiet() {
    let socket = overrun(|socket| socket.set_no_enobufs(true).unwrap());
    assert_eq!(drain(&socket), 0);
}

#[test]
fn the_pending_error_can_be_taken() {
    let socket = overrun(|_| ());
    let error = socket.take_error().unwrap().unwrap();
    assert!(error.is_overrun());
    assert_eq!(socket.take_error().unwrap(), None);
}
