//! A watch in an event loop of one's own.

use std::os::fd::{AsFd as _, AsRawFd as _};

use netlink_core::RawMessage;
use netlink_families::rt_route::GetRoute;
use netlink_sys::{
    Group, Protocol,
    connection::{Update, Watch},
};
use netlink_tests::namespace::in_namespace;

use crate::support::{CREATE, connect, route, routes};

type Routes = Watch<GetRoute<'static>, RawMessage<'static>>;

#[test]
fn a_watch_waits_in_an_event_loop_of_ones_own() {
    in_namespace(|| {
        // RTNLGRP_IPV4_ROUTE
        let group = Group::new(7).unwrap();
        let mut watch = Routes::open(Protocol::ROUTE, &[group], routes()).expect("route sockets");
        let readable = |watch: &Routes, wait: i32| {
            let mut fd =
                libc::pollfd { fd: watch.as_fd().as_raw_fd(), events: libc::POLLIN, revents: 0 };
            // SAFETY: one descriptor, which lives during the call.
            unsafe { libc::poll(&mut fd, 1, wait) == 1 }
        };
        while watch.try_next().expect("an update").is_some() {}
        assert!(!readable(&watch, 0));
        connect().execute(&route(1), CREATE).expect("added");
        assert!(readable(&watch, 10_000));
        let added = match watch.try_next().expect("an update") {
            Some(Update::Changed(message)) => message.header().ty,
            other => panic!("{other:?}"),
        };
        assert_eq!(added, 24);
        assert!(watch.try_next().expect("no error").is_none());
        assert!(watch.event_socket().recv_buffer_size().expect("an option") >= 8 << 20);
        let smaller = watch.set_receive_buffer(100_000).expect("an option");
        assert_eq!(smaller, 200_000);
    });
}
