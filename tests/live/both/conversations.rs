//! What can go wrong in conversations with a kernel: one's own mistakes, and waits that must end.

use core::{ffi::CStr, time::Duration};
use std::{sync::Arc, time::Instant};

use netlink_core::{Emit, Errno, MessageFlags, Parse, RawMessage};
use netlink_families::nftables::{NfHeader, Table};
use netlink_families::rt_route::RouteHeader;
use netlink_sys::{
    Protocol, Waker,
    connection::{Awaited, Batch, Error, Options, Outcome},
};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

use super::{open, open_for};
use crate::support::{
    CREATE, add_routes, connect, loopback, no_route, route, route_numbers, routes,
};

const NONE: MessageFlags = MessageFlags::NONE;

/// A request that no send buffer of the usual size has room for.
#[derive(Debug, Emit)]
#[netlink(message = 24)] // RTM_NEWROUTE
struct LargeRoute<'a> {
    #[netlink(header)]
    header: RouteHeader,
    #[nla(200)]
    first: &'a [u8],
    #[nla(201)]
    second: &'a [u8],
    #[nla(202)]
    third: &'a [u8],
    #[nla(203)]
    fourth: &'a [u8],
}

/// `CTRL_CMD_GETFAMILY`
#[derive(Debug, Emit)]
#[netlink(family = "nlctrl", command = 3)]
struct GetFamily {
    #[nla(1)] // CTRL_ATTR_FAMILY_ID
    id: u16,
}

#[derive(Debug, Emit)]
#[netlink(family = "no such family", command = 3)]
struct Nobody;

fn is_done(batch: &Batch) -> Vec<bool> {
    batch.outcomes().map(|outcome| outcome.is_done()).collect()
}

