//! Dumps: to their end, and not.

use netlink_core::{Errno, MessageFlags};
use netlink_sys::Protocol;
use netlink_sys::connection::{Error, Options};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel, Refusal};

use super::connect;
use crate::support::{
    GetLink, Link, NONE, all, done, get, kernel, link, link_body, message, once, overrun,
};

const LINKS: i32 = 1000;

fn index(link: Link<'_>) -> i32 {
    link.info.index
}

#[test]
fn a_dump_gives_everything_in_order_however_it_ends() {
    for coalesced in [false, true] {
        let kernel = kernel(LINKS);
        kernel.set_end_coalesced(coalesced);
        let mut netlink = connect(&kernel);
        let mut links = wait!(netlink.dump(&all())).expect("sent");
        for index in 1..=LINKS {
            assert_eq!(wait!(links.next()).expect("a link"), Some(link(index)));
        }
        for _ in 0..2 {
            assert_eq!(wait!(links.next()).expect("the end"), None);
        }
        assert!(!links.is_interrupted());
        assert_eq!(kernel.pending(), 0);
        assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    }
}

#[test]
fn a_dump_can_be_empty() {
    let mut netlink = connect(&kernel(0));
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    assert_eq!(wait!(links.next()).expect("the end"), None);
    let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("a dump");
    assert!(links.items.is_empty() && !links.interrupted);
}

#[test]
fn a_dump_that_is_dropped_anywhere_disturbs_nothing() {
    let kernel = kernel(300);
    let mut netlink = connect(&kernel);
    for read in (0..302).step_by(7) {
        let mut dropped = wait!(netlink.dump(&all())).expect("sent");
        for _ in 0..read {
            wait!(dropped.next()).expect("a link");
        }
        if read % 2 == 0 {
            assert_eq!(wait!(netlink.request(&get(2))).expect("a link").info.index, 2);
            wait!(netlink.execute(&link(3), NONE)).expect("success");
        }
    }
    // A kernel would refuse it with EBUSY if the last one were still running.
    let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("a dump");
    assert!(links.into_iter().eq(1..=300));
}

#[test]
fn a_dump_that_was_interrupted_is_repeated_and_then_says_so() {
    for times in 0..=6 {
        let mut left = times;
        let kernel = Kernel::new(Protocol::ROUTE);
        kernel.on::<GetLink>(move |_, answer| {
            answer.reply(&link(1))?;
            if left > 0 {
                left -= 1;
                answer.interrupt();
            }
            Ok(answer.reply(&link(2))?)
        });
        let mut netlink = connect(&kernel);
        let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("a dump");
        assert_eq!(links.items, [1, 2]);
        assert_eq!(links.interrupted, times >= 4, "interrupted {times} times");
        assert_eq!(kernel.requests().len(), (times + 1).min(4));

        let options = Options::new().attempts(1);
        let links = wait!(netlink.collect(&all(), options)).expect("a dump");
        assert_eq!(links.interrupted, times > 4, "it is not repeated");
    }
}

#[test]
fn an_interruption_that_only_the_end_reports_is_reported() {
    let part = message(16, MessageFlags::MULTI, &link_body(1));
    let end = message(3, MessageFlags::MULTI | MessageFlags::DUMP_INTR, &[0; 4]);
    let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, [vec![part, end]]));
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    assert!(wait!(links.next()).expect("a link").is_some());
    assert!(!links.is_interrupted());
    assert!(wait!(links.next()).expect("the end").is_none());
    assert!(links.is_interrupted());
}

