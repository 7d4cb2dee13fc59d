//! One request at a time.

use core::time::Duration;
use std::time::Instant;

use netlink_core::{Emit, Errno, MessageFlags, protocol};
use netlink_sys::Protocol;
use netlink_sys::connection::{Awaited, Batch, Error, Options, Outcome};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel, Refusal};

use super::connect;
use crate::support::{
    GetLink, Link, LinkHeader, NONE, all, done, get, info, kernel, link, link_body, message,
    numbered, once, overrun,
};

#[test]
fn a_request_has_a_reply() {
    let kernel = kernel(2);
    let mut netlink = connect(&kernel);
    assert_eq!(wait!(netlink.request(&get(2))).expect("a link"), link(2));
    let error = wait!(netlink.request(&get(3))).unwrap_err();
    assert_eq!(error.to_string(), "ENODEV (no such device): no such link, in GetLink");
}

#[test]
fn an_acknowledgement_behind_a_reply_is_not_left_for_the_next_request() {
    let kernel = kernel(2);
    let mut netlink = connect(&kernel);
    kernel.set_receive_capacity(4096);
    for index in [1, 2].repeat(50) {
        let link = wait!(netlink.request_with(&get(index), MessageFlags::ACK)).expect("a link");
        assert_eq!(link.info.index, index);
        assert!(kernel.pending() <= 1);
    }
    wait!(netlink.execute(&link(1), NONE)).expect("success");
    assert_eq!((kernel.pending(), netlink.counters().overruns), (0, 0));
}

#[test]
fn a_request_that_has_no_reply_says_so_if_it_is_acknowledged() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<GetLink>(|_, _| Ok(()));
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.request_with(&get(1), MessageFlags::ACK)).unwrap_err();
    assert!(matches!(error, Error::NoReply(_)));
    // Without an acknowledgement, the answer to what is sent behind it says so.
    let error = wait!(netlink.request(&get(1))).unwrap_err();
    assert!(matches!(error, Error::NoReply("GetLink")), "{error}");
    assert_eq!(error.to_string(), "GetLink was executed, but has no reply");
    // Unless the reply follows later: then the request has to wait for it.
    let error = wait!(netlink.request_with(&get(1), Options::new().replies_later())).unwrap_err();
    assert!(matches!(error, Error::TimedOut(Awaited::Reply("GetLink"))), "{error}");
    assert_eq!(error.to_string(), "timed out waiting for the reply to GetLink");
}

#[test]
fn a_reply_to_another_socket_is_not_taken_for_ones_own() {
    // As a member of a group receives what another socket caused, by chance with the same number.
    let to = |port: u32| {
        let mut reply = message(16, NONE, &link_body(i32::try_from(port).unwrap()));
        reply[12..16].copy_from_slice(&port.to_ne_bytes());
        reply
    };
    let own = Kernel::PORT_ID;
    for answers in [vec![to(own + 1), to(own)], vec![to(own + 1), to(0)]] {
        let expected = answers[1].clone();
        let kernel = Kernel::scripted(Protocol::ROUTE, [answers]);
        let mut netlink = connect(&kernel);
        let link = wait!(netlink.request(&get(1))).expect("a reply");
        assert_eq!(link.info.index.to_ne_bytes(), expected[20..24]);
        assert_eq!(netlink.counters().skipped, 1);
    }
}

#[test]
fn several_replies_are_given_one_by_one_until_the_acknowledgement() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<GetLink>(|_, answer| {
        (1..=3).try_for_each(|index| answer.reply(&link(index)))?;
        Ok(())
    });
    let mut netlink = connect(&kernel);
    let mut replies = wait!(netlink.replies(&get(1), NONE)).expect("sent");
    let mut indices = Vec::new();
    while let Some(link) = wait!(replies.next()).expect("a reply") {
        indices.push(link.info.index);
    }
    assert_eq!(indices, [1, 2, 3]);
    assert_eq!(kernel.pending(), 0);

    // Replies that were not read do not disturb later requests.
    let mut replies = wait!(netlink.replies(&get(1), NONE)).expect("sent");
    wait!(replies.next()).expect("a reply");
    drop(replies);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a reply").info.index, 1);
    kernel.on::<GetLink>(|_, _| Err(Errno::ENODEV.into()));
    let mut replies = wait!(netlink.replies(&get(1), NONE)).expect("sent");
    let error = wait!(replies.next()).unwrap_err();
    assert!(matches!(error, Error::Kernel(_)) && error.is_not_found(), "{error}");
    assert!(wait!(replies.next()).expect("the end").is_none());
}

