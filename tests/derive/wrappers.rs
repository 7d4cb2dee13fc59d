//! Every kind of value in every wrapper parses to what was emitted.

use core::ffi::CStr;
use core::fmt::Debug;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{
    Be, Bitfield32, Emit, EmitField, ErrorKind, Indexed, Input, Lazy, Le, Level, Mac, Malformed,
    Parse, ParseError, ParseField, Raw, Repeated, Sint, Stream, Uint, Writer,
};
use netlink_tests::bytes::{attr, attr_u32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// The field in question, between others.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Set<F> {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    it: F,
    #[nla(3)]
    after: u8,
}

fn emitted<T: Emit>(value: &T) -> &'static [u8] {
    let mut bytes = Vec::new();
    Writer::growing(&mut bytes).emit(value).unwrap();
    assert_eq!(bytes.len(), value.payload_len());
    let mut exact = vec![0xa5; bytes.len()];
    Writer::new(&mut exact).emit(value).unwrap();
    assert_eq!(exact, bytes);
    Vec::leak(bytes)
}

const LEVELS: [Level; 3] = [Level::LIBERAL, Level::DEPRECATED_STRICT, Level::STRICT];

/// `parse(emit(x)) == x`, and a parsed value is emitted unchanged.
#[track_caller]
fn round_trip<T>(value: &T)
where
    T: Parse<'static> + Emit + Debug + PartialEq,
{
    let bytes = emitted(value);
    for level in LEVELS {
        let parsed = T::parse(Input::new(bytes).with_level(level)).unwrap();
        assert_eq!(&parsed, value, "{level:?}");
        assert_eq!(emitted(&parsed), bytes, "{parsed:?} at {level:?}");
    }
}

