//! Answers that are lost, and answers that are not read.

use netlink_core::{Errno, MessageFlags};
use netlink_families::rt_route::{Event as RouteEvent, GROUP_IPV4_ROUTE, GetRoute};
use netlink_sys::{
    Connection, Group, Protocol,
    connection::{Error, Options, Update, Watch},
};
use netlink_tests::namespace::in_namespace;

use crate::support::{
    CREATE, add_routes, bytes, connect, loopback, no_route, route, route_numbers, routes, stuff,
};

/// A connection that has lost answers, which was not reported yet.
fn overrun() -> Connection {
    let netlink = connect();
    netlink.socket().set_recv_buffer_size(1024).expect("a size");
    stuff(netlink.socket(), 50);
    netlink
}

#[test]
fn a_request_whose_answer_was_lost_is_sent_again_after_the_socket_was_read_empty() {
    in_namespace(|| {
        let mut netlink = overrun();
        assert_eq!(netlink.request(&loopback()).expect("lo").ifname, Some("lo".into()));
        let counters = netlink.counters();
        assert_eq!((counters.sent, counters.overruns, counters.repeated), (2, 1, 1));
        for _ in 0..10 {
            netlink.request(&loopback()).expect("lo");
        }
        assert_eq!(netlink.counters().repeated, 1);

        let mut netlink = overrun();
        let collected = netlink.collect(&routes(), Options::new()).expect("routes");
        assert!(!collected.interrupted && !collected.items.is_empty());
        assert_eq!(netlink.counters().repeated, 1);
    });
}

#[test]
fn requests_that_must_not_be_repeated_have_an_unknown_outcome_and_the_connection_stays_usable() {
    in_namespace(|| {
        let mut netlink = overrun();
        let error = netlink.execute(&route(1), CREATE).unwrap_err();
        assert!(matches!(error, Error::Overrun) && error.is_outcome_unknown(), "{error}");
        assert_eq!(error.errno(), Some(Errno::ENOBUFS));
        // It was carried out; had it been repeated, it would have failed.
        let error = netlink.execute(&route(1), CREATE).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EEXIST));
        assert!(!error.is_outcome_unknown());

        // A request that may be repeated is repeated.
        let mut netlink = overrun();
        let options = Options::from(MessageFlags::CREATE | MessageFlags::REPLACE).attempts(2);
        netlink.execute(&route(1), options).expect("it is there");
        assert_eq!(route_numbers(&mut netlink), [1]);
    });
}

#[test]
fn a_dump_of_which_a_part_was_lost_says_so() {
    in_namespace(|| {
        let mut netlink = connect();
        add_routes(&mut netlink, 0..3000);
        let clone = netlink.socket().try_clone().expect("a descriptor");
        let mut dump = netlink.dump(&routes()).expect("sent");
        dump.next().expect("a route");
        stuff(&clone, 1000);
        let error = loop {
            match dump.next() {
                Ok(route) => assert!(route.is_some(), "the end came without a word of the loss"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Error::Overrun), "{error}");
        assert!(dump.next().expect("it is over").is_none());
        assert_eq!(route_numbers(&mut netlink).len(), 3000);
    });
}

#[test]
fn unread_answers_are_not_taken_for_those_of_later_requests() {
    in_namespace(|| {
        let mut netlink = connect();
        let flags = MessageFlags::REQUEST | MessageFlags::ACK;
        for sequence in 0..50 {
            // Some succeed and some fail.
            netlink.socket().send(&bytes(&no_route(sequence), flags, sequence)).expect("sent");
            let flags = flags | MessageFlags::CREATE;
            netlink.socket().send(&bytes(&route(sequence), flags, sequence)).expect("sent");
        }
        netlink.execute(&route(100), CREATE).expect("a success of its own");
        let error = netlink.execute(&route(100), CREATE).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EEXIST));
        assert_eq!(netlink.counters().skipped, 100);

        // A reply and an acknowledgement for one request: only the reply is waited for.
        for _ in 0..10 {
            let reply = netlink.request_with(&loopback(), MessageFlags::ACK).expect("lo");
            assert_eq!(reply.ifname, Some("lo".into()));
        }
        netlink.execute(&no_route(100), Options::new()).expect("a success of its own");
    });
}

#[test]
fn events_on_the_socket_of_a_connection_do_not_disturb_its_requests() {
    in_namespace(|| {
        let mut netlink = connect();
        netlink.socket().join(Group::new(GROUP_IPV4_ROUTE).unwrap()).expect("a group");
        for number in 0..100 {
            netlink.execute(&route(number), CREATE).expect("an answer");
            assert_eq!(netlink.request(&loopback()).expect("lo").ifname, Some("lo".into()));
        }
        assert_eq!(route_numbers(&mut netlink).len(), 100);
        // An answer and an event each, and a reply.
        assert!(netlink.counters().received >= 300);
    });
}

#[test]
fn a_watch_lists_and_listens_on_two_sockets() {
    in_namespace(|| {
        let mut netlink = connect();
        add_routes(&mut netlink, 0..2000);
        let group = Group::new(GROUP_IPV4_ROUTE).unwrap();
        let mut watch =
            Watch::<GetRoute<'_>, RouteEvent<'_>>::open(Protocol::ROUTE, &[group], routes())
                .expect("sockets");
        let (mut listed, mut changed) = (0, 0);
        loop {
            match watch.next().expect("an update") {
                Update::Reset => listed = 0,
                Update::Listed(_) => {
                    listed += 1;
                    if listed == 1 {
                        netlink.execute(&route(5000), CREATE).expect("an answer");
                    }
                }
                Update::Complete { interrupted } => assert!(!interrupted),
                Update::Changed(_) => {
                    changed += 1;
                    break;
                }
            }
        }
        assert!(listed >= 2000 && changed == 1);
    });
}
