//! Opening, binding, connecting, and the descriptor.

use std::os::fd::{AsFd as _, AsRawFd, FromRawFd as _, IntoRawFd as _, OwnedFd};
use std::os::unix::net::UnixDatagram;

use netlink_sys::{Protocol, Socket, SocketAddr, Waker};

use crate::support::{errno, or_skip, pair, route, usersock};

#[test]
fn the_kernel_chooses_a_port_id() {
    let (one, two) = pair();
    let (one, two) = (one.local_addr().unwrap(), two.local_addr().unwrap());
    assert_ne!(one.port_id(), 0);
    assert_ne!(one.port_id(), two.port_id());
    assert_eq!(one.groups(), 0);
}

#[test]
fn an_unbound_socket_binds_to_the_port_id_it_asks_for() {
    let addr = {
        let free = usersock();
        free.local_addr().unwrap()
    };
    let socket = Socket::unbound(Protocol::USERSOCK).unwrap();
    assert_eq!(socket.local_addr().unwrap(), SocketAddr::KERNEL);
    // Another test may have got the port ID in between: a second choice is far away.
    let addr = match socket.bind(addr) {
        Ok(()) => addr,
        Err(_) => {
            let other = SocketAddr::port(addr.port_id() ^ 0x4000_0000);
            socket.bind(other).unwrap();
            other
        }
    };
    assert_eq!(socket.local_addr().unwrap(), addr);
    let other = SocketAddr::port(addr.port_id() ^ 1);
    assert_eq!(errno(socket.bind(other)), libc::EINVAL);
}

#[test]
fn a_taken_port_id_is_refused() {
    let taken = usersock();
    let socket = Socket::unbound(Protocol::USERSOCK).unwrap();
    let error = socket.bind(taken.local_addr().unwrap()).unwrap_err();
    assert_eq!((error.operation(), error.raw_os_error()), ("bind", libc::EADDRINUSE));
    // The same socket may still take another.
    socket.bind(SocketAddr::KERNEL).unwrap();
    assert_ne!(socket.local_addr().unwrap().port_id(), 0);
}

#[test]
fn a_protocol_that_does_not_exist_is_refused() {
    assert_eq!(errno(Socket::open(Protocol::new(1000))), libc::EPROTONOSUPPORT);
    assert_eq!(errno(Socket::open(Protocol::new(-1))), libc::EPROTONOSUPPORT);
}

#[test]
fn every_named_protocol_opens_or_is_not_offered() {
    let protocols = [
        Protocol::ROUTE,
        Protocol::USERSOCK,
        Protocol::SOCK_DIAG,
        Protocol::XFRM,
        Protocol::AUDIT,
        Protocol::CONNECTOR,
        Protocol::NETFILTER,
        Protocol::KOBJECT_UEVENT,
        Protocol::GENERIC,
    ];
    for protocol in protocols {
        match Socket::open(protocol) {
            Ok(socket) => assert_eq!(socket.protocol().unwrap(), protocol),
            Err(error) => assert_eq!(error.raw_os_error(), libc::EPROTONOSUPPORT, "{protocol:?}"),
        }
    }
}

#[test]
fn connecting_says_where_sends_go_and_who_may_send() {
    let (one, two) = pair();
    assert_eq!(one.peer_addr().unwrap(), SocketAddr::KERNEL);
    let Some(()) = or_skip(one.connect(two.local_addr().unwrap())) else {
        return;
    };
    assert_eq!(one.peer_addr().unwrap().port_id(), two.local_addr().unwrap().port_id());
    one.send(b"connected").unwrap();
    let mut buffer = [0; 16];
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"connected");

    // A third one is refused, and learns so itself.
    let three = usersock();
    assert_eq!(errno(three.send_to(b"no", one.local_addr().unwrap())), libc::ECONNREFUSED);
    two.send_to(b"yes", one.local_addr().unwrap()).unwrap();
    assert_eq!(one.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"yes");
}

#[test]
fn descriptors_are_close_on_exec() {
    // As /proc shows the flags of a descriptor, in octal.
    fn close_on_exec(fd: &impl AsRawFd) -> bool {
        let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", fd.as_raw_fd()));
        let info = info.unwrap();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).unwrap();
        let flags = i32::from_str_radix(flags.trim(), 8).unwrap();
        flags & libc::O_CLOEXEC != 0
    }
    let socket = usersock();
    assert!(close_on_exec(&socket));
    assert!(close_on_exec(&socket.try_clone().unwrap()));
    assert!(close_on_exec(&Waker::new().unwrap().as_fd()));
}

#[test]
fn clones_are_one_socket_and_the_last_drop_closes_it() {
    let socket = usersock();
    let addr = socket.local_addr().unwrap();
    let clone = socket.try_clone().unwrap();
    assert_ne!(clone.as_raw_fd(), socket.as_raw_fd());
    drop(socket);
    assert_eq!(clone.local_addr().unwrap(), addr);
    let other = usersock();
    other.send_to(b"still there", addr).unwrap();
    let mut buffer = [0; 16];
    assert_eq!(clone.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"still there");
}

#[test]
fn a_descriptor_is_released_and_taken_back() {
    let socket = usersock();
    let addr = socket.local_addr().unwrap();
    let fd = OwnedFd::from(socket);
    let socket = Socket::from(fd);
    assert_eq!(socket.local_addr().unwrap(), addr);
    let raw = socket.into_raw_fd();
    // SAFETY: `into_raw_fd` has just given up the descriptor, which is open and has no other owner.
    let socket = Socket::from(unsafe { OwnedFd::from_raw_fd(raw) });
    assert_eq!(socket.local_addr().unwrap(), addr);
}

#[test]
fn another_kind_of_socket_does_not_pass_for_the_kernel() {
    let (one, two) = UnixDatagram::pair().unwrap();
    let socket = Socket::from(OwnedFd::from(one));
    assert_eq!(errno(socket.local_addr()), libc::EAFNOSUPPORT);
    assert_eq!(errno(socket.peer_addr()), libc::EAFNOSUPPORT);
    two.send(b"I am the kernel").unwrap();
    assert_eq!(errno(socket.recv(&mut [0; 64])), libc::EAFNOSUPPORT);
    assert!(socket.memberships().is_err());
}

#[test]
fn non_blocking_can_be_switched_on_and_off() {
    let socket = usersock();
    assert!(!socket.nonblocking().unwrap());
    socket.set_nonblocking(true).unwrap();
    socket.set_nonblocking(true).unwrap();
    assert!(socket.nonblocking().unwrap());
    assert!(socket.recv(&mut [0; 4]).unwrap_err().is_would_block());
    socket.set_nonblocking(false).unwrap();
    assert!(!socket.nonblocking().unwrap());
}

#[test]
fn there_is_no_pending_error_at_first() {
    assert_eq!(route().take_error().unwrap(), None);
}
