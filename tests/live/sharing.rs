//! Connections that many tasks share, and events and requests on one socket.

use core::{pin::pin, time::Duration};
use std::{
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use fastrand::Rng;
use netlink_core::{MessageFlags, RawMessage};
use netlink_sys::{
    Connection, Group, NetworkNamespace, Protocol, Socket, connection,
    connection::{Datagrams, Events, Notification, Uevents, Watch},
    tokio as on_tokio,
};
use netlink_tests::{
    family::{
        rt_link::{GetLink, IfInfoMsg},
        rt_route::GetRoute,
    },
    namespace::in_namespace,
    or_skip,
    tool::tool,
};

use crate::support::{CREATE, descriptors, loopback, many_links, resident, route, routes};

fn by_index(index: i32) -> GetLink<'static> {
    GetLink { info: IfInfoMsg { index, ..IfInfoMsg::default() }, ..GetLink::default() }
}

#[test]
fn of_32_tasks_over_4_connections_each_gets_its_own_replies() {
    const TASKS: usize = 32;
    const REQUESTS: usize = 100_000;
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let links = i32::try_from(many_links(&ip)).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let pool = runtime.block_on(async { on_tokio::Pool::open(Protocol::ROUTE, 4) });
        let sent = Arc::new(AtomicUsize::new(0));
        let counts: Arc<Vec<AtomicUsize>> =
            Arc::new((0..TASKS).map(|_| AtomicUsize::new(0)).collect());
        let work = |seed: usize| {
            let (pool, sent, counts) = (pool.clone(), Arc::clone(&sent), Arc::clone(&counts));
            async move {
                let mut rng = Rng::with_seed(u64::try_from(seed).unwrap());
                while sent.fetch_add(1, Ordering::Relaxed) < REQUESTS {
                    let index = rng.i32(1..=links);
                    let request = by_index(index);
                    let ask = async {
                        let mut netlink = pool.get().await.expect("a connection");
                        if rng.u8(..) == 0 {
                            // Dropped before its end.
                            let mut dump = netlink.dump(&GetLink::default()).await.expect("sent");
                            dump.next().await.expect("a link");
                        }
                        // Where it can be cancelled while it has a connection.
                        if rng.u8(..8) == 0 {
                            tokio::task::yield_now().await;
                        }
                        let link = netlink.request(&request).await.expect("a link");
                        assert_eq!(link.info.index, index);
                    };
                    if seed % 3 == 0 {
                        // Cancelled at random: before it has a connection, with one, or not at all.
                        let polls = u64::try_from(seed).unwrap() % 5;
                        let _ = tokio::time::timeout(Duration::from_micros(polls * 20), ask).await;
                    } else {
                        ask.await;
                    }
                    if let Some(count) = counts.get(seed) {
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    tokio::task::yield_now().await;
                }
            }
        };
        // The connections are open, and their buffers in use.
        runtime.block_on(async {
            let mut lent = Vec::new();
            for _ in 0..4 {
                lent.push(pool.get().await.expect("a connection"));
            }
            for netlink in &mut lent {
                netlink.collect(&GetLink::default(), MessageFlags::NONE).await.expect("links");
            }
        });
        let before = (descriptors(), resident());
        runtime.block_on(async {
            let tasks: Vec<_> = (0..TASKS).map(|seed| tokio::spawn(work(seed))).collect();
            for task in tasks {
                task.await.expect("every reply belongs to its request");
            }
        });
        assert_eq!(descriptors(), before.0);
        let more = resident().saturating_sub(before.1);
        assert!(more < 4 << 20, "{more} bytes more");
        let steady = (0..TASKS).filter(|seed| seed % 3 != 0);
        let counts: Vec<usize> = steady.map(|seed| counts[seed].load(Ordering::Relaxed)).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(*most <= 2 * least, "{counts:?}");
    });
}

#[test]
fn threads_share_a_pool_of_blocking_connections() {
    in_namespace(|| {
        let pool = connection::Pool::open(Protocol::ROUTE, 2);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let mut netlink = pool.get().expect("a connection");
                        assert_eq!(netlink.request(&loopback()).expect("lo").name, c"lo");
                    }
                });
            }
        });
    });
}

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
            assert_eq!(events.request(&loopback(), MessageFlags::NONE).expect("lo").name, c"lo");
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