#[track_caller]
fn field<F>(it: F)
where
    F: ParseField<'static> + EmitField + Debug + PartialEq,
{
    round_trip(&Set { before: 7, it, after: 9 });
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Newtype<T>(T);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Grown<T>(Vec<T>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Listed<'a, T: Parse<'a>>(Repeated<'a, T>);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Item<T> {
    #[nla(1)]
    Plain(T),
    #[nla(2)]
    Boxed(Box<T>),
    #[nla(3)]
    Flag,
}

trait Value: Parse<'static> + Emit + Debug + PartialEq + Clone + 'static {}

impl<T: Parse<'static> + Emit + Debug + PartialEq + Clone + 'static> Value for T {}

type Isolated<T> = Result<T, Malformed<'static>>;

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// In everything that holds one value.
#[track_caller]
fn alone<T: Value>(values: [T; 2]) {
    for value in &values {
        field(value.clone());
        field(Some(value.clone()));
        field(Box::new(value.clone()));
        field(Some(Box::new(value.clone())));
        field(Newtype(value.clone()));
        field(Some(Newtype(Box::new(value.clone()))));
        field(Isolated::<T>::Ok(value.clone()));
        field(Some(Isolated::<T>::Ok(value.clone())));
        field(Isolated::<Box<T>>::Ok(Box::new(value.clone())));
        field(Box::new(Isolated::<T>::Ok(value.clone())));
        field(Newtype(Isolated::<T>::Ok(value.clone())));
        field(Lazy::of(leak(value.clone())));
        field(Some(Lazy::of(leak(value.clone()))));
        field(Isolated::<Lazy<'_, T>>::Ok(Lazy::of(leak(value.clone()))));
        let bytes = emitted(value);
        field(Raw::new(value.clone(), bytes));
        field(Some(Raw::new(Box::new(value.clone()), bytes)));
    }
    field(None::<T>);
    field(None::<Box<T>>);
    field(None::<Isolated<T>>);
    let [first, second] = values.clone();
    let items = [
        Item::Plain(first.clone()),
        Item::Flag,
        Item::Boxed(Box::new(second)),
        Item::Plain(first),
        Item::Flag,
    ];
    field(Stream::of(leak(items.clone())));
    field(Some(Stream::of(leak(items.clone()))));
    field(Stream::<Item<T>>::of(&[]));
    round_trip(&Stream::of(leak(items)));
    let values = leak(values);
    field(Indexed::of(values));
    field(Some(Indexed::of(values)));
    field(Indexed::<T>::of(&[]));
    field(Newtype(Indexed::of(values)));
    let [first, second] = values;
    field(Indexed::numbered(leak([(0, first.clone()), (0x3fff, second.clone())])));
}

/// In everything that holds several.
#[track_caller]
fn several<T: Value>(values: [T; 2]) {
    let list = leak(values.clone());
    field(values.to_vec());
    field(Vec::<T>::new());
    field(Repeated::of(list));
    field(Repeated::<T>::of(&[]));
    field(Grown(values.to_vec()));
    field(Listed(Repeated::of(list)));
    field(values.clone().map(Box::new).to_vec());
    field(values.clone().map(Newtype).to_vec());
    field(values.clone().map(Isolated::<T>::Ok).to_vec());
    field(list.iter().map(Lazy::of).collect::<Vec<_>>());
    field(vec![Indexed::of(list), Indexed::of(&[]), Indexed::of(list)]);
    field(Repeated::of(leak([Indexed::of(list), Indexed::of(list)])));
    field(Repeated::of(leak(values.clone().map(Box::new))));
    field(Repeated::of(leak(values.clone().map(Isolated::<T>::Ok))));
    field(Indexed::of(leak(values.clone().map(Isolated::<T>::Ok))));
    field(Indexed::of(leak(values.clone().map(Box::new))));
    let items = leak(values.map(Item::Plain));
    field(Repeated::of(leak([Stream::of(items), Stream::of(&[]), Stream::of(items)])));
    field(vec![Stream::of(items)]);
}

#[track_caller]
fn both<T: Value>(values: [T; 2]) {
    alone(values.clone());
    several(values);
}

/// In what says how often an attribute occurs: for kinds that differ from others in nothing else.
#[track_caller]
fn few<T: Value>(values: [T; 2]) {
    field(Some(values[0].clone()));
    field(Indexed::of(leak(values.clone())));
    field(values.to_vec());
    let [first, second] = values;
    field(first);
    field(Isolated::<T>::Ok(second));
}

#[test]
fn integers() {
    alone([0_u8, 0xff]);
    both([0_u32, 0xffff_fffe]);
    few([0_u16, 0xfffe]);
    few([0_u64, u64::MAX - 1]);
    few([i8::MIN, -1]);
    few([i16::MIN, -2]);
    few([i32::MIN, -2]);
    few([i64::MIN, -2]);
    few([Be(1_u16), Be(0x0102)]);
    few([Be(1_u32), Be(0x0102_0304)]);
    both([Be(-2_i64), Be(0x0102_0304_0506_0708)]);
    few([Le(1_u16), Le(0x0102)]);
    few([Le(-2_i32), Le(0x0102_0304)]);
    few([Le(1_u64), Le(u64::MAX - 1)]);
    both([Uint(1), Uint(u64::MAX)]);
    few([Sint(-1), Sint(i64::MIN)]);
    few([1_u128, u128::MAX - 1]);
}

#[derive(
    Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned,
)]
#[repr(C)]
struct Pair {
    first: u8,
    second: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable, Parse, Emit)]
#[netlink(layout)]
#[repr(C)]
struct Layout {
    number: u32,
    short: u16,
    other: u16,
}

#[test]
fn strings_bytes_and_structures() {
    both(["a", "name"]);
    few([c"a", c"name"]);
    both([&b""[..], b"bytes"]);
    few([[1, 2, 3, 4, 5], [0; 5]]);
    both([leak(Pair { first: 1, second: 2 }), leak(Pair { first: 3, second: 4 })]);
    few([&[Pair { first: 1, second: 2 }; 3][..], &[]]);
    both([Layout { number: 1, short: 2, other: 3 }, Layout { number: 4, short: 5, other: 6 }]);
}

#[test]
fn addresses_and_bitfields() {
    few([Mac([1, 2, 3, 4, 5, 6]), Mac([0; 6])]);
    few([Ipv4Addr::LOCALHOST, Ipv4Addr::UNSPECIFIED]);
    few([Ipv6Addr::LOCALHOST, Ipv6Addr::UNSPECIFIED]);
    both([IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]);
    few([Bitfield32 { value: 1, selector: 3 }, Bitfield32 { value: 0, selector: 8 }]);
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u16)]
enum Closed {
    One = 1,
    Two,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u16)]
#[netlink(wire = Be<u16>)]
enum Open {
    One = 1,
    #[netlink(other)]
    Other(u16),
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(range = 1..=9)]
struct Digit(u32);

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
#[netlink(len = 1..=4)]
struct Short<'a>(&'a CStr);

