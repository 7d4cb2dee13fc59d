//! A struct is filled in place: what must come has some other value until it does.

use core::ffi::CStr;
use core::net::IpAddr;

use netlink_core::{
    AttrPolicy, Be, Bitfield32, ErrorKind, Indexed, Input, Mac, Parse, ParseError, ParseWith,
    Stream, Uint, policy::Kind,
};

use netlink_tests::bytes::attr;

/// A type of somebody else's, of which there is no value but one that was read.
#[derive(Debug, PartialEq)]
struct Even(u32);

impl Parse<'_> for Even {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::U32);

    fn parse(input: Input<'_>) -> Result<Self, ParseError> {
        match u32::parse(input)? {
            value if value % 2 == 0 => Ok(Self(value)),
            _ => Err(input.error(ErrorKind::Value)),
        }
    }
}

struct Halves;

impl ParseWith<'_, Even> for Halves {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::U32);

    fn decode(input: Input<'_>) -> Result<Even, ParseError> {
        u32::parse(input).map(|half| Even(half * 2))
    }
}

#[derive(Debug, PartialEq, Parse)]
struct Inner {
    #[nla(1)]
    even: Even,
}

#[derive(Debug, PartialEq, Parse)]
enum Form {
    #[netlink(key = 1)]
    Number(Even),
    #[netlink(key = 2)]
    Set(Inner),
}

#[derive(Debug, PartialEq, Parse)]
struct Outer<'a> {
    #[nla(1)]
    even: Even,
    #[nla(2, with = Halves)]
    half: Even,
    #[nla(3)]
    inner: Inner,
    #[nla(4)]
    kind: u8,
    #[nla(5, select = kind)]
    form: Form,
    #[nla(6)]
    name: &'a str,
}

fn even(ty: u16, value: u32) -> Vec<u8> {
    attr(ty, &value.to_ne_bytes())
}

fn whole() -> [Vec<u8>; 6] {
    [
        even(1, 2),
        even(2, 2),
        attr(3, &even(1, 6)),
        attr(4, &[2]),
        attr(5, &even(1, 8)),
        attr(6, b"name"),
    ]
}

#[test]
fn what_has_no_other_value_is_read() {
    let bytes = whole().concat();
    assert_eq!(
        Outer::parse(Input::new(&bytes)),
        Ok(Outer {
            even: Even(2),
            half: Even(4),
            inner: Inner { even: Even(6) },
            kind: 2,
            form: Form::Set(Inner { even: Even(8) }),
            name: "name",
        })
    );
}

#[test]
fn the_last_one_wins_although_the_first_was_read_beforehand() {
    let bytes = [whole().concat(), even(1, 10), attr(6, b"other")].concat();
    let outer = Outer::parse(Input::new(&bytes)).unwrap();
    assert_eq!((outer.even, outer.name), (Even(10), "other"));
}

#[test]
fn each_of_them_must_come() {
    for missing in 0..6 {
        let mut attrs = whole().to_vec();
        attrs.remove(missing);
        let bytes = attrs.concat();
        let error = Outer::parse(Input::new(&bytes)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Missing, "without number {missing}");
        let types: Vec<u16> = error.path().types().collect();
        assert_eq!(types, [u16::try_from(missing).unwrap() + 1]);
    }
}

#[test]
fn what_is_wrong_in_one_of_them_is_said() {
    for (number, wrong) in [(0, even(1, 3)), (2, attr(3, &even(1, 3))), (4, attr(5, &even(1, 3)))] {
        let mut attrs = whole();
        attrs[number] = wrong;
        let bytes = attrs.concat();
        let error = Outer::parse(Input::new(&bytes)).unwrap_err();
        assert_ne!(error.kind(), ErrorKind::Missing, "number {number}");
    }
}

#[derive(Clone, Debug, Parse)]
enum Item {
    #[nla(1)]
    Number(#[expect(dead_code, reason = "it never comes")] u32),
}

#[test]
fn of_several_that_must_come_the_first_in_the_order_of_declaration_is_missed() {
    macro_rules! behind {
        ($($name:ident: $ty:ty),* $(,)?) => {$({
            #[derive(Debug, Parse)]
            struct $name<'a> {
                #[nla(1)]
                _first: &'a [u8],
                #[nla(2)]
                _second: $ty,
                #[nla(3)]
                _third: &'a [u8],
            }

            let missing = |bytes: &[u8]| {
                let error = $name::parse(Input::new(bytes)).map(drop).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Missing, stringify!($ty));
                error.path().types().last().unwrap()
            };
            assert_eq!(missing(&[]), 1, stringify!($ty));
            assert_eq!(missing(&attr(1, &[])), 2, stringify!($ty));
        })*};
    }
    behind! {
        Text: &'a str,
        CText: &'a CStr,
        Bytes: &'a [u8],
        Pairs: &'a [[u8; 2]],
        Array: [u8; 6],
        Numbers: Indexed<'a, u32>,
        Items: Stream<'a, Item>,
        Number: u16,
        Address: IpAddr,
        Hardware: Mac,
        Any: Uint,
        Order: Be<u32>,
        Bits: Bitfield32,
    }
}
