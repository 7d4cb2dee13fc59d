//! Every fault at every step: each conversation ends, says nothing that is not so, and the connection
//! goes on.

use std::sync::{Arc, Mutex};

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{Batch, Error, Outcome};
use netlink_sys::stand_in::{Fault, Kernel, Operation};

use super::{Connection, connect};
use crate::support::{DelLink, GetLink, Link, NONE, all, del, get, link};

const LINKS: i32 = 300;

/// A kernel and what it has carried out, by the numbers of links.
struct Truth {
    kernel: Kernel,
    carried_out: Arc<Mutex<Vec<i32>>>,
}

impl Truth {
    fn new(protocol: Protocol) -> Self {
        let kernel = Kernel::new(protocol);
        let carried_out = Arc::new(Mutex::new(Vec::new()));
        kernel.on::<GetLink>(|asked, answer| {
            let numbers =
                if answer.is_dump() { 1..=LINKS } else { asked.info.index..=asked.info.index };
            for number in numbers {
                answer.reply(&link(number))?;
            }
            Ok(())
        });
        let done = Arc::clone(&carried_out);
        kernel.on::<DelLink>(move |asked, _| match asked.info.index {
            // Those above are not there.
            LINKS.. => Err(Errno::ENODEV.into()),
            number => {
                done.lock().unwrap().push(number);
                Ok(())
            }
        });
        let done = Arc::clone(&carried_out);
        kernel.on::<NewTable>(move |table, _| match table.number {
            1000.. => Err(Errno::EEXIST.into()),
            number => {
                done.lock().unwrap().push(number);
                Ok(())
            }
        });
        Self { kernel, carried_out }
    }

    /// How often something was carried out.
    fn times(&self, number: i32) -> usize {
        self.carried_out.lock().unwrap().iter().filter(|done| **done == number).count()
    }
}

/// `NFT_MSG_NEWTABLE`, of a kernel that counts.
#[derive(Debug, Parse, Emit)]
#[netlink(message = 0xa00)]
struct NewTable {
    #[netlink(header)]
    header: [u8; 4], // struct nfgenmsg
    #[nla(6)] // NFTA_TABLE_USERDATA, here a number
    number: i32,
}

const FAULTS: [Fault; 13] = [
    Fault::Fail(Errno(libc::EINTR)),
    Fault::Fail(Errno(libc::EAGAIN)),
    Fault::Fail(Errno(libc::ENOBUFS)),
    Fault::Fail(Errno(libc::ENOMEM)),
    Fault::Lose,
    Fault::Overrun,
    Fault::Truncate(0),
    Fault::Truncate(15),
    Fault::Truncate(20),
    Fault::Truncate(100),
    Fault::Delay(1),
    Fault::Delay(3),
    Fault::Duplicate,
];

/// A socket sends whole datagrams or none.
fn can_be(operation: Operation, fault: Fault) -> bool {
    !matches!((operation, fault), (Operation::Send(_), Fault::Truncate(_)))
}

/// Counts what a conversation sends and receives where nothing goes wrong.
fn steps(
    protocol: Protocol,
    conversation: &impl Fn(&mut Connection, &Truth, Option<Fault>),
) -> Vec<Operation> {
    let truth = Truth::new(protocol);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let steps = Arc::clone(&seen);
    truth.kernel.set_faults(move |operation| {
        steps.lock().unwrap().push(operation);
        None
    });
    conversation(&mut connect(&truth.kernel), &truth, None);
    let steps = seen.lock().unwrap();
    steps.clone()
}

/// Lets each fault happen at each step of a conversation, alone and from there on twice, and looks
/// whether the connection goes on afterwards.
fn at_every_step(
    protocol: Protocol,
    conversation: impl Fn(&mut Connection, &Truth, Option<Fault>),
) {
    let steps = steps(protocol, &conversation);
    assert!(steps.len() >= 2, "{steps:?}");
    for step in steps {
        for fault in FAULTS.into_iter().filter(|fault| can_be(step, *fault)) {
            for times in [1, 2] {
                let truth = Truth::new(protocol);
                let (mut reached, mut left) = (false, times);
                truth.kernel.set_faults(move |operation| {
                    reached |= operation == step;
                    if !reached || left == 0 || !can_be(operation, fault) {
                        return None;
                    }
                    left -= 1;
                    Some(fault)
                });
                let mut netlink = connect(&truth.kernel);
                conversation(&mut netlink, &truth, Some(fault));

                truth.kernel.set_faults(|_| None);
                let context = || format!("after {fault:?}, {times} times from {step:?}");
                // What is late still is so for a while.
                let late = match fault {
                    Fault::Delay(_) => 8,
                    _ => 0,
                };
                assert!((0..=late).any(|_| goes_on(&mut netlink, protocol)), "{}", context());
                assert!((0..3).all(|_| goes_on(&mut netlink, protocol)), "{}", context());
            }
        }
    }
}

/// Whether a conversation in which nothing goes wrong is as it should be.
fn goes_on(netlink: &mut Connection, protocol: Protocol) -> bool {
    if protocol == Protocol::ROUTE {
        return matches!(wait!(netlink.request(&get(8))), Ok(reply) if reply == link(8));
    }
    let mut batch = tables(&[998, 999]);
    wait!(netlink.commit(&mut batch)).is_ok() && batch.is_done()
}

#[test]
fn a_request_gives_its_reply_or_an_error() {
    at_every_step(Protocol::ROUTE, |netlink, _, _| match wait!(netlink.request(&get(7))) {
        Ok(reply) => assert_eq!(reply, link(7)),
        Err(error) => assert!(is_of_the_way(&error), "{error}"),
    });
}

