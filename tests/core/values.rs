//! Values by themselves, as payloads: wrappers, plain values, and how they are displayed.

use netlink_core::{
    Be, Bitfield32, Emit, EmitField, ErrorKind, Indexed, Input, Lazy, Le, Malformed, MessageFlags,
    MessageHeader, OwnedMessage, Parse, ParseError, ParseField, Raw, RawMessage, Reject, Repeated,
    Sint, Stream, Uint, Unknown, Writer,
    attr::NESTED,
    emit_message,
    policy::{FoundKey, Key, Kind},
};
use netlink_tests::bytes::{self, attr, attr_u32, nest};

/// What a value writes as a payload, in the length that it announces.
#[track_caller]
fn payload<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap();
    assert_eq!(value.payload_len(), bytes.len());
    bytes
}

/// What a field writes as attributes of type 1, in the length that it announces.
#[track_caller]
fn attribute<T: EmitField>(field: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).put_field(1, field).unwrap();
    assert_eq!(field.field_len(), bytes.len());
    bytes
}

fn parse<'a, T: Parse<'a>>(bytes: &'a [u8]) -> Result<T, ParseError> {
    T::parse(Input::new(bytes))
}

#[derive(Debug, Parse)]
struct Holder<T> {
    #[nla(1)]
    it: T,
}

/// Parses a field from the attributes of type 1 in these bytes.
fn field<'a, T: ParseField<'a>>(bytes: &'a [u8]) -> Result<T, ParseError> {
    Holder::parse(Input::new(bytes)).map(|holder| holder.it)
}