#[test]
fn several_replies_that_end_with_done_leave_nothing_behind() {
    let part = message(16, MessageFlags::MULTI, &link_body(1));
    let ack = message(2, MessageFlags::CAPPED, &[0; 20]);
    let script = [vec![part.clone(), part.clone(), done(0), ack.clone()]];
    let kernel = Kernel::scripted(Protocol::ROUTE, script);
    let mut netlink = connect(&kernel);
    let mut replies = wait!(netlink.replies(&get(1), NONE)).expect("sent");
    let mut count = 0;
    while wait!(replies.next()).expect("a reply").is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    // The acknowledgement behind it, before the next request.
    let _ = wait!(netlink.execute(&link(1), NONE));
    assert_eq!(kernel.pending(), 0);

    // A request that takes only the first one, and is acknowledged.
    let script = [vec![part.clone(), part, done(0), ack]];
    let kernel = Kernel::scripted(Protocol::ROUTE, script);
    let mut netlink = connect(&kernel);
    let link = wait!(netlink.request_with(&get(1), MessageFlags::ACK)).expect("a reply");
    assert_eq!(link.info.index, 1);
    assert_eq!(kernel.pending(), 0, "everything was read at once");
}

#[test]
fn an_acknowledgement_behind_a_reply_can_refuse_the_request() {
    let reply = message(16, NONE, &link_body(1));
    let refused = [&(-libc::EIO).to_ne_bytes()[..], &[0; 16]].concat();
    let script = [vec![reply, message(2, NONE, &refused)]];
    let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, script));
    let error = wait!(netlink.request_with(&get(1), MessageFlags::ACK)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno(libc::EIO)));
}

#[test]
fn audit_acknowledges_before_it_replies() {
    let reply = message(16, NONE, &link_body(7));
    let ack = message(2, MessageFlags::CAPPED, &[0; 20]);
    let several = vec![ack.clone(), reply.clone(), reply.clone(), done(0)];
    let script = [vec![ack.clone(), reply.clone()], vec![reply], several];
    let kernel = Kernel::scripted(Protocol::AUDIT, script);
    let mut netlink = connect(&kernel);
    let link = wait!(netlink.request_with(&get(1), MessageFlags::ACK)).expect("a reply");
    assert_eq!(link.info.index, 7);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a reply").info.index, 7);
    let mut replies = wait!(netlink.replies(&get(1), NONE)).expect("sent");
    let mut count = 0;
    while wait!(replies.next()).expect("a reply").is_some() {
        count += 1;
    }
    assert_eq!((count, kernel.pending()), (2, 0));
}

#[test]
fn a_deadline_is_for_all_attempts() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    kernel
        .set_faults(|operation| matches!(operation, FaultPoint::Receive(_)).then_some(Fault::Lose));
    let options = Options::new().deadline(Instant::now()).attempts(200);
    let error = wait!(netlink.request_with(&get(1), options)).unwrap_err();
    assert!(matches!(error, Error::TimedOut(Awaited::Reply("GetLink"))), "{error}");
    let collected = wait!(netlink.collect(&all(), options));
    assert!(matches!(collected, Err(Error::TimedOut(Awaited::Dump("GetLink")))), "{collected:?}");
}

#[test]
fn a_message_type_of_another_protocol_is_not_sent() {
    let kernel = Kernel::new(Protocol::GENERIC);
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.request(&get(1))).unwrap_err();
    assert!(matches!(error, Error::NotGeneric { message: 18 }), "{error}");
    assert!(matches!(wait!(netlink.dump(&all())), Err(Error::NotGeneric { .. })));
    assert!(kernel.requests().is_empty());
}

/// Message type 18 is `RTM_GETLINK` of rtnetlink, and `XFRM_MSG_GETSA` of XFRM.
#[derive(Debug, Emit)]
#[netlink(message = 18, protocol = libc::NETLINK_ROUTE, reply = Link<'_>)]
struct GetRouteLink {
    #[netlink(header)]
    info: LinkHeader,
}

