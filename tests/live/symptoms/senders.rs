//! Other users of port IDs, other senders, other threads.

use core::time::Duration;
use std::{process, thread};

use netlink_core::{MessageFlags, RawMessage};
use netlink_families::rt_route::GROUP_IPV4_ROUTE;
use netlink_sys::{
    Connection, Group, Protocol, Socket, SocketAddr, Wait,
    connection::{Events, Notification},
};
use netlink_tests::namespace::in_namespace;

use crate::support::{CREATE, bytes, connect, loopback, route};

#[test]
fn a_port_id_that_is_taken_does_not_prevent_connecting() {
    in_namespace(|| {
        let holder = Socket::unbound(Protocol::ROUTE).expect("a socket");
        let ours = SocketAddr::port(process::id());
        holder.bind(ours).expect("nobody has it yet");
        let late = Socket::unbound(Protocol::ROUTE).expect("a socket");
        assert_eq!(late.bind(ours).unwrap_err().raw_os_error(), libc::EADDRINUSE);

        let mut connections: Vec<Connection> = (0..100).map(|_| connect()).collect();
        let mut ports: Vec<u32> = connections
            .iter_mut()
            .map(|netlink| {
                assert_eq!(netlink.request(&loopback()).expect("lo").ifname, Some("lo".into()));
                netlink.socket().local_addr().expect("bound").port_id()
            })
            .collect();
        ports.push(process::id());
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), 101);
    });
}

#[test]
fn others_cannot_send_to_a_connection() {
    in_namespace(|| {
        let mut netlink = connect();
        let victim = netlink.socket().local_addr().expect("bound").port_id();
        let forger = Socket::open(Protocol::ROUTE).expect("a socket");
        let forged = bytes(&route(1), MessageFlags::NONE, 1);
        let error = forger.send_to(&forged, SocketAddr::port(victim)).unwrap_err();
        assert_eq!(error.raw_os_error(), libc::ECONNREFUSED);
        netlink.request(&loopback()).expect("lo");
        assert_eq!((netlink.counters().foreign, netlink.counters().received), (0, 1));
    });
}

#[test]
fn what_others_multicast_into_a_group_is_left_out() {
    in_namespace(|| {
        let group = Group::new(GROUP_IPV4_ROUTE).unwrap();
        let subscribe = || {
            let events = Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[group]);
            let mut events = events.expect("a route socket");
            events.set_timeout(Some(Duration::from_secs(20)));
            events
        };
        let (mut events, mut credulous) = (subscribe(), subscribe());
        credulous.accept_any_sender();
        let forger = Socket::open(Protocol::ROUTE).expect("a socket");
        let to = SocketAddr::KERNEL.with_group(group).expect("below 33");
        // A false message, a truncated one, and an unexpected end of a dump.
        let forged = bytes(&route(7), MessageFlags::NONE, 0);
        for bytes in [&forged[..], &forged[..10], &[20, 0, 0, 0, 3, 0, 0, 0]] {
            forger.send_to(bytes, to).expect("sent");
        }
        connect().execute(&route(8), CREATE).expect("an answer");

        let Notification::Message(event) = events.next().expect("an event") else {
            panic!("a loss")
        };
        assert_eq!(event.header().ty, 24);
        assert_ne!(event.header().sequence, 0, "made for a request");
        assert_eq!(events.counters().foreign, 3);
        assert!(events.try_next().expect("nothing more").is_none());

        let Notification::Message(event) = credulous.next().expect("an event") else {
            panic!("a loss")
        };
        assert_eq!(event.bytes(), forged);
        let source = credulous.source().expect("a sender").sender();
        assert_eq!(source.port_id(), forger.local_addr().expect("bound").port_id());
    });
}

#[test]
fn one_half_sends_while_the_other_one_waits() {
    in_namespace(|| {
        let receiver = Socket::open(Protocol::ROUTE).expect("a route socket");
        let sender = receiver.try_clone().expect("a descriptor");
        let waker = netlink_sys::Waker::new().expect("an eventfd");
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                let mut received = 0;
                let mut buffer = [0; 8192];
                while received < 100 {
                    match receiver.wait_readable_or(&waker, Some(Duration::from_secs(20))) {
                        Ok(Wait::Ready) => {}
                        other => panic!("{other:?}"),
                    }
                    receiver.recv(&mut buffer).expect("an answer").complete().expect("room");
                    received += 1;
                }
            });
            for sequence in 1..=100 {
                thread::sleep(Duration::from_micros(100));
                sender.send(&bytes(&loopback(), MessageFlags::REQUEST, sequence)).expect("sent");
            }
            waits.join().expect("all received");
        });
    });
}
