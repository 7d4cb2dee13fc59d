//! What is not known is emitted as it was received: bytes, and the flags of type fields.

use netlink_core::attr::{NESTED, NET_BYTEORDER};
use netlink_core::value::{Nest, Payload};
use netlink_core::{
    Attr, Be, Emit, ErrorKind, Indexed, Input, Lazy, Level, Malformed, MessageFlags, MessageHeader,
    Messages, Owned, Parse, ParseSet, Raw, Repeated, Stream, Struct, Unknown, Writer, emit_message,
    zerocopy,
};

const FLAGS: [u16; 4] = [0, NESTED, NET_BYTEORDER, NESTED | NET_BYTEORDER];

/// An attribute with this byte as padding.
fn padded(raw_type: u16, payload: &[u8], padding: u8) -> Vec<u8> {
    let len = u16::try_from(payload.len() + 4).unwrap();
    let mut bytes = [&len.to_ne_bytes()[..], &raw_type.to_ne_bytes(), payload].concat();
    bytes.resize(bytes.len().next_multiple_of(4), padding);
    bytes
}

fn attr(raw_type: u16, payload: &[u8]) -> Vec<u8> {
    padded(raw_type, payload, 0)
}

fn emitted<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap();
    assert_eq!(bytes.len(), value.payload_len());
    let mut slice = vec![0xa5; bytes.len()];
    Writer::new(&mut slice).emit(value).unwrap();
    assert_eq!(slice, bytes);
    bytes
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Encap<'a> {
    #[netlink(key = 1)]
    Label(u32),
    #[netlink(key = 2)]
    Opaque(Nest<'a>),
    #[netlink(other)]
    Other(Payload<'a>),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Newtype<'a>(Payload<'a>);

#[derive(Debug, PartialEq, Parse, Emit)]
struct Route<'a> {
    #[nla(1)]
    kind: Option<u16>,
    #[nla(2, select = kind)]
    encap: Option<Encap<'a>>,
    #[nla(3)]
    payload: Option<Payload<'a>>,
    #[nla(4)]
    list: Vec<Payload<'a>>,
    #[nla(5)]
    repeated: Repeated<'a, Payload<'a>>,
    #[nla(6)]
    newtype: Option<Newtype<'a>>,
    #[nla(7)]
    boxed: Option<Box<Nest<'a>>>,
    #[nla(8)]
    nest: Option<Nest<'a>>,
    #[nla(9)]
    raw: Option<Raw<'a, u32>>,
    #[nla(10)]
    malformed: Option<Result<u64, Malformed<'a>>>,
    #[nla(11, select = kind)]
    raw_encap: Option<Raw<'a, Encap<'a>>>,
    #[nla(12, select = kind)]
    encaps: Vec<Encap<'a>>,
    #[nla(13, select = kind)]
    items: Repeated<'a, Encap<'a>>,
    #[nla(14)]
    raws: Repeated<'a, Raw<'a, &'a [u8]>>,
    #[nla(15, select = kind)]
    lazy: Option<Lazy<'a, Encap<'a>>>,
    #[nla(16)]
    boxes: Repeated<'a, Newtype<'a>>,
    #[netlink(unknown)]
    unknown: Unknown<'a>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Kind(u16),
    #[nla(2, select = Kind)]
    Encap(Encap<'a>),
    #[nla(3)]
    Payload(Payload<'a>),
    #[netlink(unknown)]
    Unknown(Attr<'a>),
}

#[test]
fn flags_are_emitted_as_they_were_received_in_every_position() {
    let inner = attr(1, &7_u32.to_ne_bytes());
    for flags in FLAGS {
        for kind in [2_u16, 9] {
            let one = |ty: u16| attr(ty | flags, &inner);
            let bytes = [
                attr(1, &kind.to_ne_bytes()),
                [2, 3, 4, 4, 5, 5, 6, 7, 8].into_iter().flat_map(one).collect(),
                attr(9 | flags, &1_u32.to_ne_bytes()),
                attr(10 | flags, &[1, 2, 3]),
                [11, 12, 12, 13, 13, 14, 14, 15, 16, 16, 99].into_iter().flat_map(one).collect(),
            ]
            .concat();
            let read = Route::parse(Input::new(&bytes)).unwrap();
            assert_eq!(read.payload.unwrap().flags(), flags);
            assert_eq!(read.raw.unwrap().flags(), flags);
            assert!(matches!(read.malformed, Some(Err(_))));
            assert_eq!(emitted(&read), bytes, "{flags:#x}");
            let owned = Owned::<Route<'_>>::parse(Input::new(&bytes)).unwrap();
            assert_eq!(owned.get().unwrap(), read);

            let items = [one(2), attr(1, &kind.to_ne_bytes()), one(3), one(50)].concat();
            let stream = Stream::<Item<'_>>::parse(Input::new(&items)).unwrap();
            let read: Vec<_> = stream.iter().map(Result::unwrap).collect();
            assert_eq!(read.len(), 4);
            assert_eq!(emitted(&Stream::of(&read)), items);
            assert_eq!(emitted(&stream), items);
        }
    }
}

#[test]
fn flags_are_kept_inside_of_nests_and_what_is_parsed_later() {
    #[derive(Debug, PartialEq, Parse, Emit)]
    struct Outer<'a> {
        #[nla(1)]
        inner: Route<'a>,
        #[nla(2)]
        indexed: Indexed<'a, Route<'a>>,
        #[nla(3)]
        lazy: Lazy<'a, Route<'a>>,
    }

    for flags in FLAGS {
        let inner = [attr(1, &9_u16.to_ne_bytes()), attr(2 | flags, &attr(1, b"abcd"))].concat();
        let nested = |ty: u16, payload: &[u8]| attr(ty | NESTED, payload);
        let bytes = [nested(1, &inner), nested(2, &nested(1, &inner)), nested(3, &inner)].concat();
        let read = Outer::parse(Input::new(&bytes)).unwrap();
        assert_eq!(emitted(&read), bytes);
        for route in
            [&read.inner, &read.indexed.iter().next().unwrap().unwrap(), &read.lazy.get().unwrap()]
        {
            assert!(matches!(&route.encap, Some(Encap::Other(other)) if other.flags() == flags));
            assert_eq!(emitted(route), inner);
        }
    }
}

#[test]
fn values_of_ones_own_have_the_flags_that_they_are_given() {
    let inner = attr(1, b"abcd");
    let raw_type = |encap| {
        let route = Route { encap: Some(encap), ..parse_empty() };
        let bytes = emitted(&route);
        Input::new(&bytes).attrs().find(|attr| attr.ty() == 2).unwrap().raw_type()
    };
    assert_eq!(raw_type(Encap::Other(Payload::new(&inner))), 2);
    assert_eq!(raw_type(Encap::Other(Payload::new(&inner).with_flags(NESTED))), 2 | NESTED);
    let both = Payload::new(&inner).with_flags(NESTED | NET_BYTEORDER);
    assert_eq!(raw_type(Encap::Other(both)), 2 | NESTED | NET_BYTEORDER);
    let set = |nest| emitted(&Route { nest: Some(nest), kind: None, encap: None, ..parse_empty() });
    assert_eq!(set(Nest::new(&inner)), attr(8 | NESTED, &inner));
    assert_eq!(set(Nest::new(&inner).with_flags(0)), attr(8, &inner));
    assert_eq!(Nest::new(&inner).attrs().next().unwrap().payload(), b"abcd");
    assert_eq!(Nest::new(&inner).parse::<Unknown1>().unwrap().value, u32::from_ne_bytes(*b"abcd"));
}

#[derive(Debug, Parse)]
struct Unknown1 {
    #[nla(1)]
    value: u32,
}

/// A route with a kind that selects `other`.
fn parse_empty() -> Route<'static> {
    let route = Route::parse(Input::new(&[])).unwrap();
    Route { kind: Some(9), ..route }
}

#[test]
fn a_declared_flag_is_set_on_values_of_ones_own() {
    #[derive(Debug, PartialEq, Parse, Emit)]
    #[netlink(net_byteorder)]
    struct Data<'a> {
        #[nla(1)]
        port: Be<u16>,
        #[nla(2)]
        payload: Payload<'a>,
        #[nla(3)]
        raw: Raw<'a, Be<u32>>,
    }

    let bytes = [0, 0, 0, 9];
    let data = Data { port: Be(80), payload: Payload::new(&bytes), raw: Raw::new(Be(9), &bytes) };
    let sent = emitted(&data);
    assert!(Input::new(&sent).attrs().all(|attr| attr.raw_type() & NET_BYTEORDER != 0));
    let read = Data::parse(Input::new(&sent)).unwrap();
    assert_eq!((read.port, read.raw.value), (Be(80), Be(9)));
    assert_eq!(emitted(&read), sent);
    // Without the flag it is read as well, as kernels send it; what was received is kept.
    let plain = [attr(1, &[0, 80]), attr(2, &bytes), attr(3, &bytes)].concat();
    let read = Data::parse(Input::new(&plain)).unwrap();
    assert_eq!(read.payload.flags() | read.raw.flags(), 0);
}

#[test]
fn everything_is_accepted_at_every_level() {
    for flags in FLAGS {
        for payload in [&[][..], &[1], &[1, 2, 3], &attr(1, b"x")] {
            let bytes = attr(3 | flags, payload);
            for level in [Level::LIBERAL, Level::NESTED, Level::STRICT] {
                let input = Input::new(&bytes).with_level(level);
                assert!(Route::PARSE_POLICY.validate(input).is_ok(), "{flags:#x} {payload:?}");
                assert!(Route::parse(input).is_ok());
            }
        }
        let nest = attr(8 | flags, &attr(1, b"x"));
        let strict = Input::new(&nest).with_level(Level::STRICT);
        assert!(Route::PARSE_POLICY.validate(strict).is_ok());
        assert!(Route::parse(strict).is_ok());
    }
}

#[test]
fn padding_is_zero_in_what_is_kept() {
    let set = |padding: u8| {
        let attr = |ty: u16, payload: &[u8]| padded(ty, payload, padding);
        let inner = |flag: u16| {
            let deepest = attr(3 | flag, &[attr(1, b"a"), attr(2, b"bc")].concat());
            [attr(1, b"name"), attr(2, b"x"), deepest, attr(4, b"yz")].concat()
        };
        let nested = |ty: u16| attr(ty | NESTED, &inner(NESTED));
        [
            attr(1, &9_u16.to_ne_bytes()),
            [2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 99]
                .into_iter()
                .flat_map(nested)
                .collect(),
        ]
        .concat()
    };
    let dirty = set(0xee);
    let read = Route::parse(Input::new(&dirty)).unwrap();
    assert_eq!(emitted(&read), set(0));
    let mut copied = Vec::new();
    let mut writer = Writer::growing(&mut copied);
    for attr in Input::new(&dirty).attrs() {
        writer.put_attr(&attr).unwrap();
    }
    assert_eq!(copied, set(0));
    let lists = [padded(3 | NESTED, b"abc", 0xee), padded(2, b"\xee\xee", 0xee)].concat();
    assert_eq!(emitted(&Stream::<Item<'_>>::parse(Input::new(&lists)).unwrap())[7], 0);
}

#[test]
fn bytes_that_look_like_attributes_are_kept_where_no_flag_says_that_they_are_some() {
    let dirty = padded(1, b"x", 0xee);
    for ty in [3_u16, 99] {
        let bytes = attr(ty, &dirty);
        assert_eq!(emitted(&Route::parse(Input::new(&bytes)).unwrap()), bytes);
    }
    // Flagged, but no attributes.
    let bytes = attr(3 | NESTED, &[9, 9, 9, 9, 9]);
    assert_eq!(emitted(&Route::parse(Input::new(&bytes)).unwrap()), bytes);
}

#[test]
fn an_opaque_nest_is_displayed_with_its_attributes() {
    let bytes = attr(8 | NESTED, &[attr(1, b"abcd"), attr(2 | NESTED, &attr(5, b"x"))].concat());
    let shown = Route::PARSE_POLICY.display(Input::new(&bytes)).to_string();
    assert!(shown.contains("nest") && shown.contains("61 62 63 64"), "{shown}");
}

#[test]
fn a_writer_refuses_a_type_with_the_bit_of_a_nest_for_a_number_or_text() {
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let kind = |result: Result<(), netlink_core::EmitError>| result.unwrap_err().kind();
    assert_eq!(kind(writer.put(0x8001, &7_u32)), ErrorKind::NestedFlagUnexpected);
    assert_eq!(kind(writer.put(0x8001, "text")), ErrorKind::NestedFlagUnexpected);
    assert_eq!(kind(writer.put(0xc001, &Be(7_u16))), ErrorKind::NestedFlagUnexpected);
    assert_eq!(kind(writer.put_field(0x8001, &Some(7_u32))), ErrorKind::NestedFlagUnexpected);
    assert!(writer.is_empty());
    writer.put(0x4001, &Be(7_u32)).unwrap();
    writer.put(0x8001, &[1_u8, 2, 3, 4][..]).unwrap();
    assert_eq!(bytes.len(), 16);
}

// ---- structures with attributes behind them ----

/// `struct tc_prio_qopt` of `linux/pkt_sched.h`.
#[derive(
    Clone, Copy, Debug, PartialEq, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable,
)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(C)]
struct PrioQopt {
    bands: u32,
    map: [u8; 16],
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Prio<'a> {
    #[netlink(header)]
    qopt: Struct<'a, PrioQopt>,
    #[nla(2)]
    options: Option<Nest<'a>>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Options<'a> {
    #[netlink(key = "prio")]
    Prio(Prio<'a>),
    #[netlink(other)]
    Other(Payload<'a>),
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 36)]
struct Qdisc<'a> {
    #[nla(1)]
    kind: netlink_core::NlaStr<'a>,
    #[nla(2, select = kind)]
    options: Option<Options<'a>>,
}

#[test]
fn attributes_behind_a_structure_are_declared_as_a_set_with_a_header() {
    let map = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];
    let qopt = [&3_u32.to_ne_bytes()[..], &map].concat();
    for behind in [vec![], attr(2, &[]), attr(2 | NESTED, &attr(1, b"a"))] {
        let payload = [&qopt[..], &behind].concat();
        let bytes = [attr(1, b"prio\0"), attr(2, &payload)].concat();
        let read = Qdisc::parse(Input::new(&bytes)).unwrap();
        let Some(Options::Prio(prio)) = &read.options else { panic!("{read:?}") };
        assert_eq!((prio.qopt.bands, prio.options.is_some()), (3, !behind.is_empty()));
        assert_eq!(emitted(&read), bytes);
        let strict = Input::new(&bytes).with_level(Level::STRICT);
        assert!(Qdisc::PARSE_POLICY.validate(strict).is_ok());
        // As flagged as well.
        let flagged = [attr(1, b"prio\0"), attr(2 | NESTED, &payload)].concat();
        assert_eq!(Qdisc::parse(Input::new(&flagged)).unwrap(), read);
    }
}

// ---- messages ----

#[derive(
    Clone, Copy, Debug, PartialEq, zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable,
)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(C)]
struct Lookup {
    addr: [u8; 4],
    mark: u32,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 0)]
