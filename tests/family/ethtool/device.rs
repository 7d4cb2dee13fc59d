//! Devices made by the tests, as we and as `ethtool` see them.

use core::time::Duration;
use std::collections::BTreeMap;
use std::ffi::CString;

use netlink_core::{Errno, MessageFlags, Messages, Repeated, Unknown};
use netlink_families::ethtool::*;
use netlink_families::nlctrl::GetFamily;
use netlink_sys::{Connection, Group, Protocol, ReceiveBuffer, Socket};
use netlink_tests::{
    namespace::in_namespace,
    or_skip,
    skip::Skip,
    tool::{Tool, tool},
};
use serde_json::{Value, json};

use super::{FULL, HALF, NO_PORT, TWISTED_PAIR, indexed, is_set, named};
use crate::support::*;

const VETH: &str = "link add v0 numtxqueues 4 numrxqueues 4 type veth \
                    peer name v1 numtxqueues 4 numrxqueues 4";

/// `ETH_SS_FEATURES`.
const FEATURES: u32 = 4;

/// The header that requests bitsets in the compact format.
fn compact(header: Header<'_>) -> Header<'_> {
    Header { flags: Some(HeaderFlags::COMPACT_BITSETS), ..header }
}

fn state_of(header: Header<'_>) -> GetLinkstate<'_> {
    GetLinkstate { header: Some(header), ..GetLinkstate::default() }
}

/// A pair of links that are up, and the tool.
fn pair() -> Result<Tool, Skip> {
    if family_type(c"ethtool").is_none() {
        return Err(Skip::kernel("it has no ethtool over netlink"));
    }
    let ip = tool("ip")?;
    ip.run_where_supported(VETH)?;
    ip.run("link set v0 up");
    ip.run("link set v1 up");
    tool("ethtool")
}

/// The names of a set that all devices share, in their order.
fn names(netlink: &mut Connection, id: u32) -> Vec<CString> {
    let sets = [Stringset { id: Some(id), ..Stringset::default() }];
    let sets = Stringsets { stringset: Repeated::of(&sets), ..Stringsets::default() };
    let request = GetStrset {
        header: Some(Header::default()),
        stringsets: Some(sets),
        ..GetStrset::default()
    };
    let reply = netlink.request(&request).unwrap();
    assert!(reply.rest.is_empty(), "{reply:?}");
    let set = reply.stringsets.unwrap().stringset.iter().next().unwrap().unwrap();
    assert_eq!(set.id, Some(id));
    let strings = set.strings.iter().map(Result::unwrap);
    let strings = strings.flat_map(|strings| strings.string.iter().map(Result::unwrap));
    let names: Vec<CString> = (0..)
        .zip(strings)
        .map(|(index, string)| {
            assert!(string.index == Some(index) && string.rest.is_empty(), "{string:?}");
            string.value.unwrap().to_owned()
        })
        .collect();
    assert_eq!(set.count, Some(u32::try_from(names.len()).unwrap()));
    names
}

/// The tool calls some features as it did before kernels had names for them.
fn as_ethtool_says(name: &str) -> &str {
    match name {
        "rx-checksum" => "rx-checksumming",
        "tx-generic-segmentation" => "generic-segmentation-offload",
        "rx-gro" => "generic-receive-offload",
        "rx-lro" => "large-receive-offload",
        "rx-vlan-hw-parse" => "rx-vlan-offload",
        "tx-vlan-hw-insert" => "tx-vlan-offload",
        "rx-ntuple-filter" => "ntuple-filters",
        "rx-hashing" => "receive-hashing",
        name => name,
    }
}

/// What `ethtool --json -k` should say, by what we read.
fn features(netlink: &mut Connection, header: Header<'_>) -> BTreeMap<String, Value> {
    let names = names(netlink, FEATURES);
    let features =
        netlink.request(&GetFeatures { header: Some(header), ..Default::default() }).unwrap();
    let [hardware, wanted, active, never_changed] =
        [&features.hw, &features.wanted, &features.active, &features.nochange]
            .map(|bits| bits.as_ref().expect("all four"));
    for bits in [hardware, wanted, active, never_changed] {
        assert!(bits.rest.is_empty() && bits.size.is_some(), "{bits:?}");
    }
    (0..)
        .zip(&names)
        .filter(|(_, name)| !name.is_empty())
        .map(|(index, name)| {
            let is_in = |bits: &Bitset<'_>| is_set(bits, index, name);
            let feature = json!({
                "active": is_in(active),
                "fixed": !is_in(hardware) || is_in(never_changed),
                "requested": is_in(wanted),
            });
            (as_ethtool_says(name.to_str().unwrap()).to_owned(), feature)
        })
        .collect()
}

/// The features that it displays, without groups of features.
fn features_by_ethtool(ethtool: &Tool, device: &str) -> BTreeMap<String, Value> {
    let shown = ethtool.json(&format!("--json -k {device}"));
    let features = shown[0].as_object().expect("an object").clone();
    features.into_iter().filter(|(_, feature)| feature["fixed"].is_boolean()).collect()
}

#[test]
fn features_are_those_that_ethtool_shows_in_both_formats_of_bitsets() {
    in_namespace(|| {
        let ethtool = or_skip!(pair());
        let mut netlink = connect_generic();
        ethtool.run("-K v0 tso off gro on");
        for (device, name) in [("v0", c"v0"), ("v1", c"v1"), ("lo", c"lo")] {
            let theirs = features_by_ethtool(&ethtool, device);
            assert!(theirs.len() > 40, "{theirs:?}");
            let verbose = features(&mut netlink, named(name));
            assert_eq!(verbose, features(&mut netlink, compact(named(name))));
            for (feature, shown) in &theirs {
                assert_eq!(verbose.get(feature), Some(shown), "{feature}");
            }
            // Kernels have some that the tool leaves out.
            let active = |(_, feature): &(&String, &Value)| feature["active"] == true;
            let left_out = verbose.iter().filter(|(name, _)| !theirs.contains_key(*name));
            assert!(left_out.clone().count() < 10, "{:?}", left_out.filter(active));
        }
    });
}

#[test]
fn a_kernels_answers_are_emitted_again_without_loss() {
    in_namespace(|| {
        or_skip!(pair());
        let ty = family_type(c"ethtool").unwrap();
        let dump = |request: &GetFeatures<'_>| dumped_bytes(Protocol::GENERIC, ty, request);
        for header in [Header::default(), compact(Header::default())] {
            let messages = dump(&GetFeatures { header: Some(header), ..Default::default() });
            assert!(messages.len() >= 2);
            survive_as::<Features<'_>>(&messages);
        }
        let sets = GetStrset { header: Some(named(c"v0")), ..GetStrset::default() };
        let messages = dumped_bytes(Protocol::GENERIC, ty, &sets);
        survive_as::<Strset<'_>>(&messages);
        let header = Some(compact(Header::default()));
        let compact = GetLinkmodes { header, ..GetLinkmodes::default() };
        let messages = dumped_bytes(Protocol::GENERIC, ty, &compact);
        assert!(!messages.is_empty());
        survive_as::<Linkmodes<'_>>(&messages);
    });
}

/// The value behind a label in the tool's output for people.
fn shown<'t>(text: &'t str, label: &str) -> &'t str {
    let value = text.lines().find_map(|line| line.trim().strip_prefix(label)?.strip_prefix(':'));
    value.unwrap_or_else(|| panic!("no {label} in:\n{text}")).trim()
}