fn unsendable(batch: &Batch, index: usize) -> Error {
    match batch.outcome(index) {
        Some(Outcome::Unsendable(error)) => *error,
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn what_cannot_be_sent_of_a_batch_is_its_own_outcome_and_the_others_are_carried_out() {
    in_namespace(|| {
        let mut netlink = open();
        let fill = vec![0; 60_000];
        let header = route(1).header;
        let large = LargeRoute { header, first: &fill, second: &fill, third: &fill, fourth: &fill };
        let mut batch = Batch::new();
        batch.push(&route(1), CREATE).expect("a request");
        batch.push(&large, CREATE).expect("a request");
        batch.push(&route(2), CREATE).expect("a request");
        for _ in 0..2 {
            wait!(netlink.run(&mut batch)).expect("answers");
            assert_eq!(is_done(&batch), [true, false, true]);
            assert_eq!(unsendable(&batch, 1).errno(), Some(Errno(libc::EMSGSIZE)));
        }
        assert_eq!(route_numbers(&mut connect()), [1, 2]);

        let mut netlink = open_for(Protocol::GENERIC);
        let mut batch = Batch::new();
        batch.push(&GetFamily { id: 16 }, NONE).expect("a request");
        batch.push(&Nobody, NONE).expect("a request");
        batch.push(&GetFamily { id: 16 }, NONE).expect("a request");
        let mut replies = Vec::new();
        for _ in 0..2 {
            wait!(netlink.run_with(&mut batch, NONE, |index, _| replies.push(index)))
                .expect("answers");
            assert_eq!(is_done(&batch), [true, false, true]);
            assert!(matches!(unsendable(&batch, 1), Error::NoFamily(_)));
        }
        assert_eq!(replies, [0, 2], "what has an outcome is not sent again");
    });
}

/// `RTM_NEWLINK`, declared as if it had a reply.
#[derive(Debug, Default, Emit)]
#[netlink(message = 16, reply = RawMessage<'_>)]
struct SetLink {
    #[netlink(header)]
    info: [u32; 4],
}

#[test]
fn a_request_that_is_only_acknowledged_does_not_wait_for_a_reply() {
    in_namespace(|| {
        let mut netlink = open();
        let begin = Instant::now();
        for _ in 0..10 {
            let error = wait!(netlink.request(&SetLink { info: [0, 1, 0, 0] })).unwrap_err();
            assert!(matches!(error, Error::NoReply("SetLink")), "{error}");
            assert!(error.to_string().contains("SetLink"), "{error}");
            wait!(netlink.request(&loopback())).expect("the next reply");
        }
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    });
}

/// `NFT_MSG_GETSETELEM`
#[derive(Debug, Emit)]
#[netlink(message = 0xa0d, reply = RawMessage<'_>)]
struct GetElements<'a> {
    #[netlink(header)]
    header: NfHeader,
    #[nla(1)] // NFTA_SET_ELEM_LIST_TABLE
    table: &'a CStr,
    #[nla(2)] // NFTA_SET_ELEM_LIST_SET
    set: &'a CStr,
    #[nla(3)] // NFTA_SET_ELEM_LIST_ELEMENTS
    elements: &'a [u8],
}

#[test]
fn several_replies_to_one_request_are_read_one_by_one_and_leave_nothing_behind() {
    in_namespace(|| {
        let nft = or_skip!(tool("nft"));
        let elements = "type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2, 10.0.0.3 };";
        nft.feed("-f -", &format!("table inet t {{ set s {{ {elements} }}; }}"));
        let nest = |payload: &[u8]| {
            let len = u16::try_from(payload.len() + 4).unwrap();
            [&len.to_ne_bytes(), &1u16.to_ne_bytes(), payload].concat()
        };
        let element = |last: u8| nest(&nest(&nest(&[10, 0, 0, last])));
        let elements = [element(1), element(2), element(3)].concat();
        let header = NfHeader { nfgen_family: 1, ..NfHeader::default() };
        let get = GetElements { header, table: c"t", set: c"s", elements: &elements };
        let mut netlink = open_for(Protocol::NETFILTER);
        for read in [4, 0, 2, 4] {
            let mut replies = wait!(netlink.replies(&get, NONE)).expect("sent");
            for number in 0..read {
                let reply = wait!(replies.next()).expect("no error");
                assert_eq!(reply.is_some(), number < 3, "reply {number}");
            }
            // What was not read disturbs nothing.
            wait!(netlink.request(&get)).expect("the first one");
            wait!(netlink.request_with(&get, MessageFlags::ACK)).expect("the first one");
        }
        let mut batch = Batch::new();
        let table = Table { header, name: Some(c"u".into()), ..Default::default() };
        batch.push(&table, MessageFlags::CREATE).expect("a request");
        wait!(netlink.commit(&mut batch)).expect("answers");
        assert!(batch.is_done());
    });
}

#[test]
fn a_woken_waker_ends_long_operations_until_it_is_reset() {
    in_namespace(|| {
        add_routes(&mut connect(), 0..20_000);
        let mut netlink = open();
        let waker = Arc::new(Waker::new().expect("an eventfd"));
        netlink.set_waker(Some(Arc::clone(&waker)));
        waker.wake().expect("woken");

        let error = wait!(netlink.collect(&routes(), NONE)).map(|all| all.items.len()).unwrap_err();
        assert!(matches!(error, Error::Woken), "{error}");
        let mut batch = Batch::new();
        for number in 0..20_000 {
            batch.push(&no_route(number), NONE).expect("a request");
        }
        let error = wait!(netlink.run(&mut batch)).unwrap_err();
        assert!(matches!(error, Error::Woken), "{error}");
        assert!(!batch.is_done());

        waker.reset().expect("reset");
        wait!(netlink.run(&mut batch)).expect("answers");
        assert!(batch.is_done(), "what was sent before it was woken has its outcome");
    });
}

#[test]
fn a_deadline_is_for_a_whole_operation() {
    in_namespace(|| {
        add_routes(&mut connect(), 0..20_000);
        let mut netlink = open();
        let past = Options::new().deadline(Instant::now());
        let error = wait!(netlink.collect(&routes(), past)).map(|all| all.items.len()).unwrap_err();
        assert!(matches!(error, Error::TimedOut(Awaited::Dump("GetRoute"))), "{error}");
        // The rest of that dump would come first.
        let mut netlink = open();
        let mut batch = Batch::new();
        for number in 0..20_000 {
            batch.push(&no_route(number), NONE).expect("a request");
        }
        let error = wait!(netlink.run_with(&mut batch, past, |_, _| ())).unwrap_err();
        assert!(matches!(error, Error::TimedOut(Awaited::Batch)), "{error}");
        assert_eq!(wait!(netlink.request(&loopback())).expect("lo").ifname, Some("lo".into()));
    });
}

/// `XFRM_MSG_NEWSA`, whose number is that of `RTM_NEWLINK`.
#[derive(Debug, Parse, Emit)]
#[netlink(message = 0x10, protocol = 6)]
struct NewSa {
    #[netlink(header)]
    info: [u32; 56],
}

#[test]
fn a_message_that_declares_its_protocol_is_not_carried_out_as_another() {
    in_namespace(|| {
        let mut netlink = open();
        // By chance index 1, with the flag IFF_UP to be changed.
        let mut info = [0; 56];
        info[1..4].fill(1);
        let error = wait!(netlink.execute(&NewSa { info }, NONE)).map(drop).unwrap_err();
        assert!(matches!(error, Error::WrongProtocol { .. }), "{error}");
        let mut batch = Batch::new();
        batch.push(&NewSa { info }, NONE).expect("a request");
        wait!(netlink.run(&mut batch)).expect("nothing to do");
        assert!(matches!(unsendable(&batch, 0), Error::WrongProtocol { .. }));
        assert_eq!(netlink.counters().sent, 0);
    });
}
