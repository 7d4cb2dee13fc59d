//! Transactions of netfilter: all or nothing, and every request has an outcome.

use core::ffi::CStr;
use std::{env, ffi::CString};

use netlink_core::zerocopy::big_endian as be;
use netlink_core::{Be, EmitMessage, Errno, MessageFlags};
use netlink_families::nftables::{Chain, DelChain, NfHeader, Table};
use netlink_sys::{
    Connection, Protocol,
    connection::{Batch, Error, Outcome},
};
use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    skip::Skip,
    tool::{Tool, tool},
};

use crate::support::{BadRoute, stuff};

/// `NFPROTO_INET`
const HEADER: NfHeader = NfHeader { nfgen_family: 1, version: 0, res_id: be::U16::ZERO };

fn connect() -> Result<Connection, Skip> {
    Connection::open(Protocol::NETFILTER)
        .map_err(|error| Skip::kernel(format!("no netfilter: {error}")))
}

fn table(name: &CStr) -> Table<'_> {
    Table { header: HEADER, name: Some(name.into()), ..Table::default() }
}

fn chain<'a>(table: &'a CStr, name: &'a CStr) -> Chain<'a> {
    let (table, name) = (table.into(), Some(name.into()));
    Chain { header: HEADER, table, name, ..Chain::default() }
}

fn no_chain<'a>(table: &'a CStr, name: &'a CStr) -> DelChain<'a> {
    let (table, name) = (table.into(), Some(name.into()));
    DelChain { header: HEADER, table, name, ..DelChain::default() }
}

fn push<M: EmitMessage>(batch: &mut Batch, message: &M) {
    batch.push(message, MessageFlags::CREATE).expect("a request");
}

/// The ruleset, as `nft` displays it.
fn ruleset(nft: &Tool) -> Vec<(String, String)> {
    let shown = nft.json("-j list ruleset");
    let objects = shown["nftables"].as_array().expect("a list");
    let kinds = objects.iter().flat_map(|object| object.as_object().expect("an object"));
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap_or_default().to_owned();
    let objects = kinds.filter(|(kind, _)| *kind != "metainfo");
    objects.map(|(kind, value)| (kind.clone(), name(value))).collect()
}

fn pair(kind: &str, name: &str) -> (String, String) {
    (kind.to_owned(), name.to_owned())
}

#[test]
fn a_transaction_is_carried_out_as_a_whole() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let mut netlink = or_skip!(connect());
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        push(&mut batch, &chain(c"t", c"one"));
        push(&mut batch, &chain(c"t", c"two"));
        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
        let expected = [pair("table", "t"), pair("chain", "one"), pair("chain", "two")];
        assert_eq!(ruleset(&nft), expected);
    });
}

#[test]
fn when_one_request_fails_the_others_are_aborted_and_nothing_is_there() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let mut netlink = or_skip!(connect());
        for sparse in [false, true] {
            let mut batch = Batch::new();
            if sparse {
                batch = batch.sparsely_acknowledged();
            }
            push(&mut batch, &table(c"t"));
            push(&mut batch, &chain(c"nowhere", c"one"));
            push(&mut batch, &chain(c"t", c"two"));
            push(&mut batch, &no_chain(c"t", c"three"));
            netlink.commit(&mut batch).expect("answers");
            let errors: Vec<_> =
                batch.failures().map(|(place, error)| (place, error.errno())).collect();
            assert_eq!(errors, [(1, Errno::ENOENT), (3, Errno::ENOENT)]);
            assert_eq!(
                batch.outcome(1).unwrap().error().unwrap().field().as_deref(),
                Some("Chain.table")
            );
            for place in [0, 2] {
                assert!(matches!(batch.outcome(place), Some(Outcome::Aborted)), "{batch:?}");
            }
            assert_eq!(ruleset(&nft), []);
        }
        // The connection stays usable.
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
    });
}

/// So many chains that their acknowledgements do not fit in the receive buffer.
fn many_chains() -> Vec<CString> {
    (0..2000).map(|number| CString::new(format!("c{number}")).unwrap()).collect()
}

