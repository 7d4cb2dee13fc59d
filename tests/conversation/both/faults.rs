//! Every fault at every step of every operation: the operation ends, and the connection stays usable.

use core::time::Duration;

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{AuditRecords, Batch, Error, Notification, Outcome};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

use super::{Connection, Datagrams, Events, connect, get_pooled, pool};
use crate::support::{GetLink, Link, NONE, all, del, get, kernel, link};

pub const FAULTS: [Fault; 6] = [
    Fault::Fail(Errno::EIO),
    Fault::Lose,
    Fault::Overrun,
    Fault::Truncate(20),
    Fault::Delay(3),
    Fault::Duplicate,
];

/// Runs an operation with each fault at each of its first sends and receives. A kernel is made for each;
/// the result of the operation is checked separately, and afterwards the connection must work.
pub fn at_every_step(
    make: impl Fn() -> Kernel,
    operation: impl Fn(&mut Connection) -> Result<(), Error>,
    works: impl Fn(&mut Connection) -> Result<(), Error>,
) {
    over_at_every_step(
        make,
        connect,
        |_, netlink, _| operation(netlink),
        |_, netlink| works(netlink),
    );
}

/// The same over whatever is made of a kernel.
pub fn over_at_every_step<S>(
    make: impl Fn() -> Kernel,
    open: impl Fn(&Kernel) -> S,
    operation: impl Fn(&Kernel, &mut S, Fault) -> Result<(), Error>,
    works: impl Fn(&Kernel, &mut S) -> Result<(), Error>,
) {
    let mut failed = 0;
    for step in (0..8).flat_map(|step| [FaultPoint::Send(step), FaultPoint::Receive(step)]) {
        for fault in FAULTS {
            let kernel = make();
            let mut opened = open(&kernel);
            kernel.set_faults(move |now| (now == step).then_some(fault));
            failed += usize::from(operation(&kernel, &mut opened, fault).is_err());
            kernel.set_faults(|_| None);
            // Late datagrams, and those that are not messages, can cause a few more attempts.
            let mut attempts = 0;
            while let Err(error) = works(&kernel, &mut opened) {
                let passes = matches!(error, Error::Reply(_) | Error::TimedOut(_));
                assert!(passes && attempts < 4, "{step:?} {fault:?}: {error}");
                attempts += 1;
            }
        }
    }
    assert!(failed > 0, "no fault has done anything");
}

pub fn asks(netlink: &mut Connection) -> Result<(), Error> {
    assert_eq!(wait!(netlink.request(&get(2)))?.info.index, 2);
    let links = wait!(netlink.collect(&all(), NONE))?;
    assert_eq!(links.items.len(), 3);
    Ok(())
}

#[test]
fn of_a_request_that_is_acknowledged() {
    let operation = |netlink: &mut Connection| {
        let link = wait!(netlink.request_with(&get(1), MessageFlags::ACK))?;
        assert_eq!(link.info.index, 1);
        Ok(())
    };
    at_every_step(|| kernel(3), operation, asks);
}

#[test]
fn of_a_request_without_a_reply() {
    let make = || {
        let kernel = kernel(3);
        kernel.on::<GetLink>(|asked, answer| {
            match (answer.is_dump(), asked.info.index) {
                (true, _) => (1..=3).try_for_each(|index| answer.reply(&link(index)))?,
                (false, 9) => {}
                (false, index) => answer.reply(&link(index))?,
            }
            Ok(())
        });
        kernel
    };
    let operation = |netlink: &mut Connection| wait!(netlink.request(&get(9))).map(drop);
    at_every_step(make, operation, asks);
}

#[test]
fn of_several_replies() {
    let make = || {
        let kernel = kernel(3);
        kernel.on::<GetLink>(|asked, answer| {
            let indices = match asked.info.index {
                index @ 1.. => index..=index,
                _ => 1..=3,
            };
            Ok(indices.into_iter().try_for_each(|index| answer.reply(&link(index)))?)
        });
        kernel
    };
    let operation = |netlink: &mut Connection| {
        let mut replies = wait!(netlink.replies(&all(), NONE))?;
        let mut found = 0;
        while let Some(link) = wait!(replies.next())? {
            assert!((1..=3).contains(&link.info.index));
            found += 1;
        }
        assert!(found <= 6, "each comes twice at most");
        Ok(())
    };
    at_every_step(make, operation, asks);
}