#[test]
fn wrapped_values_write_what_they_wrap() {
    let number = 0x0102_0304_u32.to_ne_bytes();
    assert_eq!(payload(&Box::new(0x0102_0304_u32)), number);
    assert_eq!(payload(&Ok::<u32, Malformed<'_>>(0x0102_0304)), number);
    let error = parse::<u32>(&[1, 2, 3]).unwrap_err();
    assert_eq!(payload(&Err::<u32, _>(Malformed::new(&[1, 2, 3], error))), [1, 2, 3]);

    assert_eq!(attribute(&Some(7_u32)), attr_u32(1, 7));
    assert_eq!(attribute(&None::<u32>), [0; 0]);
    assert_eq!(attribute(&Box::new(7_u32)), attr_u32(1, 7));
    assert_eq!(attribute(&Ok::<u32, Malformed<'_>>(7)), attr_u32(1, 7));
    assert_eq!(attribute(&Err::<u32, _>(Malformed::new(&[1, 2, 3], error))), attr(1, &[1, 2, 3]));
}

#[test]
fn wrapped_values_read_what_they_wrap() {
    let number = 7_u32.to_ne_bytes();
    assert_eq!(parse::<Box<u32>>(&number), Ok(Box::new(7)));
    assert_eq!(parse::<Result<u32, ParseError>>(&number), Ok(Ok(7)));
    assert_eq!(parse::<Lazy<'_, u32>>(&number).unwrap().get(), Ok(7));
    assert_eq!(parse::<Raw<'_, u32>>(&number), Ok(Raw::new(7, &number)));

    let bytes = attr(1, &number);
    assert_eq!(field::<Option<u32>>(&bytes), Ok(Some(7)));
    assert_eq!(field::<Vec<u32>>(&bytes), Ok(vec![7]));
    assert!(field::<Repeated<'_, u32>>(&bytes).unwrap().iter().eq([Ok(7)]));
    let empty = attr(1, &[]);
    assert_eq!(field::<Option<u32>>(&empty).unwrap_err().kind(), ErrorKind::Length);
    assert_eq!(field::<Vec<u32>>(&empty).unwrap_err().kind(), ErrorKind::Length);
    assert_eq!(field::<Repeated<'_, u32>>(&empty).map(drop).unwrap_err().kind(), ErrorKind::Length);
}

#[test]
fn absent_attribute_is_what_its_field_says() {
    fn missing<T: core::fmt::Debug>(field: Result<T, ParseError>) -> bool {
        field.is_err_and(|error| error.kind() == ErrorKind::Missing)
    }
    assert!(missing(field::<u32>(&[])));
    assert!(missing(field::<()>(&[])));
    assert_eq!(field::<Option<u32>>(&[]), Ok(None));
    assert_eq!(field::<bool>(&[]), Ok(false));
    assert_eq!(field::<Vec<u32>>(&[]), Ok(Vec::new()));
    assert_eq!(field::<Option<Box<u32>>>(&[]), Ok(None));
    assert!(missing(field::<Box<u32>>(&[])));
    assert!(missing(field::<Result<u32, ParseError>>(&[])));
    assert_eq!(field::<Option<Result<u32, ParseError>>>(&[]), Ok(None));
    assert!(field::<Repeated<'_, u32>>(&[]).unwrap().iter().next().is_none());
    assert_eq!(field::<Reject>(&[]), Ok(Reject));
}

#[test]
fn several_values_are_as_many_attributes() {
    let expected = [attr_u32(1, 7), attr_u32(1, 8)].concat();
    assert_eq!(attribute(&vec![7_u32, 8]), expected);
    assert_eq!(attribute(&Repeated::of(&[7_u32, 8])), expected);
    assert_eq!(attribute(&Vec::<u32>::new()), [0; 0]);
    assert_eq!(attribute(&Repeated::<u32>::of(&[])), [0; 0]);
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Nest {
    #[nla(1)]
    number: u32,
}

#[test]
fn nests_are_flagged_as_often_as_they_come() {
    let flagged = nest(1, &[attr_u32(1, 7)]);
    let nested = Nest { number: 7 };
    assert_eq!(attribute(&nested), flagged);
    assert_eq!(attribute(&vec![nested.clone()]), flagged);
    assert_eq!(attribute(&Repeated::of(core::slice::from_ref(&nested))), flagged);
    let items = [(1, nested)];
    assert_eq!(attribute(&Indexed::numbered(&items)), nest(1, core::slice::from_ref(&flagged)));
}

#[test]
fn nests_whose_type_is_flagged_already_stay_so() {
    fn written<T: EmitField>(field: &T) -> Vec<u8> {
        let mut bytes = Vec::new();
        Writer::growing(&mut bytes).put_field(1 | NESTED, field).unwrap();
        bytes
    }
    let flagged = nest(1, &[attr_u32(1, 7)]);
    let nested = Nest { number: 7 };
    assert_eq!(written(&nested), flagged);

    let one = attr(2, &attr_u32(1, 7));
    let repeated = |bytes| {
        #[derive(Parse)]
        struct Several<'a> {
            #[nla(2)]
            nests: Repeated<'a, Nest>,
        }
        parse::<Several<'_>>(bytes).unwrap().nests
    };
    assert_eq!(written(&repeated(&one)), flagged);

    let error = parse::<u32>(&[]).unwrap_err();
    let malformed: Result<Nest, _> = Err(Malformed::new(&[1, 2, 3, 4], error));
    assert_eq!(written(&malformed), attr(1 | NESTED, &[1, 2, 3, 4]));
}

#[test]
fn wide_integers_and_bitfields_are_written_whole() {
    let wide = 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10_u128;
    assert_eq!(payload(&wide), wide.to_ne_bytes());
    assert_eq!(parse::<u128>(&wide.to_ne_bytes()), Ok(wide));
    let bits = Bitfield32 { value: 1, selector: 3 };
    let bytes = [1_u32.to_ne_bytes(), 3_u32.to_ne_bytes()].concat();
    assert_eq!(payload(&bits), bytes);
    assert_eq!(attribute(&bits), attr(1, &bytes));
    assert_eq!((attribute(&false), attribute(&true)), (vec![], attr(1, &[])));
    assert_eq!((attribute(&()), attribute(&Reject)), (attr(1, &[]), vec![]));
}

#[test]
fn integers_are_the_number_that_their_bytes_are() {
    assert_eq!(parse(&5_i64.to_ne_bytes()), Ok(Sint(5)));
    assert_eq!(payload(&Sint(-5)), (-5_i32).to_ne_bytes());
    assert_eq!(parse(&(-5_i32).to_ne_bytes()), Ok(Sint(-5)));
    assert_eq!(
        (payload(&Uint(5)), parse(&5_u32.to_ne_bytes())),
        (5_u32.to_ne_bytes().into(), Ok(Uint(5)))
    );
    assert_eq!((payload(&Be(5_u16)), parse(&[0, 5])), (vec![0, 5], Ok(Be(5_u16))));
    let five = 5_i64.to_le_bytes();
    assert_eq!((payload(&Le(5_i64)), parse(&five)), (five.into(), Ok(Le(5_i64))));
}

#[test]
fn keys_end_before_their_nul() {
    for kind in [Kind::Binary, Kind::String, Kind::NulString] {
        for bytes in [&b"vlan\0\0"[..], b"vlan", b"vlan\0", b"vlan\0x"] {
            let key = FoundKey::new(kind, bytes);
            assert_eq!((key.text(), key.number()), (Some(&b"vlan"[..]), None));
            assert!(key.selects(Key::Text("vlan")) && !key.selects(Key::Text("vla")));
        }
    }
    let key = FoundKey::new(Kind::Be16, &[0, 7]);
    assert_eq!((key.text(), key.number()), (None, Some(7)));
    assert!(key.selects(Key::Number(7)) && !key.selects(Key::Text("\u{7}")));
    assert_eq!(FoundKey::new(Kind::I32, &(-1_i32).to_ne_bytes()).number(), None);
}

#[test]
fn numbers_are_displayed_as_such() {
    assert_eq!(Be(258_u16).to_string(), "258");
    assert_eq!(Le(-3_i32).to_string(), "-3");
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item {
    #[nla(1)]
    Number(u32),
}

#[derive(Debug, Parse)]
struct Set<'a> {
    #[nla(1)]
    numbers: Repeated<'a, u32>,
    #[nla(2)]
    array: Option<Indexed<'a, u32>>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
fn collections_show_what_is_in_them() {
    let bytes = [
        attr_u32(1, 7),
        attr_u32(1, 8),
        nest(2, &[attr_u32(1, 9), attr_u32(2, 10)]),
        attr(5, &[1, 2]),
    ]
    .concat();
    let set: Set<'_> = parse(&bytes).unwrap();
    assert_eq!(format!("{:?}", set.numbers), "[7, 8]");
    assert_eq!(format!("{:?}", set.array.unwrap()), "{1: 9, 2: 10}");
    assert_eq!(format!("{:?}", set.rest), "{5: [1, 2]}");
    assert!(format!("{:?}", set.numbers.iter()).starts_with("Items"));
    assert!(format!("{:?}", set.array.unwrap().entries()).starts_with("Entries"));
    let (one, two) = (attr_u32(1, 7), [attr_u32(1, 7), attr_u32(1, 8)].concat());
    let stream: Stream<'_, Item> = parse(&two).unwrap();
    assert_eq!(format!("{stream:?}"), "[Number(7), Number(8)]");
    assert!(format!("{:?}", stream.iter()).starts_with("StreamItems"));
    assert!(format!("{:?}", Writer::new(&mut [0; 4])).contains("len: 0"));
    assert_ne!(Unknown::of(&one), Unknown::of(&two));
    assert_eq!(Unknown::of(&two), Unknown::of(&two.clone()));
}

#[test]
fn clones_have_the_same_values() {
    let values = [7_u32, 8];
    assert_eq!(Repeated::of(&values).clone().values(), Some(&values[..]));
    assert_eq!(Repeated::of(&values).clone(), Repeated::of(&values));
    assert_eq!(Indexed::of(&values).clone().iter().count(), 2);
    assert_eq!(Stream::of(&[Item::Number(7)]).clone().iter().count(), 1);
}

#[test]
fn attributes_are_equal_if_type_field_and_payload_are() {
    let bytes =
        [attr(1, &[7]), attr(1, &[7]), attr(2, &[7]), attr(0x8001, &[7]), attr(1, &[8])].concat();
    let attrs: Vec<_> = Input::new(&bytes).attrs().collect();
    assert_eq!(
        attrs.iter().map(|attr| *attr == attrs[0]).collect::<Vec<_>>(),
        [true, true, false, false, false]
    );
}

#[derive(Debug, Parse, Emit)]
#[netlink(message = 16)]
struct Numbered {
    #[nla(1)]
    number: u32,
}

#[test]
fn owned_messages_are_equal_if_they_say_the_same_to_whatever_request() {
    let owned = |sequence, number| {
        let header = MessageHeader { sequence, ..MessageHeader::new(16, MessageFlags::NONE) };
        let mut bytes = Vec::new();
        emit_message(&mut Writer::growing(&mut bytes), header, &Numbered { number }).unwrap();
        OwnedMessage::<Numbered>::parse(&RawMessage::split(&bytes).unwrap().0).unwrap()
    };
    assert!(owned(1, 7) == owned(1, 7).clone() && owned(1, 7) == owned(2, 7));
    assert!(owned(1, 7) != owned(1, 8));
    assert_eq!(format!("{:?}", owned(1, 7)), "Ok(Numbered { number: 7 })");

    let other = bytes::message(17, 0, &attr_u32(1, 7));
    let other = RawMessage::split(&other).unwrap().0;
    let error = OwnedMessage::<Numbered>::parse(&other).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OtherMessage);
    // Any message is one of bytes: the same payload under another type is another.
    let raw = |ty| {
        let bytes = bytes::message(ty, 0, &attr_u32(1, 7));
        OwnedMessage::<RawMessage<'_>>::parse(&RawMessage::split(&bytes).unwrap().0).unwrap()
    };
    assert!(raw(16) == raw(16) && raw(16) != raw(17));
}

#[test]
fn owned_values_are_equal_if_their_bytes_are() {
    let owned = |bytes: &[u8]| netlink_core::Owned::<Nest>::parse(Input::new(bytes)).unwrap();
    let (seven, eight) = (owned(&attr_u32(1, 7)), owned(&attr_u32(1, 8)));
    assert!(seven == seven.clone() && seven != eight);
    assert_eq!(format!("{seven:?}"), "Ok(Nest { number: 7 })");
}
