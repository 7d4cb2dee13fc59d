//! Lengths that lie.

use netlink_core::{
    EmitError, ErrorKind, Input, Level, Messages, Parse, RawMessage, Unknown, Writer,
    attr::MAX_PAYLOAD,
};
use netlink_tests::{
    bytes::{attr, attr_u32, header, message},
    oracle,
};

#[derive(Debug, Parse)]
struct Set<'a> {
    #[nla(1)]
    one: Option<u32>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

/// What follows the malformed attribute, so that a reader that continues has something to read.
fn behind() -> Vec<u8> {
    attr_u32(1, 7).repeat(4)
}

#[test]
fn attribute_without_length_does_not_loop_forever() {
    for len in 0..4 {
        let bytes = [&header(len, 1)[..], &behind()].concat();
        let mut attrs = Input::new(&bytes).attrs();
        assert!(attrs.next().is_none());
        assert_eq!(attrs.finish().unwrap_err().kind(), ErrorKind::TrailingBytes);
        let set = Set::parse(Input::new(&bytes)).unwrap();
        assert!(set.one.is_none() && set.rest.is_empty());
        assert!(Set::parse(Input::new(&bytes).with_level(Level::TRAILING)).is_err());
        oracle::any(&bytes);
    }
}

#[test]
fn message_without_length_does_not_loop_forever() {
    let good = message(16, 0, &[1; 4]);
    for len in 0..16_u32 {
        let mut bytes = good.repeat(2);
        bytes[..4].copy_from_slice(&len.to_ne_bytes());
        let read: Vec<_> = Messages::new(&bytes).collect();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].as_ref().unwrap_err().kind(), ErrorKind::MessageLength);
    }
}

#[test]
fn message_longer_than_the_datagram_does_not_panic() {
    for len in [17, 1000, 0x7fff_ffff, 0x8000_0000, u32::MAX - 3, u32::MAX - 2, u32::MAX] {
        let mut bytes = message(16, 0, &[]);
        bytes[..4].copy_from_slice(&len.to_ne_bytes());
        let error = RawMessage::split(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MessageLength);
        assert_eq!(error.offset(), 0);
        assert_eq!(Messages::new(&bytes).count(), 1, "an error, and then nothing");
    }
}

#[test]
fn datagram_shorter_than_a_header_does_not_panic() {
    for len in 1..16 {
        let error = RawMessage::split(&[0xff; 16][..len]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ShortHeader);
        oracle::any(&[0xff; 16][..len]);
    }
}

#[test]
fn attribute_longer_than_its_set_is_not_read_beyond_it() {
    for beyond in 1..8 {
        let mut bytes = attr(1, &[7; 4]);
        let len = u16::try_from(bytes.len() + beyond).unwrap();
        bytes[..2].copy_from_slice(&len.to_ne_bytes());
        assert!(Input::new(&bytes).attrs().next().is_none());
        // The bytes behind the set are not its own.
        let more = [bytes.clone(), behind()].concat();
        assert!(Input::new(&more[..bytes.len()]).attrs().next().is_none());
    }
}

#[test]
fn attribute_longer_than_the_nest_around_it_is_not_read_beyond_it() {
    let inner = [&header(12, 1)[..], &[7; 4]].concat();
    let bytes = [attr(2, &inner), behind()].concat();
    let nest = Input::new(&bytes).attrs().next().unwrap();
    assert!(nest.input().attrs().next().is_none());
}

#[test]
fn too_few_bytes_for_a_header_do_not_panic() {
    for len in 0..4 {
        for first in [0, 1, 4, 0xff] {
            let bytes = [attr_u32(1, 7), vec![first; len]].concat();
            let mut attrs = Input::new(&bytes).attrs();
            assert_eq!(attrs.by_ref().count(), 1);
            assert_eq!(attrs.finish().is_ok(), len == 0);
        }
    }
}

#[test]
fn truncated_fixed_header_does_not_panic() {
    for len in 0..=16 {
        let bytes = [0xff; 16];
        assert_eq!(Input::new(&bytes[..len]).split_fixed_header(16).is_ok(), len == 16);
        // Its padding may be missing, but none of the header itself.
        let padded = Input::new(&bytes[..len]).split_fixed_header(13);
        assert_eq!(padded.is_ok(), len >= 13);
    }
}

fn put(len: usize) -> Result<usize, EmitError> {
    let payload = vec![1_u8; len];
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    writer.put(1, &&payload[..])?;
    Ok(writer.len())
}

#[test]
fn payload_that_does_not_fit_sixteen_bits_is_not_a_short_attribute() {
    assert_eq!(put(MAX_PAYLOAD), Ok(0x1_0000));
    for len in [MAX_PAYLOAD + 1, 0xffff, 0x1_0000, 0x1_0004, 0x2_0000] {
        assert_eq!(put(len).unwrap_err().kind(), ErrorKind::TooLong, "{len}");
    }
}

#[test]
fn nest_that_does_not_fit_sixteen_bits_is_not_a_short_attribute() {
    let part = vec![1_u8; 1000];
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let result = writer.nest(1, |nest| (0..70).try_for_each(|_| nest.put(2, &&part[..])));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TooLong);
    assert!(writer.is_empty());
    writer.nest(1, |nest| (0..65).try_for_each(|_| nest.put(2, &&part[..]))).unwrap();
    let attr = Input::new(&bytes).attrs().next().unwrap();
    assert_eq!(attr.input().attrs().count(), 65);
}

#[test]
fn kept_bytes_that_outgrow_sixteen_bits_by_their_padding_are_not_a_short_attribute() {
    // 65,535 bytes are the longest nest; its last attribute lacks padding here, which is written.
    let inner = [attr(1, &vec![1; 65_500]), header(23, 2).to_vec(), vec![2; 19]].concat();
    let bytes = [&header(u16::try_from(inner.len() + 4).unwrap(), 3)[..], &inner].concat();
    let attr = Input::new(&bytes).attrs().next().unwrap();
    assert_eq!(attr.input().attrs().count(), 2);
    oracle::family(&[&[0][..], &[0; 16], &bytes].concat());
}
