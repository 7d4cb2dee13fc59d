//! Events and requests on one socket.

use netlink_core::{Emit, Parse};
use netlink_sys::connection::{Error, Notification};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};
use netlink_sys::{Group, Protocol};

use super::Events;
use crate::support::{DelLink, GetLink, Link, NONE, del, get, kernel, link, once};

#[derive(Debug, PartialEq, Parse)]
enum LinkEvent<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(message = 17)]
    Gone(DelLink),
}

fn heard<'e>(events: &'e mut Events<LinkEvent<'static>>) -> Notification<LinkEvent<'e>> {
    wait!(events.next()).expect("an event")
}

/// A kernel that notifies of links 10 and 11 before it answers, and of 12 afterwards.
fn talkative() -> Kernel {
    let kernel = kernel(3);
    let speaks = kernel.clone();
    kernel.on::<GetLink>(move |asked, answer| {
        speaks.notify(None, &link(10))?;
        speaks.notify(None, &del(11))?;
        answer.reply(&link(asked.info.index))?;
        Ok(())
    });
    kernel
}

#[test]
fn a_request_and_events_do_not_take_each_others_messages() {
    let kernel = talkative();
    let mut events: Events<LinkEvent<'static>> =
        wait!(Events::over(kernel.clone())).expect("memory");
    kernel.notify(None, &link(1)).expect("a link");
    kernel.notify(None, &link(2)).expect("a link");
    assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(1))));
    let reply = wait!(events.request(&get(3), NONE)).expect("a reply");
    assert_eq!(reply.info.index, 3);
    kernel.notify(None, &link(12)).expect("a link");
    for expected in [
        LinkEvent::New(link(2)),
        LinkEvent::New(link(10)),
        LinkEvent::Gone(del(11)),
        LinkEvent::New(link(12)),
    ] {
        assert_eq!(heard(&mut events), Notification::Message(expected));
    }
    assert!(events.try_next().expect("no loss").is_none());
}

#[test]
fn a_late_answer_is_not_an_event() {
    for late in [true, false] {
        let kernel = kernel(3);
        let mut events: Events<LinkEvent<'static>> =
            wait!(Events::over(kernel.clone())).expect("memory");
        once(&kernel, FaultPoint::Receive(0), Fault::Delay(3));
        let result = wait!(events.request(&get(3), NONE)).map(drop);
        assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
        if late {
            // The answer to the next request is not late.
            assert_eq!(wait!(events.request(&get(2), NONE)).expect("a reply").info.index, 2);
        }
        kernel.notify(None, &link(12)).expect("a link");
        assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(12))));
        assert!(events.try_next().expect("no loss").is_none());
        assert!(events.counters().skipped > 0);
    }
}

/// A notification that a change has caused has the sequence number of the request.
#[test]
fn an_event_that_ones_own_change_has_caused_is_an_event_however_late_its_acknowledgement_is() {
    let kernel = kernel(3);
    let mut events: Events<LinkEvent<'static>> =
        wait!(Events::over(kernel.clone())).expect("memory");
    kernel.on::<Link<'_>>(|made, answer| Ok(answer.reply(&made)?));
    once(&kernel, FaultPoint::Receive(0), Fault::Delay(3));
    assert!(matches!(wait!(events.execute(&link(5), NONE)), Err(Error::TimedOut(_))));
    assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(5))));
    assert!(events.try_next().expect("no loss").is_none());
}

#[test]
fn a_change_is_acknowledged_and_a_message_can_be_sent_without_waiting() {
    let kernel = talkative();
    let mut events: Events<LinkEvent<'static>> =
        wait!(Events::over(kernel.clone())).expect("memory");
    kernel.notify(None, &link(1)).expect("a link");
    wait!(events.execute(&link(5), NONE)).expect("success");
    wait!(events.send(&link(6), NONE)).expect("sent");
    kernel.notify(None, &link(2)).expect("a link");
    assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(1))));
    assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(2))));
    assert_eq!(kernel.requests().len(), 2);
    assert!(matches!(wait!(events.execute(&del(9), NONE)), Err(Error::Kernel(_))));
}

#[test]
fn events_that_are_lost_during_a_request_are_reported() {
    let kernel = talkative();
    let mut events: Events<LinkEvent<'static>> =
        wait!(Events::over(kernel.clone())).expect("memory");
    kernel.notify(None, &link(1)).expect("a link");
    once(&kernel, FaultPoint::Receive(1), Fault::Overrun);
    assert!(matches!(wait!(events.execute(&link(5), NONE)), Err(Error::Overrun)));
    assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(1))));
    assert_eq!(heard(&mut events), Notification::Lost);
    kernel.notify(None, &link(2)).expect("a link");
    assert_eq!(heard(&mut events), Notification::Message(LinkEvent::New(link(2))));
}

/// `CTRL_CMD_NEWFAMILY`, as nlctrl notifies of a new family.
#[derive(Debug, Emit)]
#[netlink(family = "nlctrl", command = 1, version = 2)]
struct NewFamily<'a> {
    #[nla(1)]
    id: u16,
    #[nla(2)]
    name: &'a core::ffi::CStr,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "sensor", command = 1)]
struct Temperature {
    #[nla(1)]
    degrees: i32,
}

#[test]
fn a_family_that_is_registered_again_is_followed_under_its_new_id() {
    let kernel = Kernel::new(Protocol::GENERIC);
    let alarms = Group::new(40).unwrap();
    kernel.add_family("sensor", 0x21, &[("alarms", alarms)]);
    let mut events: Events<Temperature> = wait!(Events::over(kernel.clone())).expect("memory");
    wait!(events.join_family("sensor", &["alarms"])).expect("joined");
    kernel.notify(Some(alarms), &Temperature { degrees: 1 }).expect("a message");
    let event = wait!(events.next()).expect("an event");
    assert_eq!(event, Notification::Message(Temperature { degrees: 1 }));

    kernel.remove_family("sensor");
    kernel.add_family("sensor", 0x35, &[("alarms", alarms)]);
    kernel.notify(None, &NewFamily { id: 0x35, name: c"sensor" }).expect("a message");
    kernel.notify(Some(alarms), &Temperature { degrees: 2 }).expect("a message");
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Lost,
        "nothing was heard meanwhile"
    );
    let event = wait!(events.next()).expect("an event");
    assert_eq!(event, Notification::Message(Temperature { degrees: 2 }));

    // One that came back unnoticed is not joined by the numbers that it had.
    kernel.remove_family("sensor");
    let others = Group::new(41).unwrap();
    kernel.add_family("sensor", 0x36, &[("alarms", others)]);
    wait!(events.join_family("sensor", &["alarms"])).expect("joined");
    kernel.notify(Some(others), &Temperature { degrees: 3 }).expect("a message");
    let event = wait!(events.next()).expect("an event");
    assert_eq!(event, Notification::Message(Temperature { degrees: 3 }));

    let missing = wait!(events.join_family("sensor", &["no alarms"])).unwrap_err();
    assert!(matches!(missing, Error::NoGroup { .. }) && missing.is_not_found());
}
