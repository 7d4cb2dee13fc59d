//! C structures that grow, in every position.

use netlink_core::value::Struct;
use netlink_core::{
    Emit, ErrorKind, Indexed, Input, Lazy, Level, Malformed, MessageFlags, MessageHeader, Messages,
    Owned, Parse, ParseSet, Raw, Repeated, Stream, Unknown, Writer, emit_message, zerocopy,
};

/// Members of different alignments, as in a header of the kernel's.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    Hash,
    PartialEq,
    zerocopy::FromBytes,
    zerocopy::IntoBytes,
    zerocopy::Immutable,
)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(C)]
struct Counters {
    packets: u64,
    bytes: u32,
    drops: u16,
    kind: u8,
    pad: u8,
}

const COUNTERS: Counters = Counters { packets: 1 << 40, bytes: 7, drops: 300, kind: 2, pad: 0 };

type Growing<'a> = Struct<'a, Counters>;

fn payload(len: usize) -> Vec<u8> {
    let mut bytes = zerocopy::IntoBytes::as_bytes(&COUNTERS).to_vec();
    bytes.extend((0..).take(len.saturating_sub(bytes.len())));
    bytes.truncate(len);
    bytes
}

/// What is received of this length.
fn expected(len: usize) -> Counters {
    let mut bytes = payload(len);
    bytes.resize(16, 0);
    zerocopy::FromBytes::read_from_bytes(&bytes).unwrap()
}

fn attr(ty: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).put(ty, payload).unwrap();
    bytes
}

fn emitted<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap();
    assert_eq!(bytes.len(), value.payload_len());
    let mut slice = vec![0xa5; bytes.len()];
    Writer::new(&mut slice).emit(value).unwrap();
    assert_eq!(slice, bytes);
    for len in 0..bytes.len() {
        let error = Writer::new(&mut slice[..len]).emit(value).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BufferFull);
    }
    bytes
}

#[test]
fn every_length_is_read_and_written_back() {
    for len in 0..40 {
        let bytes = payload(len);
        let read = Growing::parse(Input::new(&bytes)).unwrap();
        assert_eq!(*read, expected(len));
        assert_eq!(Struct::len(&read), len);
        assert_eq!(Struct::tail(&read), bytes.get(16..).unwrap_or_default());
        assert_eq!(Struct::is_whole(&read), len == 16);
        assert_eq!(emitted(&read), bytes);
        // At any level: the rule is the field's own.
        assert!(Growing::parse(Input::new(&bytes).with_level(Level::STRICT)).is_ok());
    }
}

#[test]
fn an_unaligned_payload_is_read() {
    for shift in 0..8 {
        let bytes = [&vec![0xff; shift][..], &payload(16)].concat();
        assert_eq!(*Growing::from_bytes(&bytes[shift..]), COUNTERS);
    }
}

#[test]
fn equality_is_about_what_is_emitted_and_with_the_structure_about_that_alone() {
    let (whole, long, zeros) = (payload(16), payload(20), [0; 16]);
    let whole = Growing::from_bytes(&whole);
    assert_eq!(whole, Growing::new(COUNTERS));
    assert_eq!(whole, Growing::from(COUNTERS));
    assert_ne!(whole, Growing::from_bytes(&long));
    assert_eq!(Growing::from_bytes(&long), COUNTERS);
    assert_eq!(Growing::default(), Growing::from_bytes(&zeros));
    assert_ne!(Growing::default(), Growing::from_bytes(&[]));
    assert_eq!(Struct::into_inner(whole), COUNTERS);
    assert_eq!(format!("{whole:?}"), format!("{COUNTERS:?}"));
    assert!(format!("{:?}", Growing::from_bytes(&zeros[..2])).contains("len: 2"));
}