#[test]
fn a_transaction_of_more_requests_than_there_is_room_for_answers_has_all_outcomes() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let mut netlink = or_skip!(connect());
        let names = many_chains();
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        for name in &names {
            push(&mut batch, &chain(c"t", name));
        }
        // One wrong among them, then none.
        let mut wrong = Batch::new();
        push(&mut wrong, &table(c"t"));
        for (place, name) in names.iter().enumerate() {
            push(&mut wrong, &chain(if place == 1500 { c"nowhere" } else { c"t" }, name));
        }
        netlink.commit(&mut wrong).expect("answers");
        let failed: Vec<usize> = wrong.failures().map(|(place, _)| place).collect();
        assert_eq!(failed, [1501]);
        let aborted = wrong.outcomes().filter(|outcome| matches!(outcome, Outcome::Aborted));
        assert_eq!(aborted.count(), 2000);
        assert_eq!(ruleset(&nft), []);

        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
        assert_eq!(ruleset(&nft).len(), 2001);
        assert_eq!(netlink.counters().overruns, 0);
    });
}

#[test]
fn a_transaction_of_more_failures_than_there_is_room_for_has_failed_for_certain() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let mut netlink = or_skip!(connect());
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        for name in &many_chains() {
            push(&mut batch, &chain(c"nowhere", name));
        }
        netlink.commit(&mut batch).expect("answers");
        assert!(netlink.counters().overruns > 0);
        let mut failures = 0;
        for (place, outcome) in batch.outcomes().enumerate() {
            match outcome {
                Outcome::Failed(error) => {
                    assert_eq!((place > 0, error.errno()), (true, Errno::ENOENT));
                    failures += 1;
                }
                Outcome::Aborted => {}
                other => panic!("request {place}: {other:?}"),
            }
        }
        assert!((1..2000).contains(&failures), "{failures}");
        assert_eq!(ruleset(&nft), []);
    });
}

#[test]
fn a_transaction_whose_answers_are_lost_is_unknown() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let mut netlink = or_skip!(connect());
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        netlink.socket().set_recv_buffer_size(1024).expect("a size");
        // Refusals that are not read.
        for _ in 0..100 {
            let request = crate::support::bytes(&table(c"x"), MessageFlags::REQUEST, 0);
            netlink.socket().send(&request).expect("sent");
        }
        let error = netlink.commit(&mut batch).unwrap_err();
        assert!(matches!(error, Error::Overrun) && error.is_outcome_unknown(), "{error:?}");
        assert!(matches!(batch.outcome(0), Some(Outcome::Unknown)));
        assert_eq!(ruleset(&nft), [pair("table", "t")], "it was carried out all the same");
        assert_eq!(batch.retry_unknown(), 1);
        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
    });
}

#[test]
fn requests_of_two_subsystems_are_not_a_transaction() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let mut netlink = or_skip!(connect());
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        // RTM_NEWROUTE would be a message of no subsystem at all.
        push(&mut batch, &BadRoute::new(&[]));
        netlink.commit(&mut batch).expect("answers");
        assert!(matches!(batch.outcome(0), Some(Outcome::Aborted)), "{batch:?}");
        assert!(batch.outcome(1).unwrap().error().is_some(), "{batch:?}");
        assert_eq!(ruleset(&nft), []);
    });
}

/// Set where this binary runs once more, without privileges.
const UNPRIVILEGED: &str = "NETLINK_TESTS_UNPRIVILEGED";

#[test]
fn a_transaction_without_privileges_is_refused_as_a_whole() {
    if env::var_os(UNPRIVILEGED).is_some() {
        let mut netlink = connect().expect("a netfilter socket");
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        push(&mut batch, &chain(c"t", c"one"));
        let error = netlink.commit(&mut batch).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EPERM), "{error}");
        assert!(batch.outcomes().all(|outcome| matches!(outcome, Outcome::Aborted)), "{batch:?}");
        return;
    }
    in_namespace(|| {
        or_skip!(connect());
        let setpriv = or_skip!(tool("setpriv"));
        let binary = env::current_exe().expect("this binary");
        let binary = binary.to_str().expect("a path in UTF-8");
        let assignment = format!("{UNPRIVILEGED}=1");
        let this = "transactions::a_transaction_without_privileges_is_refused_as_a_whole";
        let arguments = ["--bounding-set=-all", "--inh-caps=-all", "env", &assignment, binary];
        let said = setpriv
            .attempt(&[&arguments[..], &[this, "--exact"]].concat(), "")
            .unwrap_or_else(|failure| panic!("{failure}"));
        assert!(said.contains("1 passed"), "{said}");
    });
}

