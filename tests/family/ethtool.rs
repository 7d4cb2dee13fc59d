//! The family `ethtool`.

mod device;

use netlink_core::{EmitMessage, MessageHeader, Repeated, Unknown, Writer, emit_message};
use netlink_tests::{alloc::allocations, family::ethtool::*, same_as_headers};
use zerocopy::native_endian::U32;

use crate::support::*;

const HEADERS: &[&str] = &["linux/ethtool.h", "linux/ethtool_netlink.h"];

#[test]
fn constants_are_those_of_the_headers() {
    same_as_headers!(HEADERS, ALL);
}

#[test]
fn every_captured_link_info_is_emitted_without_loss() {
    let messages = captured("ethtool-linkinfo");
    assert_eq!(messages.len(), 268);
    survive_as::<LinkInfo<'_>>(&messages);
    survive_as_stream!(&messages, LinkInfoStream);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let info: LinkInfo<'_> = message(bytes).parse().unwrap();
        assert!(info.rest.is_empty() && info.header.rest.is_empty(), "{info:?}");
        assert!(matches!(info.port, Some(Port::TwistedPair | Port::Unspecified)), "{info:?}");
    }
}

#[test]
fn every_captured_set_of_link_modes_is_emitted_without_loss() {
    let messages = captured("ethtool-linkmodes");
    assert_eq!(messages.len(), 336);
    survive_as::<LinkModes<'_>>(&messages);
    survive_as_stream!(&messages, LinkModesStream);
    for bytes in &messages {
        let modes: LinkModes<'_> = message(bytes).parse().unwrap();
        let ours = modes.ours.as_ref().unwrap();
        assert!(modes.rest.is_empty() && ours.rest.is_empty(), "{modes:?}");
        // Verbose, with no bit to name.
        assert!(ours.bits.as_ref().is_some_and(|bits| bits.bits.iter().next().is_none()));
        assert!(matches!(modes.duplex, Some(Duplex::Full | Duplex::Unknown)), "{modes:?}");
    }
}

#[test]
fn every_captured_link_state_is_emitted_without_loss() {
    let messages = captured("ethtool-linkstate");
    assert_eq!(messages.len(), 425);
    survive_as::<LinkState<'_>>(&messages);
    survive_as_stream!(&messages, LinkStateStream);
    for bytes in &messages {
        let state: LinkState<'_> = message(bytes).parse().unwrap();
        assert!(state.rest.is_empty() && state.header.rest.is_empty(), "{state:?}");
    }
}

#[test]
fn every_captured_number_of_channels_is_emitted_without_loss() {
    let messages = captured("ethtool-channels");
    assert_eq!(messages.len(), 51);
    survive_as::<Channels<'_>>(&messages);
    survive_as_stream!(&messages, ChannelsStream);
    for bytes in &messages {
        let channels: Channels<'_> = message(bytes).parse().unwrap();
        assert!(channels.rest.is_empty() && channels.header.rest.is_empty(), "{channels:?}");
        assert_eq!((channels.rx_max, channels.rx_count), (Some(2), Some(1)));
    }
}

/// A whole message, as bytes.
fn emitted(message: &impl EmitMessage) -> Vec<u8> {
    let mut bytes = Vec::new();
    emit_message(&mut Writer::growing(&mut bytes), MessageHeader::default(), message).unwrap();
    bytes
}

#[test]
fn bitsets_survive_in_both_formats() {
    let bits = [
        Bit { index: Some(3), name: Some(c"rx-gro"), value: true, rest: Unknown::NONE },
        Bit { name: Some(c"tx-lro"), ..Bit::default() },
        Bit { index: Some(70), value: true, ..Bit::default() },
    ];
    let verbose = Bitset {
        no_mask: true,
        size: Some(96),
        bits: Some(Bits { bits: Repeated::of(&bits), rest: Unknown::NONE }),
        ..Bitset::default()
    };
    let words = [U32::new(1 << 3), U32::new(0), U32::new(1 << 6)];
    let mask = [U32::new(u32::MAX); 3];
    let compact =
        Bitset { size: Some(96), value: Some(&words), mask: Some(&mask), ..Bitset::default() };
    let header = Header::named(c"eth0");
    let active = Some(compact);
    let features = Features { header, wanted: Some(verbose), active, ..Features::default() };
    let messages = [emitted(&features)];
    survive_as::<Features<'_>>(&messages);
    survive_as_stream!(&messages, FeaturesStream);
    let read: Features<'_> = message(&messages[0]).parse().unwrap();
    for bitset in [&read.wanted, &read.active] {
        let bitset = bitset.as_ref().unwrap();
        for (index, name) in [(3, c"rx-gro"), (70, c"with-a-number-only")] {
            assert!(bitset.is_set(index, name), "{bitset:?}");
        }
        assert!(!bitset.is_set(4, c"something-else"), "{bitset:?}");
    }
    // A list without a mask has the bits that are set.
    assert!(read.wanted.unwrap().is_set(1000, c"tx-lro"));
}