#[derive(Debug, Emit)]
#[netlink(protocol = protocol::ROUTE)]
enum AnyRequest {
    #[netlink(message = 18)]
    Get(GetRouteLink),
}

#[test]
fn a_message_that_declares_its_protocol_is_not_sent_over_another() {
    for protocol in [Protocol::XFRM, Protocol::GENERIC] {
        let kernel = Kernel::new(protocol);
        let mut netlink = connect(&kernel);
        let wrong = |error: &Error| match error {
            Error::WrongProtocol { message, expected, protocol: actual } => {
                (*message, *expected, *actual) == ("GetRouteLink", Protocol::ROUTE, protocol)
            }
            _ => false,
        };
        let request = GetRouteLink { info: info(1) };
        assert!(wrong(&wait!(netlink.request(&request)).unwrap_err()));
        assert!(wrong(&wait!(netlink.replies(&request, NONE)).unwrap_err()));
        assert!(wrong(&wait!(netlink.dump(&request)).unwrap_err()));
        assert!(wrong(&wait!(netlink.execute(&request, NONE)).unwrap_err()));
        assert!(wrong(&wait!(netlink.send(&request, NONE)).unwrap_err()));
        let any = AnyRequest::Get(GetRouteLink { info: info(1) });
        assert!(wrong(&wait!(netlink.execute(&any, NONE)).unwrap_err()));

        let batch = || {
            let mut batch = Batch::new();
            batch.push(&request, NONE).expect("a request");
            batch
        };
        let mut run = batch();
        wait!(netlink.run(&mut run)).expect("an outcome");
        assert!(matches!(run.outcome(0), Some(Outcome::Unsendable(error)) if wrong(&error)));
        assert!(wrong(&wait!(netlink.commit(&mut batch())).unwrap_err()));
        assert!(kernel.requests().is_empty());
    }
}

#[test]
fn a_message_that_declares_its_protocol_is_sent_over_that_protocol() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<GetLink>(|_, _| Ok(()));
    let mut netlink = connect(&kernel);
    wait!(netlink.execute(&GetRouteLink { info: info(1) }, NONE)).expect("success");
    assert_eq!(kernel.requests().len(), 1);
}

#[test]
fn a_refusal_names_the_field_that_it_is_about() {
    /// A link whose declaration lacks the kernel's rules.
    #[derive(Emit)]
    #[netlink(message = 16)]
    struct NewLink {
        #[netlink(header)]
        info: LinkHeader,
        #[nla(4)]
        mtu: u32,
    }

    let kernel = kernel(0);
    let mut netlink = connect(&kernel);
    let new = NewLink { info: LinkHeader::default(), mtu: 65537 };
    let error = wait!(netlink.execute(&new, NONE)).unwrap_err();
    // The handler was not asked: the name is missing, and the range is broken before that.
    assert_eq!(error.to_string(), "ERANGE (out of range): integer out of range, in NewLink.mtu");

    let error = wait!(netlink.execute(&NewLink { mtu: 1500, ..new }, NONE)).unwrap_err();
    let Error::Kernel(error) = error else { panic!("{error}") };
    assert!(error.is_missing() && error.errno() == Errno::EINVAL, "{error}");

    kernel.on::<Link<'_>>(|_, _| Err(Refusal::from(Errno::EPERM).because("not yours").at(32)));
    let named = Link { mtu: Some(1), ..link(1) };
    let error = wait!(netlink.execute(&named, NONE)).unwrap_err();
    assert_eq!(error.to_string(), "EPERM (operation not permitted): not yours, in Link.name");
}

#[test]
fn a_success_can_have_a_warning() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.on::<Link<'_>>(|_, answer| {
        answer.warn("deprecated");
        Ok(())
    });
    let mut netlink = connect(&kernel);
    let ack = wait!(netlink.execute(&link(1), NONE)).expect("success");
    assert_eq!(ack.extended().message, Some(c"deprecated"));
}

#[test]
fn a_request_without_a_function_is_not_supported() {
    let mut netlink = connect(&Kernel::new(Protocol::ROUTE));
    let error = wait!(netlink.execute(&link(1), NONE)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP));
    assert_eq!(
        error.to_string(),
        "EOPNOTSUPP (operation not supported): no function handles message type 16, in Link",
    );
}