#[test]
fn enums_and_newtypes_with_rules() {
    few([Closed::One, Closed::Two]);
    both([Open::One, Open::Other(9)]);
    both([Digit(1), Digit(9)]);
    few([Short(c"a"), Short(c"abcd")]);
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Nest<'a> {
    #[nla(1)]
    number: Option<u32>,
    #[nla(2)]
    flag: bool,
    #[nla(3)]
    names: Vec<&'a str>,
    #[nla(4)]
    below: Option<Box<Nest<'a>>>,
    #[nla(5)]
    always: (),
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, IntoBytes, Immutable, KnownLayout)]
#[repr(C)]
struct Header {
    family: u8,
    flags: [u8; 4],
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Headed {
    #[netlink(header)]
    header: Header,
    #[nla(1)]
    number: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Selected<'a> {
    #[nla(2, select = kind)]
    data: Option<Data<'a>>,
    #[nla(1)]
    kind: &'a CStr,
}

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
enum Data<'a> {
    #[netlink(key = "number")]
    Number(u32),
    #[netlink(key = ["nest", "nested"])]
    Nest(Nest<'a>),
    #[netlink(key = ["mq", "clsact"])]
    Empty,
    #[netlink(other)]
    Other(&'a [u8]),
}

fn nest(below: Option<Nest<'static>>) -> Nest<'static> {
    let names = vec!["one", "two"];
    Nest { number: Some(7), flag: true, names, below: below.map(Box::new), always: () }
}

#[test]
fn sets_and_sub_messages() {
    let small = Nest { number: None, flag: false, names: vec![], below: None, always: () };
    both([nest(Some(nest(None))), small.clone()]);
    let header = Header { family: 2, flags: [1, 2, 3, 4] };
    both([Headed { header, number: Some(7) }, Headed { header, number: None }]);
    let selected = |kind, data| Selected { kind, data };
    both([selected(c"number", Some(Data::Number(7))), selected(c"other", None)]);
    both([
        selected(c"nest", Some(Data::Nest(nest(None)))),
        selected(c"nested", Some(Data::Nest(small))),
    ]);
    both([selected(c"mq", Some(Data::Empty)), selected(c"clsact", Some(Data::Empty))]);
    both([selected(c"x", Some(Data::Other(b"any"))), selected(c"mq", None)]);
}

#[test]
fn flags() {
    field(true);
    field(false);
    field(());
}

/// A payload that no value has.
#[test]
fn malformed_values_are_kept_in_every_wrapper_and_emitted_unchanged() {
    type Bad<'a> = Result<Digit, Malformed<'a>>;

    #[derive(Debug, PartialEq, Parse, Emit)]
    struct Kept<'a> {
        #[nla(1)]
        required: Bad<'a>,
        #[nla(2)]
        optional: Option<Bad<'a>>,
        #[nla(3)]
        grown: Vec<Bad<'a>>,
        #[nla(4)]
        listed: Repeated<'a, Bad<'a>>,
        #[nla(5)]
        indexed: Indexed<'a, Bad<'a>>,
        #[nla(6)]
        boxed: Box<Bad<'a>>,
        #[nla(7)]
        newtype: Newtype<Bad<'a>>,
        #[nla(8)]
        raw: Raw<'a, Bad<'a>>,
        #[nla(9, range = 2..)]
        ruled: Result<u32, Malformed<'a>>,
        #[nla(10, range = 2..)]
        ruled_box: Option<Box<Result<u32, Malformed<'a>>>>,
        #[nla(11, range = 2..)]
        ruled_grown: Vec<Result<u32, Malformed<'a>>>,
        #[nla(12, range = 2..)]
        ruled_listed: Repeated<'a, Result<u32, Malformed<'a>>>,
        #[nla(13, range = 2..)]
        ruled_newtype: Newtype<Result<u32, Malformed<'a>>>,
        #[nla(14, range = 2..)]
        ruled_raw: Raw<'a, Result<u32, Malformed<'a>>>,
    }

    for bad in [&10_u32.to_ne_bytes()[..], &[1, 2, 3], &[], &1_u32.to_ne_bytes()] {
        let array = netlink_tests::bytes::nest(5, &[attr(1, bad), attr_u32(2, 7), attr(3, bad)]);
        let one = |ty| if ty == 5 { array.clone() } else { attr(ty, bad) };
        let bytes: Vec<u8> = (1..=14)
            .flat_map(|ty| match ty {
                3 | 4 | 11 | 12 => [one(ty), attr_u32(ty, 7), one(ty)].concat(),
                _ => one(ty),
            })
            .collect();
        let parsed = Kept::parse(Input::new(&bytes)).unwrap();
        let mut again = Vec::new();
        Writer::growing(&mut again).emit(&parsed).unwrap();
        assert_eq!(again, bytes, "{bad:?}");
        let is_good = bad == 1_u32.to_ne_bytes();
        assert_eq!(parsed.required.is_ok(), is_good);
        assert_eq!(
            parsed.grown.iter().map(Result::is_ok).collect::<Vec<_>>(),
            [is_good, true, is_good]
        );
        let listed: Vec<bool> = parsed.listed.iter().map(|it| it.unwrap().is_ok()).collect();
        assert_eq!(listed, [is_good, true, is_good]);
        let ruled = bad == 10_u32.to_ne_bytes();
        assert_eq!(parsed.ruled.is_ok(), ruled);
        assert_eq!(parsed.ruled_box.unwrap().is_ok(), ruled);
        assert_eq!(parsed.ruled_newtype.0.is_ok(), ruled);
        assert_eq!(parsed.ruled_raw.value.is_ok(), ruled);
        assert_eq!(
            parsed.ruled_grown.iter().map(Result::is_ok).collect::<Vec<_>>(),
            [ruled, true, ruled]
        );
        let listed: Vec<bool> = parsed.ruled_listed.iter().map(|it| it.unwrap().is_ok()).collect();
        assert_eq!(listed, [ruled, true, ruled], "iterating applies the rule again");
    }
}

#[test]
fn good_values_that_break_a_rule_are_not_emitted_beside_malformed_ones() {
    #[derive(Debug, Parse, Emit)]
    struct Kept<'a> {
        #[nla(1, range = 2..)]
        all: Vec<Result<u32, Malformed<'a>>>,
    }

    let bytes = [attr_u32(1, 1), attr_u32(1, 7)].concat();
    let mut kept = Kept::parse(Input::new(&bytes)).unwrap();
    kept.all.push(Ok(0));
    let error = Writer::growing(&mut Vec::new()).emit(&kept).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Range, 16));
    assert!(error.to_string().starts_with("Kept.all[2] at offset 16"), "{error}");
}

