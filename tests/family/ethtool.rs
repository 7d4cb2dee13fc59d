//! The family `ethtool`.

mod device;

use core::ffi::CStr;

use netlink_core::{EmitMessage, MessageHeader, Repeated, Unknown, Writer, emit_message};
use netlink_families::ethtool::*;
use netlink_tests::alloc::allocations;

use crate::support::*;

#[test]
fn every_captured_link_info_is_emitted_without_loss() {
    let messages = captured("ethtool-linkinfo");
    assert_eq!(messages.len(), 268);
    survive_as::<Linkinfo<'_>>(&messages);
    for bytes in &messages {
        // Otherwise the round trip would only show that bytes can be copied.
        let info: Linkinfo<'_> = message(bytes).parse().unwrap();
        assert!(info.rest.is_empty() && known(&info.header), "{info:?}");
        assert!(matches!(info.port, Some(TWISTED_PAIR | UNSPECIFIED)), "{info:?}");
    }
}

#[test]
fn every_captured_set_of_link_modes_is_emitted_without_loss() {
    let messages = captured("ethtool-linkmodes");
    assert_eq!(messages.len(), 336);
    survive_as::<Linkmodes<'_>>(&messages);
    for bytes in &messages {
        let modes: Linkmodes<'_> = message(bytes).parse().unwrap();
        let ours = modes.ours.as_ref().unwrap();
        assert!(modes.rest.is_empty() && ours.rest.is_empty(), "{modes:?}");
        // Verbose, with no bit to name.
        assert!(ours.bits.as_ref().is_some_and(|bits| bits.bit.iter().next().is_none()));
        assert!(matches!(modes.duplex, Some(FULL | UNKNOWN)), "{modes:?}");
    }
}

#[test]
fn every_captured_link_state_is_emitted_without_loss() {
    let messages = captured("ethtool-linkstate");
    assert_eq!(messages.len(), 425);
    survive_as::<Linkstate<'_>>(&messages);
    for bytes in &messages {
        let state: Linkstate<'_> = message(bytes).parse().unwrap();
        assert!(state.rest.is_empty() && known(&state.header), "{state:?}");
    }
}

#[test]
fn every_captured_number_of_channels_is_emitted_without_loss() {
    let messages = captured("ethtool-channels");
    assert_eq!(messages.len(), 51);
    survive_as::<Channels<'_>>(&messages);
    for bytes in &messages {
        let channels: Channels<'_> = message(bytes).parse().unwrap();
        assert!(channels.rest.is_empty() && known(&channels.header), "{channels:?}");
        assert_eq!((channels.rx_max, channels.rx_count), (Some(2), Some(1)));
    }
}

/// `PORT_TP`.
const TWISTED_PAIR: u8 = 0;
/// `PORT_NONE`.
const NO_PORT: u8 = 0xef;
/// `PORT_OTHER`.
const UNSPECIFIED: u8 = 0xff;
/// `DUPLEX_HALF`.
const HALF: u8 = 0;
/// `DUPLEX_FULL`.
const FULL: u8 = 1;
/// `DUPLEX_UNKNOWN`.
const UNKNOWN: u8 = 0xff;

/// The header that names a device.
fn named(name: &CStr) -> Header<'_> {
    Header { dev_name: Some(name), ..Header::default() }
}

/// The header of the device with this index.
fn indexed(index: u32) -> Header<'static> {
    Header { dev_index: Some(index), ..Header::default() }
}

/// Whether there is a header, and nothing unknown in it.
fn known(header: &Option<Header<'_>>) -> bool {
    header.as_ref().is_some_and(|header| header.rest.is_empty())
}

