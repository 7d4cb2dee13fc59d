//! Kernels that are newer or older than the types, and attributes that are not what they should be.

use netlink_core::{ErrorKind, Input, Malformed, Parse, ParseError};
use netlink_tests::bytes::{attr, attr_u32, nest};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

#[derive(Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C, packed)]
struct Stats {
    received: u32,
    sent: u32,
}

#[derive(Debug, FromBytes, Immutable, IntoBytes, PartialEq, Parse)]
#[netlink(layout, zero_fill)]
#[repr(C)]
struct Grown {
    received: u32,
    sent: u32,
    dropped: u32,
}

#[derive(Debug, Parse)]
struct Set<'a> {
    #[nla(1)]
    stats: Option<&'a Stats>,
    #[nla(2)]
    grown: Option<Grown>,
}

#[test]
fn structure_of_a_newer_kernel_is_not_refused() {
    for len in 8..64 {
        let bytes = attr(1, &vec![1; len]);
        assert!(Set::parse(Input::new(&bytes)).unwrap().stats.is_some());
    }
}

#[test]
fn structure_of_an_older_kernel_is_refused_or_filled_and_never_read_beyond() {
    for len in 0..8 {
        let bytes = attr(1, &vec![1; len]);
        let error = Set::parse(Input::new(&bytes)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::LengthRule);
    }
    let bytes = attr(2, &[1; 8]);
    let grown = Set::parse(Input::new(&bytes)).unwrap().grown.unwrap();
    assert_eq!(grown, Grown { received: 0x0101_0101, sent: 0x0101_0101, dropped: 0 });
}

#[derive(Debug, Parse)]
struct Station<'a> {
    #[nla(1)]
    index: u32,
    /// A byte in some kernels, and a wider number in others.
    #[nla(2)]
    byte: Option<Result<[u8; 1], Malformed<'a>>>,
    #[nla(3)]
    rate: Option<Result<Rate, ParseError>>,
}

#[derive(Debug, Parse)]
struct Rate {
    #[nla(1)]
    rate: u32,
}

#[test]
fn one_odd_attribute_does_not_make_a_message_undecodable() {
    let bytes = [attr_u32(1, 7), attr(2, &[1, 0]), nest(3, &[attr(1, &[1, 0, 0])])].concat();
    let station = Station::parse(Input::new(&bytes)).unwrap();
    assert_eq!(station.index, 7);
    assert_eq!(station.byte.unwrap().unwrap_err().bytes, [1, 0]);
    assert_eq!(station.rate.unwrap().unwrap_err().kind(), ErrorKind::Length);
}

#[test]
fn attributes_of_a_newer_kernel_are_skipped() {
    let bytes = [attr(900, b"new"), attr_u32(1, 7), attr(0x3fff, &[])].concat();
    assert_eq!(Station::parse(Input::new(&bytes)).unwrap().index, 7);
}

#[test]
fn nests_are_read_whether_or_not_they_are_flagged() {
    for flag in [0, 0x8000, 0x4000, 0xc000] {
        let bytes = [attr_u32(1, 7), attr(3 | flag, &attr_u32(1, 9))].concat();
        let station = Station::parse(Input::new(&bytes)).unwrap();
        assert_eq!(station.rate.unwrap().unwrap().rate, 9, "{flag:#x}");
    }
}