#[test]
fn a_structure_that_is_changed_is_emitted_whole() {
    let bytes = payload(8);
    let mut short = Growing::from_bytes(&bytes);
    short.drops = 9;
    assert_eq!(emitted(&short).len(), 16);
    let bytes = payload(20);
    let mut long = Growing::from_bytes(&bytes);
    long.packets = 0;
    let expected = [&[0; 8][..], &bytes[8..]].concat();
    assert_eq!(emitted(&long), expected);
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Newtype<'a>(Growing<'a>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(len = 8..=20)]
struct Ruled<'a>(Growing<'a>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Data<'a> {
    #[netlink(key = 1)]
    Counters(Growing<'a>),
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Positions<'a> {
    #[nla(1)]
    required: Growing<'a>,
    #[nla(2)]
    optional: Option<Growing<'a>>,
    #[nla(3)]
    list: Vec<Growing<'a>>,
    #[nla(4)]
    repeated: Repeated<'a, Growing<'a>>,
    #[nla(5)]
    indexed: Indexed<'a, Growing<'a>>,
    #[nla(6)]
    newtype: Option<Newtype<'a>>,
    #[nla(7)]
    boxed: Option<Box<Growing<'a>>>,
    #[nla(8)]
    lazy: Option<Lazy<'a, Growing<'a>>>,
    #[nla(9)]
    raw: Option<Raw<'a, Growing<'a>>>,
    #[nla(10)]
    isolated: Option<Result<Ruled<'a>, Malformed<'a>>>,
    #[nla(11)]
    key: Option<u32>,
    #[nla(12, select = key)]
    data: Option<Data<'a>>,
    #[netlink(unknown)]
    unknown: Unknown<'a>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<'a> {
    #[nla(1)]
    Counters(Growing<'a>),
    #[nla(2)]
    Newtype(Newtype<'a>),
}

/// The same payload in all positions.
fn everywhere(payload: &[u8]) -> Vec<u8> {
    let one = |ty| attr(ty, payload);
    let elements = [attr(1, payload), attr(2, payload)].concat();
    [
        one(1),
        one(2),
        one(3),
        one(3),
        one(4),
        one(4),
        attr(5 | 0x8000, &elements),
        one(6),
        one(7),
        one(8),
        one(9),
        one(10),
        attr(11, &1_u32.to_ne_bytes()),
        one(12),
    ]
    .concat()
}

#[test]
fn it_works_in_every_position() {
    for len in 0..40 {
        let payload = payload(len);
        let bytes = everywhere(&payload);
        let read = Positions::parse(Input::new(&bytes)).unwrap();
        let value = expected(len);
        assert_eq!(read.required, value);
        assert_eq!(read.optional.unwrap(), value);
        assert!(read.list.iter().all(|item| *item == value) && read.list.len() == 2);
        assert!(read.repeated.iter().all(|item| item.unwrap() == value));
        assert!(read.indexed.iter().all(|item| item.unwrap() == value));
        assert_eq!(read.newtype.as_ref().unwrap().0, value);
        assert_eq!(**read.boxed.as_ref().unwrap(), value);
        assert_eq!(read.lazy.as_ref().unwrap().get().unwrap(), value);
        assert_eq!(read.isolated.as_ref().unwrap().is_ok(), (8..=20).contains(&len));
        assert_eq!(read.data, Some(Data::Counters(Growing::from_bytes(&payload))));
        assert_eq!(emitted(&read), bytes);

        let owned = Owned::<Positions<'_>>::parse(Input::new(&bytes)).unwrap();
        assert_eq!(owned.get().unwrap(), read);

        let items = [attr(1, &payload), attr(2, &payload)].concat();
        let stream = Stream::<Item<'_>>::parse(Input::new(&items)).unwrap();
        let read: Vec<_> = stream.iter().map(Result::unwrap).collect();
        assert_eq!(read.len(), 2);
        assert_eq!(emitted(&stream), items);
        assert_eq!(emitted(&Stream::of(&read)), items);
    }
    assert_eq!(
        Owned::<Growing<'_>>::parse(Input::new(&[1])).unwrap().get().unwrap().packets.to_le(),
        { u64::from_ne_bytes([1, 0, 0, 0, 0, 0, 0, 0]).to_le() }
    );
}

#[test]
fn a_length_can_be_declared() {
    #[derive(Debug, Parse, Emit)]
    struct Set<'a> {
        #[nla(1, parse(len = 8..), emit(len = 16))]
        counters: Growing<'a>,
    }

    let error = Set::parse(Input::new(&attr(1, &payload(7)))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LengthRule);
    let bytes = attr(1, &payload(8));
    let set = Set::parse(Input::new(&bytes)).unwrap();
    let error = Writer::growing(&mut Vec::new()).emit(&set).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LengthRule);
    assert_eq!(emitted(&Set { counters: COUNTERS.into() }).len(), 20);
}

#[test]
fn it_is_displayed_filled_with_zeros() {
    let show = |len| {
        let bytes = attr(1, &payload(len));
        Positions::PARSE_POLICY.display(Input::new(&bytes)).to_string()
    };
    assert!(
        show(16).contains("required: Counters { packets: 1099511627776, bytes: 7"),
        "{}",
        show(16)
    );
    assert!(show(8).contains("packets: 1099511627776, bytes: 0"), "{}", show(8));
    assert!(show(20).contains("and 4 bytes more"), "{}", show(20));
}

// ---- fixed headers ----

#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    zerocopy::FromBytes,
    zerocopy::IntoBytes,
    zerocopy::Immutable,
)]
#[zerocopy(crate = "netlink_core::zerocopy")]
#[repr(C)]
struct IfInfo {
    family: u8,
    pad: u8,
    ty: u16,
    index: i32,
    flags: u32,
    change: u32,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 18)]
