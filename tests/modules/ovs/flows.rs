//! Flows that are put, dumped and deleted.

use std::collections::BTreeMap;

use fastrand::Rng;
use netlink_core::{Be, Errno, MessageFlags};
use netlink_families::ovs_flow::*;
use netlink_sys::Connection;
use netlink_sys::connection::{Events, Notification};
use netlink_tests::namespace::in_namespace;
use netlink_tests::skip::Skip;
use netlink_tests::{or_skip, partly_skip};

use super::actions::{Maker, PERHAPS, list, perhaps};
use super::keys::{IPV4, Match};
use super::{datapath, program};
use crate::support::{bytes, generic, unpacked};

const FLOWS: u32 = 1_000;
const SEED: u64 = 7;

/// What is put, and what the kernel returns of it: the key and the mask as bytes, and the actions, in which the kernel has the
/// attributes of one action in another order.
type Parts = (Vec<u8>, Vec<u8>, String);

/// What the kernel reports although it was not put.
fn normal<'a>(mut key: Key<'a>, of: &Key<'a>) -> Key<'a> {
    // The mask of a tunnel that there is not.
    if of.tunnel.is_none() {
        key.tunnel = None;
    }
    // Since Linux 5.18, of every flow over IPv6.
    key.ipv6_exthdrs = None;
    key.encap = key.encap.map(|inner| match (inner.get(), of.encap.as_ref().map(|of| of.get())) {
        (Ok(inner), Some(Ok(of))) => {
            netlink_core::Lazy::of(Box::leak(Box::new(normal(leak(inner), &leak(of)))))
        }
        _ => inner,
    });
    key
}

/// A key that borrows from bytes that live as long as the tests.
fn leak<'a>(key: Key<'_>) -> Key<'a> {
    use netlink_core::{Input, Parse as _};
    Key::parse(Input::new(bytes(&key).leak())).expect("parsed before")
}

fn all_flows(
    netlink: &mut Connection,
    header: DatapathHeader,
) -> BTreeMap<u32, (Parts, Option<Vec<u8>>)> {
    let mut all = BTreeMap::new();
    let mut dump = netlink.dump(&GetFlow { header, ..Default::default() }).expect("a dump");
    while let Some(flow) = dump.next().expect("a flow") {
        assert_eq!(flow.header.dp_ifindex, header.dp_ifindex);
        let (key, mask) = (flow.key.expect("a key"), flow.mask.expect("a mask"));
        let id = key.recirc_id.expect("a number");
        let parts = (
            bytes(&normal(key.clone(), &key)),
            bytes(&normal(mask, &key)),
            format!("{:?}", flow.actions.expect("actions")),
        );
        let before = all.insert(id, (parts, flow.ufid.map(<[u8]>::to_vec)));
        assert!(before.is_none(), "{id} twice");
    }
    all
}

/// Which of the newer actions the kernel has.
fn newer(netlink: &mut Connection, header: DatapathHeader, rng: &mut Rng) -> Vec<&'static str> {
    let has = |kind: &&'static str| {
        // Connection tracking and labels need a packet of IP.
        let mut of = Match::random(rng, 1);
        while of.ethertype != IPV4 || of.has_vlan || !of.has_ethernet {
            of = Match::random(rng, 1);
        }
        let actions = Some(list(vec![perhaps(kind, rng)]));
        let request = NewFlow {
            header,
            key: Some(of.key),
            mask: Some(of.mask),
            actions,
            ..Default::default()
        };
        let put = netlink.execute(&request, MessageFlags::CREATE);
        if let Err(error) = &put {
            assert!(
                [Some(Errno::EINVAL), Some(Errno::EOPNOTSUPP)].contains(&error.errno()),
                "{kind}: {error}"
            );
        }
        let is_known = put.is_ok();
        netlink
            .execute(&DelFlow(GetFlow { header, ..Default::default() }), MessageFlags::NONE)
            .expect("emptied");
        is_known
    };
    let (known, unknown): (Vec<_>, Vec<_>) = PERHAPS.into_iter().partition(has);
    if !unknown.is_empty() {
        partly_skip!(Skip::kernel(format!(
            "its openvswitch has no actions {}",
            unknown.join(", ")
        )));
    }
    known
}

#[test]
fn random_flows_are_dumped_as_they_were_put_and_shown_as_ovs_dpctl_shows_them() {
    in_namespace(|| {
        let mut netlink = or_skip!(generic("ovs_datapath"));
        let header = datapath(&mut netlink, "dp0");
        let mut rng = Rng::with_seed(SEED);
        let has = newer(&mut netlink, header, &mut rng);
        let mut put: BTreeMap<u32, (Parts, Option<Vec<u8>>)> = BTreeMap::new();
        for id in 1..=FLOWS {
            let of = Match::random(&mut rng, id);
            let actions = Maker { rng: &mut rng, has: &has }.actions(&of);
            let ufid: Option<Vec<u8>> = rng.bool().then(|| (0..16).map(|_| rng.u8(..)).collect());
            let parts = (bytes(&of.key), bytes(&of.mask), format!("{actions:?}"));
            let request = NewFlow {
                header,
                key: Some(of.key),
                mask: Some(of.mask),
                actions: Some(actions),
                ufid: ufid.as_deref(),
                ..Default::default()
            };
            let result = netlink.execute(&request, MessageFlags::CREATE | MessageFlags::EXCL);
            result.unwrap_or_else(|error| panic!("seed {SEED}, flow {id}: {error}\n{request:#?}"));
            put.insert(id, (parts, ufid));
        }
        let dumped = all_flows(&mut netlink, header);
        assert_eq!(dumped.len(), put.len());
        for (id, ours) in &put {
            let theirs = &dumped[id];
            assert!(ours == theirs, "seed {SEED}, flow {id}: {}", show([ours, theirs]));
        }
        eprintln!("{} flows, seed {SEED}, with {has:?}", put.len());

        let tool = or_skip!(unpacked("ovs-dpctl"));
        for arguments in ["dump-flows dp0 -m", "dump-flows dp0"] {
            let (ours, theirs) = (program().run(arguments), tool.run(arguments));
            let (ours, theirs) = (sorted(&ours), sorted(&theirs));
            assert_eq!((ours.len(), theirs.len()), (put.len(), put.len()));
            let different =
                ours.iter().zip(&theirs).filter_map(|(ours, theirs)| difference(ours, theirs));
            let different: Vec<_> = different.collect();
            assert!(
                different.is_empty(),
                "{}: {:#?}",
                different.len(),
                &different[..different.len().min(40)]
            );
        }
    });
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    lines
}

