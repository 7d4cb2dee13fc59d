//! Required and optional members, duplicates, headers, and every kind of value.

use core::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use netlink_core::{
    Be, Emit, ErrorKind, MessageFlags, MessageHeader, MessageId, Parse, ParseMessage, RawMessage,
    Repeated, Request, Sint, Uint, Writer, emit_message, genl::GenlHeader, message_len,
};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::{emit, parse};

#[derive(Debug, Parse, Emit)]
struct Required<'a> {
    #[nla(1)]
    number: u32,
    #[nla(2)]
    name: &'a CStr,
    #[nla(3)]
    inner: Inner,
}

#[derive(Debug, Parse, Emit)]
struct Inner {
    #[nla(1)]
    deep: u8,
}

#[test]
fn required_attribute_that_is_missing_is_named() {
    let [number, name, inner] = [attr_u32(1, 7), attr(2, b"a\0"), nest(3, &[attr(1, &[1])])];
    parse::<Required<'_>>(&[number.clone(), name.clone(), inner.clone()].concat()).unwrap();
    for (bytes, missing) in [
        ([name.clone(), inner.clone()].concat(), "Required.number"),
        ([number.clone(), inner].concat(), "Required.name"),
        ([number.clone(), name.clone()].concat(), "Required.inner"),
        ([number, name, nest(3, &[])].concat(), "Required.inner.deep"),
    ] {
        let error = parse::<Required<'_>>(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Missing);
        assert!(error.to_string().starts_with(&format!("{missing} at offset ")), "{error}");
    }
}

#[test]
fn what_is_missing_in_a_nest_is_missed_where_the_nest_begins() {
    let bytes = [attr_u32(1, 7), attr(2, b"a\0"), nest(3, &[])].concat();
    let error = parse::<Required<'_>>(&bytes).unwrap_err();
    assert_eq!(error.offset(), bytes.len(), "the payload of the nest");
}

#[test]
fn last_of_several_occurrences_wins() {
    let bytes = [
        attr_u32(1, 1),
        attr(2, b"first\0"),
        nest(3, &[attr(1, &[1])]),
        attr_u32(1, 2),
        attr(2, b"last\0"),
        nest(3, &[attr(1, &[2]), attr(1, &[3])]),
    ]
    .concat();
    let parsed: Required<'_> = parse(&bytes).unwrap();
    assert_eq!((parsed.number, parsed.name, parsed.inner.deep), (2, c"last", 3));
}

#[test]
fn overridden_occurrence_must_be_good_too() {
    let others = [attr(2, b"a\0"), nest(3, &[attr(1, &[1])])].concat();
    let bytes = [attr(1, &[1, 2, 3]), attr_u32(1, 2), others].concat();
    assert_eq!(parse::<Required<'_>>(&bytes).unwrap_err().kind(), ErrorKind::Length);
}

#[derive(
    Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
)]
#[repr(C, packed)]
struct Pair {
    first: u16,
    second: u32,
}

#[derive(Debug, PartialEq, FromBytes, IntoBytes, Immutable, Parse, Emit)]
#[netlink(layout)]
#[repr(C)]
struct Aligned {
    first: u64,
    second: u32,
    third: u32,
}

#[derive(Debug, Default, Parse, Emit)]
struct Everything<'a> {
    #[nla(1)]
    a_u8: Option<u8>,
    #[nla(2)]
    a_u16: Option<u16>,
    #[nla(3)]
    a_u32: Option<u32>,
    #[nla(4)]
    a_u64: Option<u64>,
    #[nla(5)]
    an_i8: Option<i8>,
    #[nla(6)]
    an_i16: Option<i16>,
    #[nla(7)]
    an_i32: Option<i32>,
    #[nla(8)]
    an_i64: Option<i64>,
    #[nla(9)]
    a_be16: Option<Be<u16>>,
    #[nla(10)]
    a_be32: Option<Be<u32>>,
    #[nla(11)]
    a_be64: Option<Be<u64>>,
    #[nla(12)]
    a_uint: Option<Uint>,
    #[nla(13)]
    a_sint: Option<Sint>,
    #[nla(14)]
    a_flag: bool,
    #[nla(15)]
    a_c_str: Option<&'a CStr>,
    #[nla(16)]
    a_str: Option<&'a str>,
    #[nla(17)]
    bytes: Option<&'a [u8]>,
    #[nla(18)]
    array: Option<[u8; 6]>,
    #[nla(19)]
    pair: Option<&'a Pair>,
    #[nla(20)]
    pairs: Option<&'a [Pair]>,
    #[nla(21)]
    aligned: Option<Aligned>,
    #[nla(22)]
    v4: Option<Ipv4Addr>,
    #[nla(23)]
    v6: Option<Ipv6Addr>,
    #[nla(24)]
    ip: Option<IpAddr>,
    #[nla(25)]
    inner: Option<Inner>,
    #[nla(26)]
    numbers: Vec<u16>,
    #[nla(27)]
    inners: Repeated<'a, SharedInner>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct SharedInner {
    #[nla(1)]
    deep: u8,
}

