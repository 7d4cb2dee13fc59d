//! Sub-messages: a key in another attribute selects their variant.

use core::ffi::CStr;

use netlink_core::{Be, Emit, ErrorKind, Input, Parse, ParseSet};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::{emit, parse};

#[derive(Debug, PartialEq, Parse, Emit)]
struct Info<'a> {
    #[nla(1)]
    kind: Option<&'a CStr>,
    #[nla(2, select = kind)]
    data: Option<Data<'a>>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum Data<'a> {
    #[netlink(key = "vlan")]
    Vlan(Vlan),
    #[netlink(key = "raw")]
    Raw(u32),
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Vlan {
    #[nla(1)]
    id: u16,
}

fn vlan(id: u16) -> Vec<u8> {
    nest(2, &[attr(1, &id.to_ne_bytes())])
}

#[test]
fn key_may_stand_before_or_behind_what_it_selects() {
    let kind = attr(1, b"vlan\0");
    let expected = Info { kind: Some(c"vlan"), data: Some(Data::Vlan(Vlan { id: 5 })) };
    for bytes in [[kind.clone(), vlan(5)].concat(), [vlan(5), kind].concat()] {
        assert_eq!(parse::<Info<'_>>(&bytes).unwrap(), expected);
    }
}

#[test]
fn last_key_and_last_data_count_and_all_data_must_be_good() {
    let bytes = [attr(1, b"raw\0"), vlan(5), vlan(6), attr(1, b"vlan\0")].concat();
    let info: Info<'_> = parse(&bytes).unwrap();
    assert_eq!(info.data, Some(Data::Vlan(Vlan { id: 6 })));

    let bytes = [attr(1, b"raw\0"), attr_u32(2, 7), vlan(6), attr(1, b"vlan\0")].concat();
    let error = parse::<Info<'_>>(&bytes).unwrap_err();
    assert!(error.to_string().starts_with("Info.data<vlan>.id at offset "), "{error}");
}

#[test]
fn other_keys_and_no_key_keep_the_bytes() {
    for kind in [attr(1, b"bond\0"), attr(1, b"vla\0"), attr(1, b"vlan2\0"), Vec::new()] {
        let bytes = [kind, attr(2, &[1, 2, 3])].concat();
        let info: Info<'_> = parse(&bytes).unwrap();
        assert_eq!(info.data, Some(Data::Other(&[1, 2, 3])));
        assert_eq!(emit(&info).unwrap(), bytes);
    }
}

#[test]
fn key_without_data_selects_nothing() {
    let bytes = attr(1, b"vlan\0");
    let info: Info<'_> = parse(&bytes).unwrap();
    assert_eq!((info.kind, &info.data), (Some(c"vlan"), &None));
    assert_eq!(emit(&info).unwrap(), bytes);
}

#[test]
fn error_when_emitting_names_the_variant() {
    #[derive(Debug, Emit)]
    struct Outer {
        #[nla(1)]
        kind: u8,
        #[nla(2, select = kind)]
        form: Form,
    }

    #[derive(Debug, Emit)]
    enum Form {
        #[netlink(key = 1)]
        First(u32),
        #[netlink(key = 7)]
        Second(Limited),
    }

    #[derive(Debug, Emit)]
    struct Limited {
        #[nla(3, range = ..=9)]
        number: u8,
    }

    let error = emit(&Outer { kind: 7, form: Form::Second(Limited { number: 10 }) }).unwrap_err();
    assert!(error.to_string().contains("Outer.form<7>.number"), "{error}");
    assert!(emit(&Outer { kind: 1, form: Form::First(10) }).is_ok());
}

#[test]
fn sub_message_that_its_key_does_not_name_is_not_emitted() {
    for (kind, data) in [
        (Some(c"raw"), Data::Vlan(Vlan { id: 5 })),
        (None, Data::Vlan(Vlan { id: 5 })),
        (Some(c"vlan"), Data::Raw(5)),
        (Some(c"vlan"), Data::Other(&[])),
    ] {
        let error = emit(&Info { kind, data: Some(data) }).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SelectorMismatch);
        assert!(error.to_string().starts_with("Info.data at offset "), "{error}");
    }
}

#[test]
fn error_in_a_sub_message_names_its_variant() {
    let bytes = [attr(1, b"vlan\0"), nest(2, &[attr(1, &[5, 0, 0])])].concat();
    let error = parse::<Info<'_>>(&bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Info.data<vlan>.id at offset 16: expected u16 of 2 bytes, found 3 bytes (Attribute failed policy validation)"
    );
}

