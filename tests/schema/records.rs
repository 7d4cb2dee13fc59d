//! Structures that begin with their length and are followed by attributes, several in one attribute.

use netlink_core::value::Records;
use netlink_core::{Emit, ErrorKind, Input, Parse, Policy, Writer, policy::Kind};
use netlink_tests::bytes::{attr, attr_u32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

const A_COST: u16 = 1;
const A_NOTE: u16 = 2;
const A_PATHS: u16 = 9;

#[derive(Clone, Copy, Debug, Default, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct PathHeader {
    len: u16,
    flags: u16,
    index: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Parse, Emit)]
struct Way<'a> {
    #[netlink(header)]
    header: PathHeader,
    #[nla(A_COST, range = ..=100)]
    cost: Option<u32>,
    #[nla(A_NOTE)]
    note: Option<&'a [u8]>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Target<'a> {
    #[nla(A_PATHS)]
    ways: Option<Records<'a, Way<'a>>>,
}

fn written<T: Emit>(value: &T) -> Result<Vec<u8>, netlink_core::EmitError> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).map(|()| bytes)
}

fn record(len: u16, index: u32, attrs: &[u8]) -> Vec<u8> {
    let header = PathHeader { len, flags: 0, index };
    [header.as_bytes(), attrs].concat()
}

#[test]
fn lengths_are_filled_in_and_records_are_padded() {
    let ways = [
        Way { header: PathHeader { index: 7, ..Default::default() }, ..Default::default() },
        Way { note: Some(b"abc"), ..Default::default() },
    ];
    let target = Target { ways: Some(Records::of(&ways)) };
    let expected = [record(8, 7, &[]), record(16, 0, &attr(A_NOTE, b"abc"))].concat();
    let bytes = written(&target).unwrap();
    assert_eq!(bytes, attr(A_PATHS, &expected));

    let parsed = Target::parse(Input::new(&bytes)).unwrap();
    let found: Vec<Way<'_>> = parsed.ways.unwrap().iter().map(Result::unwrap).collect();
    assert_eq!(found[0].header, PathHeader { len: 8, flags: 0, index: 7 });
    assert_eq!((found[1].header.len, found[1].note), (16, Some(&b"abc"[..])));
    assert_eq!(written(&parsed).unwrap(), bytes);
    assert_eq!(written(&Target { ways: Some(Records::of(&found)) }).unwrap(), bytes);
}

#[test]
fn the_last_record_may_lack_its_padding() {
    let note = [&7_u16.to_ne_bytes()[..], &A_NOTE.to_ne_bytes(), b"abc"].concat();
    let bytes = attr(A_PATHS, &[record(8, 1, &[]), record(15, 2, &note)].concat());
    let parsed = Target::parse(Input::new(&bytes)).unwrap();
    assert_eq!(parsed.ways.unwrap().iter().last().unwrap().unwrap().note, Some(&b"abc"[..]));
}

#[test]
fn padding_in_and_between_records_is_emitted_as_zeros() {
    let with_padding = |padding: u8| {
        let note = [&7_u16.to_ne_bytes()[..], &A_NOTE.to_ne_bytes(), b"abc"].concat();
        let unknown = [&5_u16.to_ne_bytes()[..], &77_u16.to_ne_bytes(), b"x"].concat();
        let first = [&note[..], &[padding], &attr_u32(A_COST, 5)].concat();
        let second = [&unknown[..], &[padding; 3], &note].concat();
        let records =
            [record(24, 1, &first), record(23, 2, &second), vec![padding], record(8, 3, &[])];
        attr(A_PATHS, &records.concat())
    };
    let parsed = with_padding(0xee);
    let target = Target::parse(Input::new(&parsed)).unwrap();
    assert_eq!(target.ways.as_ref().map(|ways| ways.iter().count()), Some(3));
    assert_eq!(written(&target).unwrap(), with_padding(0));
}

#[test]
fn wrong_lengths_are_errors_with_the_index() {
    for len in 0..8 {
        let bytes = attr(A_PATHS, &[record(8, 1, &[]), record(len, 2, &[])].concat());
        let error = Target::parse(Input::new(&bytes)).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::ShortHeader, 12), "{len}");
        assert!(error.to_string().contains("Target.ways[1]"), "{error}");
    }
    let bytes = attr(A_PATHS, &record(9, 1, &[]));
    let error = Target::parse(Input::new(&bytes)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Length);
    assert!(error.to_string().contains("expected 9 bytes, found 8 bytes"), "{error}");

    let bytes = attr(A_PATHS, &[record(8, 1, &[]), record(16, 2, &attr_u32(A_COST, 101))].concat());
    let error = Target::parse(Input::new(&bytes)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Range);
    assert!(error.to_string().contains("Target.ways[1].cost"), "{error}");
}

#[test]
fn records_are_not_emitted_against_their_rules_or_longer_than_their_length_field() {
    let ways = [Way::default(), Way { cost: Some(101), ..Default::default() }];
    let error = written(&Target { ways: Some(Records::of(&ways)) }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Range);
    assert!(error.to_string().contains("Target.ways[1].cost"), "{error}");

    let long = vec![0; 65_530];
    let ways = [Way { note: Some(&long), ..Default::default() }];
    let error = written(&Records::of(&ways)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLong);
}

#[test]
fn the_policy_of_a_record_is_in_that_of_the_attribute() {
    let policy: &Policy = <Target<'_> as netlink_core::ParseSet<'_>>::PARSE_POLICY;
    let ways = policy.attr(A_PATHS).unwrap();
    let record = ways.element().and_then(|element| element.set()).unwrap();
    assert_eq!((ways.kind(), record.name(), record.header_len()), (Kind::Binary, "Way", 8));
}
