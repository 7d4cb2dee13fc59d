//! Members of other sets, declared once and flattened into several.

use core::ffi::CStr;

use netlink_core::{
    Emit, ErrorKind, Input, Level, Parse, ParseSet, Repeated, Unknown, policy::Occurs,
};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::{emit, parse};

#[derive(Debug, PartialEq, Parse, Emit)]
struct Target<'a> {
    #[nla(1)]
    index: u32,
    #[nla(2)]
    name: Option<&'a str>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Details<'a> {
    #[nla(10)]
    kind: &'a CStr,
    #[nla(11, select = kind)]
    data: Option<Data>,
    #[nla(12, range = 1..)]
    numbers: Repeated<'a, u32>,
    #[nla(13)]
    boxed: Box<u16>,
    #[netlink(flatten)]
    deeper: Deeper,
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Deeper {
    #[nla(20)]
    flag: bool,
    #[nla(21)]
    deep: u8,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum Data {
    #[netlink(key = "vlan")]
    Vlan(u32),
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 16)]
struct Request<'a> {
    #[nla(5)]
    first: u8,
    #[netlink(flatten)]
    target: Target<'a>,
    #[nla(6)]
    between: Option<u8>,
    #[netlink(flatten)]
    details: Details<'a>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

fn whole() -> Vec<(u16, Vec<u8>)> {
    vec![
        (5, attr(5, &[1])),
        (6, attr(6, &[2])),
        (1, attr_u32(1, 7)),
        (2, attr(2, b"lo\0")),
        (10, attr(10, b"vlan\0")),
        (11, attr_u32(11, 3)),
        (12, attr_u32(12, 4)),
        (12, attr_u32(12, 5)),
        (13, attr(13, &6_u16.to_ne_bytes())),
        (20, attr(20, &[])),
        (21, attr(21, &[8])),
        (99, attr(99, b"any")),
    ]
}

fn bytes(attrs: &[(u16, Vec<u8>)]) -> Vec<u8> {
    attrs.iter().flat_map(|(_, attr)| attr.clone()).collect()
}

#[test]
fn members_of_flattened_sets_are_those_of_the_set() {
    let bytes = bytes(&whole());
    let request: Request<'_> = parse(&bytes).unwrap();
    assert_eq!((request.first, request.between), (1, Some(2)));
    assert_eq!(request.target, Target { index: 7, name: Some("lo") });
    assert_eq!((request.details.kind, &request.details.data), (c"vlan", &Some(Data::Vlan(3))));
    assert!(request.details.numbers.iter().eq([Ok(4), Ok(5)]));
    assert_eq!(*request.details.boxed, 6);
    assert_eq!(request.details.deeper, Deeper { flag: true, deep: 8 });
    assert_eq!(request.rest.iter().map(|attr| attr.ty()).collect::<Vec<_>>(), [99]);
    assert_eq!(emit(&request).unwrap(), bytes);
}

#[test]
fn their_order_is_free() {
    let mut attrs = whole();
    let expected = bytes(&attrs);
    let expected: Request<'_> = parse(&expected).unwrap();
    attrs.reverse();
    attrs.sort_by_key(|(ty, _)| *ty == 12);
    attrs[10..].reverse();
    let bytes = bytes(&attrs);
    assert_eq!(parse::<Request<'_>>(&bytes), Ok(expected));
}

#[test]
fn what_is_required_in_them_is_missed_by_its_name() {
    for (ty, name) in [(5, "first"), (1, "index"), (10, "kind"), (13, "boxed"), (21, "deep")] {
        let mut attrs = whole();
        attrs.retain(|(other, _)| *other != ty && (ty != 10 || *other != 11));
        let error = parse::<Request<'_>>(&bytes(&attrs)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("Request.{name} at offset 0: required attribute is missing")
        );
    }
}

#[test]
fn missing_key_is_missed_and_not_the_sub_message() {
    let mut attrs = whole();
    attrs.retain(|(ty, _)| *ty != 10);
    let error = parse::<Request<'_>>(&bytes(&attrs)).unwrap_err();
    assert_eq!(error.to_string(), "Request.kind at offset 0: required attribute is missing");
}

#[test]
fn errors_in_them_are_errors_of_the_set() {
    let bytes = [bytes(&whole()), attr_u32(12, 0)].concat();
    let error = parse::<Request<'_>>(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Range);
    assert!(error.to_string().starts_with("Request.numbers[2] at offset "), "{error}");

    let whole = self::bytes(&whole());
    let mut request: Request<'_> = parse(&whole).unwrap();
    request.details.numbers = Repeated::of(&[1, 0]);
    let error = emit(&request).unwrap_err();
    assert!(error.to_string().starts_with("Request.numbers[1] at offset "), "{error}");
    request.details.numbers = Repeated::default();
    request.details.kind = c"bond";
    let error = emit(&request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SelectorMismatch);
    assert!(error.to_string().starts_with("Request.data at offset "), "{error}");
}

#[test]
fn the_policy_has_them() {
    let policy = Request::PARSE_POLICY;
    assert_eq!(
        policy.attrs().map(|attr| attr.ty()).collect::<Vec<_>>(),
        [5, 6, 1, 2, 10, 11, 12, 13, 20, 21]
    );
    assert_eq!(policy.attr(21).map(|attr| attr.occurs()), Some(Occurs::Required));
    let bytes = bytes(&whole());
    assert_eq!(
        policy.validate(Input::new(&bytes).with_level(Level::STRICT)).map_err(|error| error.kind()),
        Ok(())
    );
}

/// A set without members of its own.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Only {
    #[netlink(flatten)]
    deeper: Deeper,
}