struct Answer<'a>(Struct<'a, Lookup>);

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 3)]
struct Connector<'a> {
    #[netlink(header)]
    header: Struct<'a, [u32; 5]>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum Low<'a> {
    #[netlink(message = 0)]
    Answer(Struct<'a, Lookup>),
    #[netlink(message = [3, 4])]
    Connector(Connector<'a>),
}

#[test]
fn types_below_16_are_declared_as_any_other() {
    let lookup = Lookup { addr: [127, 0, 0, 1], mark: 5 };
    let mut bytes = Vec::new();
    let mut writer = Writer::growing(&mut bytes);
    let header = |ty| MessageHeader::new(ty, MessageFlags::NONE);
    emit_message(&mut writer, header(0), &Answer(lookup.into())).unwrap();
    let connector = Connector { header: [1, 2, 3, 4, 5].into() };
    emit_message(&mut writer, header(3), &connector).unwrap();
    let messages: Vec<_> = Messages::new(&bytes).map(Result::unwrap).collect();
    assert_eq!(messages[0].parse::<Answer<'_>>().unwrap().0, lookup);
    assert_eq!(messages[1].parse::<Connector<'_>>().unwrap(), connector);
    assert!(matches!(messages[0].parse().unwrap(), Low::Answer(answer) if answer == lookup));
    assert!(matches!(messages[1].parse().unwrap(), Low::Connector(_)));
}
