//! Bugs of the C library that this project reimplements, if no other test covers them: see `bugs.md`.

use netlink_core::policy::{AttrPolicy, AttrTable, Kind, Policy};
use netlink_core::{Errno, ErrorKind, Input, Level, Parse, ParseError};
use netlink_tests::bytes::attr;

const FLAG_AND_NUMBER: &Policy = &Policy::new(
    "Set",
    &[AttrPolicy::new(Kind::Flag).named(1, "flag"), AttrPolicy::new(Kind::U32).named(2, "number")],
);

fn table(bytes: &[u8]) -> Result<AttrTable<'_, 3>, ParseError> {
    FLAG_AND_NUMBER.table::<3>(Input::new(bytes))
}

#[test]
fn a_required_flag_counts_once_and_does_not_count_for_another_attribute() {
    let (flag, number) = (attr(1, &[]), attr(2, &7_u32.to_ne_bytes()));
    assert!(table(&[flag.clone(), number.clone()].concat()).is_ok());
    assert!(table(&[number.clone(), flag.clone()].concat()).is_ok());
    for (bytes, missing) in [(flag.clone(), 2), (number, 1), ([flag.clone(), flag].concat(), 2)] {
        let error = table(&bytes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Missing);
        assert_eq!(error.path().types().collect::<Vec<_>>(), [missing]);
    }
}

#[test]
fn a_longest_length_of_0_is_a_rule_and_not_the_absence_of_one() {
    const NOTHING: &Policy =
        &Policy::new("Set", &[AttrPolicy::new(Kind::Binary).with_len(0, 0).named(1, "nothing")]);
    assert!(NOTHING.validate(Input::new(&attr(1, &[]))).is_ok());
    let error = NOTHING.validate(Input::new(&attr(1, &[1]))).unwrap_err();
    assert_eq!(error.errno(), Errno::ERANGE);

    #[derive(Debug, Parse)]
    struct Derived<'a> {
        #[nla(1, len = 0)]
        nothing: &'a [u8],
    }
    assert!(Derived::parse(Input::new(&attr(1, &[]))).unwrap().nothing.is_empty());
    let error = Derived::parse(Input::new(&attr(1, &[1]))).unwrap_err();
    assert_eq!(error.errno(), Errno::ERANGE);
}

#[test]
fn numbers_are_read_at_any_alignment() {
    let value = 0x0123_4567_89ab_cdef_u64;
    for shift in 0..8 {
        let mut bytes = vec![0; shift];
        bytes.extend(attr(1, &value.to_ne_bytes()));
        let set = Input::new(&bytes[shift..]);
        let attr = set.attrs().next().unwrap();
        assert_eq!(u64::parse(attr.input()), Ok(value), "{shift}");
    }
}

#[test]
fn a_payload_too_short_for_its_number_is_an_error_and_not_an_abort() {
    for len in 0..8 {
        let bytes = attr(1, &[0xff; 8][..len]);
        let attr = Input::new(&bytes).attrs().next().unwrap();
        assert!(u64::parse(attr.input().with_level(Level::STRICT)).is_err(), "{len}");
        // Liberally an integer is read at the width that it has.
        let expected = [1, 2, 4].contains(&len).then(|| (1 << (8 * len)) - 1);
        assert_eq!(u64::parse(attr.input()).ok(), expected, "{len}");
    }
}