struct GetLink<'a> {
    #[netlink(header)]
    header: Struct<'a, IfInfo>,
    #[nla(29)]
    mask: Option<u32>,
    #[nla(30, select = header.family)]
    of_family: Option<OfFamily>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
enum OfFamily {
    #[netlink(key = 17)]
    Seventeen(u32),
}

#[test]
fn a_message_may_end_within_its_header() {
    for len in 0..=16_u8 {
        let bytes: Vec<u8> = (17..).take(len.into()).collect();
        let read = GetLink::parse(Input::new(&bytes)).unwrap();
        assert_eq!(read.header.family, if len > 0 { 17 } else { 0 });
        assert_eq!(emitted(&read), bytes);
        let strict = Input::new(&bytes).with_level(Level::STRICT);
        assert_eq!(GetLink::parse(strict).unwrap(), read);
        assert!(GetLink::PARSE_POLICY.validate(strict).is_ok());
        let shown = GetLink::PARSE_POLICY.display(Input::new(&bytes)).to_string();
        assert_eq!(shown.contains("family: 17"), len > 0, "{shown}");
    }
}

#[test]
fn bytes_behind_a_header_that_begin_no_attribute_are_kept() {
    // Old tools request dumps of anything with `struct ifinfomsg`, and an attribute behind it.
    for change in 0..4_u16 {
        let mut bytes = vec![17; 16];
        bytes.extend(change.to_ne_bytes());
        bytes.extend([0; 2]);
        bytes.extend(attr(29, &9_u32.to_ne_bytes()));
        for level in [Level::LIBERAL, Level::STRICT] {
            let input = Input::new(&bytes).with_level(level);
            let read = GetLink::parse(input).unwrap();
            // As in kernels: attributes end where there is no attribute.
            assert_eq!((Struct::len(&read.header), read.mask), (28, None));
            assert_eq!(emitted(&read), bytes);
            assert!(GetLink::PARSE_POLICY.validate(input).is_ok());
        }
    }
    // A truncated attribute does not belong to the header, and neither do fewer bytes than an attribute's header.
    for behind in [&[8, 0, 29, 0, 1, 2][..], &[0, 0, 0]] {
        let bytes = [&[17; 16][..], behind].concat();
        let read = GetLink::parse(Input::new(&bytes)).unwrap();
        assert_eq!((Struct::len(&read.header), read.mask), (16, None));
        let strict = Input::new(&bytes).with_level(Level::STRICT);
        assert_eq!(GetLink::parse(strict).unwrap_err().kind(), ErrorKind::TrailingBytes);
        assert!(GetLink::PARSE_POLICY.validate(strict).is_err());
    }
}

#[test]
fn a_short_header_is_emitted_whole_in_front_of_attributes() {
    let mut read = GetLink::parse(Input::new(&[17, 0, 0, 0])).unwrap();
    read.mask = Some(9);
    let bytes = emitted(&read);
    assert_eq!(bytes.len(), 24);
    let again = GetLink::parse(Input::new(&bytes)).unwrap();
    assert_eq!((again.header.family, again.mask), (17, Some(9)));
}

