//! Transactions of netfilter: all or nothing.

use netlink_core::{Emit, Errno, MessageFlags, Parse};
use netlink_sys::Protocol;
use netlink_sys::connection::{Batch, Error, Outcome};
use netlink_sys::stand_in::{Fault, Kernel, Operation};

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
        once(&kernel, Operation::Receive(1), fault);
        let mut tables = batch(&["a", "b", "c"]);
        // A kernel does not lose one without a word; if it did, the others would not stand for it.
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
