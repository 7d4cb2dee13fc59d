//! Multicast groups of any number.

use netlink_sys::{Group, Protocol, Socket, SocketAddr};

use crate::support::{errno, or_skip, pair, route, usersock};

fn group(number: u32) -> Group {
    Group::new(number).unwrap()
}

#[test]
fn groups_below_and_above_32_are_joined_listed_and_left() {
    let socket = route();
    assert_eq!(socket.memberships().unwrap(), []);
    // RTNLGRP_NEXTHOP is the last in the old mask, RTNLGRP_BRVLAN the first beyond it.
    for number in [33, 1, 32] {
        socket.join(group(number)).unwrap();
    }
    assert_eq!(socket.memberships().unwrap(), [group(1), group(32), group(33)]);
    assert_eq!(socket.local_addr().unwrap().groups(), 1 | 1 << 31);
    socket.leave(group(32)).unwrap();
    socket.leave(group(32)).unwrap();
    assert_eq!(socket.memberships().unwrap(), [group(1), group(33)]);
    socket.leave(group(33)).unwrap();
    socket.leave(group(1)).unwrap();
    assert_eq!(socket.memberships().unwrap(), []);
}

#[test]
fn a_group_the_protocol_does_not_have_is_refused() {
    let socket = route();
    assert_eq!(errno(socket.join(group(100_000))), libc::EINVAL);
    assert_eq!(errno(socket.join(group(u32::MAX))), libc::EINVAL);
    assert_eq!(errno(socket.leave(group(u32::MAX))), libc::EINVAL);
}

#[test]
fn binding_again_replaces_the_groups_of_the_mask() {
    let socket = Socket::unbound(Protocol::ROUTE).unwrap();
    socket.bind(SocketAddr::new(0, 0b101)).unwrap();
    assert_eq!(socket.memberships().unwrap(), [group(1), group(3)]);
    let port = socket.local_addr().unwrap().port_id();
    socket.bind(SocketAddr::new(port, 0b10)).unwrap();
    assert_eq!(socket.memberships().unwrap(), [group(2)]);
}

#[test]
fn a_multicast_tells_its_group() {
    let (one, two) = pair();
    let Some(()) = or_skip(two.join(group(5))) else {
        return;
    };
    let witness = usersock();
    let to = witness.local_addr().unwrap().with_group(group(5)).unwrap();

    let mut buffer = [0; 16];
    one.send_to(b"first", to).unwrap();
    let received = two.recv(&mut buffer).unwrap();
    assert_eq!(received.bytes(&buffer).unwrap(), b"first");
    assert_eq!(received.group(), None, "not asked for");
    assert_eq!(received.sender().port_id(), one.local_addr().unwrap().port_id());
    assert_eq!(received.sender().groups(), 1 << 4);

    two.set_packet_info(true).unwrap();
    one.send_to(b"second", to).unwrap();
    assert_eq!(two.recv(&mut buffer).unwrap().group(), Some(group(5)));
    // The address with its groups would be another multicast.
    let alone = SocketAddr::port(two.local_addr().unwrap().port_id());
    one.send_to(b"third", alone).unwrap();
    assert_eq!(two.recv(&mut buffer).unwrap().group(), None, "it was not a multicast");
    // The port id in the address was sent to as well, twice.
    assert_eq!(witness.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"first");
    assert_eq!(witness.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"second");
}

#[test]
fn a_multicast_without_a_kernel_part_arrives_and_fails() {
    let (one, two) = pair();
    let Some(()) = or_skip(two.join(group(6))) else {
        return;
    };
    let to = SocketAddr::KERNEL.with_group(group(6)).unwrap();
    assert_eq!(errno(one.send_to(b"both", to)), libc::ECONNREFUSED);
    let mut buffer = [0; 16];
    assert_eq!(two.recv(&mut buffer).unwrap().bytes(&buffer).unwrap(), b"both");
}

#[test]
fn a_socket_connected_to_the_kernel_still_hears_other_processes_multicasts() {
    let (one, two) = pair();
    let Some(()) = or_skip(two.join(group(7))) else {
        return;
    };
    two.connect(SocketAddr::KERNEL).unwrap();
    let to = SocketAddr::KERNEL.with_group(group(7)).unwrap();
    assert_eq!(errno(one.send_to(b"not the kernel", to)), libc::ECONNREFUSED);
    let received = two.recv(&mut [0; 16]).unwrap();
    assert!(!received.sender().is_kernel());
}

#[test]
fn an_ordinary_user_listens_only_where_the_protocol_allows_it() {
    let socket = usersock();
    match socket.join(group(1)) {
        Err(error) => {
            assert_eq!((error.operation(), error.raw_os_error()), ("join group", libc::EPERM));
        }
        Ok(()) => assert_eq!(socket.memberships().unwrap(), [group(1)]),
    }
}
