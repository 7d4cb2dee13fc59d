//! Every fault at every step of batches: an outcome is right, or unknown.

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{Batch, Error, Options, Outcome};
use netlink_sys::stand_in::Kernel;

use super::Connection;
use super::faults::{asks, at_every_step};
use crate::support::{GetLink, Link, NONE, del, get, kernel, link};

/// Checks outcomes of requests of which the one at `wrong` is refused with ENODEV.
fn check(batch: &Batch, wrong: usize) {
    for (index, outcome) in batch.outcomes().enumerate() {
        match outcome {
            Outcome::Done { .. } => assert_ne!(index, wrong),
            Outcome::Failed(error) => {
                assert_eq!((index, error.errno()), (wrong, Errno::ENODEV), "{batch:?}");
            }
            Outcome::Unknown | Outcome::NotSent => {}
            other => panic!("{index}: {other:?}"),
        }
    }
}

/// A kernel whose replies and acknowledgements need several datagrams of requests.
fn small() -> Kernel {
    let kernel = kernel(3);
    kernel.set_receive_capacity(12_000);
    kernel
}

#[test]
fn of_a_batch_whose_requests_have_replies() {
    let operation = |netlink: &mut Connection| {
        let indices = [1, 2, 99, 3, 1, 2];
        let mut batch = Batch::new();
        for index in indices {
            batch.push(&get(index), NONE).expect("a request");
        }
        let result = wait!(netlink.run_with(&mut batch, NONE, |index, reply| {
            // A truncated one cannot be parsed.
            if let Ok(link) = reply.parse::<Link<'_>>() {
                assert_eq!(link.info.index, indices[index]);
            }
        }));
        check(&batch, 2);
        result
    };
    at_every_step(small, operation, asks);
}

#[test]
fn of_a_batch_with_one_acknowledgement_for_several_requests() {
    let operation = |netlink: &mut Connection| {
        let mut batch = Batch::new().sparsely_acknowledged();
        for index in [1, 99].into_iter().chain([1, 2, 3].repeat(7)) {
            batch.push(&del(index), NONE).expect("a request");
        }
        let result = wait!(netlink.run(&mut batch));
        for (index, outcome) in batch.outcomes().enumerate() {
            match outcome {
                Outcome::Failed(error) => {
                    assert_eq!((index, error.errno()), (1, Errno::ENODEV), "{batch:?}");
                }
                Outcome::Done { .. } | Outcome::Unknown | Outcome::NotSent => {}
                other => panic!("{index}: {other:?}"),
            }
        }
        result
    };
    at_every_step(small, operation, asks);
}

#[test]
fn of_a_batch_that_is_sent_again_until_every_outcome_is_known() {
    let operation = |netlink: &mut Connection| {
        let mut batch = Batch::new();
        for index in [1, 99, 2, 3, 1, 2, 3, 1] {
            batch.push(&del(index), NONE).expect("a request");
        }
        let mut result = wait!(netlink.run(&mut batch));
        for _ in 0..4 {
            batch.retry_unknown();
            let again = wait!(netlink.run(&mut batch));
            result = result.and(again);
        }
        check(&batch, 1);
        let known = |outcome| matches!(outcome, Outcome::Done { .. } | Outcome::Failed(_));
        assert!(batch.outcomes().all(known), "{batch:?}");
        result
    };
    at_every_step(small, operation, asks);
}

#[test]
fn of_a_batch_that_repeats_what_it_has_made() {
    let make = || {
        let kernel = kernel(3);
        kernel.on::<Link<'_>>(|link, answer| Ok(answer.reply(&link)?));
        kernel
    };
    let operation = |netlink: &mut Connection| {
        let mut batch = Batch::new();
        for index in [1, 2, 3] {
            batch.push(&link(index), MessageFlags::CREATE).expect("a request");
        }
        let options = Options::new().flags(MessageFlags::ECHO);
        let result = wait!(netlink.run_with(&mut batch, options, |index, reply| {
            if let Ok(link) = reply.parse::<Link<'_>>() {
                assert_eq!(usize::try_from(link.info.index), Ok(index + 1));
            }
        }));
        let settled =
            |outcome| matches!(outcome, Outcome::Done { .. } | Outcome::Unknown | Outcome::NotSent);
        assert!(batch.outcomes().all(settled), "{batch:?}");
        result
    };
    at_every_step(make, operation, asks);
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 3)]
struct SetAlarm {
    #[nla(2)]
    degrees: i32,
}

#[test]
fn of_a_batch_to_a_family_that_came_back() {
    let make = || {
        let kernel = Kernel::new(Protocol::GENERIC);
        kernel.add_family("sensor", 0x21, &[]);
        kernel.on::<SetAlarm>(|_, _| Ok(()));
        kernel
    };
    let run = |netlink: &mut Connection| {
        let mut batch = Batch::new();
        for degrees in 0..3 {
            batch.push(&SetAlarm { degrees }, NONE).expect("a request");
        }
        let result = wait!(netlink.run(&mut batch));
        (batch, result)
    };
    let operation = |kernel: &Kernel, netlink: &mut Connection, _| {
        let before = run(netlink).1;
        kernel.remove_family("sensor");
        kernel.add_family("sensor", 0x22, &[]);
        let (batch, after) = run(netlink);
        for outcome in batch.outcomes() {
            let gone = match &outcome {
                // What came instead of the new id was lost or cut.
                Outcome::Failed(error) => error.errno() == Errno::ENOENT,
                Outcome::Unsendable(error) => matches!(**error, Error::NoFamily(_)),
                Outcome::Done { .. } | Outcome::Unknown | Outcome::NotSent => true,
                _ => false,
            };
            assert!(gone, "{outcome:?}");
        }
        before.and(after)
    };
    let works = |_: &Kernel, netlink: &mut Connection| {
        let (batch, result) = run(netlink);
        result?;
        assert!(batch.is_done(), "{batch:?}");
        Ok(())
    };
    super::faults::over_at_every_step(make, super::connect, operation, works);
}

/// A dump and single requests take turns, with options that end them.
#[test]
fn of_operations_with_a_deadline() {
    let operation = |netlink: &mut Connection| {
        let soon = std::time::Instant::now() + core::time::Duration::from_millis(1);
        let options = Options::new().deadline(soon);
        let reply = wait!(netlink.request_with(&get(1), options)).map(|link| link.info.index);
        assert!(reply.as_ref().is_ok_and(|index| *index == 1) || reply.is_err());
        let links = wait!(netlink.collect(&GetLink::default(), options)).map(drop);
        let mut batch = Batch::new();
        batch.push(&del(1), NONE).expect("a request");
        let run = wait!(netlink.run_with(&mut batch, options, |_, _| ()));
        check(&batch, usize::MAX);
        reply.map(drop).and(links).and(run)
    };
    at_every_step(|| kernel(3), operation, asks);
}