/// Whether the bit of this number, or of this name, is set; in either format.
fn is_set(bitset: &Bitset<'_>, index: u32, name: &CStr) -> bool {
    if let Some(words) = bitset.value {
        let mut words = words.chunks(4).skip((index / 32) as usize);
        let word = words.next().and_then(|word| word.try_into().ok()).map(u32::from_ne_bytes);
        return word.is_some_and(|word| word & (1 << (index % 32)) != 0);
    }
    let mut bits = bitset.bits.iter().flat_map(|bits| bits.bit.iter()).flatten();
    bits.any(|bit| {
        let meant = bit.index == Some(index) || bit.index.is_none() && bit.name == Some(name);
        meant && (bit.value || bitset.nomask)
    })
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
        BitsetBit { index: Some(3), name: Some(c"rx-gro"), value: true, rest: Unknown::NONE },
        BitsetBit { name: Some(c"tx-lro"), ..BitsetBit::default() },
        BitsetBit { index: Some(70), value: true, ..BitsetBit::default() },
    ];
    let verbose = Bitset {
        nomask: true,
        size: Some(96),
        bits: Some(BitsetBits { bit: Repeated::of(&bits), rest: Unknown::NONE }),
        ..Bitset::default()
    };
    let words = [1_u32 << 3, 0, 1 << 6].map(u32::to_ne_bytes).concat();
    let mask = [0xff; 12];
    let compact =
        Bitset { size: Some(96), value: Some(&words), mask: Some(&mask), ..Bitset::default() };
    let header = Some(named(c"eth0"));
    let active = Some(compact);
    let features = Features { header, wanted: Some(verbose), active, ..Features::default() };
    let messages = [emitted(&features)];
    survive_as::<Features<'_>>(&messages);
    let read: Features<'_> = message(&messages[0]).parse().unwrap();
    for bitset in [&read.wanted, &read.active] {
        let bitset = bitset.as_ref().unwrap();
        for (index, name) in [(3, c"rx-gro"), (70, c"with-a-number-only")] {
            assert!(is_set(bitset, index, name), "{bitset:?}");
        }
        assert!(!is_set(bitset, 4, c"something-else"), "{bitset:?}");
    }
    // A list without a mask has the bits that are set.
    assert!(is_set(&read.wanted.unwrap(), 1000, c"tx-lro"));
}

#[test]
fn rings_and_names_survive() {
    let rings = Rings {
        header: Some(indexed(7)),
        rx_max: Some(4096),
        rx: Some(256),
        tcp_data_split: Some(TcpDataSplit::Other(9)),
        tx_push: Some(1),
        hds_thresh_max: Some(9000),
        ..Rings::default()
    };
    let messages = [emitted(&rings)];
    survive_as::<Rings<'_>>(&messages);

    let strings = [1, 2].map(|index| StringAttrs {
        index: Some(index),
        value: Some(c"name"),
        ..Default::default()
    });
    let strings = [Strings { string: Repeated::of(&strings), ..Default::default() }];
    let strings = Repeated::of(&strings);
    let sets = [Stringset { id: Some(4), count: Some(2), strings, ..Default::default() }];
    let sets = Some(Stringsets { stringset: Repeated::of(&sets), ..Default::default() });
    survive_as::<Strset<'_>>(&[emitted(&Strset { stringsets: sets, ..Default::default() })]);
}

#[test]
fn every_event_is_known_by_its_command() {
    let events = [
        Event::Linkinfo(Linkinfo::default()),
        Event::Linkmodes(Linkmodes::default()),
        Event::Features(Features::default()),
        Event::Rings(Rings::default()),
        Event::Channels(Channels::default()),
    ];
    // ETHTOOL_MSG_LINKINFO_NTF, _LINKMODES_, _FEATURES_, _RINGS_ and _CHANNELS_.
    let commands = [3, 5, 13, 17, 19];
    for (event, command) in events.iter().zip(commands) {
        let bytes = emitted(event);
        assert_eq!(message(&bytes).command(), Some(command));
        let read: Event<'_> = message(&bytes).parse().unwrap();
        assert_eq!(core::mem::discriminant(&read), core::mem::discriminant(event));
    }
    // Messages that are not events of its type are kept.
    let other = emitted(&Linkstate::default());
    assert!(matches!(message(&other).parse().unwrap(), Event::Other(_)));
}

#[test]
fn a_request_is_emitted_without_allocation() {
    let mut buffer = [0; 256];
    let bits = [BitsetBit { name: Some(c"rx-gro"), value: true, ..BitsetBit::default() }];
    let count = allocations(|| {
        let wanted = Bitset {
            bits: Some(BitsetBits { bit: Repeated::of(&bits), rest: Unknown::NONE }),
            ..Bitset::default()
        };
        let header = Some(named(c"eth0"));
        let request = SetFeatures { header, wanted: Some(wanted), ..SetFeatures::default() };
        let mut writer = Writer::new(&mut buffer);
        emit_message(&mut writer, MessageHeader::default(), &request).unwrap();
    });
    assert_eq!(count, 0);
}

#[test]
fn a_value_that_no_kernel_takes_is_not_sent() {
    let cases: [(SetRings<'_>, &str); 3] = [
        (SetRings { rx_push: Some(2), ..SetRings::default() }, "SetRings.rx_push"),
        (SetRings { cqe_size: Some(0), ..SetRings::default() }, "SetRings.cqe_size"),
        (SetRings { rx_buf_len: Some(0), ..SetRings::default() }, "SetRings.rx_buf_len"),
    ];
    let header = Some(Header { phy_index: Some(0), ..Header::default() });
    assert_not_sent(&GetStrset { header, ..Default::default() }, "GetStrset.header.phy_index");
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
