//! Padding that is not there, or is where none should be.

use netlink_core::{Input, Messages, Parse};
use netlink_tests::bytes::{attr, header, message, nest, unpadded};

#[derive(Debug, PartialEq, Parse)]
struct Set<'a> {
    #[nla(1)]
    name: &'a core::ffi::CStr,
    #[nla(2)]
    byte: Option<u8>,
}

#[test]
fn last_attribute_without_padding_is_not_lost() {
    for (bytes, expected) in [
        (unpadded(1, b"lo\0"), Set { name: c"lo", byte: None }),
        ([attr(1, b"lo\0"), unpadded(2, &[7])].concat(), Set { name: c"lo", byte: Some(7) }),
    ] {
        assert_eq!(Set::parse(Input::new(&bytes)), Ok(expected));
        let nested = nest(9, core::slice::from_ref(&bytes));
        let inner = Input::new(&nested).attrs().next().unwrap().input();
        assert!(Set::parse(inner).is_ok());
    }
}

#[test]
fn last_message_without_padding_is_not_lost() {
    for len in 0..8 {
        let first = message(16, 0, &[1; 4]);
        let datagram = [first, message(17, 0, &vec![2; len])].concat();
        let types: Vec<_> = Messages::new(&datagram).map(|m| m.unwrap().header().ty).collect();
        assert_eq!(types, [16, 17]);
    }
}

#[test]
fn message_in_the_middle_without_padding_takes_the_next_ones_bytes_and_no_more() {
    let datagram = [message(16, 0, &[1]), message(17, 0, &[])].concat();
    let read: Vec<_> = Messages::new(&datagram).collect();
    assert_eq!(read[0].as_ref().unwrap().bytes().len(), 17);
    assert!(read[1..].iter().all(Result::is_err));
}

#[test]
fn padding_counted_into_the_length_is_part_of_the_payload() {
    // Some senders do that to strings; up to the NUL they are the same.
    let bytes = [&header(8, 1)[..], b"lo\0\0"].concat();
    assert_eq!(Set::parse(Input::new(&bytes)).unwrap().name, c"lo");
}

#[test]
fn padding_that_is_not_zero_is_not_looked_at() {
    let bytes = [&header(7, 1)[..], b"lo\0\xff", &header(5, 2), &[7, 0xff, 0xff, 0xff]].concat();
    assert_eq!(Set::parse(Input::new(&bytes)), Ok(Set { name: c"lo", byte: Some(7) }));
}
