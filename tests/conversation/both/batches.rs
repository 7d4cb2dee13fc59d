//! Batches: one outcome for each request, whatever goes wrong.

use std::sync::Arc;
use std::time::Instant;

use netlink_core::{Emit, Errno, MessageFlags, Parse, RawMessage};
use netlink_sys::connection::{Awaited, Batch, Error, Options, Outcome};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};
use netlink_sys::{Protocol, Waker};

use super::connect;
use crate::support::{LinkHeader, NONE, del, get, info, kernel, link, once};

const LINKS: i32 = 50;

/// Requests of which those for links above 50 fail.
fn deletions(count: i32) -> Batch {
    let mut batch = Batch::new();
    for index in 1..=count {
        batch.push(&del(index), NONE).expect("a request");
    }
    batch
}

fn places(batch: &Batch, is: impl Fn(&Outcome) -> bool) -> Vec<usize> {
    batch
        .outcomes()
        .enumerate()
        .filter(|(_, outcome)| is(outcome))
        .map(|(place, _)| place)
        .collect()
}

fn is_unknown(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unknown)
}

fn is_not_sent(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::NotSent)
}

#[test]
fn exactly_those_fail_that_must() {
    for sparse in [false, true] {
        let kernel = kernel(LINKS);
        let mut netlink = connect(&kernel);
        let mut batch = Batch::new();
        if sparse {
            batch = batch.sparsely_acknowledged();
        }
        for index in [1, 60, 2, 3, 61, 62, 50] {
            batch.push(&del(index), NONE).expect("a request");
        }
        wait!(netlink.run(&mut batch)).expect("answers");
        assert_eq!(places(&batch, Outcome::is_done), [0, 2, 3, 6]);
        let failed: Vec<_> =
            batch.failures().map(|(place, error)| (place, error.errno())).collect();
        assert_eq!(failed, [1, 4, 5].map(|place| (place, Errno::ENODEV)));
        assert_eq!(kernel.requests().len(), 1, "one datagram");
        assert_eq!(kernel.pending(), 0);
    }
}

#[test]
fn the_answers_have_room_in_a_small_receive_buffer() {
    for sparse in [false, true] {
        let kernel = kernel(LINKS);
        kernel.set_receive_capacity(8192);
        let mut netlink = connect(&kernel);
        let mut batch = if sparse { Batch::new().sparsely_acknowledged() } else { Batch::new() };
        for index in 1..=200 {
            batch.push(&del(index), NONE).expect("a request");
        }
        wait!(netlink.run(&mut batch)).expect("answers");
        assert!(places(&batch, Outcome::is_done).into_iter().eq(0..50));
        assert_eq!(batch.failures().count(), 150);
        assert!(kernel.requests().len() > 10);
        assert_eq!(netlink.counters().overruns, 0);
    }
}

#[test]
fn replies_have_the_indexes_of_their_requests() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    let mut batch = Batch::new();
    for index in [3, 99, 1] {
        batch.push(&get(index), NONE).expect("a request");
    }
    let mut replies = Vec::new();
    let keep = |place, message: &RawMessage<'_>| {
        let link: crate::support::Link<'_> = message.parse().expect("a link");
        replies.push((place, link.info.index));
    };
    wait!(netlink.run_with(&mut batch, NONE, keep)).expect("answers");
    assert_eq!(replies, [(0, 3), (2, 1)]);
    assert_eq!(batch.failures().map(|(place, _)| place).collect::<Vec<_>>(), [1]);
}

#[test]
fn what_was_not_answered_is_unknown_and_can_be_sent_again() {
    for sparse in [false, true] {
        let kernel = kernel(LINKS);
        let mut netlink = connect(&kernel);
        let mut batch = if sparse { Batch::new().sparsely_acknowledged() } else { Batch::new() };
        for index in [1, 60, 2, 3] {
            batch.push(&del(index), NONE).expect("a request");
        }
        once(&kernel, FaultPoint::Receive(1), Fault::Overrun);
        wait!(netlink.run(&mut batch)).expect("a loss is no error of the batch");
        let unknown = places(&batch, is_unknown);
        let expected: &[usize] = if sparse { &[0, 2, 3] } else { &[1, 2, 3] };
        assert_eq!(unknown, expected);
        assert_eq!(batch.retry_unknown(), unknown.len());
        wait!(netlink.run(&mut batch)).expect("answers");
        assert_eq!(places(&batch, Outcome::is_done), [0, 2, 3]);
    }
}

