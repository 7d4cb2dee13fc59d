//! On tokio, with the live kernel.

use core::future::poll_fn;
use core::pin::{Pin, pin};
use core::time::Duration;
use std::fs;
use std::time::Instant;

use fastrand::Rng;
use futures_core::Stream as _;
use netlink_core::{Emit, MessageFlags, RawMessage};
use netlink_families::Ip;
use netlink_families::rt_route::{Protocol as RouteProtocol, Route, RouteHeader, RouteType, Scope};
use netlink_sys::connection::{Batch, Error, Notification, Options, Outcome, Update};
use netlink_sys::tokio::{Connection, Events, Socket, Watch};
use netlink_sys::{Group, Protocol, SocketAddr, asynchronous};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};
use tokio::time::timeout;

use crate::cancelled::Hesitant;
use crate::executor::poll_times;
use crate::support::{GetLink, Link, NONE, all, get, overrun};

fn run<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(future)
}

/// `RTNLGRP_LINK`
fn links() -> [Group; 1] {
    [Group::new(1).unwrap()]
}

/// A route to one address that needs no link.
fn route(number: u8) -> Route<'static> {
    Route {
        header: RouteHeader {
            family: 2,
            dst_len: 32,
            table: 254,
            protocol: RouteProtocol::STATIC,
            scope: Scope::UNIVERSE,
            ty: RouteType::BLACKHOLE,
            ..RouteHeader::default()
        },
        dst: Some(Ip::V4([10, 0, 0, number].into())),
        ..Route::default()
    }
}

fn routes(count: u8) -> Batch {
    let mut batch = Batch::new();
    for number in 0..count {
        batch.push(&route(number), MessageFlags::CREATE | MessageFlags::EXCL).expect("a route");
    }
    batch
}

#[test]
fn everything_that_a_connection_does() {
    in_namespace(|| {
        run(async {
            let mut netlink = Connection::open(Protocol::ROUTE).expect("a connection");
            assert_eq!(netlink.request(&get(1)).await.expect("lo").name, c"lo");
            assert!(matches!(
                netlink.request(&get(99)).await.unwrap_err().errno(),
                Some(netlink_core::Errno::ENODEV)
            ));

            let mut found = 0;
            let mut dump = netlink.dump(&all()).await.expect("sent");
            while let Some(link) = dump.next().await.expect("a link") {
                assert_eq!(link.name, c"lo");
                found += 1;
            }
            assert_eq!(found, 1);
            assert_eq!(netlink.collect(&all(), NONE).await.expect("links").items.len(), 1);

            let mut batch = routes(100);
            batch.push(&route(7), MessageFlags::CREATE | MessageFlags::EXCL).expect("a route");
            netlink.run(&mut batch).await.expect("answers");
            assert_eq!(batch.outcomes().filter(|outcome| outcome.is_done()).count(), 100);
            assert_eq!(batch.failures().map(|(place, _)| place).collect::<Vec<_>>(), [100]);
            let error = netlink.execute(&route(7), MessageFlags::CREATE | MessageFlags::EXCL).await;
            assert_eq!(error.unwrap_err().errno(), Some(netlink_core::Errno::EEXIST));

            // Its futures can be those of a task.
            let task = async move { netlink.request(&get(1)).await.map(|link| link.info.index) };
            assert_eq!(tokio::spawn(task).await.expect("a task").expect("lo"), 1);

            let mut generic = Connection::open(Protocol::GENERIC).expect("a connection");
            assert_eq!(generic.family("nlctrl").await.expect("a family").id(), 0x10);
        });
    });
}

#[test]
fn events_and_watches() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        run(async {
            let mut events: Events<Link<'_>> =
                Events::subscribe(Protocol::ROUTE, &links()).await.expect("events");
            let mut watch: Watch<GetLink, Link<'_>> =
                Watch::open(Protocol::ROUTE, &links(), all()).await.expect("a watch");
            assert!(timeout(Duration::from_millis(20), events.next()).await.is_err(), "no event");

            ip.run("link set v0 name renamed");
            let event = events.next().await.expect("an event");
            let Notification::Message(link) = event else { panic!("{event:?}") };
            assert_eq!(link.name, c"renamed");

            let mut names = Vec::new();
            loop {
                match watch.next().await.expect("an update") {
                    Update::Reset => names.clear(),
                    Update::Listed(link) => names.push(link.name.to_owned()),
                    Update::Complete { interrupted } => break assert!(!interrupted),
                    Update::Changed(_) => panic!("only after the list"),
                }
            }
            names.sort_unstable();
            assert_eq!(names, [c"lo", c"renamed", c"v1"].map(ToOwned::to_owned));
            loop {
                let update = watch.next().await.expect("an update");
                let Update::Changed(link) = update else { panic!("{update:?}") };
                if link.name == c"renamed" {
                    break;
                }
            }

            let generic: Events<RawMessage<'_>> =
                Events::subscribe_family("nlctrl", &["notify"]).await.expect("a group");
            assert_eq!(generic.socket().memberships().expect("groups").len(), 1);
        });
    });
}