#[test]
fn a_dump_can_be_rejected_at_once_and_can_fail_later() {
    for before in [0, 1, 500] {
        let kernel = Kernel::new(Protocol::ROUTE);
        kernel.on::<GetLink>(move |_, answer| {
            for index in 1..=before {
                answer.reply(&link(index))?;
            }
            Err(Refusal::from(Errno::EPERM).because("no more"))
        });
        let mut netlink = connect(&kernel);
        let mut links = wait!(netlink.dump(&all())).expect("sent");
        for index in 1..=before {
            assert_eq!(wait!(links.next()).expect("a link"), Some(link(index)));
        }
        let error = wait!(links.next()).unwrap_err();
        assert_eq!(error.to_string(), "EPERM (operation not permitted): no more, in GetLink");
        assert_eq!(wait!(links.next()).expect("the end"), None);

        let error = wait!(netlink.collect_with(&all(), NONE, index)).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::EPERM));
    }
}

#[test]
fn the_end_can_be_without_a_number() {
    let end = message(3, MessageFlags::MULTI, &[]);
    let part = message(16, MessageFlags::MULTI, &link_body(1));
    for script in [vec![part.clone(), end.clone()], vec![[part, end].concat()]] {
        let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, [script]));
        let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("a dump");
        assert_eq!(links.items, [1]);
    }
}

#[test]
fn a_dump_with_a_lost_part_is_requested_again() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(3), Fault::Overrun);
    let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("a dump");
    assert!(links.into_iter().eq(1..=LINKS));
    assert_eq!(netlink.counters().repeated, 1);
}

#[test]
fn a_part_that_is_lost_ends_a_dump_that_is_read_one_by_one() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(3), Fault::Overrun);
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    let error = loop {
        match wait!(links.next()) {
            Ok(link) => assert!(link.is_some(), "it must not look complete"),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Overrun));
    assert_eq!(wait!(links.next()).expect("the end"), None);
    let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("the next one");
    assert!(links.into_iter().eq(1..=LINKS));
}

#[test]
fn an_overrun_message_within_a_dump_is_an_error() {
    let part = message(16, MessageFlags::MULTI, &link_body(1));
    let script = [vec![part, overrun(), done(0)], vec![done(0)]];
    let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, script));
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    assert!(wait!(links.next()).expect("a link").is_some());
    assert!(matches!(wait!(links.next()), Err(Error::Overrun)));
    let links = wait!(netlink.collect_with(&all(), NONE, index)).expect("the next one");
    assert!(links.items.is_empty());
}

#[test]
fn a_truncated_datagram_is_an_error_and_the_rest_of_the_dump_is_returned() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(1), Fault::Truncate(100));
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    let (mut found, mut errors) = (0, 0);
    loop {
        match wait!(links.next()) {
            Ok(Some(_)) => found += 1,
            Ok(None) => break,
            Err(error) => {
                assert!(matches!(error, Error::Truncated(_)), "{error}");
                errors += 1;
            }
        }
    }
    assert_eq!(errors, 1);
    assert!((800..LINKS).contains(&found), "{found}");
}

#[test]
fn one_odd_message_does_not_spoil_the_others() {
    let part = |index| message(16, MessageFlags::MULTI, &link_body(index));
    let odd = message(16, MessageFlags::MULTI, &[0; 16]);
    let datagram = [part(1), odd, part(2), done(0)].concat();
    let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, [vec![datagram]]));
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    assert!(wait!(links.next()).expect("a link").is_some());
    assert!(matches!(wait!(links.next()), Err(Error::Reply(_))));
    assert_eq!(wait!(links.next()).expect("a link").map(index), Some(2));
    assert!(wait!(links.next()).expect("the end").is_none());
}

#[test]
fn a_dump_that_does_not_go_on_times_out_and_can_be_waited_for_once_more() {
    let kernel = kernel(LINKS);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(2), Fault::Delay(2));
    let mut links = wait!(netlink.dump(&all())).expect("sent");
    let mut read = 0;
    let mut timeouts = 0;
    loop {
        match wait!(links.next()) {
            Ok(Some(_)) => read += 1,
            Ok(None) => break,
            Err(Error::TimedOut(_)) => timeouts += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((read, timeouts), (LINKS, 2));
}