#[test]
fn rings_and_names_survive() {
    let rings = Rings {
        header: Header::indexed(7),
        rx_max: Some(4096),
        rx: Some(256),
        tcp_data_split: Some(TcpDataSplit::Other(9)),
        tx_push: Some(1),
        hds_thresh_max: Some(9000),
        ..Rings::default()
    };
    let messages = [emitted(&rings)];
    survive_as::<Rings<'_>>(&messages);
    survive_as_stream!(&messages, RingsStream);

    let strings =
        ["one", "two"].map(|_| NumberedString { index: 1, value: c"name", rest: Unknown::NONE });
    let strings = Some(Strings { strings: Repeated::of(&strings), rest: Unknown::NONE });
    let sets = [StringSet { id: 4, count: Some(2), strings, rest: Unknown::NONE }];
    let sets = Some(SetList { sets: Repeated::of(&sets), rest: Unknown::NONE });
    survive_as::<StringSets<'_>>(&[emitted(&StringSets { sets, ..StringSets::default() })]);
}

#[test]
fn every_event_is_known_by_its_command() {
    let events = [
        Event::LinkInfo(LinkInfo::default()),
        Event::LinkModes(LinkModes::default()),
        Event::Features(Features::default()),
        Event::Rings(Rings::default()),
        Event::Channels(Channels::default()),
    ];
    let commands = [
        ETHTOOL_MSG_LINKINFO_NTF,
        ETHTOOL_MSG_LINKMODES_NTF,
        ETHTOOL_MSG_FEATURES_NTF,
        ETHTOOL_MSG_RINGS_NTF,
        ETHTOOL_MSG_CHANNELS_NTF,
    ];
    for (event, command) in events.iter().zip(commands) {
        let bytes = emitted(event);
        assert_eq!(message(&bytes).command(), Some(command));
        let read: Event<'_> = message(&bytes).parse().unwrap();
        assert_eq!(core::mem::discriminant(&read), core::mem::discriminant(event));
    }
    // Messages that are not events of its type are kept.
    let other = emitted(&LinkState::default());
    assert!(matches!(message(&other).parse().unwrap(), Event::Other(_)));
}

#[test]
fn a_request_is_emitted_without_allocation() {
    let mut buffer = [0; 256];
    let bits = [Bit { name: Some(c"rx-gro"), value: true, ..Bit::default() }];
    let count = allocations(|| {
        let wanted = Bitset {
            bits: Some(Bits { bits: Repeated::of(&bits), rest: Unknown::NONE }),
            ..Bitset::default()
        };
        let header = Header::named(c"eth0");
        let request = SetFeatures { header, wanted, rest: Unknown::NONE };
        let mut writer = Writer::new(&mut buffer);
        emit_message(&mut writer, MessageHeader::default(), &request).unwrap();
    });
    assert_eq!(count, 0);
}

#[test]
fn a_value_that_no_kernel_takes_is_not_sent() {
    let cases: [(SetRings<'_>, &str); 5] = [
        (SetRings { rx_push: Some(2), ..SetRings::default() }, "SetRings.rx_push"),
        (SetRings { cqe_size: Some(0), ..SetRings::default() }, "SetRings.cqe_size"),
        (SetRings { rx_buf_len: Some(0), ..SetRings::default() }, "SetRings.rx_buf_len"),
        (
            SetRings { tcp_data_split: Some(TcpDataSplit::Other(3)), ..SetRings::default() },
            "SetRings.tcp_data_split",
        ),
        (
            SetRings {
                header: Header { flags: Some(8), ..Header::default() },
                ..SetRings::default()
            },
            "SetRings.header.flags",
        ),
    ];
    let header = PhyHeader { phy_index: Some(0), ..PhyHeader::default() };
    assert_not_sent(
        &GetStringSets { header, ..Default::default() },
        "GetStringSets.header.phy_index",
    );
    for (request, field) in cases {
        assert_not_sent(&request, field);
    }
}

fn assert_not_sent(request: &impl EmitMessage, field: &str) {
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let error = emit_message(&mut writer, MessageHeader::default(), request).unwrap_err();
    assert!(error.to_string().contains(field), "{error}");
    assert!(bytes.is_empty(), "it took back what it had written");
}