/// Where two lines differ, from there on. Actions that Debian's tool is too old for are not compared: it has others under
/// their numbers.
fn difference(ours: &str, theirs: &str) -> Option<(String, String)> {
    let newer = ["drop(", "add_mpls(", "dec_ttl(", "psample("];
    let end = |line: &str| line.find(", actions:").unwrap_or(line.len());
    let (ours, theirs) = match newer.iter().any(|action| ours.contains(action)) {
        true => (&ours[..end(ours)], &theirs[..end(theirs)]),
        false => (ours, theirs),
    };
    let same = ours.bytes().zip(theirs.bytes()).take_while(|(ours, theirs)| ours == theirs).count();
    let rest = |line: &str| {
        line.get(same.saturating_sub(20)..).unwrap_or(line).chars().take(120).collect()
    };
    (ours != theirs).then(|| (rest(ours), rest(theirs)))
}

/// Both sides, for people.
fn show(sides: [&(Parts, Option<Vec<u8>>); 2]) -> String {
    use netlink_core::{Input, Parse as _};
    let key = |bytes: &[u8]| format!("{:?}", Key::parse(Input::new(bytes)));
    let side = |((one, mask, actions), _): &(Parts, Option<Vec<u8>>)| {
        format!("\nkey {}\nmask {}\nactions {actions}", key(one), key(mask))
    };
    sides.map(side).join("\n")
}

#[test]
fn flows_are_changed_found_deleted_and_reported() {
    in_namespace(|| {
        let mut netlink = or_skip!(generic("ovs_datapath"));
        let header = datapath(&mut netlink, "dp0");
        let mut events = Events::<Event<'static>>::subscribe_family("ovs_flow", &[GROUP_OVS_FLOW])
            .expect("the group of the family");
        let mut rng = Rng::with_seed(SEED);
        let of = Match::random(&mut rng, 5);
        let actions = |port| Some(list(vec![Action::Output(port)]));
        let new = NewFlow {
            header,
            key: Some(of.key.clone()),
            mask: Some(of.mask),
            actions: actions(1),
            ..Default::default()
        };
        let create = MessageFlags::CREATE | MessageFlags::EXCL;
        netlink.execute(&new, create).unwrap_or_else(|error| panic!("{error}"));
        let again = netlink.execute(&new, create).expect_err("it is there");
        assert_eq!(again.errno(), Some(Errno::EEXIST));

        let get = GetFlow { header, key: Some(of.key.clone()), ..Default::default() };
        let output = |netlink: &mut Connection| {
            let flow = netlink.request(&get).unwrap_or_else(|error| panic!("{error}"));
            match flow.actions.expect("actions").iter().next() {
                Some(Ok(Action::Output(port))) => port,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(output(&mut netlink), 1);
        let set = SetFlow {
            header,
            key: Some(of.key.clone()),
            actions: actions(2),
            ..Default::default()
        };
        netlink.execute(&set, MessageFlags::NONE).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(output(&mut netlink), 2);

        // A port that there cannot be, and a key without what its protocol needs.
        let far = NewFlow { actions: actions(0x1_0000), ..new.clone() };
        let refused = netlink.execute(&far, MessageFlags::CREATE).expect_err("no such port");
        assert_eq!(refused.errno(), Some(Errno::EINVAL));
        let short = Key { in_port: Some(1), ethertype: Some(Be(IPV4)), ..Default::default() };
        let short = NewFlow { key: Some(short), mask: None, ..new.clone() };
        let refused = netlink.execute(&short, MessageFlags::CREATE).expect_err("no addresses");
        assert_eq!(refused.errno(), Some(Errno::EINVAL));

        netlink.execute(&DelFlow(get.clone()), MessageFlags::NONE).expect("it is there");
        let gone = netlink.request(&get).expect_err("it is gone");
        assert_eq!(gone.errno(), Some(Errno::ENOENT));

        let mut told = Vec::new();
        while let Some(event) = events.try_next().expect("an event") {
            let Notification::Message(event) = event else { panic!("lost") };
            told.push(match event {
                Event::New(flow) => ("new", flow.key.and_then(|key| key.recirc_id)),
                Event::Set(flow) => ("set", flow.key.and_then(|key| key.recirc_id)),
                Event::Del(flow) => ("del", flow.key.and_then(|key| key.recirc_id)),
                Event::Other(other) => panic!("{other:?}"),
            });
        }
        assert_eq!(told, [("new", Some(5)), ("set", Some(5)), ("del", Some(5))]);
    });
}
