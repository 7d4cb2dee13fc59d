//! The end of dumps, and changes while they run.

use core::time::Duration;
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use netlink_core::{Emit, Errno, MessageFlags, RawMessage, Request};
use netlink_families::rt_addr::GetAddr;
use netlink_families::rt_link::GetLink;
use netlink_families::rt_neigh::GetNeigh;
use netlink_families::rt_route::RouteHeader;
use netlink_families::rt_rule::GetRule;
use netlink_sys::{
    Connection, Protocol, RecvFlags, Socket,
    connection::{Error, Options},
};
use netlink_tests::{kernel, namespace::in_namespace, or_skip, partly_skip, tool::tool};

use crate::support::{add_routes, bytes, connect, many_links, routes};

/// Whether the end of a dump is in a datagram of its own.
fn ends_alone<R: Request>(request: &R) -> bool {
    let socket = Socket::open(Protocol::ROUTE).expect("a route socket");
    socket.send(&bytes(request, MessageFlags::REQUEST | MessageFlags::DUMP, 1)).expect("sent");
    let mut alone = None;
    let mut buffer = vec![0; 65536];
    loop {
        match socket.recv_with(&mut buffer, RecvFlags::DONT_WAIT) {
            Ok(received) => {
                let datagram = received.bytes(&buffer).expect("room");
                let (first, _) = RawMessage::split(datagram).expect("a message");
                alone = Some(first.header().ty == netlink_core::header::DONE);
            }
            Err(error) => {
                assert!(error.is_would_block(), "{error}");
                return alone.expect("an end");
            }
        }
    }
}

#[test]
fn the_end_of_a_dump_is_seen_alone_and_behind_the_last_answers() {
    in_namespace(|| {
        let options = Options::new().timeout(Duration::from_secs(5));
        let mut netlink = connect();
        netlink.collect(&GetAddr::default(), options).expect("addresses, to the end");
        netlink.collect(&GetLink::default(), options).expect("links, to the end");
        netlink.collect(&GetRule::default(), options).expect("rules, to the end");
        netlink.collect(&GetNeigh::default(), options).expect("neighbours, to the end");
        netlink.collect(&routes(), options).expect("routes, to the end");
        // Otherwise only one of the two was shown. Kernels differ in which they do where.
        let ways = [
            ends_alone(&GetAddr::default()),
            ends_alone(&GetLink::default()),
            ends_alone(&GetRule::default()),
            ends_alone(&routes()),
        ];
        if !ways.contains(&false) {
            or_skip!(kernel::since(6, 12));
        }
        assert!(ways.contains(&true) && ways.contains(&false), "{ways:?}");
    });
}

#[test]
fn an_interrupted_dump_gives_its_results_and_says_so() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        let count = many_links(&ip) + 2;
        let mut netlink = connect();
        // Once only, so that it is not repeated.
        let mut links = netlink.dump(&GetLink::default()).expect("sent");
        let mut found = usize::from(links.next().expect("a link").is_some());
        ip.run("link set v59 up");
        ip.run("link add last type veth peer name last-peer");
        while links.next().expect("a link").is_some() {
            found += 1;
        }
        assert!(links.is_interrupted());
        assert!(found >= count, "{found} of {count}");
    });
}

#[test]
fn a_dump_that_is_interrupted_is_collected_again_up_to_a_bound() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        let count = many_links(&ip) + 2;
        // What is collected calls this for each link: a change during each attempt.
        for (changes, attempts) in [(1, 2), (2, 3), (9, 4)] {
            let mut netlink = connect();
            let (mut seen, mut left) = (0, changes);
            let links = netlink
                .collect_with(&GetLink::default(), Options::new(), |_| {
                    seen += 1;
                    if seen % count == 1 && left > 0 {
                        left -= 1;
                        let state = if left % 2 == 0 { "up" } else { "down" };
                        ip.run("link add more type veth peer name more-peer");
                        ip.run("link del more");
                        ip.run(&format!("link set v1 {state}"));
                    }
                })
                .expect("links");
            assert_eq!(links.items.len(), count);
            assert_eq!(links.interrupted, changes > 4);
            assert_eq!(netlink.counters().repeated, attempts - 1);
        }

        // The same with addresses that another thread changes all the time.
        let done = AtomicBool::new(false);
        let commands: String =
            (0..200).map(|n| format!("addr add 10.1.{n}.1/32 dev lo\n")).collect();
        ip.feed("-batch -", &commands);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    ip.run("addr add 10.2.0.1/32 dev lo");
                    ip.run("addr del 10.2.0.1/32 dev lo");
                }
            });
            let mut netlink = connect();
            for _ in 0..200 {
                let options = Options::new().attempts(3);
                let addresses = netlink.collect(&GetAddr::default(), options).expect("addresses");
                assert!(addresses.interrupted || addresses.items.len() >= 200);
            }
            done.store(true, Ordering::Release);
            let counters = netlink.counters();
            assert_eq!(counters.sent, 200 + counters.repeated);
        });
    });
}

/// Asks for routes by a table number of one byte.
#[derive(Debug, Emit)]
#[netlink(message = 26, reply = RawMessage<'_>)] // RTM_GETROUTE
struct GetBadly {
    #[netlink(header)]
    header: RouteHeader,
    #[nla(15)] // RTA_TABLE
    table: u8,
}

#[test]
fn a_dump_that_is_refused_says_why_and_names_the_field() {
    in_namespace(|| {
        let mut netlink = connect();
        let request = GetBadly { header: *routes().header, table: 1 };
        for _ in 0..3 {
            let mut dump = netlink.dump(&request).expect("sent");
            let error = dump.next().expect_err("a refusal");
            let Error::Kernel(error) = error else { panic!("{error}") };
            assert_eq!(error.errno(), Errno::ERANGE);
            // Older kernels report the offset in acknowledgements only.
            match (error.field(), kernel::since(6, 2)) {
                (None, Err(skip)) => partly_skip!(skip),
                (field, _) => assert_eq!(field.as_deref(), Some("GetBadly.table")),
            }
            assert!(error.message().is_some());
            assert!(dump.next().expect("nothing more").is_none());
        }
        // A table that is not there: the error is in the end of the dump.
        let mut request = routes();
        request.table = Some(77);
        let error = netlink.collect(&request, Options::new()).unwrap_err();
        let Error::Kernel(error) = error else { panic!("{error}") };
        assert_eq!(error.errno(), Errno::ENOENT);
        assert!(error.message().is_some_and(|message| message.contains("table")), "{error}");
    });
}

#[test]
fn a_second_dump_that_others_begin_on_the_socket_is_busy_and_does_no_harm() {
    in_namespace(|| {
        let mut netlink = connect();
        add_routes(&mut netlink, 0..5000);
        let clone = netlink.socket().try_clone().expect("a descriptor");
        let mut dump = netlink.dump(&routes()).expect("sent");
        let mut found = 0;
        while dump.next().expect("a route").is_some() {
            found += 1;
            if found == 10 {
                let flags = MessageFlags::REQUEST | MessageFlags::DUMP;
                clone.send(&bytes(&routes(), flags, 1)).expect("sent");
            }
        }
        assert!(found >= 5000);

        // To the other one it is a refusal like any other.
        netlink.dump(&routes()).expect("sent").next().expect("a route");
        let mut other = Connection::over(clone).expect("memory");
        let error = other.collect(&routes(), Options::new().attempts(1)).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EBUSY), "{error}");
    });
}