#[test]
fn a_command_without_a_function_is_named_with_its_family() {
    #[derive(Emit)]
    #[netlink(family = "example", command = 3)]
    struct GetLimits;
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family("example", 0x20, &[]);
    let mut netlink = connect(&kernel);
    let error = wait!(netlink.execute(&GetLimits, NONE)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "EOPNOTSUPP (operation not supported): no function handles command 3 of family \"example\", in GetLimits",
    );
}

#[test]
fn what_another_process_sends_is_not_believed() {
    let kernel = kernel(1);
    let forger = kernel.clone();
    kernel.on::<GetLink>(move |_, answer| {
        let sequence = answer.request().header().sequence;
        forger.send_as(7, &numbered(16, NONE, sequence, &link_body(666)));
        Ok(answer.reply(&link(1))?)
    });
    let mut netlink = connect(&kernel);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    assert_eq!(netlink.counters().foreign, 1);
}

#[test]
fn a_late_answer_is_not_taken_for_the_next_one() {
    let kernel = kernel(3);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(0), Fault::Delay(2));
    let error = wait!(netlink.request(&get(1))).unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)) && error.is_outcome_unknown());
    assert_eq!(wait!(netlink.request(&get(2))).expect("a link").info.index, 2);
    // The answer to the first, and what was asked behind it: whether it has a reply at all.
    assert_eq!(netlink.counters().skipped, 2);
    assert_eq!(wait!(netlink.request(&get(3))).expect("a link").info.index, 3);
}

#[test]
fn a_duplicated_answer_counts_once() {
    let kernel = kernel(3);
    let mut netlink = connect(&kernel);
    kernel.set_faults(|_| Some(Fault::Duplicate));
    for index in [1, 2, 3, 1, 2, 3] {
        assert_eq!(wait!(netlink.request(&get(index))).expect("a link").info.index, index);
    }
}

#[test]
fn what_only_gets_something_is_sent_again_after_a_loss() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    let lost = |operation| match operation {
        FaultPoint::Receive(0..3) => Some(Fault::Overrun),
        _ => None,
    };
    kernel.set_faults(lost);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    let counters = netlink.counters();
    assert_eq!((counters.sent, counters.overruns, counters.repeated), (4, 3, 3));
}

#[test]
fn a_request_that_is_always_lost_is_sent_four_times() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    kernel.set_faults(|operation| {
        matches!(operation, FaultPoint::Receive(_)).then_some(Fault::Overrun)
    });
    assert!(matches!(wait!(netlink.request(&get(1))), Err(Error::Overrun)));
    assert_eq!(kernel.requests().len(), usize::from(Options::SAFE_ATTEMPTS));
}

#[test]
fn what_does_something_is_not_sent_again_unless_one_says_that_it_may() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(0), Fault::Overrun);
    let error = wait!(netlink.execute(&link(2), MessageFlags::CREATE)).unwrap_err();
    assert!(matches!(error, Error::Overrun) && error.is_outcome_unknown());
    assert_eq!(kernel.requests().len(), 1, "and the kernel has carried it out");

    once(&kernel, FaultPoint::Receive(1), Fault::Overrun);
    let options = Options::from(MessageFlags::CREATE | MessageFlags::REPLACE).attempts(2);
    wait!(netlink.execute(&link(2), options)).expect("the second time");
    assert_eq!(kernel.requests().len(), 3);
}

#[test]
fn after_a_loss_everything_is_read_before_anything_is_sent() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    kernel.set_receive_capacity(4096);
    // As in a socket, this makes the kernel drop everything until all has been read.
    for number in 0..100 {
        kernel.send(&numbered(16, NONE, 0, &link_body(number)));
    }
    assert!(kernel.pending() < 10);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    assert_eq!(netlink.counters().overruns, 1);
}

#[test]
fn the_wait_for_an_answer_that_is_lost_silently_has_a_limit() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(0), Fault::Lose);
    let options = Options::new().timeout(Duration::from_millis(1));
    let error = wait!(netlink.execute(&link(2), options)).unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)) && error.is_outcome_unknown());
    wait!(netlink.execute(&link(2), options)).expect("the next one");
}

