//! Every option, set and read back.

use core::time::Duration;

use netlink_sys::{Protocol, Socket, SocketError};

use crate::support::{errno, or_skip, route, usersock};

type Get = fn(&Socket) -> Result<bool, SocketError>;
type Set = fn(&Socket, bool) -> Result<(), SocketError>;

#[test]
fn every_flag_that_is_set_is_read_back() {
    let flags: [(&str, Get, Set); 7] = [
        ("packet info", Socket::packet_info, Socket::set_packet_info),
        ("broadcast error", Socket::broadcast_error, Socket::set_broadcast_error),
        ("no ENOBUFS", Socket::no_enobufs, Socket::set_no_enobufs),
        ("all namespaces", Socket::listen_all_namespaces, Socket::set_listen_all_namespaces),
        ("capped ack", Socket::capped_ack, Socket::set_capped_ack),
        ("extended ack", Socket::extended_ack, Socket::set_extended_ack),
        ("strict check", Socket::strict_check, Socket::set_strict_check),
    ];
    for (name, get, set) in flags {
        let socket = route();
        let Some(before) = or_skip(get(&socket)) else {
            continue;
        };
        assert!(!before, "{name}");
        let Some(()) = or_skip(set(&socket, true)) else {
            continue;
        };
        assert!(get(&socket).unwrap(), "{name}");
        // Each sets itself and none of the others.
        let on = flags.iter().filter(|(_, get, _)| get(&socket) == Ok(true)).count();
        assert_eq!(on, 1, "{name}");
        set(&socket, false).unwrap();
        assert!(!get(&socket).unwrap(), "{name}");
    }
}

#[test]
fn buffer_sizes_are_doubled() {
    let socket = usersock();
    socket.set_recv_buffer_size(20_000).unwrap();
    assert_eq!(socket.recv_buffer_size().unwrap(), 40_000);
    socket.set_send_buffer_size(30_000).unwrap();
    assert_eq!(socket.send_buffer_size().unwrap(), 60_000);
    // The kernel has a minimum.
    socket.set_recv_buffer_size(0).unwrap();
    assert!(socket.recv_buffer_size().unwrap() > 0);
    let too_large = usize::try_from(i32::MAX).unwrap() + 1;
    assert_eq!(errno(socket.set_recv_buffer_size(too_large)), libc::EINVAL);
    assert_eq!(errno(socket.set_send_buffer_size(too_large)), libc::EINVAL);
}

#[test]
fn buffers_can_be_forced_beyond_the_maximum() {
    const SIZE: usize = 64 << 20;
    let socket = usersock();
    socket.set_recv_buffer_size(SIZE).unwrap();
    assert!(socket.recv_buffer_size().unwrap() < 2 * SIZE, "the maximum is larger than the test");
    let Some(()) = or_skip(socket.force_recv_buffer_size(SIZE)) else {
        return;
    };
    assert_eq!(socket.recv_buffer_size().unwrap(), 2 * SIZE);
    socket.force_send_buffer_size(SIZE).unwrap();
    assert_eq!(socket.send_buffer_size().unwrap(), 2 * SIZE);
}

#[test]
fn timeouts_are_read_back() {
    let socket = Socket::open(Protocol::USERSOCK).unwrap();
    assert_eq!(socket.recv_timeout().unwrap(), None);
    assert_eq!(socket.send_timeout().unwrap(), None);
    let time = Duration::from_secs(5);
    socket.set_recv_timeout(Some(time)).unwrap();
    socket.set_send_timeout(Some(2 * time)).unwrap();
    assert_eq!(socket.recv_timeout().unwrap(), Some(time));
    assert_eq!(socket.send_timeout().unwrap(), Some(2 * time));
    socket.set_recv_timeout(None).unwrap();
    assert_eq!(socket.recv_timeout().unwrap(), None);
}

#[test]
fn a_timeout_never_becomes_unlimited_by_rounding() {
    let socket = usersock();
    assert_eq!(errno(socket.set_recv_timeout(Some(Duration::ZERO))), libc::EINVAL);
    socket.set_recv_timeout(Some(Duration::from_nanos(1))).unwrap();
    assert!(socket.recv_timeout().unwrap().is_some_and(|time| !time.is_zero()));
    assert!(socket.recv(&mut [0; 4]).unwrap_err().is_would_block());
    // As long as the kernel can, rather than an overflow.
    socket.set_recv_timeout(Some(Duration::MAX)).unwrap();
    socket.set_recv_timeout(None).unwrap();
}

#[test]
fn the_protocol_can_be_queried() {
    assert_eq!(route().protocol().unwrap(), Protocol::ROUTE);
    assert_eq!(usersock().protocol().unwrap(), Protocol::USERSOCK);
}

#[test]
fn sockets_of_one_namespace_have_one_cookie() {
    let Some(cookie) = or_skip(route().namespace_cookie()) else {
        return;
    };
    assert_ne!(cookie, 0);
    assert_eq!(usersock().namespace_cookie().unwrap(), cookie);
}
