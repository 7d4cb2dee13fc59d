//! Every value that the type field of an attribute can have.

use netlink_core::{
    ErrorKind, Input, Level, Parse, Stream, Unknown,
    attr::{NESTED, TYPE_MASK},
};
use netlink_tests::bytes::attr;

#[derive(Debug, Parse)]
struct Skips {
    #[nla(0)]
    lowest: Option<u32>,
    #[nla(5)]
    middle: Option<u32>,
    #[nla(0x3ffe)]
    high: Option<u32>,
}

#[derive(Debug, Parse)]
struct Keeps<'a> {
    #[nla(1)]
    one: Option<u32>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Debug, Parse)]
#[netlink(unknown = refuse)]
struct Refuses {
    #[nla(0x3fff)]
    highest: Option<u32>,
}

#[derive(Clone, Debug, Parse)]
enum Item {
    #[nla(1)]
    One(u32),
    #[nla(2)]
    Two(u32),
}

/// Every type field, with an attribute of four bytes that has it.
fn every_type() -> impl Iterator<Item = (u16, Vec<u8>)> {
    (0..=u16::MAX).map(|raw| (raw, attr(raw, &[7, 0, 0, 0])))
}

fn kind<'a, T: Parse<'a>>(level: Level, bytes: &'a [u8]) -> Option<ErrorKind> {
    T::parse(Input::new(bytes).with_level(level)).err().map(|error| error.kind())
}

#[test]
fn flags_of_a_type_field_are_not_part_of_the_type() {
    for (raw, bytes) in every_type() {
        let attr = Input::new(&bytes).attrs().next().unwrap();
        assert_eq!((attr.raw_type(), attr.ty()), (raw, raw & TYPE_MASK));
        assert_eq!(attr.has_nested_flag(), raw & NESTED != 0);
    }
}

#[test]
fn every_type_is_known_or_skipped_when_lax() {
    for (raw, bytes) in every_type() {
        let set = Skips::parse(Input::new(&bytes)).unwrap();
        let found = [set.lowest, set.middle, set.high].map(|value| value.is_some());
        assert_eq!(found, [0, 5, 0x3ffe].map(|ty| raw & TYPE_MASK == ty), "{raw:#x}");
    }
}

#[test]
fn every_type_is_known_unsupported_or_unknown_when_strict() {
    for (raw, bytes) in every_type() {
        let expected = match raw & TYPE_MASK {
            0 | 5 | 0x3ffe if raw & NESTED != 0 => Some(ErrorKind::NestedFlagUnexpected),
            0 | 5 | 0x3ffe => None,
            0x3fff => Some(ErrorKind::UnknownType),
            _ => Some(ErrorKind::Unsupported),
        };
        assert_eq!(kind::<Skips>(Level::STRICT, &bytes), expected, "{raw:#x}");
        let above = (raw & TYPE_MASK == 0x3fff).then_some(ErrorKind::UnknownType);
        assert_eq!(kind::<Skips>(Level::MAXTYPE, &bytes), above, "{raw:#x}");
    }
}

#[test]
fn every_type_is_known_or_kept_as_it_came() {
    for (raw, bytes) in every_type() {
        for level in [Level::LIBERAL, Level::UNSPEC.with(Level::MAXTYPE)] {
            let set = Keeps::parse(Input::new(&bytes).with_level(level)).unwrap();
            let known = raw & TYPE_MASK == 1;
            assert_eq!((set.one.is_some(), set.rest.is_empty()), (known, known), "{raw:#x}");
            if let Some(kept) = set.rest.iter().next() {
                assert_eq!((kept.raw_type(), kept.payload()), (raw, &[7, 0, 0, 0][..]));
            }
        }
    }
}

#[test]
fn every_type_is_known_or_refused_at_every_level() {
    for (raw, bytes) in every_type() {
        let known = raw & TYPE_MASK == 0x3fff;
        let lax = Refuses::parse(Input::new(&bytes)).map(|set| set.highest);
        assert!(lax.is_err() || lax == Ok(Some(u32::from_ne_bytes([7, 0, 0, 0]))));
        assert_eq!(lax.is_ok(), known, "{raw:#x}");
        let strict = kind::<Refuses>(Level::STRICT, &bytes);
        assert_eq!(strict.is_none(), known && raw & NESTED == 0, "{raw:#x}: {strict:?}");
    }
}

#[test]
fn every_type_is_an_item_of_a_stream_or_skipped() {
    for (raw, bytes) in every_type() {
        let mut stream = Stream::<Item>::parse(Input::new(&bytes)).unwrap().iter();
        match (raw & TYPE_MASK, stream.next()) {
            (1, Some(Ok(Item::One(value)))) | (2, Some(Ok(Item::Two(value)))) => {
                assert_eq!(value.to_ne_bytes(), [7, 0, 0, 0]);
            }
            (ty, item) => assert!(ty != 1 && ty != 2 && item.is_none(), "{raw:#x}: {item:?}"),
        }
    }
}
