//! Everything that can go wrong, at every step of every operation: it ends, and the connection goes on.

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{Batch, Error, Outcome};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

use super::{Connection, connect};
use crate::support::{GetLink, NONE, all, del, get, kernel, link};

const FAULTS: [Fault; 6] = [
    Fault::Fail(Errno::EIO),
    Fault::Lose,
    Fault::Overrun,
    Fault::Truncate(20),
    Fault::Delay(3),
    Fault::Duplicate,
];

/// Runs an operation with each fault at each of its first sends and receives. A kernel is made for each;
/// what the operation comes to is looked at by itself, and afterwards the connection must work.
fn at_every_step(
    make: impl Fn() -> Kernel,
    operation: impl Fn(&mut Connection) -> Result<(), Error>,
    works: impl Fn(&mut Connection) -> Result<(), Error>,
) {
    let mut failed = 0;
    for step in (0..8).flat_map(|step| [FaultPoint::Send(step), FaultPoint::Receive(step)]) {
        for fault in FAULTS {
            let kernel = make();
            let mut netlink = connect(&kernel);
            kernel.set_faults(move |now| (now == step).then_some(fault));
            failed += usize::from(operation(&mut netlink).is_err());
            kernel.set_faults(|_| None);
            // What is late still, or is no message, can be in the way a few times.
            let mut attempts = 0;
            while let Err(error) = works(&mut netlink) {
                let passes = matches!(error, Error::Reply(_) | Error::TimedOut(_));
                assert!(passes && attempts < 4, "{step:?} {fault:?}: {error}");
                attempts += 1;
            }
        }
    }
    assert!(failed > 0, "no fault has done anything");
}

fn asks(netlink: &mut Connection) -> Result<(), Error> {
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
