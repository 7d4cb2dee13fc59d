//! What a level asks for beyond the rules that were written.

use core::ffi::CStr;

use netlink_core::{Emit, ErrorKind, Input, Level, Malformed, Parse, Repeated};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::emit;

#[derive(Clone, Copy, Debug, Default, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct Header {
    family: u32,
}

#[derive(Debug, Parse, Emit)]
struct Set<'a> {
    #[netlink(header)]
    header: Header,
    #[nla(1)]
    number: Option<u32>,
    #[nla(2)]
    inner: Option<Inner>,
    #[nla(4)]
    name: Option<&'a CStr>,
    #[nla(5, select = header.family)]
    by_family: Option<ByFamily<'a>>,
    #[nla(6)]
    isolated: Option<Result<Inner, Malformed<'a>>>,
    #[nla(7)]
    items: Repeated<'a, Inner>,
    #[nla(8, select = name)]
    by_name: Option<ByName>,
}

#[derive(Clone, Debug, Parse, Emit)]
struct Inner {
    #[nla(1)]
    number: Option<u16>,
}

#[derive(Debug, Parse, Emit)]
enum ByFamily<'a> {
    #[netlink(key = 0)]
    Zero(Inner),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(Debug, Parse, Emit)]
enum ByName {
    #[netlink(key = "inner")]
    Inner(Inner),
    #[netlink(other)]
    Other(Inner),
}

/// What is refused, at this level, of a set that is nothing but these attributes.
fn refused(level: Level, attrs: &[Vec<u8>]) -> Option<ErrorKind> {
    let bytes = [vec![0; 4], attrs.concat()].concat();
    let result = Set::parse(Input::new(&bytes).with_level(level));
    result.err().map(|error| error.kind())
}

/// Only this level refuses it, and all of them together do.
#[track_caller]
fn only(level: Level, kind: ErrorKind, attrs: &[Vec<u8>]) {
    let levels =
        [Level::TRAILING, Level::MAXTYPE, Level::UNSPEC, Level::STRICT_ATTRS, Level::NESTED];
    for other in levels {
        let expected = (other == level).then_some(kind);
        assert_eq!(refused(other, attrs), expected, "{other:?}");
    }
    assert_eq!(refused(Level::LIBERAL, attrs), None);
    assert_eq!(refused(Level::STRICT, attrs), Some(kind));
}

#[test]
fn each_level_refuses_what_it_is_for() {
    only(Level::TRAILING, ErrorKind::TrailingBytes, &[attr_u32(1, 1), vec![0]]);
    only(Level::MAXTYPE, ErrorKind::UnknownType, &[attr(0, &[])]);
    only(Level::MAXTYPE, ErrorKind::UnknownType, &[attr(9, &[])]);
    only(Level::UNSPEC, ErrorKind::Unsupported, &[attr(3, &[])]);
    only(Level::STRICT_ATTRS, ErrorKind::ExactLength, &[attr(1, &[0; 8])]);
    only(Level::NESTED, ErrorKind::NestedFlagMissing, &[attr(2, &[])]);
    only(Level::NESTED, ErrorKind::NestedFlagUnexpected, &[nest(1, &[vec![0; 4]])]);
}

#[test]
fn levels_reach_into_nests() {
    let long = attr(1, &[0; 4]);
    only(Level::STRICT_ATTRS, ErrorKind::ExactLength, &[nest(2, std::slice::from_ref(&long))]);
    only(Level::STRICT_ATTRS, ErrorKind::ExactLength, &[nest(7, &[]), nest(7, &[long])]);
}

#[test]
fn levels_reach_into_sub_messages_chosen_by_an_attribute() {
    let bad = nest(8, &[attr(1, &[0; 4])]);
    only(Level::STRICT_ATTRS, ErrorKind::ExactLength, &[attr(4, b"inner\0"), bad.clone()]);
    only(Level::STRICT_ATTRS, ErrorKind::ExactLength, &[bad, attr(4, b"inner\0")]);
}

#[test]
fn levels_reach_into_sub_messages_chosen_by_the_header() {
    only(Level::STRICT_ATTRS, ErrorKind::ExactLength, &[nest(5, &[attr(1, &[0; 4])])]);
}

#[test]
fn levels_apply_in_the_variant_for_other_keys() {
    only(
        Level::STRICT_ATTRS,
        ErrorKind::ExactLength,
        &[attr(4, b"x\0"), nest(8, &[attr(1, &[0; 4])])],
    );
}

#[test]
fn levels_reach_into_what_is_isolated_and_stay_there() {
    let bytes = [vec![0; 4], nest(6, &[attr(1, &[0; 4])])].concat();
    for (level, good) in [(Level::LIBERAL, true), (Level::STRICT, false)] {
        let set = Set::parse(Input::new(&bytes).with_level(level)).unwrap();
        assert_eq!(set.isolated.unwrap().is_ok(), good);
    }
}

#[test]
fn what_is_emitted_is_good_at_every_level() {
    let inner = || Inner { number: Some(1) };
    let items = [inner(), inner()];
    let set = Set {
        header: Header::default(),
        number: Some(1),
        inner: Some(inner()),
        name: Some(c"inner"),
        by_family: Some(ByFamily::Zero(inner())),
        isolated: Some(Ok(inner())),
        items: Repeated::of(&items),
        by_name: Some(ByName::Inner(inner())),
    };
    let bytes = emit(&set).unwrap();
    Set::parse(Input::new(&bytes).with_level(Level::STRICT)).unwrap();
}