/// Nothing in a set is lost that occurs: each of several occurrences is kept or replaces the one before.
#[test]
fn no_occurrence_is_lost() {
    #[expect(clippy::vec_box, reason = "users may write it")]
    #[derive(Debug, Parse)]
    struct All<'a> {
        #[nla(1)]
        boxed: Vec<Box<u32>>,
        #[nla(2)]
        newtype: Grown<u32>,
        #[nla(3)]
        listed: Listed<'a, u32>,
        #[nla(4)]
        arrays: Vec<Indexed<'a, u32>>,
        #[nla(5)]
        lazy: Vec<Lazy<'a, u32>>,
        #[nla(6)]
        raw: Repeated<'a, Raw<'a, u32>>,
        #[nla(7)]
        last: Option<u32>,
        #[nla(8)]
        last_box: Box<u32>,
        #[nla(9)]
        last_isolated: Result<u32, ParseError>,
    }

    let bytes: Vec<u8> = (0..3)
        .flat_map(|round| {
            (1..=9).flat_map(move |ty| match ty {
                4 => netlink_tests::bytes::nest(4, &[attr_u32(1, round), attr_u32(2, round + 10)]),
                _ => attr_u32(ty, round),
            })
        })
        .collect();
    let all = All::parse(Input::new(&bytes)).unwrap();
    assert_eq!(all.boxed, [0, 1, 2].map(Box::new));
    assert_eq!(all.newtype, Grown(vec![0, 1, 2]));
    assert!(all.listed.0.iter().eq([Ok(0), Ok(1), Ok(2)]));
    let arrays = all.arrays.iter().flat_map(Indexed::iter);
    assert!(arrays.eq([0, 10, 1, 11, 2, 12].map(Ok)));
    assert!(all.lazy.iter().map(Lazy::get).eq([Ok(0), Ok(1), Ok(2)]));
    assert!(all.raw.iter().map(|raw| raw.unwrap().value).eq([0, 1, 2]));
    assert_eq!((all.last, all.last_box, all.last_isolated), (Some(2), Box::new(2), Ok(2)));
}