#[test]
fn bytes_behind_a_header_cannot_be_emitted_instead_of_attributes() {
    let header = Struct::from_bytes(&[1; 24]);
    let message = GetLink { header, mask: None, of_family: None };
    // Without attributes the bytes are what was received.
    assert_eq!(emitted(&message), [1; 24]);
    for mask in [Some(1), None] {
        let of_family = Some(OfFamily::Seventeen(1)).filter(|_| mask.is_none());
        let message = GetLink { header, mask, of_family };
        let error = Writer::growing(&mut Vec::new()).emit(&message).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TrailingBytes);
    }
}

#[test]
fn a_key_in_a_header_that_grows_selects() {
    let header = IfInfo { family: 17, ..IfInfo::default() };
    let message =
        GetLink { header: header.into(), mask: None, of_family: Some(OfFamily::Seventeen(5)) };
    let bytes = emitted(&message);
    assert_eq!(GetLink::parse(Input::new(&bytes)).unwrap(), message);
    let wrong = GetLink { header: IfInfo::default().into(), ..message };
    let error = Writer::growing(&mut Vec::new()).emit(&wrong).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SelectorMismatch);
}

/// A message that is a structure, as a set and as a newtype.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 1000)]
struct Status<'a> {
    #[netlink(header)]
    status: Struct<'a, IfInfo>,
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(message = 1000)]
struct StatusOnly<'a>(Struct<'a, IfInfo>);

#[test]
fn a_message_can_be_one_structure_of_any_length() {
    for len in 0..40_u8 {
        let payload: Vec<u8> = (1..).take(len.into()).collect();
        let status = Status { status: Struct::from_bytes(&payload) };
        let mut bytes = Vec::new();
        let header = MessageHeader::new(1000, MessageFlags::NONE);
        emit_message(&mut Writer::growing(&mut bytes), header, &status).unwrap();
        assert_eq!(bytes.len() % 4, 0);
        let message = Messages::new(&bytes).next().unwrap().unwrap();
        assert_eq!(message.payload().bytes(), payload);
        for level in [Level::LIBERAL, Level::STRICT] {
            assert_eq!(message.parse_at::<Status<'_>>(level).unwrap(), status);
            assert_eq!(message.parse_at::<StatusOnly<'_>>(level).unwrap().0, status.status);
        }
        let mut again = Vec::new();
        emit_message(&mut Writer::growing(&mut again), header, &StatusOnly(status.status)).unwrap();
        assert_eq!(again, bytes);
        for policy in [Status::PARSE_POLICY, StatusOnly::PARSE_POLICY] {
            assert!(policy.validate(message.payload().with_level(Level::STRICT)).is_ok());
        }
    }
    assert_eq!(StatusOnly::PARSE_POLICY.name(), "StatusOnly");
}

/// A generic netlink family with a header of its own, in front of a stream.
#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(family = "dev", command = 1)]
struct OfFamilyHeader<'a> {
    #[netlink(header)]
    header: Struct<'a, IfInfo>,
    #[netlink(stream)]
    items: Stream<'a, Item<'a>>,
}

#[test]
fn a_header_in_front_of_a_stream_may_be_short() {
    for len in 0..40 {
        let mut bytes = vec![1; len.min(16)];
        if len >= 16 {
            bytes.extend(attr(1, &payload(len)));
        }
        for level in [Level::LIBERAL, Level::STRICT] {
            let read = OfFamilyHeader::parse(Input::new(&bytes).with_level(level)).unwrap();
            assert_eq!(read.items.iter().count(), usize::from(len >= 16));
            assert_eq!(emitted(&read), bytes);
        }
    }
}

/// A header of one byte is padded in front of attributes.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Dump<'a> {
    #[netlink(header)]
    family: Struct<'a, u8>,
    #[nla(1)]
    index: Option<u32>,
}

#[test]
fn a_header_of_one_byte_is_read_with_and_without_padding() {
    for (bytes, index) in [
        (vec![], None),
        (vec![2], None),
        (vec![2, 0, 0, 0], None),
        ([&[2, 0, 0, 0][..], &attr(1, &7_u32.to_ne_bytes())].concat(), Some(7)),
    ] {
        let read = Dump::parse(Input::new(&bytes)).unwrap();
        assert_eq!((*read.family, read.index), (bytes.first().copied().unwrap_or(0), index));
        let again = emitted(&read);
        assert_eq!(again, bytes);
    }
}
