//! The small value types.

use core::num::NonZeroU32;
use std::io;

use netlink_sys::{
    Group, NetworkNamespace, Protocol, ReceiveBuffer, RecvFlags, SendFlags, Socket, SocketAddr,
    SocketError, Waker,
};

#[test]
fn protocols_print_their_names_and_keep_unknown_numbers() {
    assert_eq!(format!("{:?}", Protocol::ROUTE), "ROUTE");
    assert_eq!(format!("{:?}", Protocol::from(12)), "NETFILTER");
    assert_eq!(format!("{:?}", Protocol::new(1)), "Protocol(1)");
    assert_eq!(i32::from(Protocol::SMC), 22);
    assert_eq!(Protocol::SOCK_DIAG.number(), libc::NETLINK_INET_DIAG);
}

#[test]
fn groups_count_from_one() {
    assert_eq!(Group::new(0), None);
    let first = Group::from(NonZeroU32::MIN);
    assert_eq!((first.number(), first.mask()), (1, Some(1)));
    assert_eq!(Group::new(32).unwrap().mask(), Some(1 << 31));
    assert_eq!(Group::new(33).unwrap().mask(), None);
    assert_eq!(Group::new(u32::MAX).unwrap().mask(), None);
    assert_eq!(format!("{:?}", Group::new(5).unwrap()), "Group(5)");
}

#[test]
fn addresses_carry_a_port_and_a_mask() {
    let addr = SocketAddr::port(7).with_group(Group::new(3).unwrap()).unwrap();
    assert_eq!(addr, SocketAddr::new(7, 4));
    assert_eq!((addr.port_id(), addr.groups(), addr.is_kernel()), (7, 4, false));
    assert!(SocketAddr::new(0, 4).is_kernel());
    assert_eq!(SocketAddr::default(), SocketAddr::KERNEL);
    assert_eq!(SocketAddr::KERNEL.with_group(Group::new(33).unwrap()), None);
}

#[test]
fn flags_combine_and_print() {
    let both = RecvFlags::DONT_WAIT | RecvFlags::PEEK;
    assert!(both.contains(RecvFlags::PEEK) && both.contains(RecvFlags::NONE));
    assert!(!RecvFlags::PEEK.contains(both));
    assert_eq!(format!("{both:?}"), "{DONT_WAIT, PEEK}");
    assert_eq!(format!("{:?}", SendFlags::default()), "{}");
}

#[test]
fn errors_name_the_operation_and_keep_the_errno() {
    let error = SocketError::new("join group", libc::EPERM);
    assert_eq!(error.operation(), "join group");
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    assert_eq!(error.to_string(), "join group: Operation not permitted (os error 1)");
    assert_eq!(io::Error::from(error).raw_os_error(), Some(libc::EPERM));
    assert!(SocketError::new("receive", libc::EAGAIN).is_would_block());
    assert!(SocketError::new("receive", libc::ENOBUFS).is_overrun());
    assert!(!error.is_would_block() && !error.is_overrun());
    assert!(size_of::<SocketError>() <= 24);
}

#[test]
fn everything_can_go_to_another_thread() {
    fn check<T: Send + Sync + core::fmt::Debug>() {}
    check::<Socket>();
    check::<ReceiveBuffer>();
    check::<Waker>();
    check::<NetworkNamespace>();
    check::<SocketError>();
}