#[test]
fn a_set_may_have_nothing_but_a_flattened_one() {
    let bytes = [attr(20, &[]), attr(21, &[8])].concat();
    let only: Only = parse(&bytes).unwrap();
    assert_eq!(only.deeper, Deeper { flag: true, deep: 8 });
    assert_eq!(emit(&only).unwrap(), bytes);
    assert_eq!(parse::<Only>(&[]).unwrap_err().kind(), ErrorKind::Missing);
}

/// Nested, repeated, optional.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Outer<'a> {
    #[nla(1)]
    only: Option<Only>,
    #[nla(2)]
    all: Repeated<'a, Only>,
}

#[test]
fn sets_with_flattened_ones_are_nests_like_others() {
    let inner = [attr(20, &[]), attr(21, &[8])].concat();
    let bytes = [
        nest(1, core::slice::from_ref(&inner)),
        nest(2, core::slice::from_ref(&inner)),
        nest(2, &[inner]),
    ]
    .concat();
    let outer: Outer<'_> = parse(&bytes).unwrap();
    assert_eq!(outer.all.iter().count(), 2);
    assert_eq!(emit(&outer).unwrap(), bytes);
    let bytes = [nest(2, &[attr(21, &[8])]), nest(2, &[attr(20, &[])])].concat();
    let error = parse::<Outer<'_>>(&bytes).unwrap_err();
    assert!(error.to_string().starts_with("Outer.all[1].deep at offset "));
}

macro_rules! many {
    ($name:ident: $($field:ident $ty:literal)*) => {
        #[derive(Debug, PartialEq, Parse, Emit)]
        struct $name {
            $(#[nla($ty)] $field: u32,)*
        }

        impl $name {
            const TYPES: &'static [u16] = &[$($ty),*];
        }
    };
}

many! { Low:
    a00 1 a01 2 a02 3 a03 4 a04 5 a05 6 a06 7 a07 8 a08 9 a09 10 a10 11 a11 12 a12 13 a13 14 a14 15 a15 16
    a16 17 a17 18 a18 19 a19 20 a20 21 a21 22 a22 23 a23 24 a24 25 a25 26 a26 27 a27 28 a28 29 a29 30
    a30 31 a31 32 a32 33 a33 34 a34 35 a35 36 a36 37 a37 38 a38 39 a39 40 a40 41 a41 42 a42 43 a43 44
    a44 45 a45 46 a46 47 a47 48 a48 49 a49 50 a50 51 a51 52 a52 53 a53 54 a54 55 a55 56 a56 57 a57 58
    a58 59 a59 60 a60 61 a61 62 a62 63 a63 64 a64 65 a65 66 a66 67 a67 68 a68 69 a69 70
}

many! { High:
    a00 101 a01 102 a02 103 a03 104 a04 105 a05 106 a06 107 a07 108 a08 109 a09 110 a10 111 a11 112
    a12 113 a13 114 a14 115 a15 116 a16 117 a17 118 a18 119 a19 120 a20 121 a21 122 a22 123 a23 124
    a24 125 a25 126 a26 127 a27 128 a28 129 a29 130 a30 131 a31 132 a32 133 a33 134 a34 135 a35 136
    a36 137 a37 138 a38 139 a39 140 a40 141 a41 142 a42 143 a43 144 a44 145 a45 146 a46 147 a47 148
    a48 149 a49 150 a50 151 a51 152 a52 153 a53 154 a54 155 a55 156 a56 157 a57 158 a58 159 a59 160
    a60 161 a61 162 a62 163 a63 164 a64 165 a65 166
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Large {
    #[nla(200)]
    own: u32,
    #[netlink(flatten)]
    low: Low,
    #[netlink(flatten)]
    high: High,
}

#[test]
fn more_than_64_members_are_each_required() {
    let types: Vec<u16> = [&[200], Low::TYPES, High::TYPES].concat();
    let all = |without: Option<u16>| -> Vec<u8> {
        let present = types.iter().filter(|ty| Some(**ty) != without);
        present.flat_map(|ty| attr_u32(*ty, u32::from(*ty) * 3)).collect()
    };
    let bytes = all(None);
    let large: Large = parse(&bytes).unwrap();
    assert_eq!((large.own, large.low.a00, large.low.a69), (600, 3, 210));
    assert_eq!((large.high.a00, large.high.a65), (303, 498));
    assert_eq!(emit(&large).unwrap(), bytes);
    assert_eq!(large.payload_len(), bytes.len());
    for ty in &types {
        let bytes = all(Some(*ty));
        let error = parse::<Large>(&bytes).unwrap_err();
        assert_eq!(
            (error.kind(), error.path().types().collect::<Vec<_>>()),
            (ErrorKind::Missing, vec![*ty])
        );
    }
}