#[derive(Clone, Copy, Debug, Default, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct Header {
    family: u8,
    pad: u8,
    number: u16,
}

const AF_INET: u8 = 2;

#[derive(Debug, PartialEq, Parse, Emit)]
struct Routed<'a> {
    #[netlink(header)]
    header: Header,
    #[nla(1, select = header.family)]
    by_family: Option<ByNumber<'a>>,
    #[nla(2)]
    number: Be<u16>,
    #[nla(3, select = number)]
    required: ByNumber<'a>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum ByNumber<'a> {
    #[netlink(key = AF_INET)]
    Two(u32),
    #[netlink(key = 1 + 9)]
    Ten(&'a CStr),
}

fn routed(family: u8, number: u16, attrs: &[Vec<u8>]) -> Vec<u8> {
    let header = Header { family, ..Default::default() };
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend(attr(2, &number.to_be_bytes()));
    bytes.extend(attrs.concat());
    bytes
}

#[test]
fn key_may_be_a_number_in_the_header_or_in_an_attribute() {
    let bytes = routed(10, 2, &[attr(1, b"ten\0"), attr_u32(3, 2)]);
    let parsed: Routed<'_> = parse(&bytes).unwrap();
    assert_eq!(parsed.by_family, Some(ByNumber::Ten(c"ten")));
    assert_eq!(parsed.required, ByNumber::Two(2));
    let emitted = emit(&parsed).unwrap();
    assert_eq!(parse::<Routed<'_>>(&emitted).unwrap(), parsed);
}

#[test]
fn key_in_the_header_must_agree_with_what_is_emitted() {
    let value = Routed {
        header: Header { family: 2, ..Default::default() },
        by_family: Some(ByNumber::Ten(c"ten")),
        number: Be(2),
        required: ByNumber::Two(1),
    };
    let error = emit(&value).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SelectorMismatch);
}

#[test]
fn key_without_a_variant_is_an_error_if_there_is_no_other_variant() {
    let bytes = routed(7, 2, &[attr(1, &[0; 4]), attr_u32(3, 2)]);
    let error = parse::<Routed<'_>>(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Selector);
    assert_eq!(error.to_string(), "Routed.by_family at offset 12: selector has no sub-message");
}

#[test]
fn required_sub_message_that_is_missing_is_named() {
    let bytes = routed(7, 2, &[]);
    let error = parse::<Routed<'_>>(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Missing);
    assert!(error.to_string().starts_with("Routed.required at offset 4"), "{error}");
}

#[test]
fn sub_message_that_takes_every_key_may_be_required() {
    #[derive(Debug, PartialEq, Parse)]
    enum Own<'a> {
        #[netlink(key = 1)]
        One(u32),
        #[netlink(other)]
        Other(&'a [u8]),
    }

    #[derive(Debug, PartialEq, Parse)]
    struct Holder<'a> {
        #[nla(1)]
        kind: u32,
        #[nla(2, select = kind)]
        own: Own<'a>,
    }

    for bytes in [[attr_u32(1, 7), attr(2, &[1, 2])], [attr(2, &[1, 2]), attr_u32(1, 7)]] {
        let own = Own::Other(&[1, 2]);
        assert_eq!(parse::<Holder<'_>>(&bytes.concat()), Ok(Holder { kind: 7, own }));
    }
    let error = parse::<Holder<'_>>(&attr_u32(1, 7)).unwrap_err();
    assert_eq!(error.to_string(), "Holder.own at offset 0: required attribute is missing");
}

#[test]
fn every_occurrence_of_data_is_validated_whatever_follows_it() {
    let (kind, bad) = (attr(1, b"vlan\0"), nest(2, &[attr(1, &[5])]));
    let policy = <Info<'_> as ParseSet<'_>>::PARSE_POLICY;
    let verdict = |bytes: &[Vec<u8>]| {
        policy.validate(Input::new(&bytes.concat())).map_err(|error| error.kind())
    };
    assert_eq!(verdict(&[kind.clone(), bad.clone()]), Err(ErrorKind::Length));
    assert_eq!(verdict(&[bad.clone(), kind.clone()]), Err(ErrorKind::Length));
    assert_eq!(verdict(&[kind, bad, vlan(5)]), Err(ErrorKind::Length), "as a kernel does");
}
