//! KERNEL: a message is one if there are 16 bytes for its header, and its length is at least that
//! and at most what is left.

use netlink_core::{ErrorKind, MessageFlags, MessageHeader, Messages, RawMessage};
use netlink_tests::bytes::message;

#[test]
fn header_parses_to_what_was_written() {
    let bytes = message(18, 0x301, &[]);
    let (raw, rest) = RawMessage::split(&bytes).unwrap();
    let expected = MessageHeader {
        len: 16,
        ty: 18,
        flags: MessageFlags::REQUEST | MessageFlags::DUMP,
        sequence: 7,
        port: 9,
    };
    assert_eq!(raw.header(), expected);
    assert_eq!(expected.to_bytes(), *bytes);
    assert!(rest.is_empty());
}

#[test]
fn datagram_shorter_than_a_header_is_refused() {
    let bytes = message(18, 0, &[]);
    for len in 0..16 {
        let error = RawMessage::split(&bytes[..len]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ShortHeader);
        assert_eq!(error.found(), i128::try_from(len).unwrap());
    }
}

#[test]
fn length_below_the_header_or_beyond_the_end_is_refused() {
    for len in [0, 1, 15, 25, 26, u32::MAX] {
        let mut bytes = message(18, 0, &[1; 8]);
        bytes[..4].copy_from_slice(&len.to_ne_bytes());
        let error = RawMessage::split(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MessageLength);
        assert_eq!((error.offset(), error.found()), (0, len.into()));
    }
}

#[test]
fn last_message_may_lack_its_padding() {
    for len in 0..5 {
        let mut datagram = message(1, 0, &[0; 4]);
        datagram.extend(message(2, 0, &vec![5; len]));
        let messages: Vec<_> = Messages::new(&datagram).map(Result::unwrap).collect();
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[1].bytes().len(), 16 + len);
        assert_eq!(messages[1].payload().bytes(), vec![5; len]);
    }
}

#[test]
fn padding_is_between_messages() {
    let mut datagram = message(1, 0, &[1]);
    datagram.extend([0xff; 3]);
    datagram.extend(message(2, 0, &[]));
    let types: Vec<u16> =
        Messages::new(&datagram).map(|message| message.unwrap().header().ty).collect();
    assert_eq!(types, [1, 2]);
}

#[test]
fn nothing_follows_an_error() {
    let mut datagram = message(1, 0, &[]);
    datagram.extend([8, 0, 0, 0]);
    datagram.extend(message(2, 0, &[]));
    let mut messages = Messages::new(&datagram);
    assert!(messages.next().unwrap().is_ok());
    let error = messages.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MessageLength);
    assert!(messages.next().is_none());
    assert!(messages.next().is_none());
    assert!(messages.rest().is_empty());
}

#[test]
fn empty_datagram_has_no_message() {
    assert!(Messages::new(&[]).next().is_none());
}

#[test]
fn payload_starts_at_offset_16() {
    let bytes = message(1, 0, &[1, 2]);
    let (raw, _) = RawMessage::split(&bytes).unwrap();
    assert_eq!(raw.payload().offset(), 16);
}