#[test]
fn a_link_is_what_ethtool_shows() {
    in_namespace(|| {
        let ethtool = or_skip!(pair());
        let mut netlink = connect_generic();
        let theirs = ethtool.run("v0");

        let info = netlink
            .request(&GetLinkinfo { header: Some(named(c"v0")), ..Default::default() })
            .unwrap();
        assert_eq!((info.header.unwrap().dev_name, info.rest.is_empty()), (Some(c"v0"), true));
        let port = match info.port.unwrap() {
            TWISTED_PAIR => "Twisted Pair",
            NO_PORT => "None",
            other => panic!("{other:?} of a veth"),
        };
        assert_eq!(shown(&theirs, "Port"), port);
        assert_eq!(shown(&theirs, "PHYAD"), info.phyaddr.unwrap().to_string());

        let modes = netlink
            .request(&GetLinkmodes { header: Some(named(c"v0")), ..Default::default() })
            .unwrap();
        assert_eq!(shown(&theirs, "Speed"), format!("{}Mb/s", modes.speed.unwrap()));
        let duplex = match modes.duplex.unwrap() {
            HALF => "Half",
            FULL => "Full",
            other => panic!("{other} of a veth"),
        };
        assert_eq!(shown(&theirs, "Duplex"), duplex);
        let autonegotiation = if modes.autoneg == Some(0) { "off" } else { "on" };
        assert_eq!(shown(&theirs, "Auto-negotiation"), autonegotiation);

        for (command, up) in [("link set v1 down", 0), ("link set v1 up", 1)] {
            tool("ip").unwrap().run(command);
            let state = netlink.request(&state_of(named(c"v0"))).unwrap();
            assert_eq!(state.link, Some(up));
            let theirs = ethtool.run("v0");
            assert_eq!(shown(&theirs, "Link detected") == "yes", up == 1);
        }
    });
}

