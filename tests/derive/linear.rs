//! Parsing takes work that is linear in the bytes: every value is parsed once, however deep it is nested.

use std::cell::Cell;

use netlink_core::{
    AttrPolicy, Indexed, Input, MAX_DEPTH, Malformed, Parse, ParseError, ParseWith, Raw, Repeated,
};
use netlink_tests::bytes::{attr, attr_u32, nest};

thread_local! {
    static PARSED: Cell<usize> = const { Cell::new(0) };
}

/// A number that counts how often it is parsed. It has no placeholder value.
#[derive(Debug)]
struct Counted(#[expect(dead_code, reason = "only counted")] u32);

impl Parse<'_> for Counted {
    const PARSE_ATTR: AttrPolicy = <u32 as Parse<'_>>::PARSE_ATTR;

    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        PARSED.set(PARSED.get() + 1);
        u32::parse(input).map(Self)
    }
}

/// A codec that counts as well.
struct Counting;

impl ParseWith<'_, u32> for Counting {
    const PARSE_ATTR: AttrPolicy = <u32 as Parse<'_>>::PARSE_ATTR;

    fn decode(input: Input<'_>) -> Result<u32, ParseError> {
        PARSED.set(PARSED.get() + 1);
        u32::parse(input)
    }
}

/// How many values are parsed to get a `T` out of these bytes.
#[track_caller]
fn parsed<'a, T: Parse<'a>>(bytes: &'a [u8]) -> usize {
    PARSED.set(0);
    T::parse(Input::new(bytes)).map(drop).unwrap();
    PARSED.get()
}

/// A set with required members only, and one of the same kind below.
#[derive(Debug, Parse)]
struct Deep<'a> {
    #[nla(1)]
    _counted: Counted,
    #[nla(2)]
    kind: u8,
    #[nla(3, select = kind)]
    _below: Below<'a>,
    #[nla(4, with = Counting)]
    _coded: u32,
    #[nla(5)]
    _boxed: Box<Counted>,
    #[nla(6)]
    _isolated: Result<Counted, Malformed<'a>>,
    #[nla(7)]
    _raw: Raw<'a, Counted>,
    #[nla(8)]
    _wrapped: Wrapped,
}

#[derive(Debug, Parse)]
struct Wrapped(Counted);

/// What is below, in a wrapper of each kind.
#[derive(Debug, Parse)]
#[expect(dead_code, reason = "only counted")]
enum Below<'a> {
    #[netlink(key = 0)]
    Leaf(Counted),
    #[netlink(key = 1)]
    Set(Box<Deep<'a>>),
    #[netlink(key = 2)]
    Isolated(Result<Box<Deep<'a>>, ParseError>),
    #[netlink(key = 3)]
    Raw(Raw<'a, Box<Deep<'a>>>),
    #[netlink(key = 4)]
    Array(Indexed<'a, Deep<'a>>),
    #[netlink(key = 5)]
    Repeated(Several<'a>),
    #[netlink(key = 6)]
    Vec(Grown<'a>),
    #[netlink(key = 7)]
    Required(Box<One<'a>>),
    #[netlink(key = 8)]
    Optional(Box<Perhaps<'a>>),
}

#[derive(Debug, Parse)]
struct Several<'a> {
    #[nla(1)]
    _all: Repeated<'a, Deep<'a>>,
}

#[derive(Debug, Parse)]
struct Grown<'a> {
    #[nla(1)]
    _all: Vec<Deep<'a>>,
}

#[derive(Debug, Parse)]
struct One<'a> {
    #[nla(1)]
    _only: Deep<'a>,
}

#[derive(Debug, Parse)]
struct Perhaps<'a> {
    #[nla(1)]
    _only: Option<Result<Deep<'a>, Malformed<'a>>>,
}

/// How many values each [`Deep`] has, without what is below.
const EACH: usize = 6;

fn deep(kind: u8, below: Vec<u8>) -> Vec<u8> {
    let [one, four, five, six, seven, eight] = [1, 4, 5, 6, 7, 8].map(|ty| attr_u32(ty, 7));
    // The key is behind what it selects.
    [one, below, attr(2, &[kind]), four, five, six, seven, eight].concat()
}

/// Puts the next level into what holds it.
type Wrap = fn(Vec<u8>) -> Vec<u8>;

#[test]
fn required_members_of_every_kind_are_parsed_once_however_deep() {
    for kind in 1..=8 {
        // Arrays and sets around the next one are levels of their own.
        let (levels, wrap): (u8, Wrap) = match kind {
            1..=3 => (1, |bytes| attr(3, &bytes)),
            _ => (2, |bytes| attr(3, &nest(1, &[bytes]))),
        };
        let count = usize::from(MAX_DEPTH / levels);
        let mut bytes = deep(0, attr_u32(3, 7));
        for _ in 0..count {
            bytes = deep(kind, wrap(bytes));
        }
        assert_eq!(parsed::<Deep<'_>>(&bytes), (count + 1) * EACH + 1, "kind {kind}");
    }
}

#[test]
fn every_occurrence_is_parsed_once() {
    let once = deep(0, attr_u32(3, 7));
    let bytes = [once.clone(), once.clone(), once].concat();
    assert_eq!(parsed::<Deep<'_>>(&bytes), 3 * (EACH + 1));
}

/// A set in a set in a set, each of a type of its own.
#[derive(Debug, Parse)]
struct Level<T> {
    #[nla(1)]
    _counted: Counted,
    #[nla(2)]
    _below: T,
}

macro_rules! levels {
    ($ty:ty;) => { $ty };
    ($ty:ty; $_:literal $($rest:literal)*) => { levels!(Level<$ty>; $($rest)*) };
}

type Levels = levels!(Counted; 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28
    29 30 31 32 33 34 35 36 37 38 39 40);

#[test]
fn sets_of_different_types_are_parsed_once() {
    // The innermost attribute is the number below the innermost set.
    let mut bytes = [attr_u32(1, 0), attr_u32(2, 7)].concat();
    for level in 1..40 {
        bytes = [nest(2, &[bytes]), attr_u32(1, level)].concat();
    }
    assert_eq!(parsed::<Levels>(&bytes), 41);
}

#[test]
fn hostile_bytes_that_never_reach_a_leaf_cost_no_more_than_they_are() {
    // Two nests at each level, and in the end one that is empty: no level is tried again.
    let mut bytes = deep(0, attr_u32(3, 7));
    let mut values = EACH + 1;
    for _ in 0..6 {
        let below = [attr(3, &bytes), attr(3, &bytes)].concat();
        bytes = deep(1, below);
        values = 2 * values + EACH;
    }
    assert_eq!(parsed::<Deep<'_>>(&bytes), values);
    let bad = deep(1, [attr(3, &bytes), attr(3, &[])].concat());
    PARSED.set(0);
    assert!(Deep::parse(Input::new(&bad)).is_err());
    assert!(PARSED.get() <= values + EACH + 1);
}