#[test]
fn an_overrun_message_is_an_overrun() {
    let ack = message(2, MessageFlags::CAPPED, &[0; 20]);
    let script = [vec![overrun(), ack.clone()], vec![ack]];
    let kernel = Kernel::scripted(Protocol::ROUTE, script);
    let mut netlink = connect(&kernel);
    // With another sequence number it would be somebody else's.
    assert!(matches!(wait!(netlink.execute(&link(1), NONE)), Err(Error::Overrun)));
    assert_eq!(kernel.pending(), 0);
    wait!(netlink.execute(&link(1), NONE)).expect("the next one");
}

#[test]
fn a_datagram_that_was_cut_is_an_error_and_the_next_one_is_not() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(0), Fault::Truncate(20));
    let error = wait!(netlink.request(&get(1))).unwrap_err();
    assert!(matches!(error, Error::Truncated(_)) && error.is_outcome_unknown());
    assert_eq!(netlink.counters().truncated, 1);
    wait!(netlink.request(&get(1))).expect("the next one");
}

#[test]
fn what_could_not_be_sent_was_not_carried_out() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Send(0), Fault::Fail(Errno::EPERM));
    let error = wait!(netlink.execute(&link(2), NONE)).unwrap_err();
    assert!(matches!(error, Error::Send(_)) && !error.is_outcome_unknown());
    assert_eq!(error.errno(), Some(Errno::EPERM));
    assert!(kernel.requests().is_empty());
    wait!(netlink.execute(&link(2), NONE)).expect("the next one");
}

#[test]
fn a_receive_that_fails_leaves_the_outcome_unknown() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    once(&kernel, FaultPoint::Receive(0), Fault::Fail(Errno::EIO));
    let error = wait!(netlink.execute(&link(2), NONE)).unwrap_err();
    assert!(matches!(error, Error::Receive(_)) && error.is_outcome_unknown());
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
}

#[test]
fn bytes_that_are_not_a_message_are_an_error_and_the_next_answer_arrives() {
    for garbage in [&[1, 2, 3][..], &[0; 16], &[0xff; 40]] {
        let kernel = kernel(1);
        let mut netlink = connect(&kernel);
        kernel.send(garbage);
        assert!(matches!(wait!(netlink.request(&get(1))), Err(Error::Reply(_))));
        assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    }
}

#[test]
fn a_reply_of_another_type_is_an_error_and_the_next_one_arrives() {
    let good = message(16, NONE, &link_body(1));
    let script = [vec![message(16, NONE, &[0; 16])], vec![good]];
    let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, script));
    assert!(matches!(wait!(netlink.request(&get(1))), Err(Error::Reply(_))));
    wait!(netlink.request(&get(1))).expect("the next one");
}

#[test]
fn an_acknowledgement_in_one_datagram_with_the_reply_is_read_with_it() {
    let reply = message(16, NONE, &link_body(1));
    let ack = message(2, MessageFlags::CAPPED, &[0; 20]);
    let script = [vec![[reply.clone(), ack].concat()], vec![reply]];
    let mut netlink = connect(&Kernel::scripted(Protocol::ROUTE, script));
    wait!(netlink.request_with(&get(1), MessageFlags::ACK)).expect("a link");
    wait!(netlink.request(&get(1))).expect("the next one");
}

#[test]
fn notifications_on_the_same_socket_are_not_answers() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    for index in 5..10 {
        kernel.notify(None, &link(index)).expect("a link");
    }
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    assert_eq!(netlink.counters().skipped, 5);
}

#[test]
fn abandoned_answers_take_no_room_from_later_ones() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    kernel.set_receive_capacity(4096);
    let hurry = Options::new().timeout(Duration::ZERO).attempts(1);
    for _ in 0..100 {
        // The answer is there, too late.
        once(&kernel, FaultPoint::Receive(0), Fault::Delay(1));
        let delay_all = |operation| match operation {
            FaultPoint::Receive(_) => Some(Fault::Delay(1)),
            FaultPoint::Send(_) => None,
        };
        kernel.set_faults(delay_all);
        assert!(matches!(wait!(netlink.execute(&link(1), hurry)), Err(Error::TimedOut(_))));
        kernel.set_faults(|_| None);
    }
    wait!(netlink.execute(&link(1), NONE)).expect("not lost for want of room");
    assert_eq!(netlink.counters().overruns, 0);
}
