//! Transactions of netfilter: all or nothing.

use netlink_core::{Emit, Errno, MessageFlags, Parse, RawMessage};
use netlink_sys::Protocol;
use netlink_sys::connection::{Batch, Error, Outcome};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};

use super::connect;
use crate::support::{NONE, message, once};

/// `NFT_MSG_NEWTABLE`
#[derive(Debug, Parse, Emit)]
#[netlink(message = 0xa00)]
struct NewTable<'a> {
    #[netlink(header)]
    header: [u8; 4], // struct nfgenmsg
    #[nla(1)] // NFTA_TABLE_NAME
    name: &'a str,
}

/// Takes tables of all names but one.
fn kernel() -> Kernel {
    let kernel = Kernel::new(Protocol::NETFILTER);
    kernel.on::<NewTable<'_>>(|table, _| match table.name {
        "bad" => Err(Errno::EEXIST.into()),
        _ => Ok(()),
    });
    kernel
}

fn batch(names: &[&str]) -> Batch {
    let mut batch = Batch::new();
    for name in names {
        let table = NewTable { header: [1, 0, 0, 0], name };
        batch.push(&table, MessageFlags::CREATE).expect("a request");
    }
    batch
}

#[test]
fn a_transaction_is_carried_out_as_a_whole() {
    let kernel = kernel();
    let mut netlink = connect(&kernel);
    let mut tables = batch(&["a", "b", "c"]);
    wait!(netlink.commit(&mut tables)).expect("answers");
    assert!(tables.is_done());
    assert_eq!(kernel.requests().len(), 1, "one datagram");
}

#[test]
fn one_request_that_fails_aborts_the_others() {
    let mut netlink = connect(&kernel());
    let mut tables = batch(&["a", "bad", "c"]);
    wait!(netlink.commit(&mut tables)).expect("answers");
    let outcomes: Vec<_> = tables.outcomes().collect();
    assert!(
        matches!(outcomes[..], [Outcome::Aborted, Outcome::Failed(_), Outcome::Aborted]),
        "{outcomes:?}"
    );
}

#[test]
fn a_transaction_whose_answers_are_lost_is_of_unknown_outcome() {
    for fault in [Fault::Lose, Fault::Overrun] {
        let kernel = kernel();
        let mut netlink = connect(&kernel);
        once(&kernel, FaultPoint::Receive(1), fault);
        let mut tables = batch(&["a", "b", "c"]);
        // A kernel does not lose one silently. If it did, the others would not replace it.
        if let Err(error) = wait!(netlink.commit(&mut tables)) {
            assert!(error.is_outcome_unknown() && fault == Fault::Overrun, "{error}");
        }
        assert!(tables.outcomes().all(|outcome| matches!(outcome, Outcome::Unknown)));
        wait!(netlink.commit(&mut batch(&["d"]))).expect("the next one");
    }
}

#[test]
fn a_transaction_that_is_refused_as_a_whole_is_an_error() {
    // As to a user without privileges: the error is in answer to what begins it.
    let refused = [&(-1i32).to_ne_bytes()[..], &[0; 16]].concat();
    let script = [vec![message(2, NONE, &refused)]];
    let mut netlink = connect(&Kernel::scripted(Protocol::NETFILTER, script));
    let mut tables = batch(&["a", "b"]);
    let error = wait!(netlink.commit(&mut tables)).unwrap_err();
    assert!(matches!(&error, Error::Kernel(_)) && error.errno() == Some(Errno::EPERM), "{error}");
    assert!(tables.outcomes().all(|outcome| matches!(outcome, Outcome::Aborted)));
}

#[test]
fn replies_come_with_the_indices_of_their_requests() {
    let kernel = kernel();
    kernel.on::<NewTable<'_>>(|table, answer| Ok(answer.reply(&table)?));
    let mut netlink = connect(&kernel);
    let mut tables = batch(&["a", "b", "c"]);
    let mut replies = Vec::new();
    let keep = |index, message: &RawMessage<'_>| {
        let table: NewTable<'_> = message.parse().expect("a table");
        replies.push((index, table.name.to_owned()));
    };
    wait!(netlink.commit_with(&mut tables, MessageFlags::ECHO, keep)).expect("answers");
    assert!(tables.is_done());
    assert_eq!(replies, [(0, "a".into()), (1, "b".into()), (2, "c".into())]);
    let sent = kernel.requests().remove(0);
    let flags = |message: RawMessage<'_>| message.header().flags.contains(MessageFlags::ECHO);
    let echoed: Vec<bool> =
        netlink_core::Messages::new(&sent).map(|message| flags(message.unwrap())).collect();
    assert_eq!(echoed, [false, true, true, true, false], "neither the begin nor the end");
}

#[test]
fn a_generation_is_said_at_the_beginning() {
    let kernel = kernel();
    let mut netlink = connect(&kernel);
    let mut tables = batch(&["a"]).at_generation(0x0102_0304);
    wait!(netlink.commit(&mut tables)).expect("answers");
    let sent = kernel.requests().remove(0);
    // The attribute behind the two headers: NFNL_BATCH_GENID, in network byte order.
    assert_eq!(
        sent[20..28],
        [&[8u16.to_ne_bytes(), 1u16.to_ne_bytes()].concat()[..], &[1, 2, 3, 4]].concat()
    );
}

#[test]
fn what_was_committed_is_not_sent_again_and_what_was_aborted_can_be() {
    let kernel = kernel();
    let mut netlink = connect(&kernel);
    let mut tables = batch(&["a", "b"]);
    wait!(netlink.commit(&mut tables)).expect("answers");
    wait!(netlink.commit(&mut tables)).expect("nothing to do");
    assert_eq!(kernel.requests().len(), 1);

    let mut tables = batch(&["a", "bad", "c"]);
    wait!(netlink.commit(&mut tables)).expect("answers");
    wait!(netlink.commit(&mut tables)).expect("nothing to do");
    assert_eq!(kernel.requests().len(), 2);
    assert_eq!(tables.retry_aborted(), 2);
    wait!(netlink.commit(&mut tables)).expect("answers");
    let outcomes: Vec<_> = tables.outcomes().collect();
    assert!(
        matches!(outcomes[..], [Outcome::Done { .. }, Outcome::Failed(_), Outcome::Done { .. }]),
        "{outcomes:?}"
    );
}
