//! Bytes that are left over behind the last attribute: reported at the liberal level, and refused on
//! request.

use netlink_core::{
    ErrorKind, Indexed, Lazy, Level, Malformed, Parse, ParseError, ParseMessage, RawMessage,
    Repeated, Stream,
};
use netlink_families::rt_link::Link;
use netlink_tests::bytes::{attr, attr_u32, header, message, nest};

#[derive(Debug, Parse)]
#[netlink(message = 16)]
struct Outer<'a> {
    #[nla(1)]
    inner: Option<Inner>,
    #[nla(2)]
    list: Option<Indexed<'a, Inner>>,
    #[nla(3)]
    isolated: Option<Result<Inner, Malformed<'a>>>,
    #[nla(4)]
    lazy: Option<Lazy<'a, Inner>>,
    #[nla(5)]
    repeated: Repeated<'a, Inner>,
    #[nla(6)]
    stream: Option<Stream<'a, Item>>,
}

#[derive(Debug, PartialEq, Parse)]
struct Inner {
    #[nla(1)]
    number: u32,
}

#[derive(Debug, PartialEq, Parse)]
enum Item {
    #[nla(1)]
    Inner(Inner),
}

const GOOD: Inner = Inner { number: 7 };

/// A set with one number and two bytes behind it.
fn cut() -> Vec<u8> {
    [attr_u32(1, 7), vec![9, 9]].concat()
}

/// Parses a message, and returns what is reported.
fn noted<'a, T: ParseMessage<'a>>(bytes: &'a [u8]) -> (T, Option<ParseError>) {
    let (message, _) = RawMessage::split(bytes).unwrap();
    let mut said = None;
    let value = message.parse_noting_leftover(|error| said = Some(*error)).unwrap();
    (value, said)
}

/// What is refused on request.
fn refused<'a, T: ParseMessage<'a>>(bytes: &'a [u8]) -> Option<ParseError> {
    RawMessage::split(bytes).unwrap().0.parse_at::<T>(Level::TRAILING).err()
}

#[test]
fn bytes_left_over_are_reported_where_they_are() {
    for (body, offset) in [
        ([attr_u32(90, 7), vec![9; 3]].concat(), 24),
        (nest(1, &[cut()]), 28),
        (nest(2, &[nest(0, &[cut()])]), 32),
        (nest(5, &[cut()]), 28),
        (nest(6, &[nest(1, &[attr_u32(1, 7)]), vec![9; 3]]), 32),
    ] {
        let bytes = message(16, 0, &body);
        let (outer, said) = noted::<Outer<'_>>(&bytes);
        let said = said.unwrap_or_else(|| panic!("{body:?}"));
        assert_eq!((said.kind(), said.offset()), (ErrorKind::TrailingBytes, offset));
        let refused = refused::<Outer<'_>>(&bytes).unwrap();
        assert_eq!(said.to_string(), refused.to_string());
        assert!(outer.inner.is_none_or(|inner| inner == GOOD));
        assert!(outer.repeated.into_iter().all(|item| item == Ok(GOOD)));
        assert!(outer.list.iter().flat_map(Indexed::iter).all(|item| item == Ok(GOOD)));
    }
}

/// A kernel does not check this at any level.
#[test]
fn bytes_left_over_behind_the_elements_of_an_array_are_reported_only() {
    let bytes = message(16, 0, &nest(2, &[nest(0, &[attr_u32(1, 7)]), vec![9, 9]]));
    let (outer, said) = noted::<Outer<'_>>(&bytes);
    assert_eq!(
        said.unwrap().to_string(),
        "Outer.list at offset 32: bytes leftover after parsing attributes: 2 bytes"
    );
    assert_eq!(outer.list.unwrap().iter().collect::<Result<Vec<_>, _>>(), Ok(vec![GOOD]));
    assert!(refused::<Outer<'_>>(&bytes).is_none());
}

#[test]
fn bytes_left_over_do_not_make_an_isolated_value_malformed() {
    let bytes = message(16, 0, &nest(3, &[cut()]));
    let (outer, said) = noted::<Outer<'_>>(&bytes);
    assert_eq!(said.map(|error| error.offset()), Some(28));
    assert_eq!(outer.isolated.unwrap().unwrap(), GOOD);
}

#[test]
fn a_malformed_isolated_value_is_not_reported() {
    let bytes = message(16, 0, &nest(3, &[attr(1, &[1, 2, 3])]));
    let (outer, said) = noted::<Outer<'_>>(&bytes);
    assert_eq!(said, None);
    assert!(outer.isolated.unwrap().is_err());
}

#[test]
fn what_is_parsed_later_is_parsed_liberally() {
    let body = [nest(4, &[cut()]), nest(6, &[nest(1, &[cut()])])].concat();
    let bytes = message(16, 0, &body);
    let (outer, said) = noted::<Outer<'_>>(&bytes);
    assert_eq!(said, None);
    assert_eq!(outer.lazy.unwrap().get(), Ok(GOOD));
    assert_eq!(outer.stream.unwrap().iter().next().unwrap(), Ok(Item::Inner(GOOD)));
}

#[test]
fn nothing_is_reported_of_a_message_without_bytes_left_over() {
    let body = [
        nest(1, &[attr_u32(1, 7)]),
        nest(2, &[nest(0, &[attr_u32(1, 7)])]),
        nest(6, &[nest(1, &[attr_u32(1, 7)])]),
        attr_u32(90, 1),
    ];
    let bytes = message(16, 0, &body.concat());
    assert_eq!(noted::<Outer<'_>>(&bytes).1, None);
    assert!(refused::<Outer<'_>>(&bytes).is_none());
}

#[test]
fn other_errors_are_returned() {
    let bytes = message(16, 0, &nest(1, &[attr(1, &[1, 2, 3])]));
    let (message, _) = RawMessage::split(&bytes).unwrap();
    let error = message.parse_noting_leftover::<Outer<'_>>(|_| panic!("nothing is left over"));
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Length);
}

/// A network card with many virtual functions: their list is longer than its length field can say, and
/// the kernel wraps it.
#[test]
fn a_list_whose_length_has_wrapped_is_reported_and_refused() {
    const FUNCTIONS: usize = 300;
    let function = nest(1, &[attr(1, &[0; 36]), attr(2, &[0; 12]), attr(8, &[0; 208])]);
    let list = function.repeat(FUNCTIONS);
    let wrapped = u16::try_from((list.len() + 4) % 65536).unwrap();
    let info = [0; 16].to_vec();
    let body = [info, attr(3, b"eth0\0"), header(wrapped, 22).to_vec(), list].concat();
    let bytes = message(16, 0, &body);

    let (link, said) = noted::<Link<'_>>(&bytes);
    let kept = link.vfinfo_list.unwrap().info.into_iter().count();
    assert!(kept < FUNCTIONS, "{kept}");
    assert_eq!(said.unwrap().kind(), ErrorKind::TrailingBytes);
    assert_eq!(refused::<Link<'_>>(&bytes).unwrap().kind(), ErrorKind::TrailingBytes);
}