#[test]
fn a_dump_has_every_link_with_its_state() {
    in_namespace(|| {
        or_skip!(pair());
        let mut netlink = connect_generic();
        let mut states = netlink.dump(&GetLinkstate::default()).unwrap();
        let mut found = BTreeMap::new();
        while let Some(state) = states.next().unwrap() {
            let header = state.header.unwrap();
            let name = header.dev_name.unwrap().to_str().unwrap().to_owned();
            found.insert(name, (header.dev_index.unwrap(), state.link));
        }
        let links = tool("ip").unwrap().json("-j link");
        let links = links.as_array().unwrap();
        assert_eq!(found.len(), links.len());
        for link in links {
            let (index, up) = found[link["ifname"].as_str().unwrap()];
            assert_eq!(json!(index), link["ifindex"]);
            let flags = link["flags"].as_array().unwrap();
            assert_eq!(up == Some(1), flags.contains(&json!("LOWER_UP")), "{link}");
        }
    });
}

/// Joins the group for notifications about devices.
fn monitor() -> Socket {
    let mut netlink = connect_generic();
    let request = GetFamily { family_name: Some(c"ethtool"), ..GetFamily::default() };
    let family = netlink.request(&request).unwrap();
    let mut groups = family.mcast_groups.as_ref().expect("groups").iter().map(Result::unwrap);
    let monitor = groups.find(|group| group.name == Some(c"monitor")).expect("the group");
    let socket = Socket::open(Protocol::GENERIC).unwrap();
    socket.join(Group::new(monitor.id.unwrap()).expect("a group's number")).unwrap();
    socket.set_recv_timeout(Some(Duration::from_secs(10))).unwrap();
    socket
}