#[test]
fn what_was_under_way_when_the_time_ran_out_is_unknown_and_the_rest_was_not_sent() {
    let kernel = kernel(LINKS);
    kernel.set_receive_capacity(8192);
    let mut netlink = connect(&kernel);
    let mut batch = deletions(40);
    once(&kernel, FaultPoint::Receive(9), Fault::Lose);
    // Its number is lost, and all that come behind are answers to later ones.
    kernel.set_faults(|operation| match operation {
        FaultPoint::Receive(9..) => Some(Fault::Lose),
        _ => None,
    });
    let error = wait!(netlink.run(&mut batch)).unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)));
    assert!(places(&batch, Outcome::is_done).into_iter().eq(0..9));
    let (unknown, not_sent) = (places(&batch, is_unknown), places(&batch, is_not_sent));
    assert_eq!(unknown.first(), Some(&9));
    assert_eq!(unknown.len() + not_sent.len(), 31);
    assert!(!not_sent.is_empty());

    kernel.set_faults(|_| None);
    let sent_before = kernel.requests().len();
    wait!(netlink.run(&mut batch)).expect("answers");
    assert!(kernel.requests().len() > sent_before);
    assert_eq!(places(&batch, is_unknown), unknown, "what may have been done is not done again");
    assert!(places(&batch, is_not_sent).is_empty());
}

#[test]
fn what_could_not_be_sent_is_not_sent() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    let mut batch = deletions(5);
    once(&kernel, FaultPoint::Send(0), Fault::Fail(Errno::ENOMEM));
    assert!(matches!(wait!(netlink.run(&mut batch)), Err(Error::Send(_))));
    assert_eq!(places(&batch, is_not_sent).len(), 5);
    wait!(netlink.run(&mut batch)).expect("answers");
    assert!(batch.is_done());
}

#[test]
fn warnings_come_with_the_request_they_are_about() {
    let kernel = kernel(LINKS);
    kernel.on::<crate::support::Link<'_>>(|link, answer| {
        if link.info.index == 2 {
            answer.warn("odd");
        }
        Ok(())
    });
    let mut netlink = connect(&kernel);
    let mut batch = Batch::new();
    for index in [1, 2, 3] {
        batch.push(&link(index), MessageFlags::CREATE).expect("a request");
    }
    wait!(netlink.run(&mut batch)).expect("answers");
    let warned = |outcome: &Outcome| matches!(outcome, Outcome::Done { warning: Some(text) } if **text == *"odd");
    assert_eq!(places(&batch, warned), [1]);
}

#[derive(Debug, Emit)]
#[netlink(message = 16)]
struct Large<'a> {
    #[netlink(header)]
    info: LinkHeader,
    #[nla(200)]
    first: &'a [u8],
    #[nla(201)]
    second: &'a [u8],
    #[nla(202)]
    third: &'a [u8],
    #[nla(203)]
    fourth: &'a [u8],
}

#[test]
fn a_request_that_is_too_long_is_its_own_outcome_and_the_others_are_sent() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    let fill = vec![0; 60_000];
    let mut batch = Batch::new();
    batch.push(&del(1), NONE).expect("a request");
    let large = Large { info: info(1), first: &fill, second: &fill, third: &fill, fourth: &fill };
    batch.push(&large, NONE).expect("a request");
    batch.push(&del(2), NONE).expect("a request");
    for _ in 0..2 {
        wait!(netlink.run(&mut batch)).expect("answers");
        assert_eq!(places(&batch, Outcome::is_done), [0, 2]);
        let Some(Outcome::Unsendable(error)) = batch.outcome(1) else { panic!("{batch:?}") };
        assert_eq!(error.errno(), Some(Errno(libc::EMSGSIZE)));
        assert!(matches!(*error, Error::Send(_)) && !error.is_outcome_unknown());
    }
    assert_eq!(kernel.requests().len(), 2, "what has an outcome is not sent again");
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 3)]
struct SetAlarm {
    #[nla(2)]
    degrees: i32,
}

#[derive(Debug, Emit)]
#[netlink(family = "nobody", command = 3)]
struct Nobody;

fn sensor() -> Kernel {
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family("sensor", 0x21, &[]);
    kernel.on::<SetAlarm>(|_, _| Ok(()));
    kernel
}

