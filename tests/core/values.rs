//! Values by themselves, as payloads: what wraps another, what stands alone, and how they are shown.

use core::ffi::CStr;

use netlink_core::{
    Be, Bitfield32, Emit, ErrorKind, Indexed, Input, Le, Malformed, MessageFlags, MessageHeader,
    OwnedMessage, Parse, ParseError, RawMessage, Reject, Repeated, SelectorKey, Sint, Stream, Uint,
    Unknown, Writer, attr::NESTED, emit_message, value::Number,
};
use netlink_tests::bytes::{self, attr, attr_u32, nest};

/// What a value writes as a payload, in the length that it announces.
#[track_caller]
fn payload<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(&value).unwrap();
    assert_eq!(value.payload_len(), bytes.len());
    bytes
}

/// What a value writes as the attribute of type 1, in the length that it announces.
#[track_caller]
fn attribute<T: Emit>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.emit_attr(1, &mut Writer::growing(&mut bytes)).unwrap();
    assert_eq!(value.attr_len(), bytes.len());
    bytes
}

fn parse<'a, T: Parse<'a>>(bytes: &'a [u8]) -> Result<T, ParseError> {
    T::parse(Input::new(bytes))
}

#[test]
fn wrapped_values_write_what_they_wrap() {
    let number = 0x0102_0304_u32.to_ne_bytes();
    assert_eq!(payload(&Some(0x0102_0304_u32)), number);
    assert_eq!(payload(&None::<u32>), [0; 0]);
    assert_eq!(payload(&Box::new(0x0102_0304_u32)), number);
    assert_eq!(payload(&Ok::<u32, Malformed<'_>>(0x0102_0304)), number);
    let error = parse::<u32>(&[1, 2]).unwrap_err();
    assert_eq!(payload(&Err::<u32, _>(Malformed { bytes: &[1, 2], error })), [1, 2]);

    assert_eq!(attribute(&Some(7_u32)), attr_u32(1, 7));
    assert_eq!(attribute(&None::<u32>), [0; 0]);
    assert_eq!(attribute(&Box::new(7_u32)), attr_u32(1, 7));
    assert_eq!(attribute(&Ok::<u32, Malformed<'_>>(7)), attr_u32(1, 7));
    assert_eq!(attribute(&Err::<u32, _>(Malformed { bytes: &[1, 2], error })), attr(1, &[1, 2]));
}

#[test]
fn wrapped_values_read_what_they_wrap() {
    let number = 7_u32.to_ne_bytes();
    assert_eq!(parse::<Option<u32>>(&number), Ok(Some(7)));
    assert_eq!(parse::<Box<u32>>(&number), Ok(Box::new(7)));
    assert_eq!(parse::<Vec<u32>>(&number), Ok(vec![7]));
    assert_eq!(parse::<Option<u32>>(&[]).unwrap_err().kind(), ErrorKind::Length);
    assert_eq!(parse::<Vec<u32>>(&[]).unwrap_err().kind(), ErrorKind::Length);
    assert_eq!(parse::<Repeated<'_, u32>>(&[]).map(drop).unwrap_err().kind(), ErrorKind::Length);
    assert_eq!(parse::<Repeated<'_, u32>>(&number).unwrap().iter().count(), 0);
}

#[test]
fn what_may_be_absent_says_what_that_means() {
    assert_eq!(<u32 as Parse<'_>>::absent(), None);
    assert_eq!(<Option<u32> as Parse<'_>>::absent(), Some(None));
    assert_eq!(<bool as Parse<'_>>::absent(), Some(false));
    assert_eq!(<Vec<u32> as Parse<'_>>::absent(), Some(Vec::new()));
    assert_eq!(<Box<Option<u32>> as Parse<'_>>::absent(), Some(Box::new(None)));
    assert_eq!(<Box<u32> as Parse<'_>>::absent(), None);
    assert_eq!(<Result<u32, ParseError> as Parse<'_>>::absent(), None);
    assert_eq!(<Result<bool, ParseError> as Parse<'_>>::absent(), Some(Ok(false)));
    assert!(<Repeated<'_, u32> as Parse<'_>>::absent().is_some());
    assert!(<Reject as Parse<'_>>::absent().is_some());
}

#[test]
fn several_values_by_themselves_are_attributes_of_type_0() {
    let expected = [attr_u32(0, 7), attr_u32(0, 8)].concat();
    assert_eq!(payload(&vec![7_u32, 8]), expected);
    assert_eq!(payload(&Repeated::of(&[7_u32, 8])), expected);
    assert_eq!(payload(&Vec::<u32>::new()), [0; 0]);
    assert_eq!(attribute(&vec![7_u32, 8]), [attr_u32(1, 7), attr_u32(1, 8)].concat());
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
    fn written<T: Emit>(value: &T) -> Vec<u8> {
        let mut bytes = Vec::new();
        value.emit_attr(1 | NESTED, &mut Writer::growing(&mut bytes)).unwrap();
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
    let malformed: Result<Nest, _> = Err(Malformed { bytes: &[1, 2, 3, 4], error });
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
    assert_eq!(payload(&false), [0; 0]);
    assert_eq!(payload(&true), [0; 0]);
    assert_eq!((attribute(&false), attribute(&true)), (vec![], attr(1, &[])));
    assert_eq!((payload(&Reject), attribute(&Reject)), (vec![], vec![]));
}

#[test]
fn numbers_are_what_they_are_on_the_wire() {
    assert_eq!((Sint::from_int(-5), Sint(-5).int()), (Sint(-5), -5));
    assert_eq!((Uint::from_int(5), Uint(5).int()), (Uint(5), 5));
    assert_eq!((Be::from_int(5_u16), Be(5_u16).int()), (Be(5), 5));
    assert_eq!((Le::from_int(5_i64), Le(5_i64).int()), (Le(5), 5));
}

#[test]
fn keys_end_before_their_nul() {
    assert_eq!((&b"vlan\0\0"[..]).key(), Some(&b"vlan"[..]));
    assert_eq!((&b"vlan"[..]).key(), Some(&b"vlan"[..]));
    assert_eq!("vlan".key(), Some(&b"vlan"[..]));
    assert_eq!(c"vlan".key(), Some(&b"vlan"[..]));
    assert_eq!(Some(7_u16).key(), Some(7));
    assert_eq!(None::<&CStr>.key(), None);
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
    assert!(Repeated::of(&values).clone().iter().eq([Ok(7), Ok(8)]));
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