#[test]
fn every_kind_of_value_parses_to_what_was_emitted() {
    let pair = Pair { first: 1, second: 2 };
    let inners = [SharedInner { deep: 1 }, SharedInner { deep: 2 }];
    let pairs = [pair, pair];
    let value = Everything {
        a_u8: Some(1),
        a_u16: Some(2),
        a_u32: Some(3),
        a_u64: Some(u64::MAX),
        an_i8: Some(-1),
        an_i16: Some(-2),
        an_i32: Some(-3),
        an_i64: Some(i64::MIN),
        a_be16: Some(Be(0x0102)),
        a_be32: Some(Be(0x0102_0304)),
        a_be64: Some(Be(1)),
        a_uint: Some(Uint(1 << 40)),
        a_sint: Some(Sint(-1)),
        a_flag: true,
        a_c_str: Some(c"text"),
        a_str: Some("text"),
        bytes: Some(&[1, 2, 3]),
        array: Some([6; 6]),
        pair: Some(&pair),
        pairs: Some(&pairs),
        aligned: Some(Aligned { first: 1, second: 2, third: 3 }),
        v4: Some(Ipv4Addr::LOCALHOST),
        v6: Some(Ipv6Addr::LOCALHOST),
        ip: Some(Ipv4Addr::BROADCAST.into()),
        inner: Some(Inner { deep: 9 }),
        numbers: vec![3, 1, 2],
        inners: Repeated::of(&inners),
    };
    let bytes = emit(&value).unwrap();
    let parsed: Everything<'_> = parse(&bytes).unwrap();
    // Values show all there is of them.
    assert_eq!(format!("{parsed:?}"), format!("{value:?}"));
    assert_eq!(emit(&parsed).unwrap(), bytes);
}

#[test]
fn absent_attributes_are_not_emitted() {
    assert!(emit(&Everything::default()).unwrap().is_empty());
    let parsed: Everything<'_> = parse(&[]).unwrap();
    assert_eq!(format!("{parsed:?}"), format!("{:?}", Everything::default()));
}

#[test]
fn integers_are_as_wide_as_they_need_to_be() {
    for (value, len) in [(0, 4), (u64::from(u32::MAX), 4), (u64::from(u32::MAX) + 1, 8)] {
        let value = Everything { a_uint: Some(Uint(value)), ..Default::default() };
        assert_eq!(emit(&value).unwrap().len(), 4 + len);
    }
    for (value, len) in [(-1, 4), (i64::from(i32::MIN), 4), (i64::from(i32::MIN) - 1, 8)] {
        let value = Everything { a_sint: Some(Sint(value)), ..Default::default() };
        assert_eq!(emit(&value).unwrap().len(), 4 + len);
    }
}

#[test]
fn structure_that_the_kernel_grew_is_cut() {
    let bytes = attr(19, &[1, 0, 2, 0, 0, 0, 9, 9]);
    let parsed: Everything<'_> = parse(&bytes).unwrap();
    assert_eq!(parsed.pair.unwrap().as_bytes(), [1, 0, 2, 0, 0, 0]);
    let bytes = attr(19, &[1, 0, 2, 0, 0]);
    let error = parse::<Everything<'_>>(&bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Everything.pair at offset 0: expected binary of at least 6 bytes, found 5 bytes (binary attribute size out of range)"
    );
}