#[test]
fn a_request_to_a_family_that_does_not_exist_is_its_own_outcome() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    let mut batch = Batch::new();
    batch.push(&SetAlarm { degrees: 1 }, NONE).expect("a request");
    batch.push(&Nobody, NONE).expect("a request");
    batch.push(&link(1), NONE).expect("a request");
    batch.push(&SetAlarm { degrees: 2 }, NONE).expect("a request");
    wait!(netlink.run(&mut batch)).expect("answers");
    assert_eq!(places(&batch, Outcome::is_done), [0, 3]);
    let unsendable = |index: usize| match batch.outcome(index) {
        Some(Outcome::Unsendable(error)) => *error,
        outcome => panic!("{outcome:?}"),
    };
    assert!(matches!(unsendable(1), Error::NoFamily(name) if *name == *"nobody"));
    assert!(matches!(unsendable(2), Error::NotGeneric { message: 16 }));
}

#[test]
fn a_family_that_came_back_with_another_id_is_looked_up_again() {
    let kernel = sensor();
    let mut netlink = connect(&kernel);
    let alarms = || {
        let mut batch = Batch::new();
        for degrees in 1..=5 {
            batch.push(&SetAlarm { degrees }, NONE).expect("a request");
        }
        batch
    };
    let mut batch = alarms();
    wait!(netlink.run(&mut batch)).expect("answers");
    assert!(batch.is_done());
    kernel.remove_family("sensor");
    kernel.add_family("sensor", 0x44, &[]);
    let mut batch = alarms();
    wait!(netlink.run(&mut batch)).expect("answers");
    assert!(batch.is_done(), "{batch:?}");

    kernel.remove_family("sensor");
    let mut batch = alarms();
    wait!(netlink.run(&mut batch)).expect("answers");
    let errors: Vec<_> = batch.failures().map(|(_, error)| error.errno()).collect();
    assert_eq!(errors, [Errno::ENOENT; 5]);
}

#[test]
fn a_batch_ends_at_its_deadline() {
    let kernel = kernel(LINKS);
    kernel.set_receive_capacity(8192);
    let mut netlink = connect(&kernel);
    let mut batch = deletions(40);
    let options = Options::new().deadline(Instant::now());
    let error = wait!(netlink.run_with(&mut batch, options, |_, _| ())).unwrap_err();
    assert!(matches!(error, Error::TimedOut(Awaited::Batch)), "{error}");
    assert_eq!(places(&batch, is_not_sent).len(), 40);
    wait!(netlink.run(&mut batch)).expect("answers");
    assert!(batch.is_done());
}

#[test]
fn a_waker_ends_a_batch_before_the_next_datagram() {
    let kernel = kernel(LINKS);
    kernel.set_receive_capacity(8192);
    let mut netlink = connect(&kernel);
    let waker = Arc::new(Waker::new().expect("an eventfd"));
    netlink.set_waker(Some(Arc::clone(&waker)));
    let mut batch = deletions(40);
    waker.wake().expect("woken");
    assert!(matches!(wait!(netlink.run(&mut batch)), Err(Error::Woken)));
    assert_eq!(places(&batch, is_not_sent).len(), 40);
    waker.reset().expect("reset");
    // Woken by an answer of the first datagram: what was sent has its outcome, the rest is not sent.
    let wakes = Arc::clone(&waker);
    kernel.on::<crate::support::DelLink>(move |_, _| {
        let _ = wakes.wake();
        Ok(())
    });
    assert!(matches!(wait!(netlink.run(&mut batch)), Err(Error::Woken)));
    let done = places(&batch, Outcome::is_done).len();
    assert!(done < 40 && !places(&batch, is_not_sent).is_empty(), "{batch:?}");
}

#[test]
fn a_failure_keeps_what_the_kernel_said_and_little_more() {
    let kernel = kernel(0);
    kernel.on::<crate::support::Link<'_>>(|_, _| {
        Err(netlink_sys::stand_in::Refusal::from(Errno::EEXIST).because("there is one").at(32))
    });
    let mut netlink = connect(&kernel);
    let mut batch = Batch::new();
    batch.push(&link(1), MessageFlags::CREATE).expect("a request");
    wait!(netlink.run(&mut batch)).expect("answers");
    let (_, error) = batch.failures().next().expect("a failure");
    assert_eq!(error.to_string(), "EEXIST (exists already): there is one, in Link.name");
    assert_eq!(error.request().expect("as it was sent").header().ty, 16);
    let answer = error.answer().expect("without the request");
    assert!(answer.bytes().len() < 80, "{}", answer.bytes().len());
    assert!(error.explain().to_string().contains("^^^"), "{}", error.explain());
}
