//! Batches: one outcome for each request, whatever goes wrong.

use netlink_core::{Errno, MessageFlags, RawMessage};
use netlink_sys::connection::{Batch, Error, Outcome};
use netlink_sys::stand_in::{Fault, Operation};

use super::connect;
use crate::support::{NONE, del, get, kernel, link, once};

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
fn replies_come_with_the_places_of_their_requests() {
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
        once(&kernel, Operation::Receive(1), Fault::Overrun);
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
    once(&kernel, Operation::Receive(9), Fault::Lose);
    // Its number is lost, and all that come behind are answers to later ones.
    kernel.set_faults(|operation| match operation {
        Operation::Receive(9..) => Some(Fault::Lose),
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
    once(&kernel, Operation::Send(0), Fault::Fail(Errno::ENOMEM));
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
