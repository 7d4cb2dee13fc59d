//! Conversations with a live kernel: they end, and what one leaves behind does not hurt the next.

use core::ffi::CStr;

use netlink_core::{Emit, MessageFlags, MessageHeader, Parse, RawMessage, Writer};
use netlink_families::rt_link::{GetLink, LinkHeader};
use netlink_sys::connection::Error;
use netlink_sys::{Connection, Protocol, Socket, SocketAddr};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::tool::tool;

use crate::support::{connect, many_links};

fn names(netlink: &mut Connection) -> Vec<String> {
    let mut names = Vec::new();
    let mut links = netlink.dump(&GetLink::default()).expect("sent");
    while let Some(link) = links.next().expect("a link") {
        names.push(link.ifname.expect("a name").to_string());
    }
    names
}

#[test]
fn a_dump_can_be_dropped_anywhere_and_the_connection_stays_usable() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        ip.run("link del probe");
        let expected = many_links(&ip);
        let mut netlink = connect();
        for read in 0..expected + 1 {
            let mut dropped = netlink.dump(&GetLink::default()).expect("sent");
            for _ in 0..read {
                dropped.next().expect("a link");
            }
            if read % 2 == 0 {
                let header = LinkHeader { index: 1, ..LinkHeader::default() };
                let request = GetLink { header: header.into(), ..GetLink::default() };
                assert_eq!(netlink.request(&request).expect("lo").ifname, Some("lo".into()));
            }
        }
        assert_eq!(names(&mut netlink).len(), expected);
    });
}

#[test]
fn a_dump_during_which_links_change_says_that_it_was_interrupted() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        many_links(&ip);
        let mut netlink = connect();
        let mut links = netlink.dump(&GetLink::default()).expect("sent");
        links.next().expect("a link");
        assert!(!links.is_interrupted());
        ip.run("link del probe");
        while links.next().expect("a link").is_some() {}
        assert!(links.is_interrupted());

        let mut links = netlink.dump(&GetLink::default()).expect("sent");
        while links.next().expect("a link").is_some() {}
        assert!(!links.is_interrupted(), "nothing changed this time");
    });
}

#[test]
fn what_another_process_sends_is_never_taken_for_the_kernels_answer() {
    in_namespace(|| {
        // Not connected to the kernel, so that others can send to it.
        let socket = Socket::open(Protocol::ROUTE).expect("a route socket");
        let mut netlink = Connection::over(socket).expect("memory");
        let victim = netlink.socket().local_addr().expect("bound").port_id();
        // A forger does not know the next sequence number, so this one tries many.
        let first = netlink.counters().sent;
        let forger = Socket::open(Protocol::ROUTE).expect("a socket");
        for sequence in 0..50 {
            let header = MessageHeader { sequence, ..MessageHeader::new(2, MessageFlags::NONE) };
            let mut bytes = Vec::new();
            Writer::growing(&mut bytes)
                .message(header, |writer| writer.bytes(&[0xff; 20]))
                .expect("room");
            forger.send_to(&bytes, SocketAddr::port(victim)).expect("sent");
        }
        let header = LinkHeader { index: 1, ..LinkHeader::default() };
        let request = GetLink { header: header.into(), ..GetLink::default() };
        assert_eq!(netlink.request(&request).expect("lo").ifname, Some("lo".into()));
        let counters = netlink.counters();
        assert_eq!((counters.sent - first, counters.received, counters.foreign), (1, 1, 50));
    });
}

#[test]
fn replies_are_never_longer_than_what_is_received() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        let expected = many_links(&ip) + 2;
        let mut netlink = connect();
        assert_eq!(names(&mut netlink).len(), expected);
        // 1.4 KiB a link: the kernel fills datagrams of 32 KiB after the first.
        assert!(netlink.counters().received < 12, "{:?}", netlink.counters());
    });
}

/// A family of generic netlink, as nlctrl describes it.
#[derive(Debug, Parse)]
#[netlink(family = "nlctrl", command = 1)] // CTRL_CMD_NEWFAMILY
struct Family<'a> {
    #[nla(1)] // CTRL_ATTR_FAMILY_ID
    id: u16,
    #[nla(2)] // CTRL_ATTR_FAMILY_NAME
    name: &'a CStr,
}

#[derive(Debug, Emit)]
#[netlink(family = "nlctrl", command = 3, version = 2, reply = Family<'_>)] // CTRL_CMD_GETFAMILY
struct GetFamily<'a> {
    #[nla(2)] // CTRL_ATTR_FAMILY_NAME
    name: Option<&'a CStr>,
}

#[derive(Debug, Emit)]
#[netlink(family = "no such family", command = 1, reply = Family<'_>)]
struct Nonsense;

/// The request for all links, answered by messages as they are.
#[derive(Debug, Default, Emit)]
#[netlink(message = 18, reply = RawMessage<'_>)] // RTM_GETLINK
struct GetRaw {
    #[netlink(header)]
    info: LinkHeader,
}

#[test]
fn answers_can_be_taken_as_they_come() {
    in_namespace(|| {
        let mut netlink = connect();
        let mut messages = netlink.dump(&GetRaw::default()).expect("sent");
        let message = messages.next().expect("a message").expect("at least one");
        assert_eq!(message.header().ty, 16);
        assert!(messages.next().expect("the end").is_none(), "there is only lo");
    });
}

#[test]
fn generic_netlink_families_are_found_by_name() {
    in_namespace(|| {
        let mut netlink = Connection::open(Protocol::GENERIC).expect("a generic socket");
        let control = netlink.request(&GetFamily { name: Some(c"nlctrl") }).expect("nlctrl");
        assert_eq!((control.id, control.name), (0x10, c"nlctrl"));

        let mut found = 0;
        let mut families = netlink.dump(&GetFamily { name: None }).expect("sent");
        while let Some(family) = families.next().expect("a family") {
            found += usize::from(family.name == c"nlctrl");
        }
        assert_eq!(found, 1);

        let error = netlink.request(&Nonsense).unwrap_err();
        assert!(matches!(&error, Error::NoFamily(name) if **name == *"no such family"), "{error}");
    });
}
