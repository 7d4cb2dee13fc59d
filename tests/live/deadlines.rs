//! Waits that end without an answer, and connections in other network namespaces.

use core::time::Duration;
use std::{
    io::Read as _,
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::Instant,
};

use netlink_core::{Emit, MessageFlags, RawMessage};
use netlink_families::rt_link::GetLink;
use netlink_sys::{
    Connection, Group, NetworkNamespace, Protocol, Socket, Waker,
    connection::{Batch, Error, Events, Options, Outcome},
};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

use crate::support::{CREATE, connect, loopback};

const SHORT: Duration = Duration::from_millis(50);
/// Longer than anything here may take.
const LONG: Duration = Duration::from_secs(20);

/// A request of any protocol.
#[derive(Debug, Emit)]
#[netlink(message = 18, reply = RawMessage<'_>)]
struct Ask {}

/// A change by any protocol.
#[derive(Debug, Emit)]
#[netlink(message = 24)]
struct Change {}

/// A connection to somebody who never answers.
fn silence() -> (Connection, Socket) {
    let other = Socket::open(Protocol::USERSOCK).expect("a socket");
    let socket = Socket::open(Protocol::USERSOCK).expect("a socket");
    socket.connect(other.local_addr().expect("bound")).expect("connected");
    (Connection::over(socket).expect("memory"), other)
}

/// What a wait came to, and that it took as long as it should.
fn timed<T>(at_least: Duration, wait: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = wait();
    let took = begin.elapsed();
    assert!((at_least..LONG).contains(&took), "{took:?}");
    result
}

#[test]
fn every_kind_of_unanswered_request_ends_in_time() {
    in_namespace(|| {
        let (mut netlink, _silent) = silence();
        let options = Options::new().timeout(SHORT);
        let error = timed(SHORT, || netlink.request_with(&Ask {}, options).map(drop));
        assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");
        let error = timed(SHORT, || netlink.execute(&Change {}, options).map(drop));
        assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");
        let error = timed(SHORT, || netlink.collect(&Ask {}, options).map(drop));
        assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");

        let mut batch = Batch::new();
        for _ in 0..3 {
            batch.push(&Change {}, CREATE).expect("a request");
        }
        let error = timed(SHORT, || netlink.run_with(&mut batch, options, |_, _| ()));
        assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");
        assert!(batch.outcomes().all(|outcome| matches!(outcome, Outcome::Unknown)));

        netlink.set_timeout(Some(SHORT));
        batch.retry_unknown();
        let error = timed(SHORT, || netlink.commit(&mut batch));
        assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");
        assert!(batch.outcomes().all(|outcome| matches!(outcome, Outcome::Unknown)));

        let mut dump = netlink.dump(&Ask {}).expect("sent");
        for _ in 0..2 {
            let error = timed(SHORT, || dump.next().map(drop));
            assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");
        }
        assert_eq!(netlink.counters().received, 0);
    });
}

#[test]
fn an_answer_that_is_there_is_taken_however_short_the_patience() {
    in_namespace(|| {
        let mut netlink = connect();
        let options = Options::new().timeout(Duration::ZERO);
        for _ in 0..100 {
            assert_eq!(
                netlink.request_with(&loopback(), options).expect("lo").ifname,
                Some("lo".into())
            );
        }
        let links = netlink.collect(&GetLink::default(), options).expect("links");
        assert_eq!(links.items.len(), 1);
    });
}

#[test]
fn a_waker_ends_every_wait_until_it_is_reset() {
    in_namespace(|| {
        let (mut netlink, _silent) = silence();
        let waker = Arc::new(Waker::new().expect("an eventfd"));
        netlink.set_waker(Some(Arc::clone(&waker)));
        netlink.set_timeout(None);
        let events =
            Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[Group::new(1).unwrap()]);
        let mut events = events.expect("a route socket");
        events.set_waker(Some(Arc::clone(&waker)));
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(SHORT);
                waker.wake().expect("woken");
            });
            let error = timed(Duration::ZERO, || netlink.request(&Ask {}).map(drop));
            assert!(matches!(error, Err(Error::Woken)), "{error:?}");
        });
        let error = events.next().map(drop);
        assert!(matches!(error, Err(Error::Woken)), "{error:?}");
        assert!(waker.reset().expect("reset"));
        events.set_timeout(Some(SHORT));
        let error = timed(SHORT, || events.next().map(drop));
        assert!(matches!(error, Err(Error::TimedOut(_))), "{error:?}");
    });
}

#[test]
fn a_connection_stays_in_the_namespace_in_which_it_was_opened() {
    in_namespace(|| {
        let (ip, unshare) = (or_skip!(tool("ip")), or_skip!(tool("unshare")));
        or_skip!(ip.run_where_supported("link add here type veth peer name here-peer"));
        let mut child = Command::new(unshare.path())
            .args(["--net", "sh", "-c", "echo; read end"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process in another namespace");
        child.stdout.as_mut().expect("piped").read_exact(&mut [0]).expect("it is there");

        let namespace = NetworkNamespace::of_process(child.id()).expect("a namespace");
        let mut there = namespace
            .run(|| Connection::open(Protocol::ROUTE))
            .expect("a thread there")
            .expect("a route socket");
        let mut here = connect();
        let count = |netlink: &mut Connection| {
            let links = netlink.collect(&GetLink::default(), MessageFlags::NONE);
            links.expect("links").items.len()
        };
        let links_there = count(&mut there);
        assert_eq!(count(&mut here), links_there + 2);
        assert!(there.socket().extended_ack().expect("an option"));

        drop(child.stdin.take());
        child.wait().expect("its end");
        // The socket keeps the namespace.
        assert_eq!(count(&mut there), links_there);
    });
}