#[test]
fn a_thousand_futures_dropped_anywhere_disturb_nothing_and_leak_nothing() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        for number in 0..20 {
            ip.run(&format!("link add v{number} type veth peer name w{number}"));
        }
        run(async {
            let mut rng = Rng::with_seed(1);
            let open = Connection::open(Protocol::ROUTE).expect("a connection");
            drop(open);
            let socket = netlink_sys::Socket::open(Protocol::ROUTE).expect("a socket");
            socket.connect(SocketAddr::KERNEL).expect("connected");
            let transport =
                Hesitant { inner: Socket::new(socket).expect("watched"), rng: rng.clone() };
            let mut netlink = asynchronous::Connection::over(transport).expect("memory");
            let (mut before, mut cancelled) = (None, 0);
            while cancelled < 1000 {
                if cancelled == 100 {
                    before.get_or_insert_with(in_use);
                }
                let times = rng.usize(0..10);
                let mut batch = routes(30);
                let ended = match rng.u8(0..6) {
                    0 => poll_times(pin!(netlink.request(&get(1))), times).is_some(),
                    1 => poll_times(pin!(netlink.execute(&route(200), NONE)), times).is_some(),
                    2 => poll_times(pin!(netlink.collect(&all(), NONE)), times).is_some(),
                    3 => {
                        let ended = poll_times(pin!(netlink.run(&mut batch)), times).is_some();
                        let known = |outcome: Outcome| match outcome {
                            Outcome::Done { .. } | Outcome::NotSent | Outcome::Unknown => true,
                            Outcome::Failed(error) => error.errno() == netlink_core::Errno::EEXIST,
                            _ => false,
                        };
                        assert!(batch.outcomes().all(known));
                        ended
                    }
                    4 => {
                        let wait = Duration::from_micros(rng.u64(0..300));
                        timeout(wait, netlink.collect(&all(), NONE)).await.is_ok()
                    }
                    _ => {
                        let request = all();
                        tokio::select! {
                            biased;
                            () = tokio::task::yield_now() => false,
                            links = netlink.collect(&request, NONE) => links.is_ok(),
                        }
                    }
                };
                cancelled += usize::from(!ended);
            }
            for _ in 0..1000 {
                assert_eq!(netlink.request(&get(1)).await.expect("lo").name, c"lo");
            }
            assert_eq!(netlink.collect(&all(), NONE).await.expect("links").items.len(), 43);
            assert_eq!(netlink.counters().overruns, 0);
            let ((descriptors, memory), after) = (before.expect("measured"), in_use());
            assert_eq!(after.0, descriptors, "descriptors");
            assert!(after.1 <= memory + (512 << 10), "from {memory} to {} bytes", after.1);
        });
    });
}

/// The open descriptors, and the resident bytes, of this process.
fn in_use() -> (usize, usize) {
    let descriptors = fs::read_dir("/proc/self/fd").expect("procfs").count();
    let statm = fs::read_to_string("/proc/self/statm").expect("procfs");
    let pages: usize = statm.split(' ').nth(1).expect("resident").parse().expect("a number");
    (descriptors, pages * 4096)
}

/// `NLMSG_NOOP`, which a kernel does not answer.
#[derive(Debug, Emit)]
#[netlink(message = 1, reply = RawMessage<'_>)]
struct Silence;

#[test]
fn a_timeout_ends_the_wait_and_not_the_connection() {
    run(async {
        let mut netlink = Connection::open(Protocol::ROUTE).expect("a connection");
        let limit = Duration::from_millis(30);
        // Otherwise what the kernel has come past is noticed at once.
        let later = Options::new().replies_later();
        let options = later.timeout(limit);
        for _ in 0..2 {
            let begin = Instant::now();
            let error = netlink.request_with(&Silence, options).await.unwrap_err();
            assert!(matches!(error, Error::TimedOut(_)), "{error}");
            assert!((limit..limit * 50).contains(&begin.elapsed()), "{:?}", begin.elapsed());
            assert_eq!(netlink.request(&get(1)).await.expect("lo").name, c"lo");
        }
        netlink.set_timeout(Some(limit));
        let silence = netlink.request_with(&Silence, later).await;
        assert!(matches!(silence, Err(Error::TimedOut(_))));
        assert!(matches!(netlink.request(&Silence).await, Err(Error::NoReply("Silence"))));

        // A wait that is resumed, as by a stream, keeps its start.
        let begin = Instant::now();
        let mut dump = netlink.dump(&Silence).await.expect("sent");
        let mut polls = 0;
        let next = poll_fn(|context| {
            polls += 1;
            Pin::new(&mut dump).poll_next(context)
        });
        let error = timeout(limit * 50, next).await.expect("it ends");
        assert!(matches!(error, Some(Err(Error::TimedOut(_)))), "{error:?}");
        assert!((limit..limit * 50).contains(&begin.elapsed()), "{:?}", begin.elapsed());
        assert!(polls <= 4, "{polls} polls: it sleeps");
    });
}

#[test]
fn a_task_with_much_to_read_gives_others_their_turn() {
    run(async {
        let receiver = netlink_sys::Socket::open(Protocol::USERSOCK).expect("a socket");
        let sender = netlink_sys::Socket::open(Protocol::USERSOCK).expect("a socket");
        let address = receiver.local_addr().expect("bound");
        for _ in 0..200 {
            sender.send_to(&overrun(), address).expect("sent");
        }
        let mut events: Events<RawMessage<'_>> =
            Events::over(Socket::new(receiver).expect("watched")).await.expect("memory");
        events.accept_any_sender();
        let mut turns = 0;
        let others = async {
            loop {
                turns += 1;
                tokio::task::yield_now().await;
            }
        };
        let read = async {
            for _ in 0..200 {
                events.next().await.expect("an event");
            }
        };
        tokio::select! {
            biased;
            () = read => {}
            () = others => {}
        }
        assert!(turns > 0, "tokio lets a task have 128 turns before it is someone else's");
    });
}
