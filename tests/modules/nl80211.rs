//! Wireless devices, simulated by `mac80211_hwsim`, compared with `iw`.

use core::time::Duration;
use std::collections::BTreeMap;

use netlink_core::{Emit, MessageFlags, RawMessage};
use netlink_families::nl80211::{Band, GetInterface, GetWiphy};
use netlink_sys::Connection;
use netlink_sys::connection::{Events, Notification};
use netlink_tests::namespace::in_namespace;
use netlink_tests::or_skip;
use netlink_tests::skip::Skip;
use netlink_tests::tool::{Tool, tool};

use crate::support::generic;

/// `HWSIM_CMD_NEW_RADIO`: the radio is in the network namespace of the request.
#[derive(Debug, Emit)]
#[netlink(family = "MAC80211_HWSIM", command = 4)]
struct NewRadio {}

/// `NL80211_CMD_TRIGGER_SCAN`.
#[derive(Debug, Emit)]
#[netlink(family = "nl80211", command = 33)]
struct TriggerScan {
    #[nla(3)] // NL80211_ATTR_IFINDEX
    ifindex: u32,
}

const NEW_SCAN_RESULTS: u8 = 34;

/// Two radios, and the tool. The module makes two of its own where it is loaded: only for virtual machines.
fn radios() -> Result<(Connection, Tool), Skip> {
    let iw = tool("iw")?;
    if std::env::var_os("NETLINK_TESTS_TOOLS").is_none() {
        return Err(Skip::kernel("radios are simulated in virtual machines only: tests/vm/run"));
    }
    let loaded = tool("modprobe")?.attempt(&["mac80211_hwsim", "radios=0"], "");
    loaded.map_err(|failure| Skip::kernel(failure.to_string()))?;
    let mut simulator = generic("MAC80211_HWSIM")?;
    for _ in 0..2 {
        simulator
            .execute(&NewRadio {}, MessageFlags::NONE)
            .unwrap_or_else(|error| panic!("{error}"));
    }
    Ok((generic("nl80211")?, iw))
}

fn frequencies(band: Option<&Band<'_>>) -> Vec<u32> {
    let all = band.and_then(|band| band.freqs.as_ref()).into_iter().flat_map(|all| all.iter());
    all.filter_map(|frequency| frequency.expect("a frequency").freq).collect()
}

#[test]
fn wiphys_in_many_messages_have_the_frequencies_that_iw_shows() {
    in_namespace(|| {
        let (mut netlink, iw) = or_skip!(radios());
        let request = GetWiphy { split_wiphy_dump: true, ..Default::default() };
        let (mut wiphys, mut messages) = (BTreeMap::<String, Vec<u32>>::new(), 0);
        let mut dump = netlink.dump(&request).expect("a dump");
        while let Some(part) = dump.next().unwrap_or_else(|error| panic!("{error}")) {
            messages += 1;
            let name = part.wiphy_name.expect("a name").to_str().expect("text").to_owned();
            let known = wiphys.entry(name).or_default();
            if let Some(bands) = &part.wiphy_bands {
                for band in [&bands.n2ghz, &bands.n5ghz, &bands.n60ghz, &bands.n6ghz, &bands.s1ghz]
                {
                    known.extend(frequencies(band.as_ref()));
                }
            }
        }
        assert!(wiphys.len() == 2 && messages > 2 * wiphys.len(), "{messages} for {wiphys:?}");

        let mut theirs = BTreeMap::<String, Vec<u32>>::new();
        let mut current = String::new();
        for line in iw.run("phy").lines() {
            if let Some(name) = line.strip_prefix("Wiphy ") {
                current = name.to_owned();
            }
            // `* 2412 MHz [1] (20.0 dBm)`; newer programs and kernels have fractions.
            let frequency =
                line.trim().strip_prefix("* ").and_then(|line| line.split_once(" MHz ["));
            if let Some(number) =
                frequency.and_then(|(number, _)| number.split('.').next()?.parse().ok())
            {
                theirs.entry(current.clone()).or_default().push(number);
            }
        }
        let sorted = |all: BTreeMap<String, Vec<u32>>| {
            let all = all.into_iter().map(|(name, mut frequencies)| {
                frequencies.sort_unstable();
                (name, frequencies)
            });
            all.collect::<BTreeMap<_, _>>()
        };
        let (ours, theirs) = (sorted(wiphys), sorted(theirs));
        assert!(ours.values().all(|all| all.len() > 20), "{ours:?}");
        assert_eq!(ours, theirs);
    });
}

#[test]
fn interfaces_are_those_that_iw_shows_and_a_scan_is_reported() {
    in_namespace(|| {
        let (mut netlink, iw) = or_skip!(radios());
        let mut ours = Vec::new();
        let mut dump = netlink.dump(&GetInterface::default()).expect("a dump");
        while let Some(interface) = dump.next().unwrap_or_else(|error| panic!("{error}")) {
            let mac = interface.mac.expect("an address").iter().map(|byte| format!("{byte:02x}"));
            ours.push((
                interface.ifname.expect("a name").to_str().expect("text").to_owned(),
                interface.ifindex.expect("an index"),
                mac.collect::<Vec<_>>().join(":"),
            ));
        }
        drop(dump);
        assert_eq!(ours.len(), 2, "{ours:?}");
        for (name, index, mac) in &ours {
            let shown = iw.run(&format!("dev {name} info"));
            for line in
                [format!("ifindex {index}"), format!("addr {mac}"), "type managed".to_owned()]
            {
                assert!(shown.lines().any(|shown| shown.trim() == line), "{line} in {shown}");
            }
        }

        let (name, index, _) = &ours[0];
        let ip = or_skip!(tool("ip"));
        let mut events = Events::<RawMessage<'static>>::subscribe_family("nl80211", &["scan"])
            .expect("the group of the family");
        events.set_timeout(Some(Duration::from_secs(60)));
        let down = netlink.execute(&TriggerScan { ifindex: *index }, MessageFlags::NONE);
        assert_eq!(down.expect_err("it is down").errno(), Some(netlink_core::Errno::ENETDOWN));
        ip.run(&format!("link set {name} up"));
        netlink
            .execute(&TriggerScan { ifindex: *index }, MessageFlags::NONE)
            .unwrap_or_else(|error| panic!("{error}"));
        loop {
            match events.next().unwrap_or_else(|error| panic!("{error}")) {
                Notification::Message(event)
                    if event.payload().bytes().first() == Some(&NEW_SCAN_RESULTS) =>
                {
                    break;
                }
                Notification::Message(_) => {}
                Notification::Lost => panic!("an event was lost"),
            }
        }
    });
}
