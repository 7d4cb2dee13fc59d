//! Every link that was captured.

use netlink_core::{Level, MessageHeader, Messages, RawMessage, Writer, emit_message, message_len};
use netlink_families::rt_link::Link;
use netlink_tests::{alloc::allocations, capture::Capture, oracle};

/// `RTM_NEWLINK`.
pub const NEW_LINK: u16 = 16;

/// The messages of a capture, without those of other types.
pub fn links() -> Vec<Vec<u8>> {
    let capture = Capture::load("link");
    let messages = capture.datagrams().flat_map(Messages::new);
    let messages = messages.map(|message| message.expect("a kernel's message"));
    messages
        .filter(|message| message.header().ty == NEW_LINK)
        .map(|message| message.bytes().to_vec())
        .collect()
}

/// A message that is known to be whole.
pub fn message(bytes: &[u8]) -> RawMessage<'_> {
    RawMessage::split(bytes).expect("a whole message").0
}

#[test]
fn every_captured_link_is_emitted_without_loss() {
    let links = links();
    assert_eq!(links.len(), 253);
    for bytes in &links {
        let message = message(bytes);
        oracle::round_trip::<Link<'_>>(&message).unwrap_or_else(|difference| {
            panic!("{difference}\n{:#?}", message.parse::<Link<'_>>());
        });
    }
}

#[test]
fn every_attribute_of_a_captured_link_has_a_name() {
    // Otherwise the round trip would only show that bytes can be copied.
    for bytes in &links() {
        let link: Link<'_> = message(bytes).parse().unwrap();
        assert!(link.rest.is_empty(), "{:?}", link.rest);
    }
}

#[test]
fn captured_links_are_parsed_without_allocation() {
    let links = links();
    let count = allocations(|| {
        for bytes in &links {
            let link: Link<'_> = message(bytes).parse().unwrap();
            assert!(link.ifname.is_some());
        }
    });
    assert_eq!(count, 0);
}

#[test]
fn captured_links_are_emitted_without_allocation() {
    let messages = links();
    let links: Vec<Link<'_>> =
        messages.iter().map(|bytes| message(bytes).parse().unwrap()).collect();
    let mut buffer = vec![0; 4096];
    let count = allocations(|| {
        for link in &links {
            let mut writer = Writer::new(&mut buffer);
            emit_message(&mut writer, MessageHeader::default(), link).unwrap();
            assert_eq!(writer.len(), message_len(link));
        }
    });
    assert_eq!(count, 0);
}

/// What we make of a captured link ourselves: with all flags, in our order.
pub fn emitted(bytes: &[u8]) -> Vec<u8> {
    let message = message(bytes);
    let mut emitted = Vec::new();
    let mut writer = Writer::growing(&mut emitted);
    let link: Link<'_> = message.parse().unwrap();
    emit_message(&mut writer, message.header(), &link).unwrap();
    emitted
}

#[test]
fn oracle_notices_what_is_lost_added_and_changed() {
    let bytes = emitted(&links()[0]);
    let whole = message(&bytes);
    oracle::same::<Link<'_>>(&whole, &whole).unwrap();

    let mut without = bytes.clone();
    let first = whole.payload().split_header(16).unwrap().1.attrs().next();
    without.drain(32..32 + first.unwrap().whole_len());
    let len = u32::try_from(without.len()).unwrap();
    without[..4].copy_from_slice(&len.to_ne_bytes());
    let lost = oracle::same::<Link<'_>>(&whole, &message(&without)).unwrap_err();
    assert_eq!(lost.to_string(), "Link.address: got lost");
    let added = oracle::same::<Link<'_>>(&message(&without), &whole).unwrap_err();
    assert_eq!(added.to_string(), "Link.address: is one too many");

    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let Ok((changed, _)) = RawMessage::split(&changed) else {
            continue;
        };
        let difference = oracle::same::<Link<'_>>(&whole, &changed);
        assert!(difference.is_err(), "byte {at}");
    }
}

#[test]
fn a_strict_reading_of_what_kernels_send_is_refused() {
    // They leave out NLA_F_NESTED; so that strict parsing of our own output shows something.
    let links = links();
    let error = message(&links[0]).parse_at::<Link<'_>>(Level::STRICT).unwrap_err();
    assert_eq!(error.kind(), netlink_core::ErrorKind::NestedFlagMissing, "{error}");
}
