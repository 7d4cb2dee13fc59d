//! Batches: one outcome for each request, and it is the right one or an unknown one.

use netlink_core::{Errno, MessageFlags};
use netlink_families::rt_link::Link;
use netlink_families::rt_route::{Route, RouteHeader};
use netlink_sys::{
    Connection,
    connection::{Batch, KernelError, Outcome},
};
use netlink_tests::namespace::in_namespace;

use crate::support::{
    BadRoute, CREATE, add_routes, connect, loopback, no_route, route, route_numbers, routes, stuff,
};

/// Sends what is unknown again, in a way that does no harm, until everything is known.
fn finish(netlink: &mut Connection, batch: &mut Batch) {
    for _ in 0..100 {
        if batch.retry_unknown() == 0 {
            return;
        }
        netlink.run(batch).expect("answers");
    }
    panic!("{} requests are still unknown", batch.retry_unknown());
}

#[test]
fn of_100_000_requests_exactly_those_fail_that_must_each_with_its_error() {
    in_namespace(|| {
        const COUNT: u32 = 100_000;
        for sparse in [false, true] {
            let mut netlink = connect();
            let mut batch = Batch::new();
            if sparse {
                batch = batch.sparsely_acknowledged();
            }
            for number in 0..COUNT {
                // In turns: there already, not there, and impossible.
                match number % 300 {
                    100 => batch.push(&route(number - 1), CREATE),
                    200 => batch.push(&no_route(number), MessageFlags::NONE),
                    299 => {
                        let header = RouteHeader { dst_len: 33, ..route(number).header };
                        batch.push(&Route { header, ..route(number) }, CREATE)
                    }
                    _ => batch.push(&route(number), CREATE),
                }
                .expect("a request");
            }
            netlink.run(&mut batch).expect("answers");

            let mut added = Vec::new();
            for (number, outcome) in (0..COUNT).zip(batch.outcomes()) {
                let errno = outcome.error().map(KernelError::errno);
                let expected = match number % 300 {
                    100 => Some(Errno::EEXIST),
                    200 => Some(Errno::ESRCH),
                    299 => Some(Errno::EINVAL),
                    _ => None,
                };
                assert_eq!(errno, expected, "request {number}");
                assert_eq!(outcome.is_done(), expected.is_none(), "request {number}: {outcome:?}");
                if expected.is_none() {
                    added.push(number);
                }
            }
            assert_eq!(batch.failures().count(), 999);
            assert!(route_numbers(&mut netlink) == added);
            assert_eq!(netlink.counters().overruns, 0);

            batch.clear();
            for number in added {
                batch.push(&no_route(number), MessageFlags::NONE).expect("a request");
            }
            netlink.run(&mut batch).expect("answers");
            assert!(batch.is_done());
            assert!(route_numbers(&mut netlink).is_empty());
        }
    });
}

#[test]
fn answers_never_overflow_the_default_receive_buffer() {
    in_namespace(|| {
        let mut netlink = connect();
        // An error repeats the request, so the length of the request decides about the memory.
        for len in (0..2000).step_by(40) {
            let filler = vec![0; len];
            let mut batch = Batch::new();
            for _ in 0..2000 {
                batch.push(&BadRoute::new(&filler), CREATE).expect("a request");
            }
            netlink.run(&mut batch).expect("answers");
            for (_, error) in batch.failures() {
                assert_eq!(error.errno(), Errno::ERANGE);
                assert_eq!(error.field().as_deref(), Some("BadRoute.priority"));
            }
            assert_eq!(batch.failures().count(), batch.len());
        }
        let counters = netlink.counters();
        assert_eq!((counters.overruns, counters.sent), (0, 100_000));
    });
}

