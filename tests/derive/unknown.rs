//! Attributes that a type does not name: kept, skipped or refused, as it says.

use netlink_core::{Emit, ErrorKind, Input, Level, Parse, Unknown, attr::NET_BYTEORDER};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::{emit, parse};

#[derive(Debug, Default, Parse, Emit)]
struct Keeps<'a> {
    #[nla(5)]
    known: Option<u32>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Debug, Parse, Emit)]
struct Skips {
    #[nla(5)]
    known: Option<u32>,
}

#[derive(Debug, Parse, Emit)]
#[netlink(unknown = refuse)]
struct Refuses {
    #[nla(5)]
    known: Option<u32>,
}

fn stream() -> Vec<u8> {
    [
        attr(9 | NET_BYTEORDER, &[1, 2, 3]),
        attr_u32(5, 1),
        nest(2, &[attr(1, &[1])]),
        attr(0, &[]),
        attr_u32(5, 2),
        attr(9, b"again"),
    ]
    .concat()
}

#[test]
fn kept_attributes_come_in_their_order_with_their_flags() {
    let stream = stream();
    let keeps: Keeps<'_> = parse(&stream).unwrap();
    let rest: Vec<(u16, usize)> =
        keeps.rest.iter().map(|attr| (attr.raw_type(), attr.payload().len())).collect();
    assert_eq!(rest, [(9 | NET_BYTEORDER, 3), (0x8002, 8), (0, 0), (9, 5)]);
    assert!(!keeps.rest.is_empty());
}

#[test]
fn kept_attributes_are_emitted_behind_the_named_ones() {
    let stream = stream();
    let keeps: Keeps<'_> = parse(&stream).unwrap();
    let expected = [
        attr_u32(5, 2),
        attr(9 | NET_BYTEORDER, &[1, 2, 3]),
        nest(2, &[attr(1, &[1])]),
        attr(0, &[]),
        attr(9, b"again"),
    ]
    .concat();
    assert_eq!(emit(&keeps).unwrap(), expected);
}

#[test]
fn overridden_duplicate_of_a_named_attribute_is_not_unknown() {
    let bytes = [attr_u32(5, 1), attr_u32(5, 2)].concat();
    assert!(parse::<Keeps<'_>>(&bytes).unwrap().rest.is_empty());
}

#[test]
fn attributes_of_ones_own_can_be_put_where_unknown_ones_are_kept() {
    let own = [attr(7, &[1]), attr(8, &[])].concat();
    let keeps = Keeps { known: Some(1), rest: Unknown::of(&own) };
    assert_eq!(emit(&keeps).unwrap(), [attr_u32(5, 1), own.clone()].concat());
    assert_eq!(keeps.rest.encoded_len(), own.len());
}

#[test]
fn unknown_attributes_are_skipped_where_nothing_is_said() {
    let stream = stream();
    assert_eq!(parse::<Skips>(&stream).unwrap().known, Some(2));
}

#[test]
fn unknown_attributes_are_refused_where_the_type_says_so() {
    let bytes = [attr_u32(5, 1), attr(6, &[])].concat();
    let error = parse::<Refuses>(&bytes).unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::UnknownType, 8, 6));
    assert_eq!(error.to_string(), "Refuses.6 at offset 8: Unknown attribute type: 6");
    parse::<Refuses>(&attr_u32(5, 1)).unwrap();
}

#[test]
fn kept_attributes_are_let_pass_at_every_level() {
    let stream = stream();
    let input = Input::new(&stream).with_level(Level::STRICT);
    assert_eq!(Keeps::parse(input).unwrap().known, Some(2));
    assert_eq!(Skips::parse(input).unwrap_err().kind(), ErrorKind::UnknownType);
}
