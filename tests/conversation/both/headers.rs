//! The headers of typed replies, items and events.

use netlink_core::genl::GenlHeader;
use netlink_core::{Emit, MessageFlags, MessageHeader, Parse, Request, WithHeader};
use netlink_sys::Protocol;
use netlink_sys::connection::{Notification, Update};
use netlink_sys::stand_in::Kernel;

use super::{Events, Watch, connect};
use crate::support::{Link, NONE, all, del, done, get, kernel, link, link_body, message, numbered};

const FILTERED: MessageFlags = MessageFlags::MULTI.with(MessageFlags::DUMP_FILTERED);

#[test]
fn a_reply_has_the_sequence_number_of_its_request() {
    let kernel = kernel(1);
    let mut netlink = connect(&kernel);
    let reply = wait!(netlink.request(&get(1).with_header())).expect("a link");
    assert_eq!(reply.message, link(1));
    let sequence = reply.header.sequence.to_ne_bytes();
    assert_eq!(reply.header.port, Kernel::PORT_ID);
    assert_eq!(sequence, kernel.requests()[0][8..12]);
}

#[test]
fn items_of_a_dump_have_their_flags() {
    let script = || vec![message(16, FILTERED, &link_body(1)), done(0)];
    let kernel = Kernel::scripted(Protocol::ROUTE, [script(), script()]);
    let mut netlink = connect(&kernel);
    let request = all();
    let mut links = wait!(netlink.dump(&(&request).with_header())).expect("sent");
    let item = wait!(links.next()).expect("a link").expect("a link");
    assert!(item.header.flags.contains(MessageFlags::DUMP_FILTERED));
    assert_eq!(item.message.info.index, 1);
    assert!(wait!(links.next()).expect("the end").is_none());
    let links = wait!(netlink.collect(&all().with_header(), NONE)).expect("links").items;
    let [link] = links.as_slice() else { panic!("{links:?}") };
    assert!(link.get().expect("a link").header.flags.contains(MessageFlags::DUMP_FILTERED));
}

#[derive(Debug, PartialEq, Parse)]
enum LinkEvent<'a> {
    #[netlink(message = 16)]
    New(Link<'a>),
    #[netlink(message = 17)]
    Gone(crate::support::DelLink),
}

#[test]
fn events_have_their_flags_and_who_caused_them() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events: Events<WithHeader<LinkEvent<'static>>> =
        wait!(Events::over(kernel.clone())).expect("memory");
    kernel.send(&numbered(16, MessageFlags::REPLACE, 99, &link_body(1)));
    kernel.notify(None, &del(1)).expect("a link");
    let Notification::Message(event) = wait!(events.next()).expect("an event") else {
        panic!("nothing is lost")
    };
    assert!(event.header.flags.contains(MessageFlags::REPLACE));
    assert_eq!(event.header.sequence, 99);
    assert!(matches!(event.message, LinkEvent::New(_)));
    let event = wait!(events.next()).expect("an event");
    let is_gone = |event: &WithHeader<LinkEvent<'_>>| matches!(event.message, LinkEvent::Gone(_));
    assert!(matches!(event, Notification::Message(event) if is_gone(&event)));
}

#[test]
fn a_watch_has_the_headers_of_both() {
    let lists = kernel(1);
    let tells = Kernel::new(Protocol::ROUTE);
    let events: Events<WithHeader<LinkEvent<'static>>> =
        wait!(Events::over(tells.clone())).expect("memory");
    let mut watch = Watch::over(events, connect(&lists), all().with_header());
    tells.send(&numbered(16, MessageFlags::APPEND, 0, &link_body(2)));
    let (mut listed, mut changed) = (0, 0);
    for _ in 0..3 {
        match wait!(watch.next()).expect("an update") {
            Update::Listed(link) => {
                assert!(link.header.flags.contains(MessageFlags::MULTI));
                listed += 1;
            }
            Update::Changed(event) => {
                assert!(event.header.flags.contains(MessageFlags::APPEND));
                changed += 1;
            }
            Update::Reset | Update::Complete { .. } => {}
        }
    }
    tells.send(&numbered(16, MessageFlags::APPEND, 0, &link_body(2)));
    if let Update::Changed(event) = wait!(watch.next()).expect("an update") {
        assert!(event.header.flags.contains(MessageFlags::APPEND));
        changed += 1;
    }
    assert_eq!((listed, changed), (1, 1));
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "sensor", command = 3, version = 2, reply = GetAlarm)]
struct GetAlarm {}

#[test]
fn a_generic_netlink_message_keeps_the_version_it_came_with() {
    let kernel = Kernel::new(Protocol::GENERIC);
    kernel.add_family("sensor", 0x21, &[]);
    kernel.on::<GetAlarm>(|_, answer| {
        let generic = Some(GenlHeader { command: 3, version: 7 });
        let header = MessageHeader::default();
        Ok(answer.reply(&WithHeader { header, generic, message: GetAlarm {} })?)
    });
    let mut netlink = connect(&kernel);
    let alarm = wait!(netlink.request(&GetAlarm {}.with_header())).expect("an alarm");
    let generic = alarm.generic.expect("a header");
    assert_eq!(generic, GenlHeader { command: 3, version: 7 });
    let sent = WithHeader { generic: Some(generic), header: alarm.header, message: GetAlarm {} };
    wait!(netlink.execute(&sent, NONE)).expect("success");
    assert_eq!(kernel.requests().last().map(|request| request[17]), Some(7));
}