#[test]
fn an_empty_transaction_is_nothing() {
    in_namespace(|| {
        let mut netlink = or_skip!(connect());
        netlink.commit(&mut Batch::new()).expect("nothing to do");
        assert_eq!(netlink.counters().sent, 0);
    });
}

#[test]
fn a_transaction_is_not_disturbed_by_what_was_left_unread() {
    in_namespace(|| {
        let mut netlink = or_skip!(connect());
        stuff(netlink.socket(), 10);
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
        // A handle that never was.
        let mut wrong = Batch::new();
        let missing = DelChain { name: None, handle: Some(Be(77)), ..no_chain(c"t", c"") };
        push(&mut wrong, &missing);
        netlink.commit(&mut wrong).expect("answers");
        assert_eq!(wrong.failures().next().map(|(_, error)| error.errno()), Some(Errno::ENOENT));
    });
}

/// `NFT_MSG_GETGEN`
#[derive(Debug, netlink_core::Emit)]
#[netlink(message = 0xa10, reply = Generation)]
struct GetGeneration {
    #[netlink(header)]
    header: NfHeader,
}

/// `NFT_MSG_NEWGEN`
#[derive(Debug, netlink_core::Parse)]
#[netlink(message = 0xa0f)]
struct Generation {
    #[netlink(header)]
    _header: NfHeader,
    #[nla(1)] // NFTA_GEN_ID
    id: Be<u32>,
}

#[test]
fn a_commit_returns_what_the_kernel_has_made_of_each_request() {
    in_namespace(|| {
        let mut netlink = or_skip!(connect());
        let names: Vec<_> = (0..400).map(|n| CString::new(format!("c{n}")).unwrap()).collect();
        let mut batch = Batch::new();
        push(&mut batch, &table(c"t"));
        for name in &names {
            push(&mut batch, &chain(c"t", name));
        }
        let mut handles = Vec::new();
        netlink
            .commit_with(&mut batch, MessageFlags::ECHO, |index, reply| {
                let Some(index) = index.checked_sub(1) else { return };
                let chain: Chain<'_> = reply.parse().expect("a chain");
                assert_eq!(chain.name, Some(names[index].as_c_str().into()));
                handles.push(chain.handle.expect("the kernel gave it one"));
            })
            .expect("answers");
        assert!(batch.is_done());
        assert_eq!(handles.len(), 400);
        assert_eq!(netlink.counters().overruns, 0, "there was room for all of them");
        handles.dedup();
        assert_eq!(handles.len(), 400);
    });
}

#[test]
fn a_commit_for_a_generation_that_is_gone_is_refused() {
    in_namespace(|| {
        let mut netlink = or_skip!(connect());
        let get = GetGeneration { header: NfHeader::default() };
        let generation = netlink.request(&get).expect("a generation").id.0;
        let mut batch = Batch::new().at_generation(generation);
        push(&mut batch, &table(c"t"));
        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
        // That commit was a change.
        let mut batch = Batch::new().at_generation(generation);
        push(&mut batch, &table(c"u"));
        let error = netlink.commit(&mut batch).unwrap_err();
        assert_eq!(error.errno(), Some(Errno(libc::ERESTART)), "{error}");
        assert!(matches!(batch.outcome(0), Some(Outcome::Aborted)), "{batch:?}");
        assert_eq!(batch.retry_aborted(), 1);
        let now = netlink.request(&get).expect("a generation").id.0;
        let mut batch = batch.at_generation(now);
        netlink.commit(&mut batch).expect("answers");
        assert!(batch.is_done());
    });
}
