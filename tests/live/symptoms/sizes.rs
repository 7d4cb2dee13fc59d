//! Messages that are longer than people think.

use netlink_core::{Emit, Errno, MessageFlags, RawMessage};
use netlink_families::rt_link::{Link, LinkFlags, LinkHeader};
use netlink_sys::{
    Group, Protocol,
    connection::{Batch, Error, Events, Notification, Options},
};
use netlink_tests::{namespace::in_namespace, or_skip, tool::tool};

use crate::support::{BadRoute, CREATE, connect, many_links};

/// The request for all links, answered by messages as they are.
#[derive(Debug, Emit)]
#[netlink(message = 18, reply = RawMessage<'_>)] // RTM_GETLINK
struct GetRaw {
    #[netlink(header)]
    info: LinkHeader,
    /// Any at all makes the kernel look how long a link is at most. Without, it ends a dump in silence
    /// at a link that has no room in a page.
    #[nla(29)] // IFLA_EXT_MASK
    ext_mask: Option<u32>,
}

const ALL: GetRaw = GetRaw {
    info: LinkHeader {
        family: 0,
        pad: [0],
        ty: 0,
        index: 0,
        flags: LinkFlags(0),
        change: LinkFlags(0),
    },
    ext_mask: Some(1), // RTEXT_FILTER_VF
};

#[test]
fn a_message_of_more_than_64_kib_is_received_whole() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        let group = Group::new(1).unwrap(); // RTNLGRP_LINK
        let events = Events::<RawMessage<'_>>::subscribe(Protocol::ROUTE, &[group]);
        let mut events = events.expect("a route socket");
        // Alternative names of 127 bytes make a link longer without a bound but that of the list.
        let names: Vec<String> = (0..490).map(|n| format!("{n:0>127}")).collect();
        let mut commands = String::new();
        for name in &names {
            commands += &format!("link property add dev lo altname {name}\n");
        }
        ip.feed("-batch -", &commands);
        let mut netlink = connect();
        let link = netlink.request(&crate::support::loopback());
        let link = link.expect("a link, whatever its length");
        assert_eq!(link.ifname, Some("lo".into()));
        let links = netlink.collect_with(&ALL, Options::new(), |raw| raw.bytes().len());
        let len = links.expect("links").items[0];
        assert!(len > 65_536, "{len} bytes");
        let shown = ip.json("-j link show lo");
        assert_eq!(shown[0]["altnames"].as_array().map(Vec::len), Some(names.len()));

        let (mut longest, mut lost) = (0, 0);
        while let Some(event) = events.try_next().expect("an event") {
            match event {
                Notification::Message(message) => longest = longest.max(message.bytes().len()),
                Notification::Lost => lost += 1,
            }
        }
        assert!(longest > 0 && lost > 0, "so many events of that length are lost, which is told");
        assert_eq!(netlink.counters().truncated + events.counters().truncated, 0);
    });
}

/// The guide's page of dumps says so of Linux 6.18.
#[test]
fn without_a_mask_a_link_longer_than_a_page_ends_a_dump_in_silence() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        let mut commands = String::new();
        for n in 0..400 {
            commands += &format!("link property add dev probe altname {n:0>127}\n");
        }
        ip.feed("-batch -", &commands);
        let mut netlink = connect();
        let mut names = |ext_mask| {
            let request = GetRaw { ext_mask, ..ALL };
            let all = netlink.collect_with(&request, Options::new(), |raw| {
                raw.parse::<Link<'_>>().map(|link| link.ifname.expect("a name").to_string())
            });
            let all = all?.into_iter().collect::<Result<Vec<_>, _>>();
            Ok::<_, Error>(all.expect("links"))
        };
        let all = names(Some(1)).expect("no error");
        assert!(all.len() > 2, "{all:?}");
        let place = all.iter().position(|name| *name == "probe").expect("the long one");
        let some = match names(None) {
            // Older kernels report it.
            Err(error) if error.errno() == Some(Errno(libc::EMSGSIZE)) => {
                netlink_tests::skip!(netlink_tests::skip::Skip::kernel(error.to_string()));
            }
            some => some.expect("no error"),
        };
        if some.len() == all.len() {
            netlink_tests::skip!(netlink_tests::skip::Skip::kernel(
                "links have room without a mask"
            ));
        }
        assert_eq!(some, all[..place]);
    });
}

#[test]
fn dumps_come_in_datagrams_of_32_kib() {
    in_namespace(|| {
        let ip = or_skip!(tool("ip"));
        or_skip!(ip.run_where_supported("link add probe type veth peer name probe-peer"));
        let count = many_links(&ip) + 2;
        let mut netlink = connect();
        let bytes: usize = netlink
            .collect_with(&ALL, Options::new(), |raw| raw.bytes().len())
            .expect("links")
            .into_iter()
            .sum();
        assert!(bytes > 1000 * count);
        // All but the first and the last are nearly full, and the end has one of its own.
        let expected = bytes / 30_000 + 3;
        let received = netlink.counters().received;
        assert!(received <= expected as u64, "{received} datagrams for {bytes} bytes");
        assert_eq!(netlink.counters().truncated, 0);
    });
}

#[test]
fn what_the_kernel_says_is_found_behind_requests_of_any_length() {
    in_namespace(|| {
        let mut netlink = connect();
        let mut batch = Batch::new();
        for len in 0..300 {
            let filler = vec![0xff; len];
            let request = BadRoute::new(&filler);
            let error = netlink.execute(&request, CREATE).unwrap_err();
            let Error::Kernel(error) = error else { panic!("{error}") };
            assert_eq!(error.errno(), Errno::ERANGE);
            assert_eq!(error.field().as_deref(), Some("BadRoute.priority"), "{len} bytes");
            assert!(error.message().is_some());
            batch.push(&request, MessageFlags::CREATE).expect("a request");
        }
        // In a batch each request has offsets of its own.
        netlink.run(&mut batch).expect("answers");
        for (place, error) in batch.failures() {
            assert_eq!(error.field().as_deref(), Some("BadRoute.priority"), "request {place}");
        }
        assert_eq!(batch.failures().count(), 300);
    });
}
