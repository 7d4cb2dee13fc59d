//! Generic netlink: families as nlctrl tells of them, and their events.

use std::time::Duration;

use netlink_core::RawMessage;
use netlink_families::ethtool;
use netlink_families::nlctrl::{self, GetFamily};
use netlink_sys::{
    Connection, Protocol,
    connection::{Error, Events, Notification},
};
use netlink_tests::{namespace::in_namespace, or_skip, skip::Skip, tool::tool};

const LONG: Duration = Duration::from_secs(20);

fn connect() -> Connection {
    Connection::open(Protocol::GENERIC).expect("a generic socket")
}

#[test]
fn every_family_is_known_by_its_name_as_the_kernel_lists_it() {
    in_namespace(|| {
        let mut netlink = connect();
        let listed = netlink.collect(&GetFamily::default(), netlink_core::MessageFlags::NONE);
        let listed = listed.expect("families").items;
        assert!(listed.len() > 1);
        for listed in &listed {
            let listed = listed.get().expect("a family");
            let name = listed.family_name.expect("a name").to_str().expect("UTF-8");
            let found = netlink.family(name).expect("a family that is listed");
            assert_eq!(
                (found.name(), found.id(), found.version()),
                (listed.family_name.unwrap(), listed.family_id.unwrap(), listed.version.unwrap())
            );
            assert_eq!(
                (found.header_len(), found.max_attr()),
                (listed.hdrsize.unwrap(), listed.maxattr.unwrap())
            );
            let operations = listed.ops.iter().flat_map(netlink_core::Indexed::iter);
            let operations =
                operations.map(|operation| operation.map(|o| (o.id.unwrap(), o.flags.unwrap().0)));
            let operations: Vec<_> = operations.collect::<Result<_, _>>().expect("operations");
            let ours = found.operations().iter().map(|operation| (operation.id, operation.flags));
            assert!(ours.eq(operations), "{found:?}");
            let groups = listed.mcast_groups.iter().flat_map(netlink_core::Indexed::iter);
            let groups =
                groups.map(|group| group.map(|group| (group.name.unwrap(), group.id.unwrap())));
            let groups: Vec<_> = groups.collect::<Result<_, _>>().expect("groups");
            let ours = found.groups().map(|(name, group)| (name, group.number()));
            assert!(ours.eq(groups), "{found:?}");
        }
    });
}

#[test]
fn a_family_is_looked_up_once_and_a_missing_one_every_time() {
    in_namespace(|| {
        let mut netlink = connect();
        for _ in 0..3 {
            netlink.family("nlctrl").expect("the family of families");
        }
        assert_eq!(netlink.counters().sent, 1);
        for name in ["nonesuch", "a name of more than fifteen bytes", "with\0nul", ""] {
            let error = netlink.family(name).unwrap_err();
            assert!(matches!(&error, Error::NoFamily(no) if **no == *name), "{name:?}: {error}");
        }
        let sent = netlink.counters().sent;
        netlink.family("nonesuch").unwrap_err();
        assert_eq!(netlink.counters().sent, sent + 1, "it could have come meanwhile");
    });
}

#[test]
fn events_of_a_family_or_group_that_is_not_there_are_refused_by_name() {
    in_namespace(|| {
        type Any = Events<RawMessage<'static>>;
        let error = Any::subscribe_family("nonesuch", &["notify"]).unwrap_err();
        assert!(matches!(error, Error::NoFamily(_)), "{error}");
        let error = Any::subscribe_family("nlctrl", &["notify", "nonesuch"]).unwrap_err();
        let Error::NoGroup { family, group } = error else { panic!("{error}") };
        assert_eq!((&*family, &*group), ("nlctrl", "nonesuch"));

        let events = Events::<nlctrl::FamilyReply<'_>>::subscribe_family("nlctrl", &["notify"]);
        let mut events = events.expect("the group of nlctrl");
        let group = connect().family("nlctrl").expect("a family").group("notify").unwrap();
        assert_eq!(events.socket().memberships().expect("groups"), [group]);
        assert!(events.try_next().expect("nothing").is_none());
    });
}

#[test]
fn what_ethtool_changes_is_heard_in_the_group_of_the_family() {
    in_namespace(|| {
        let (ip, ethtool) = (or_skip!(tool("ip")), or_skip!(tool("ethtool")));
        or_skip!(ip.run_where_supported("link add v0 type veth peer name v1"));
        if matches!(connect().family("ethtool"), Err(Error::NoFamily(_))) {
            netlink_tests::skip!(Skip::kernel("no ethtool over netlink"));
        }
        let events = Events::<ethtool::Event<'_>>::subscribe_family("ethtool", &["monitor"]);
        let mut events = events.expect("the group of ethtool");
        events.set_timeout(Some(LONG));
        ethtool.run("-K v0 tso off");
        let name = loop {
            match events.next().expect("an event") {
                Notification::Message(ethtool::Event::Features(features)) => {
                    break features
                        .header
                        .and_then(|header| header.dev_name)
                        .map(core::ffi::CStr::to_owned);
                }
                Notification::Message(_) => {}
                Notification::Lost => panic!("nothing can be lost"),
            }
        };
        assert_eq!(name.as_deref(), Some(c"v0"));
    });
}
