//! Errors say where, by offset and by the names of the fields.

use core::ffi::CStr;

use netlink_core::{
    Emit, EmitError, Errno, ErrorKind, Input, Level, Malformed, Parse, ParseError, RawMessage,
    Repeated, Step, Writer,
};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::ways::parse;

#[derive(Debug, Parse, Emit)]
#[netlink(message = 16)]
struct Outer<'a> {
    #[nla(1)]
    inner: Option<Middle<'a>>,
    #[nla(2)]
    isolated: Option<Result<u32, Malformed<'a>>>,
    #[nla(3)]
    items: Repeated<'a, Item<'a>>,
}

#[derive(Debug, Parse, Emit)]
struct Middle<'a> {
    #[nla(7)]
    r#type: Option<u32>,
    #[nla(8)]
    item: Option<Item<'a>>,
}

#[derive(Clone, Debug, Parse, Emit)]
struct Item<'a> {
    #[nla(4, len = ..=3)]
    name: Option<&'a CStr>,
}

#[test]
fn errors_are_small() {
    assert!(size_of::<ParseError>() <= 64);
    assert!(size_of::<EmitError>() <= 64);
}

#[test]
fn path_starts_at_the_outer_set() {
    let bytes = nest(1, &[attr_u32(7, 1), nest(8, &[attr(9, &[]), attr(4, b"name\0")])]);
    let error = parse::<Outer<'_>>(&bytes).unwrap_err();
    assert_eq!(error.offset(), 4 + 8 + 4 + 4);
    assert!(error.path().types().eq([1, 8, 4]));
    assert!(error.path().steps().eq([Step::Attr(1), Step::Attr(8), Step::Attr(4)]));
    assert_eq!(error.rule().unwrap().name(), "name");
    assert_eq!(error.root().unwrap().name(), "Outer");
    assert_eq!(error.errno(), Errno::EINVAL);
    assert_eq!(
        error.to_string(),
        "Outer.inner.item.name at offset 20: expected NUL-terminated string of at most 3 bytes, found 4 bytes (Attribute failed policy validation)"
    );
}

#[test]
fn raw_identifiers_are_shown_without_their_prefix() {
    let bytes = nest(1, &[attr(7, &[])]);
    let error = parse::<Outer<'_>>(&bytes).unwrap_err();
    assert!(error.to_string().starts_with("Outer.inner.type at offset 4:"), "{error}");
}

#[test]
fn offsets_are_those_of_the_message() {
    let body = nest(1, &[attr(7, &[])]);
    let mut message = Vec::new();
    message.extend(u32::try_from(16 + body.len()).unwrap().to_ne_bytes());
    message.extend(16_u16.to_ne_bytes());
    message.extend([0; 10]);
    message.extend(body);
    let (message, _) = RawMessage::split(&message).unwrap();
    assert_eq!(message.parse::<Outer<'_>>().unwrap_err().offset(), 20);
}

#[test]
fn isolated_failure_stays_its_own() {
    let bytes = [attr(2, &[1, 2, 3]), nest(1, &[])].concat();
    let outer: Outer<'_> = parse(&bytes).unwrap();
    assert!(outer.inner.is_some());
    let malformed = outer.isolated.unwrap().unwrap_err();
    assert_eq!((malformed.error.kind(), malformed.bytes), (ErrorKind::Length, &[1, 2, 3][..]));
}

#[test]
fn bad_item_of_a_repeated_attribute_is_an_error_of_the_set() {
    let bytes = [nest(3, &[]), nest(3, &[attr(4, b"long\0")])].concat();
    let error = parse::<Outer<'_>>(&bytes).unwrap_err();
    assert_eq!(error.offset(), 4 + 4);
    assert!(error.to_string().starts_with("Outer.items[1].name at offset 8:"), "{error}");
}

#[test]
fn error_of_emitting_has_offset_and_path_too() {
    let items = [Item { name: Some(c"abc") }, Item { name: Some(c"abcd") }];
    let outer = Outer { inner: None, isolated: None, items: Repeated::of(&items) };
    let mut bytes = Vec::new();
    let error = Writer::growing(&mut bytes).emit(&outer).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unterminated);
    assert_eq!(error.offset(), 12 + 4);
    assert!(error.to_string().starts_with("Outer.items[1].name at offset 16:"), "{error}");
}

#[test]
fn full_buffer_names_the_field_that_had_no_room() {
    let item = Item { name: Some(c"abc") };
    let middle = Middle { r#type: Some(1), item: Some(item) };
    let outer = Outer { inner: Some(middle), isolated: None, items: Repeated::default() };
    let mut buffer = [0; 18];
    let error = Writer::new(&mut buffer).emit(&outer).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BufferFull);
    assert!(error.to_string().starts_with("Outer.inner.item.name at offset"), "{error}");
}

#[test]
fn unterminated_string_has_its_own_kind() {
    let bytes = nest(1, &[nest(8, &[attr(4, b"ab")])]);
    let error = parse::<Outer<'_>>(&bytes).unwrap_err();
    assert_eq!((error.kind(), error.errno()), (ErrorKind::Unterminated, Errno::EINVAL));
}

#[test]
fn errors_of_both_ways_of_parsing_agree() {
    // The generated code and the interpreter of policies say the same of what a rule refuses.
    let bytes = nest(1, &[attr_u32(7, 1), nest(8, &[attr(4, b"name\0")])]);
    let input = Input::new(&bytes);
    let by_type = Outer::parse(input).unwrap_err();
    let by_policy = Outer::parse(input.with_level(Level::NESTED)).unwrap_err();
    assert_eq!(by_type, by_policy);
    assert_eq!(by_type.to_string(), by_policy.to_string());
}