#[test]
fn features_that_we_switch_are_seen_by_ethtool_and_reported_to_listeners() {
    in_namespace(|| {
        let ethtool = or_skip!(pair());
        let mut netlink = connect_generic();
        let index = (0..)
            .zip(names(&mut netlink, FEATURES))
            .find_map(|(index, name)| (name.as_c_str() == c"rx-gro").then_some(index))
            .expect("the feature rx-gro");
        // On some kernels it is on at first.
        ethtool.run("-K v0 gro off");
        let listener = monitor();
        let mut buffer = ReceiveBuffer::new().unwrap();

        // By name, or by number in the compact format; each change has an effect.
        for (value, compact) in [(true, false), (false, true), (true, true), (false, false)] {
            let bits = [BitsetBit { name: Some(c"rx-gro"), value, ..BitsetBit::default() }];
            let word = usize::try_from(index / 32).unwrap();
            let mut mask = vec![0_u32; word + 1];
            mask[word] = 1 << (index % 32);
            let mask: Vec<u8> = mask.into_iter().flat_map(u32::to_ne_bytes).collect();
            let values = if value { mask.clone() } else { vec![0; mask.len()] };
            let wanted = if compact {
                let size = Some(u32::try_from(8 * mask.len()).unwrap());
                Bitset { size, value: Some(&values), mask: Some(&mask), ..Bitset::default() }
            } else {
                let bits = Some(BitsetBits { bit: Repeated::of(&bits), rest: Unknown::NONE });
                Bitset { bits, ..Bitset::default() }
            };
            let (header, wanted) = (Some(named(c"v0")), Some(wanted));
            let request = SetFeatures { header, wanted, ..SetFeatures::default() };
            let SetFeaturesReply(change) = netlink.request(&request).unwrap();
            assert!(change.rest.is_empty(), "{change:?}");
            let active = change.active.expect("what has changed");
            assert_eq!(is_set(&active, index, c"rx-gro"), value, "{active:?}");

            let theirs = features_by_ethtool(&ethtool, "v0");
            let gro = &theirs["generic-receive-offload"];
            assert_eq!((&gro["active"], &gro["requested"]), (&json!(value), &json!(value)));

            assert!(listener.recv_into(&mut buffer).unwrap().sender().is_kernel());
            let event = Messages::new(buffer.datagram().unwrap()).next().unwrap().unwrap();
            let Event::Features(features) = event.parse().unwrap() else {
                panic!("{:?}", event.parse::<Event<'_>>());
            };
            assert_eq!(features.header.unwrap().dev_name, Some(c"v0"));
            assert_eq!(is_set(&features.active.unwrap(), index, c"rx-gro"), value);
        }
    });
}

#[test]
fn channels_that_we_set_are_seen_by_ethtool_and_those_of_ethtool_by_us() {
    in_namespace(|| {
        let ethtool = or_skip!(pair());
        let mut netlink = connect_generic();
        let all = |text: &str, label| {
            let values =
                text.lines().filter_map(|line| line.strip_prefix(label)?.strip_prefix(':'));
            values.map(|value| value.trim().parse().ok()).collect::<Vec<Option<u32>>>()
        };
        for (rx, ours) in [(2, true), (3, false), (4, true)] {
            if ours {
                let header = Some(named(c"v0"));
                let request = SetChannels { header, rx_count: Some(rx), ..SetChannels::default() };
                match netlink.execute(&request, MessageFlags::NONE) {
                    Ok(_) => {}
                    Err(error) if error.errno() == Some(Errno::EOPNOTSUPP) => {
                        netlink_tests::skip!(Skip::kernel(format!("its veth: {error}")));
                    }
                    Err(error) => panic!("{error}"),
                }
            } else {
                ethtool.run(&format!("-L v0 rx {rx}"));
            }
            let channels = netlink
                .request(&GetChannels { header: Some(named(c"v0")), ..Default::default() })
                .unwrap();
            assert_eq!(channels.rx_count, Some(rx));
            let theirs = ethtool.run("-l v0");
            assert_eq!(all(&theirs, "RX"), [channels.rx_max, channels.rx_count]);
            assert_eq!(all(&theirs, "TX"), [channels.tx_max, channels.tx_count]);
            assert_eq!(all(&theirs, "Combined"), [channels.combined_max, channels.combined_count]);
        }
    });
}

#[test]
fn the_kernel_names_the_field_in_the_header_of_a_device_that_does_not_exist() {
    in_namespace(|| {
        or_skip!(pair());
        let mut netlink = connect_generic();
        let error = refusal(netlink.request(&state_of(indexed(99_999))));
        assert_eq!(error.errno(), Errno::ENODEV);
        assert_eq!(error.field().as_deref(), Some("GetLinkstate.header.dev_index"));
        assert_eq!(error.message(), Some("no device matches ifindex"));

        let error = refusal(netlink.request(&state_of(named(c"nosuchlink"))));
        assert_eq!(error.field().as_deref(), Some("GetLinkstate.header.dev_name"));

        // Without any header it is the header that is missing; with one that is empty, the device.
        let error = refusal(netlink.request(&GetLinkstate::default()));
        assert_eq!(error.errno(), Errno::EINVAL);
    });
}

#[test]
fn the_kernel_names_the_bit_that_does_not_exist() {
    in_namespace(|| {
        or_skip!(pair());
        let bits = [
            BitsetBit { name: Some(c"rx-gro"), value: true, ..BitsetBit::default() },
            BitsetBit { name: Some(c"no-such-feature"), value: true, ..BitsetBit::default() },
        ];
        let bits = Some(BitsetBits { bit: Repeated::of(&bits), rest: Unknown::NONE });
        let wanted = Bitset { bits, ..Bitset::default() };
        let (header, wanted) = (Some(named(c"v0")), Some(wanted));
        let request = SetFeatures { header, wanted, ..SetFeatures::default() };
        let error = refusal(connect_generic().request(&request));
        assert_eq!(error.field().as_deref(), Some("SetFeatures.wanted.bits.bit[1].name"));
    });
}
