//! Events, and where some were lost.

use netlink_core::{Parse, RawMessage};
use netlink_sys::connection::{Error, Notification};
use netlink_sys::stand_in::{Fault, FaultPoint, Kernel};
use netlink_sys::{Group, Protocol};

use super::Events;
use crate::support::{Link, NONE, del, link, link_body, numbered, once, overrun};

#[derive(Debug, PartialEq, Parse)]
enum LinkEvent<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(message = 17)]
    Gone(crate::support::DelLink),
}

fn listen(kernel: &Kernel) -> Events<LinkEvent<'static>> {
    wait!(Events::over(kernel.clone())).expect("memory")
}

fn notify(kernel: &Kernel, numbers: core::ops::Range<i32>) {
    for number in numbers {
        kernel.notify(Group::new(1), &link(number)).expect("a link");
    }
}

#[test]
fn events_come_in_order_with_where_they_came_from() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    kernel.notify(Group::new(1), &link(1)).expect("a link");
    kernel.notify(Group::new(1), &del(1)).expect("a link");
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::New(link(1)))
    );
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::Gone(del(1)))
    );
    assert!(events.try_next().expect("no event").is_none());
}

#[expect(dead_code, reason = "only which messages it is")]
#[derive(Debug, Parse)]
#[netlink(protocol = 0)]
enum RouteEvent<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

#[test]
fn events_that_declare_their_protocol_are_not_expected_on_another() {
    let events = wait!(Events::<RouteEvent<'_>>::over(Kernel::new(Protocol::XFRM)));
    assert!(matches!(events, Err(Error::WrongProtocol { expected: Protocol::ROUTE, .. })));
    assert!(wait!(Events::<RouteEvent<'_>>::over(Kernel::new(Protocol::ROUTE))).is_ok());
}

#[derive(Debug, Parse)]
enum AnyEvent<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(other)]
    Other(RawMessage<'a>),
}

#[test]
fn a_type_that_takes_others_gets_events_without_a_name() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events: Events<AnyEvent<'_>> = wait!(Events::over(kernel.clone())).expect("memory");
    kernel.notify(Group::new(1), &del(1)).expect("a link");
    kernel.notify(Group::new(1), &link(1)).expect("a link");
    let event = wait!(events.next()).expect("an event");
    assert!(matches!(event, Notification::Message(AnyEvent::Other(raw)) if raw.header().ty == 17));
    let event = wait!(events.next()).expect("an event");
    assert!(matches!(event, Notification::Message(AnyEvent::New(new)) if new == link(1)));
}

#[test]
fn a_loss_is_reported_once_after_what_was_sent_before_it() {
    let kernel = Kernel::new(Protocol::ROUTE);
    kernel.set_receive_capacity(4096);
    let mut events = listen(&kernel);
    for _ in 0..3 {
        notify(&kernel, 0..1000);
        let before = i32::try_from(kernel.pending()).unwrap();
        assert!((2..20).contains(&before));
        for number in 0..before {
            let event = wait!(events.next()).expect("an event");
            assert_eq!(event, Notification::Message(LinkEvent::New(link(number))));
        }
        assert_eq!(wait!(events.next()).expect("a loss"), Notification::Lost);
        assert!(events.try_next().expect("no event").is_none());
        notify(&kernel, 7..8);
        let event = wait!(events.next()).expect("an event");
        assert_eq!(event, Notification::Message(LinkEvent::New(link(7))));
    }
    assert_eq!(events.counters().overruns, 3);
}

#[test]
fn a_loss_of_everything_is_reported() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    once(&kernel, FaultPoint::Receive(0), Fault::Overrun);
    notify(&kernel, 0..5);
    assert_eq!(wait!(events.next()).expect("a loss"), Notification::Lost);
    notify(&kernel, 5..6);
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::New(link(5)))
    );
}

#[test]
fn an_overrun_message_is_a_loss() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    notify(&kernel, 0..1);
    kernel.send(&overrun());
    assert!(matches!(wait!(events.next()), Ok(Notification::Message(_))));
    assert_eq!(wait!(events.next()).expect("a loss"), Notification::Lost);
}

#[test]
fn messages_of_other_types_are_left_out() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    kernel.send(&numbered(20, NONE, 0, &[0; 8]));
    notify(&kernel, 1..2);
    assert!(matches!(wait!(events.next()), Ok(Notification::Message(LinkEvent::New(_)))));
    assert_eq!(events.counters().skipped, 1);
}

#[test]
fn other_processes_are_heard_only_on_request() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    let forged = numbered(16, NONE, 0, &link_body(666));
    for port_id in [7, 8, 9] {
        kernel.send_as(port_id, &forged);
    }
    notify(&kernel, 1..2);
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::New(link(1)))
    );
    assert_eq!(events.counters().foreign, 3);

    events.accept_any_sender();
    kernel.send_as(7, &forged);
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::New(link(666)))
    );
    assert_eq!(events.source().expect("a sender").sender().port_id(), 7);
}

#[test]
fn an_event_that_cannot_be_read_does_not_hide_the_next() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    kernel.send(&numbered(16, NONE, 0, &[0; 16]));
    kernel.send(&[1, 2, 3]);
    notify(&kernel, 1..2);
    assert!(matches!(wait!(events.next()), Err(Error::Reply(_))));
    assert!(matches!(wait!(events.next()), Err(Error::Reply(_))));
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::New(link(1)))
    );

    once(&kernel, FaultPoint::Receive(3), Fault::Truncate(20));
    notify(&kernel, 2..4);
    assert!(matches!(wait!(events.next()), Err(Error::Truncated(_))));
    assert_eq!(
        wait!(events.next()).expect("an event"),
        Notification::Message(LinkEvent::New(link(3)))
    );
}

#[test]
fn data_can_be_sent_as_the_end_of_several_messages() {
    // As the connector does it.
    let kernel = Kernel::new(Protocol::CONNECTOR);
    let mut events: Events<RawMessage<'_>> = wait!(Events::over(kernel.clone())).expect("memory");
    kernel.send(&numbered(3, NONE, 5, b"twenty bytes of data"));
    let event = wait!(events.next()).expect("an event");
    let Notification::Message(message) = event else { panic!("{event:?}") };
    assert_eq!(message.payload().bytes(), b"twenty bytes of data");
}

#[test]
fn several_events_in_one_datagram_are_several() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events = listen(&kernel);
    kernel.send(&[1, 2, 3].map(|index| numbered(16, NONE, 0, &link_body(index))).concat());
    for index in 1..=3 {
        let event = wait!(events.next()).expect("an event");
        assert_eq!(event, Notification::Message(LinkEvent::New(link(index))));
    }
}