#[test]
fn of_a_message_that_is_not_answered() {
    let operation = |netlink: &mut Connection| {
        wait!(netlink.send(&link(1), NONE))?;
        wait!(netlink.send(&link(2), NONE))?;
        wait!(netlink.request(&get(1))).map(drop)
    };
    at_every_step(|| kernel(3), operation, asks);
}

#[test]
fn of_a_batch_that_is_interrupted() {
    let make = || {
        let kernel = kernel(3);
        kernel.set_receive_capacity(2048);
        kernel
    };
    let operation = |netlink: &mut Connection| {
        let mut batch = Batch::new();
        for index in [1, 9, 2, 3] {
            batch.push(&del(index), NONE).expect("a request");
        }
        let result = wait!(netlink.run(&mut batch));
        for (index, outcome) in batch.outcomes().enumerate() {
            match outcome {
                Outcome::Done { .. } => assert_ne!(index, 1),
                Outcome::Failed(error) => assert_eq!((index, error.errno()), (1, Errno::ENODEV)),
                Outcome::Unknown | Outcome::NotSent => {}
                wrong => panic!("{index}: {wrong:?}"),
            }
        }
        result
    };
    at_every_step(make, operation, asks);
}

/// `NFT_MSG_NEWTABLE`
#[derive(Debug, Parse, Emit)]
#[netlink(message = 0xa00)]
struct NewTable<'a> {
    #[netlink(header)]
    header: [u8; 4], // struct nfgenmsg
    #[nla(1)]
    name: &'a str,
}

#[test]
fn of_a_transaction_with_replies() {
    let make = || {
        let kernel = Kernel::new(Protocol::NETFILTER);
        kernel.on::<NewTable<'_>>(|table, answer| Ok(answer.reply(&table)?));
        kernel
    };
    let commit = |netlink: &mut Connection| {
        let mut batch = Batch::new();
        for name in ["a", "b"] {
            let table = NewTable { header: [1, 0, 0, 0], name };
            batch.push(&table, MessageFlags::CREATE).expect("a table");
        }
        let mut replies = 0;
        let result =
            wait!(netlink.commit_with(&mut batch, MessageFlags::ECHO, |_, _| replies += 1));
        assert!(replies <= 4);
        let settled = batch.outcomes().all(|outcome| {
            matches!(
                outcome,
                Outcome::Done { .. } | Outcome::Unknown | Outcome::NotSent | Outcome::Aborted
            )
        });
        assert!(settled, "{batch:?}");
        result
    };
    at_every_step(make, commit, |netlink| {
        let mut batch = Batch::new();
        let table = NewTable { header: [1, 0, 0, 0], name: "c" };
        batch.push(&table, MessageFlags::CREATE).expect("a table");
        wait!(netlink.commit(&mut batch))?;
        assert!(batch.is_done());
        Ok(())
    });
}

fn notified(kernel: &Kernel, indices: core::ops::Range<i32>) {
    for index in indices {
        kernel.notify(None, &link(index)).expect("a link");
    }
}

/// Reads events until one of link `last`; all are notifications, in their order.
fn hear(events: &mut Events<Link<'static>>, fault: Option<Fault>, last: i32) -> Result<(), Error> {
    let mut heard = 9;
    while heard < last {
        match wait!(events.next())? {
            Notification::Message(link) => {
                let next = link.info.index;
                // Kernels send nothing twice, so that a second reply is not expected.
                let again = fault == Some(Fault::Duplicate);
                assert!(next > heard || again, "{next} behind {heard}: a reply is no event");
                heard = next;
            }
            Notification::Lost => assert!(fault.is_none_or(|fault| fault == Fault::Overrun)),
        }
    }
    Ok(())
}

