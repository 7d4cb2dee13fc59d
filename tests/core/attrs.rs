//! KERNEL: an attribute is one if there are four bytes for its header, and its length is at least
//! that and at most what is left. Everything else is left over.

use netlink_core::{
    ErrorKind, Input,
    attr::{NESTED, NET_BYTEORDER},
};
use netlink_tests::bytes::{attr, header, unpadded};

fn types(bytes: &[u8]) -> Vec<u16> {
    Input::new(bytes).attrs().map(|attr| attr.ty()).collect()
}

/// What the iterator leaves when it has ended.
fn leftover(bytes: &[u8]) -> &[u8] {
    let mut attrs = Input::new(bytes).attrs();
    attrs.by_ref().for_each(drop);
    attrs.leftover()
}

#[test]
fn empty_stream_has_no_attribute_and_nothing_left_over() {
    let mut attrs = Input::new(&[]).attrs();
    assert!(attrs.next().is_none());
    attrs.finish().unwrap();
}

#[test]
fn last_attribute_may_lack_its_padding() {
    for len in 0..9 {
        let bytes = [attr(1, &[1, 2, 3]), unpadded(2, &vec![7; len])].concat();
        assert_eq!(types(&bytes), [1, 2]);
        assert!(leftover(&bytes).is_empty());
        let last = Input::new(&bytes).attrs().last().unwrap();
        assert_eq!(last.payload(), vec![7; len]);
    }
}

#[test]
fn padding_may_be_there_in_part() {
    let whole = attr(3, b"l");
    for cut in 0..4 {
        let bytes = &whole[..whole.len() - cut];
        assert_eq!(types(bytes), [3], "{cut} bytes cut");
        assert!(leftover(bytes).is_empty());
    }
}

#[test]
fn padding_need_not_be_zero() {
    let mut bytes = [attr(1, &[9]), attr(2, &[8])].concat();
    bytes[5..8].fill(0xff);
    assert_eq!(types(&bytes), [1, 2]);
}

#[test]
fn one_to_three_bytes_at_the_end_are_left_over() {
    for extra in 1..4 {
        let bytes = [attr(1, &[1; 4]), vec![0xee; extra]].concat();
        assert_eq!(types(&bytes), [1]);
        assert_eq!(leftover(&bytes), vec![0xee; extra]);
        let mut attrs = Input::new(&bytes).at(100).attrs();
        attrs.by_ref().for_each(drop);
        let error = attrs.finish().unwrap_err();
        assert_eq!(
            (error.kind(), error.offset(), error.found()),
            (ErrorKind::TrailingBytes, 108, i128::try_from(extra).unwrap())
        );
    }
}

#[test]
fn length_below_the_header_ends_the_stream() {
    for len in 0..4 {
        let bytes = [attr(1, &[]), header(len, 2).to_vec(), attr(3, &[])].concat();
        assert_eq!(types(&bytes), [1]);
        assert_eq!(leftover(&bytes), &bytes[4..]);
    }
}

#[test]
fn length_beyond_the_end_ends_the_stream() {
    for len in [9, 10, 0xffff] {
        let bytes = [attr(1, &[]), header(len, 2).to_vec(), vec![0; 4]].concat();
        assert_eq!(types(&bytes), [1]);
        assert_eq!(leftover(&bytes).len(), 8);
    }
    let bytes = [attr(1, &[]), header(8, 2).to_vec(), vec![0; 4]].concat();
    assert_eq!(types(&bytes), [1, 2]);
}

#[test]
fn stream_stays_ended() {
    let bytes = [header(3, 1).to_vec(), attr(2, &[])].concat();
    let mut attrs = Input::new(&bytes).attrs();
    assert!(attrs.next().is_none());
    assert!(attrs.next().is_none());
    assert_eq!(attrs.leftover(), bytes);
}

#[test]
fn flags_are_not_part_of_the_type() {
    for flags in [0, NESTED, NET_BYTEORDER, NESTED | NET_BYTEORDER] {
        let bytes = attr(flags | 5, &[]);
        let attr = Input::new(&bytes).attrs().next().unwrap();
        assert_eq!((attr.ty(), attr.raw_type()), (5, flags | 5));
        assert_eq!(attr.has_nested_flag(), flags & NESTED != 0);
    }
}

#[test]
fn types_at_both_ends_of_the_range_are_types() {
    let bytes = [attr(0, &[1]), attr(0x3fff, &[2])].concat();
    assert_eq!(types(&bytes), [0, 0x3fff]);
}

#[test]
fn longest_payload_has_room() {
    let bytes = unpadded(1, &vec![1; 0xffff - 4]);
    let attr = Input::new(&bytes).attrs().next().unwrap();
    assert_eq!(attr.payload().len(), 0xffff - 4);
    assert_eq!(attr.whole_len(), 0x1_0000);
    assert!(leftover(&bytes).is_empty());
}

#[test]
fn offsets_are_counted_from_the_start_of_the_message() {
    let inner = [attr(1, &[0; 4]), attr(2, &[1; 3])].concat();
    let bytes = [attr(7, &[0; 2]), attr(8 | NESTED, &inner)].concat();
    let nest = Input::new(&bytes).at(32).attrs().last().unwrap();
    assert_eq!((nest.offset(), nest.input().offset()), (40, 44));
    let offsets: Vec<usize> = nest.input().attrs().map(|attr| attr.offset()).collect();
    assert_eq!(offsets, [44, 52]);
    assert_eq!(nest.stream().next().unwrap().offset(), 40);
}