#[test]
fn array_of_structures_is_a_whole_number_of_them() {
    let twelve = attr(20, &[0; 12]);
    assert_eq!(parse::<Everything<'_>>(&twelve).unwrap().pairs.unwrap().len(), 2);
    let thirteen = attr(20, &[0; 13]);
    assert_eq!(parse::<Everything<'_>>(&thirteen).unwrap_err().kind(), ErrorKind::Size);
}

#[test]
fn address_of_either_family_shows_it_in_its_length() {
    for (len, good) in [(0, false), (4, true), (5, false), (15, false), (16, true), (17, false)] {
        assert_eq!(parse::<Everything<'_>>(&attr(24, &vec![1; len])).is_ok(), good, "{len} bytes");
    }
}

#[test]
fn repeated_nests_are_flagged_as_nests_when_they_are_emitted_again() {
    let bytes = [attr(27, &attr(1, &[1])), attr(27, &attr(1, &[2]))].concat();
    let parsed: Everything<'_> = parse(&bytes).unwrap();
    let emitted = emit(&parsed).unwrap();
    let flagged = netlink_core::Input::new(&emitted).attrs().all(|attr| attr.has_nested_flag());
    assert!(flagged, "{emitted:?}");
}

#[derive(Clone, Copy, Debug, Default, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct Header {
    kind: u8,
    flags: u8,
    number: u16,
    last: u16,
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 0x20 + 4)]
struct Message<'a> {
    #[netlink(header)]
    header: Header,
    #[nla(1)]
    name: Option<&'a str>,
}

#[test]
fn fixed_header_is_padded_and_its_padding_may_be_missing() {
    let header = Header { kind: 1, flags: 2, number: 3, last: 4 };
    let bytes = emit(&Message { header, name: Some("x") }).unwrap();
    assert_eq!(bytes.len(), 8 + 8);
    assert_eq!(bytes[6..8], [0, 0]);
    assert_eq!(parse::<Message<'_>>(&bytes).unwrap().name, Some("x"));
    assert_eq!(parse::<Message<'_>>(&bytes[..6]).unwrap().header, header);
    let error = parse::<Message<'_>>(&bytes[..5]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Message at offset 0: expected 6 bytes, found 5 bytes (Invalid header length)"
    );
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "ethtool", command = 4, version = 2, reply = Reply<'_>)]
struct Ask {
    #[nla(1)]
    number: u32,
}

#[derive(Debug, Parse, Emit)]
#[netlink(family = "ethtool", command = 5)]
struct Reply<'a> {
    #[nla(1)]
    name: Option<&'a CStr>,
}

#[test]
fn message_knows_which_message_it_is() {
    let ids = <Message<'_> as ParseMessage<'_>>::PARSE_MESSAGES.iter().map(|(id, _)| *id);
    assert!(ids.eq([MessageId::Type(0x24)]));
    let header = GenlHeader { command: 4, version: 2 };
    let ids = <Ask as ParseMessage<'_>>::PARSE_MESSAGES.iter().map(|(id, _)| *id);
    assert!(ids.eq([MessageId::Command { family: "ethtool", header }]));

    let with_policies = <Message<'_> as ParseMessage<'_>>::PARSE_MESSAGES;
    assert!(
        with_policies
            .iter()
            .map(|(id, policy)| (*id, policy.name()))
            .eq([(MessageId::Type(0x24), "Message")])
    );

    fn name_of_reply<T: Request>() -> &'static str {
        core::any::type_name::<T::Reply>()
    }
    assert!(name_of_reply::<Ask>().contains("Reply"));
}

#[test]
fn command_is_written_behind_the_header_and_read_from_there() {
    let mut bytes = Vec::new();
    let ask = Ask { number: 5 };
    let header = MessageHeader::new(0x13, MessageFlags::REQUEST);
    emit_message(&mut Writer::growing(&mut bytes), header, &ask).unwrap();
    assert_eq!(bytes.len(), message_len(&ask));
    assert_eq!(bytes[16..20], [4, 2, 0, 0]);
    let (message, _) = RawMessage::split(&bytes).unwrap();
    assert_eq!(message.parse::<Ask>().unwrap().number, 5);
    let error = message.parse::<Reply<'_>>().unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.found()), (ErrorKind::OtherMessage, 16, 4));
}

#[test]
fn message_of_another_type_is_refused() {
    let mut bytes = Vec::new();
    let message = Message { header: Header::default(), name: None };
    emit_message(
        &mut Writer::growing(&mut bytes),
        MessageHeader::new(0x25, MessageFlags::NONE),
        &message,
    )
    .unwrap();
    let (raw, _) = RawMessage::split(&bytes).unwrap();
    let error = raw.parse::<Message<'_>>().unwrap_err();
    assert_eq!((error.kind(), error.found()), (ErrorKind::OtherMessage, 0x25));
}
