//! Errors by themselves: their path and what was found.

use netlink_core::{EmitError, ErrorKind, Input, ParseError, Writer};
use netlink_tests::bytes::attr;

#[test]
fn offsets_and_lengths_beyond_32_bits_are_the_largest_that_there_are() {
    let largest = usize::try_from(u32::MAX).unwrap();
    for (value, kept) in [
        (0, 0),
        (7, 7),
        (largest - 1, largest - 1),
        (largest, largest),
        #[cfg(target_pointer_width = "64")]
        (largest + 1, largest),
        (usize::MAX, largest),
    ] {
        let error = ParseError::new(ErrorKind::Length, value);
        assert_eq!(error.offset(), kept);
        assert_eq!(ParseError::new(ErrorKind::Length, 0).with_offset(value).offset(), kept);
        let expected = error.with_offset(0).with_found(1).with_expected(value).to_string();
        assert_eq!(expected.contains(&format!("expected {kept} bytes, ")), value > 0, "{expected}");
    }
}

#[test]
fn values_beyond_64_bits_are_the_largest_that_there_are() {
    let largest = i128::from(u64::MAX);
    for (value, kept) in [
        (0, 0),
        (-1, -1),
        (i128::from(i64::MIN), i128::from(i64::MIN)),
        (largest - 1, largest - 1),
        (largest, largest),
        (largest + 1, largest),
        (i128::MAX, largest),
        (i128::MIN, -largest),
    ] {
        let error = EmitError::new(ErrorKind::Range, 0).with_value(value);
        assert_eq!(error.found(), kept);
        assert!(error.to_string().ends_with(&format!(": {kept}")), "{error}");
    }
}

#[test]
fn an_error_about_the_whole_payload_is_one_about_its_attribute() {
    let error = ParseError::new(ErrorKind::Length, 24);
    assert_eq!(error.at_header(20).offset(), 20);
    assert_eq!(error.at_header(16).offset(), 24, "of something within the payload");
}

#[test]
fn an_error_of_writing_says_where_it_would_have_been() {
    let bytes = attr(1, &[1, 2, 3, 4]);
    let mut buffer = [0; 6];
    let mut writer = Writer::new(&mut buffer);
    writer.bytes(&bytes[..4]).unwrap();
    let error = writer.emit(bytes.as_slice()).unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::BufferFull, 4, 8));
    let error = Input::new(&bytes).at(20).split(9).unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::Length, 20, 8));
}