#[test]
fn what_is_to_be_done_is_done_once_or_not_or_it_is_unknown() {
    at_every_step(Protocol::ROUTE, |netlink, truth, _| {
        let result = wait!(netlink.execute(&del(7), NONE)).map(|_| ());
        let times = truth.times(7);
        match result {
            Ok(()) => assert!(times >= 1),
            Err(error) if error.is_outcome_unknown() => {}
            Err(error) => {
                assert!(is_of_the_way(&error), "{error}");
                assert!(matches!(error, Error::Reply(_)) || times == 0, "{error}: {times} times");
            }
        }
    });
}

#[test]
fn a_dump_is_complete_or_ends_with_an_error() {
    at_every_step(Protocol::ROUTE, |netlink, _, fault| {
        let (mut next, mut complete) = (1, fault != Some(Fault::Lose));
        let Ok(mut links) = wait!(netlink.dump(&all())) else { return };
        for _ in 0..2 * LINKS {
            match wait!(links.next()) {
                Ok(Some(link)) => {
                    // What was lost in silence, which kernels do not do, or came twice.
                    complete &= link.info.index == next;
                    next = link.info.index + 1;
                }
                Ok(None) => break,
                Err(error) => {
                    assert!(is_of_the_way(&error), "{error}");
                    complete = false;
                }
            }
        }
        assert!(wait!(links.next()).map_or(true, |link| link.is_none()), "it has ended");
        assert!(!complete || next == LINKS + 1, "{next}");
    });
}

#[test]
fn a_dump_is_collected_whole_or_not_at_all_unless_datagrams_vanish() {
    at_every_step(Protocol::ROUTE, |netlink, _, _| {
        match wait!(netlink.collect_with(&all(), NONE, |link| link.info.index)) {
            Ok(links) => assert!(links.items.iter().all(|link| (1..=LINKS).contains(link))),
            Err(error) => assert!(is_of_the_way(&error), "{error}"),
        }
    });
}

#[test]
fn a_dump_can_be_dropped_whatever_happens_to_it() {
    at_every_step(Protocol::ROUTE, |netlink, _, _| {
        if let Ok(mut links) = wait!(netlink.dump(&all())) {
            let _ = wait!(links.next()).map(|_| ());
        }
        if let Ok(links) =
            wait!(netlink.collect_with(&all(), NONE, |link: Link<'_>| link.info.index))
        {
            assert!(links.items.len() <= 2 * usize::try_from(LINKS).unwrap());
        }
    });
}

#[test]
fn the_outcomes_of_a_batch_are_true() {
    for sparse in [false, true] {
        at_every_step(Protocol::ROUTE, |netlink, truth, fault| {
            let mut batch = Batch::new();
            if sparse {
                batch = batch.sparsely_acknowledged();
            }
            // The third one and the last but one fail. More than go in one datagram.
            truth.kernel.set_receive_capacity(16 << 10);
            let numbers: Vec<i32> = (1..=50)
                .map(|number| if [3, 49].contains(&number) { 1000 + number } else { number })
                .collect();
            for number in &numbers {
                batch.push(&del(*number), NONE).expect("a request");
            }
            let result = wait!(netlink.run(&mut batch));
            if let Err(error) = &result {
                assert!(is_of_the_way(error), "{error}");
            }
            for (number, outcome) in numbers.iter().zip(batch.outcomes()) {
                let times = truth.times(*number);
                match outcome {
                    // A refusal that is lost in silence, which kernels do not do, is not missed.
                    Outcome::Done { .. } if sparse && fault == Some(Fault::Lose) => {}
                    Outcome::Done { .. } => assert!(times >= 1, "{number}"),
                    Outcome::NotSent => assert!(times == 0 && result.is_err(), "{number}"),
                    Outcome::Failed(error) => {
                        assert_eq!((error.errno(), *number > LINKS), (Errno::ENODEV, true));
                    }
                    Outcome::Unknown => {}
                    other => panic!("{number}: {other:?}"),
                }
            }
        });
    }
}

#[test]
fn the_outcomes_of_a_transaction_are_true() {
    for numbers in [&[1, 2, 3, 4][..], &[1, 2, 5000, 4]] {
        at_every_step(Protocol::NETFILTER, |netlink, truth, _| {
            let mut batch = tables(numbers);
            let result = wait!(netlink.commit(&mut batch));
            if let Err(error) = &result {
                assert!(is_of_the_way(error), "{error}");
            }
            let fails = numbers.contains(&5000);
            for (number, outcome) in numbers.iter().zip(batch.outcomes()) {
                match outcome {
                    Outcome::Done { .. } => {
                        assert!(!fails && truth.times(*number) >= 1, "{number}");
                    }
                    Outcome::NotSent => assert_eq!(truth.times(*number), 0),
                    Outcome::Failed(_) => assert_eq!(*number, 5000),
                    Outcome::Aborted => assert!(fails, "{number}"),
                    Outcome::Unknown => {}
                    other => panic!("{number}: {other:?}"),
                }
            }
        });
    }
}

fn tables(numbers: &[i32]) -> Batch {
    let mut batch = Batch::new();
    for number in numbers {
        let table = NewTable { header: [1, 0, 0, 0], number: *number };
        batch.push(&table, MessageFlags::CREATE).expect("a request");
    }
    batch
}

/// Whether an error says that something went wrong on the way: no kernel has refused anything.
fn is_of_the_way(error: &Error) -> bool {
    error.is_outcome_unknown() || matches!(error, Error::Send(_) | Error::Reply(_))
}
