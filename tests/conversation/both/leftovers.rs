//! How strictly messages are read, and what happens to bytes that are left over.

use netlink_core::{ErrorKind, Level, MessageFlags};
use netlink_sys::Protocol;
use netlink_sys::connection::{Error, Notification, Options, Update};
use netlink_sys::stand_in::Kernel;

use super::{Events, Watch, connect};
use crate::support::{GetLink, Link, NONE, all, done, get, link_body, message};

/// A link, and two bytes that are not an attribute.
fn cut_link(flags: MessageFlags) -> Vec<u8> {
    let mut link = message(16, flags, &[link_body(1), vec![9, 9]].concat());
    link.truncate(16 + 24 + 2);
    link
}

fn is_left_over<T: core::fmt::Debug>(result: Result<T, Error>) -> bool {
    match result {
        Err(Error::Reply(error)) => error.error().kind() == ErrorKind::TrailingBytes,
        other => panic!("{other:?}"),
    }
}

const STRICT: Level = Level::TRAILING;

#[test]
fn bytes_left_over_in_a_reply_are_counted() {
    let kernel = Kernel::scripted(Protocol::ROUTE, [vec![cut_link(NONE)]]);
    let mut netlink = connect(&kernel);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").info.index, 1);
    assert_eq!(netlink.counters().leftovers, 1);
}

#[test]
fn bytes_left_over_in_a_reply_are_refused_on_request() {
    let script = [vec![cut_link(NONE)], vec![cut_link(NONE)], vec![cut_link(NONE)]];
    let kernel = Kernel::scripted(Protocol::ROUTE, script);
    let mut netlink = connect(&kernel);
    assert!(is_left_over(wait!(netlink.request_with(&get(1), Options::new().level(STRICT)))));
    netlink.set_level(STRICT);
    assert!(is_left_over(wait!(netlink.request(&get(1)))));
    // The options take precedence.
    let options = Options::new().level(Level::LIBERAL);
    assert!(wait!(netlink.request_with(&get(1), options)).is_ok());
    assert_eq!(netlink.counters().leftovers, 1);
}

#[test]
fn bytes_left_over_in_a_dump_are_counted_or_refused() {
    let parts = || {
        let good = message(16, MessageFlags::MULTI, &link_body(2));
        vec![cut_link(MessageFlags::MULTI), good, done(0)]
    };
    let kernel = Kernel::scripted(Protocol::ROUTE, [parts(), parts(), parts(), parts()]);
    let mut netlink = connect(&kernel);
    assert_eq!(wait!(netlink.collect(&all(), NONE)).expect("links").items.len(), 2);
    assert_eq!(netlink.counters().leftovers, 1);
    let options = Options::new().level(STRICT);
    assert!(is_left_over(wait!(netlink.collect(&all(), options))));
    assert!(is_left_over(wait!(netlink.collect_with(&all(), options, |_| ()))));
    let mut links = wait!(netlink.dump_with(&all(), options)).expect("sent");
    assert!(is_left_over(wait!(links.next())));
    assert_eq!(wait!(links.next()).expect("the next one").expect("a link").info.index, 2);
    assert!(wait!(links.next()).expect("the end").is_none());
}

#[test]
fn bytes_left_over_in_an_event_are_counted_or_refused() {
    let kernel = Kernel::new(Protocol::ROUTE);
    let mut events: Events<Link<'static>> = wait!(Events::over(kernel.clone())).expect("memory");
    kernel.send(&cut_link(NONE));
    assert!(matches!(wait!(events.next()), Ok(Notification::Message(_))));
    assert_eq!(events.counters().leftovers, 1);
    events.set_level(STRICT);
    kernel.send(&cut_link(NONE));
    assert!(is_left_over(wait!(events.next())));
    // A reply on the same socket.
    kernel.on::<GetLink>(|_, answer| Ok(answer.reply(&crate::support::link(1))?));
    assert!(wait!(events.request(&get(1), NONE)).is_ok());
}

#[test]
fn a_watch_reads_lists_and_events_at_its_level() {
    let lists = Kernel::scripted(
        Protocol::ROUTE,
        [
            vec![message(16, NONE, &link_body(1))], // the fence
            vec![cut_link(MessageFlags::MULTI), done(0)],
        ],
    );
    let tells = Kernel::new(Protocol::ROUTE);
    let events: Events<Link<'static>> = wait!(Events::over(tells.clone())).expect("memory");
    let mut watch = Watch::over(events, connect(&lists), all());
    watch.set_level(STRICT);
    assert!(matches!(wait!(watch.next()), Ok(Update::Reset)));
    assert!(is_left_over(wait!(watch.next())));
    assert!(matches!(wait!(watch.next()), Ok(Update::Complete { .. })));
    tells.send(&cut_link(NONE));
    assert!(is_left_over(wait!(watch.next())));
    watch.set_level(Level::LIBERAL);
    tells.send(&cut_link(NONE));
    assert!(matches!(wait!(watch.next()), Ok(Update::Changed(_))));
    assert_eq!(watch.event_counters().leftovers, 1);
}

#[test]
fn an_integer_of_another_width_is_refused_on_request() {
    let mtu = [12_u16.to_ne_bytes(), 4_u16.to_ne_bytes()].concat();
    let body = [link_body(1), mtu, 1500_u64.to_ne_bytes().to_vec()].concat();
    let reply = || vec![message(16, NONE, &body)];
    let kernel = Kernel::scripted(Protocol::ROUTE, [reply(), reply()]);
    let mut netlink = connect(&kernel);
    assert_eq!(wait!(netlink.request(&get(1))).expect("a link").mtu, Some(1500));
    let options = Options::new().level(Level::STRICT_ATTRS);
    let error = wait!(netlink.request_with(&get(1), options)).unwrap_err();
    assert!(matches!(error, Error::Reply(_)), "{error}");
}