#[test]
fn replies_never_overflow_the_default_receive_buffer() {
    in_namespace(|| {
        let mut netlink = connect();
        let mut batch = Batch::new();
        for _ in 0..2000 {
            batch.push(&loopback(), MessageFlags::NONE).expect("a request");
        }
        let mut places = Vec::new();
        netlink
            .run_with(&mut batch, MessageFlags::NONE, |place, reply| {
                assert_eq!(reply.header().ty, libc::RTM_NEWLINK);
                assert_eq!(reply.parse::<Link<'_>>().expect("a link").ifname, Some("lo".into()));
                places.push(place);
            })
            .expect("answers");
        assert!(batch.is_done());
        assert!(places.into_iter().eq(0..2000));
        assert_eq!(netlink.counters().overruns, 0);
    });
}

#[test]
fn outcomes_are_right_or_unknown_when_the_receive_buffer_is_tiny() {
    in_namespace(|| {
        for size in [1024, 4096, 16384] {
            let mut netlink = connect();
            netlink.socket().set_recv_buffer_size(size).expect("a size");
            let mut batch = Batch::new();
            for number in 0..1000 {
                batch.push(&route(number / 2), CREATE).expect("a request");
            }
            netlink.run(&mut batch).expect("answers");
            for (number, outcome) in batch.outcomes().enumerate() {
                match outcome {
                    Outcome::Done { .. } => assert_eq!(number % 2, 0),
                    Outcome::Failed(error) => {
                        assert_eq!((number % 2, error.errno()), (1, Errno::EEXIST));
                    }
                    Outcome::Unknown => {}
                    other => panic!("request {number}: {other:?}"),
                }
            }
            assert_eq!(route_numbers(&mut connect()).len(), 500, "all were carried out");
            finish(&mut netlink, &mut batch);
            assert_eq!(
                batch.failures().count() + batch.outcomes().filter(|o| o.is_done()).count(),
                1000
            );

            let mut batch = Batch::new();
            for number in 0..500 {
                batch.push(&no_route(number), MessageFlags::NONE).expect("a request");
            }
            connect().run(&mut batch).expect("answers");
            assert!(batch.is_done());
        }
    });
}

#[test]
fn what_is_answered_before_a_loss_is_known_and_what_is_after_it_unknown() {
    in_namespace(|| {
        let mut partly = 0;
        let mut next = 0;
        for stuffing in (0..200).step_by(10) {
            let mut netlink = connect();
            stuff(netlink.socket(), stuffing);
            let first = next;
            next += 100;
            let mut batch = Batch::new();
            for number in first..next {
                batch.push(&route(number), CREATE).expect("a request");
            }
            netlink.run(&mut batch).expect("answers");
            let known = batch.outcomes().take_while(|outcome| outcome.is_done()).count();
            let unknown = |outcome: Outcome| matches!(outcome, Outcome::Unknown);
            assert!(batch.outcomes().skip(known).all(unknown));
            assert_eq!(netlink.counters().overruns, u64::from(known < batch.len()));
            partly += usize::from((1..batch.len()).contains(&known));

            // They were executed nevertheless; the connection stays usable.
            let unknown = batch.len() - known;
            assert_eq!(batch.retry_unknown(), unknown);
            netlink.run(&mut batch).expect("answers");
            let errors = batch.failures().map(|(_, error)| error.errno());
            assert!(errors.eq(core::iter::repeat_n(Errno::EEXIST, unknown)));
        }
        assert!(partly > 0, "no batch was answered in part");
        assert_eq!(route_numbers(&mut connect()).len(), next as usize);
    });
}

#[test]
fn a_sparsely_acknowledged_batch_can_be_repeated_in_other_datagrams() {
    in_namespace(|| {
        let mut netlink = connect();
        stuff(netlink.socket(), 300);
        let mut batch = Batch::new().sparsely_acknowledged();
        for number in 0..100 {
            batch.push(&route(number), MessageFlags::CREATE | MessageFlags::REPLACE).expect("room");
        }
        netlink.run(&mut batch).expect("answers");
        assert!(batch.outcomes().all(|outcome| matches!(outcome, Outcome::Unknown)));

        // Only the hundredth requested an acknowledgement; now each one must.
        netlink.socket().set_recv_buffer_size(1024).expect("a size");
        assert_eq!(batch.retry_unknown(), 100);
        netlink.run(&mut batch).expect("answers");
        finish(&mut netlink, &mut batch);
        assert!(batch.is_done());
    });
}

#[test]
fn a_dump_that_was_dropped_takes_no_room_from_the_answers_to_a_batch() {
    in_namespace(|| {
        let mut netlink = connect();
        add_routes(&mut netlink, 0..20_000);
        for read in [0, 1, 200, 2000] {
            let mut dropped = netlink.dump(&routes()).expect("sent");
            for _ in 0..read {
                dropped.next().expect("a route").expect("one more");
            }
            let mut batch = Batch::new();
            for number in 0..500 {
                batch.push(&route(number), CREATE).expect("a request");
            }
            netlink.run(&mut batch).expect("answers");
            assert_eq!(batch.failures().count(), 500);
        }
        assert_eq!(netlink.counters().overruns, 0);
    });
}

#[test]
fn a_loss_while_a_dropped_dump_continues_does_not_stop_the_next_one() {
    in_namespace(|| {
        let mut netlink = connect();
        add_routes(&mut netlink, 0..20_000);
        // Few datagrams fit, so that the dump is not over when as many have been read as fit.
        netlink.socket().set_recv_buffer_size(1024).expect("a size");
        netlink.dump(&routes()).expect("sent").next().expect("a route");
        stuff(netlink.socket(), 100);
        netlink.request(&loopback()).expect("repeated after the loss");
        assert!(netlink.counters().overruns > 0);
        assert_eq!(route_numbers(&mut netlink).len(), 20_000);
    });
}