#[test]
fn of_requests_and_events_on_one_socket() {
    let open = |kernel: &Kernel| {
        let mut events: Events<Link<'static>> =
            wait!(Events::over(kernel.clone())).expect("memory");
        events.set_timeout(Some(Duration::ZERO));
        events
    };
    let operation = |kernel: &Kernel, events: &mut Events<Link<'static>>, fault: Fault| {
        notified(kernel, 10..12);
        let reply = wait!(events.request(&get(2), NONE)).map(|link| link.info.index);
        notified(kernel, 12..14);
        let changed = wait!(events.execute(&del(1), NONE)).map(drop);
        notified(kernel, 14..16);
        assert!(reply.as_ref().is_ok_and(|index| *index == 2) || reply.is_err());
        // One that is missing is not waited for.
        let heard = hear(events, Some(fault), 15);
        reply.and(changed).and(heard)
    };
    let works = |kernel: &Kernel, events: &mut Events<Link<'static>>| {
        assert_eq!(wait!(events.request(&get(3), NONE))?.info.index, 3);
        notified(kernel, 20..21);
        hear(events, None, 20)
    };
    over_at_every_step(|| kernel(3), open, operation, works);
}

/// `AUDIT_SET`
#[derive(Debug, Parse, Emit)]
#[netlink(message = 1001)]
struct SetStatus {
    #[netlink(header)]
    status: [u32; 10],
}

#[test]
fn of_datagrams_and_requests_on_one_socket() {
    /// A record whose length leaves the header out.
    fn record(text: &[u8]) -> Vec<u8> {
        let len = u32::try_from(text.len()).unwrap();
        [&len.to_ne_bytes()[..], &1300_u16.to_ne_bytes(), &[0; 10], text].concat()
    }
    let make = || {
        let kernel = Kernel::new(Protocol::AUDIT);
        let speaks = kernel.clone();
        kernel.on::<SetStatus>(move |_, _| {
            speaks.send(&record(b"audit(1:2): meanwhile"));
            Ok(())
        });
        kernel
    };
    let open = |kernel: &Kernel| {
        let mut records = Datagrams::<AuditRecords>::over(kernel.clone()).expect("memory");
        records.set_timeout(Some(Duration::ZERO));
        records
    };
    let hear = |records: &mut Datagrams<AuditRecords>, fault: Option<Fault>| {
        loop {
            match wait!(records.next())? {
                Notification::Message(record) => {
                    let cut = matches!(fault, Some(Fault::Truncate(_) | Fault::Duplicate));
                    assert!(
                        cut || record.message_type() == 1300,
                        "an acknowledgement is no record"
                    );
                    if record.text() == b"audit(1:3): last" {
                        return Ok(());
                    }
                }
                Notification::Lost => {}
            }
        }
    };
    let operation = |kernel: &Kernel, records: &mut Datagrams<AuditRecords>, fault: Fault| {
        kernel.send(&record(b"audit(1:1): before"));
        let changed = wait!(records.execute(&SetStatus { status: [0; 10] }, NONE)).map(drop);
        kernel.send(&record(b"audit(1:3): last"));
        changed.and(hear(records, Some(fault)))
    };
    let works = |kernel: &Kernel, records: &mut Datagrams<AuditRecords>| {
        wait!(records.execute(&SetStatus { status: [0; 10] }, NONE)).map(drop)?;
        kernel.send(&record(b"audit(1:3): last"));
        hear(records, None)
    };
    over_at_every_step(make, open, operation, works);
}

#[test]
fn of_connections_of_a_pool() {
    let open = |kernel: &Kernel| pool(kernel);
    let operation = |_: &Kernel, pool: &mut super::Pool, _: Fault| {
        // The next borrower gets what the one before has left.
        let mut lent = get_pooled(pool);
        let mut links = wait!(lent.dump(&all()))?;
        let first = wait!(links.next()).map(|link| link.is_some());
        drop(lent);
        let mut lent = get_pooled(pool);
        let reply = wait!(lent.request(&get(2))).map(|link| link.info.index);
        assert!(reply.as_ref().is_ok_and(|index| *index == 2) || reply.is_err());
        first.and(reply).map(drop)
    };
    over_at_every_step(|| kernel(3), open, operation, |_, pool| asks(&mut get_pooled(pool)));
}
