//! Connections that many tasks share, and events and requests on one socket.

use core::{pin::pin, time::Duration};
use std::{
    process::{Command, Stdio},
    time::Instant,
};

use netlink_core::{MessageFlags, RawMessage};
use netlink_families::rt_route::GetRoute;
use netlink_sys::{
    Connection, Group, NetworkNamespace, Protocol, Socket,
    connection::{Datagrams, Events, Notification, Uevents, Watch},
    tokio as on_tokio,
};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

use crate::support::{CREATE, loopback, route, routes};

#[test]
fn events_and_requests_share_a_socket() {
    in_namespace(|| {
        // IPv4 routes.
        let group = Group::new(7).unwrap();
        let mut events =
            Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[group]).expect("a route socket");
        let mut other = Connection::open(Protocol::ROUTE).expect("a route socket");
        other.execute(&route(1), CREATE).expect("added");
        for number in 2..50 {
            // Its own changes are events, too: they arrive before the acknowledgement.
            events.execute(&route(number), CREATE).expect("added");
            assert_eq!(
                events.request(&loopback(), MessageFlags::NONE).expect("lo").ifname,
                Some("lo".into())
            );
        }
        events.send(&route(50), CREATE).expect("sent");
        events.set_timeout(Some(Duration::from_secs(5)));
        let mut heard = 0;
        while heard < 50 {
            match events.next().expect("an event") {
                Notification::Message(message) => heard += u32::from(message.header().ty == 24),
                Notification::Lost => panic!("nothing is lost"),
            }
        }
        assert!(events.try_next().expect("no loss").is_none());
    });
}

#[test]
fn every_constructor_of_a_connection_sets_the_same_options() {
    in_namespace(|| {
        let namespace = NetworkNamespace::current().expect("a namespace");
        let open = Connection::open(Protocol::ROUTE).expect("open");
        let opened_in = Connection::open_in(&namespace, Protocol::ROUTE).expect("open in");
        let over = Socket::open_in(&namespace, Protocol::ROUTE).expect("a socket");
        let over = Connection::over(over).expect("over");
        let group = Group::new(1).unwrap();
        let events =
            Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[group]).expect("events");
        let events_in =
            Events::<RawMessage<'_>>::subscribe_in(&namespace, Protocol::ROUTE, &[group])
                .expect("events");
        let watch = Watch::<GetRoute<'_>, RawMessage<'_>>::open_in(
            &namespace,
            Protocol::ROUTE,
            &[group],
            routes(),
        )
        .expect("a watch");
        let same = |socket: &Socket| {
            assert!(socket.extended_ack().expect("an option"));
            assert!(socket.strict_check().expect("an option"));
            assert_ne!(socket.local_addr().expect("an address").port_id(), 0);
        };
        for socket in [open.socket(), opened_in.socket(), over.socket()] {
            same(socket);
        }
        for socket in
            [events.socket(), events_in.socket(), watch.event_socket(), watch.list_socket()]
        {
            same(socket);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let namespace = &namespace;
            same(on_tokio::Connection::open(Protocol::ROUTE).expect("open").socket());
            same(on_tokio::Connection::open_in(namespace, Protocol::ROUTE).expect("open").socket());
            let events = on_tokio::Events::<RawMessage<'_>>::subscribe_in(
                namespace,
                Protocol::ROUTE,
                &[group],
            )
            .await;
            same(events.expect("events").socket());
        });
    });
}

#[test]
fn events_of_a_family_in_another_namespace_are_heard_on_a_runtime_of_one_thread() {
    in_namespace(|| {
        let unshare = or_skip!(tool("unshare"));
        let mut there = Command::new(unshare.path())
            .args(["--net", "sh", "-c", "echo; read end"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process in another namespace");
        std::io::Read::read_exact(there.stdout.as_mut().expect("piped"), &mut [0]).expect("there");
        let namespace = NetworkNamespace::of_process(there.id()).expect("a namespace");
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let begin = Instant::now();
        runtime.block_on(async {
            let events = on_tokio::Events::<RawMessage<'_>>::subscribe_family_in(
                &namespace,
                "nlctrl",
                &["notify"],
            );
            let mut events = events.await.expect("joined");
            let mut next = pin!(events.next());
            let waited = tokio::time::timeout(Duration::from_millis(20), &mut next).await;
            assert!(waited.is_err(), "nothing happens there");
        });
        // As the documentation of `NetworkNamespace::run` may suggest it: the runtime's thread waits.
        let handle = runtime.handle().clone();
        let joined = namespace.run(move || {
            let _guard = handle.enter();
            let subscribe =
                on_tokio::Events::<RawMessage<'_>>::subscribe_family("nlctrl", &["notify"]);
            handle.block_on(subscribe).map(drop)
        });
        joined.expect("a thread there").expect("joined");
        assert!(begin.elapsed() < Duration::from_secs(5));
        drop(there.stdin.take());
        there.wait().expect("its end");
    });
}

#[test]
fn devices_that_come_and_go_are_reported_as_text() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let group = Group::new(1).unwrap();
        let mut events = Datagrams::<Uevents>::subscribe(Protocol::KOBJECT_UEVENT, &[group])
            .expect("a socket for events of devices");
        events.set_timeout(Some(Duration::from_secs(5)));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        let mut interfaces = Vec::new();
        while interfaces.len() < 2 {
            let Notification::Message(event) = events.next().expect("an event") else {
                panic!("a loss")
            };
            if (event.action(), event.get("SUBSYSTEM")) == (b"add", Some(b"net")) {
                interfaces.extend(event.get("INTERFACE").map(<[u8]>::to_vec));
            }
        }
        interfaces.sort();
        assert_eq!(interfaces, [b"v0", b"v1"]);
    });
}
