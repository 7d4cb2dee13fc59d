//! Policies at run time: sets known by number, holes, and where a set begins to be strict.

use netlink_core::policy::{AttrPolicy, Kind, PolicyTable};
use netlink_core::{Errno, ErrorKind, Input, Level, ParseError, Policy, Writer};

type Filled = Result<(), netlink_core::EmitError>;

fn bytes(fill: impl FnOnce(&mut Writer<'_>) -> Filled) -> Vec<u8> {
    let mut bytes = Vec::new();
    fill(&mut Writer::growing(&mut bytes)).expect("a vector has room");
    bytes
}

#[track_caller]
fn refused(result: Result<(), ParseError>, kind: ErrorKind, offset: usize, path: &[u16]) {
    let error = result.expect_err("refused");
    assert_eq!((error.kind(), error.offset()), (kind, offset));
    assert!(error.path().types().eq(path.iter().copied()), "{:?}", error.path());
}

/// Set 0 holds set 1 and an array of set 1; set 1 holds a u32, and itself.
fn table() -> PolicyTable {
    let mut table = PolicyTable::default();
    table.insert(0, AttrPolicy::nested_number(1).named(1, ""));
    table.insert(0, AttrPolicy::array_of_number(1).named(3, ""));
    table.insert(1, AttrPolicy::new(Kind::U32).named(1, ""));
    table.insert(1, AttrPolicy::nested_number(1).named(2, ""));
    table
}

#[test]
fn nested_sets_are_found_by_number() {
    let good = bytes(|w| w.nest(1, |w| w.nest(2, |w| w.put(1, &7_u32))));
    let bad = bytes(|w| w.nest(1, |w| w.nest(2, |w| w.put(1, &7_u16))));
    for level in [Level::LIBERAL, Level::STRICT] {
        assert_eq!(table().validate(0, Input::new(&good).with_level(level)), Ok(()));
    }
    let lax = table().validate(0, Input::new(&bad));
    refused(lax, ErrorKind::Length, 8, &[1, 2, 1]);
    let strict = table().validate(0, Input::new(&bad).with_level(Level::STRICT));
    refused(strict, ErrorKind::ExactLength, 8, &[1, 2, 1]);
}

#[test]
fn elements_of_an_array_are_sets_whose_own_types_and_flags_do_not_matter() {
    let element = |value: u16| bytes(|w| w.put(1, &value));
    let array = bytes(|w| {
        w.nest(3, |w| {
            w.put(9, &bytes(|w| w.put(1, &7_u32)).as_slice())?;
            w.put(9, &element(7).as_slice())
        })
    });
    refused(table().validate(0, Input::new(&array)), ErrorKind::Length, 20, &[3, 1]);
    let short = bytes(|w| w.nest(3, |w| w.put(1, &[1_u8, 2, 3])));
    refused(table().validate(0, Input::new(&short)), ErrorKind::ElementLength, 4, &[3]);
}

#[test]
fn a_set_that_contains_itself_is_followed_ten_levels_deep() {
    let nested = |depth: usize| {
        (1..depth)
            .fold(bytes(|w| w.put(1, &7_u32)), |inner, _| bytes(|w| w.nest(2, |w| w.bytes(&inner))))
    };
    assert_eq!(table().validate(1, Input::new(&nested(10))), Ok(()));
    let error = table().validate(1, Input::new(&nested(11))).expect_err("too deep");
    assert_eq!(error.kind(), ErrorKind::Depth);
}

#[test]
fn types_beyond_the_highest_are_unknown_and_holes_below_it_unsupported() {
    let mut table = table();
    let hole = bytes(|w| w.put(2, &7_u32));
    let beyond = bytes(|w| w.put(4, &7_u32));
    let zero = bytes(|w| w.put(0, &7_u32));
    let strict = |table: &PolicyTable, bytes: &[u8]| {
        table.validate(0, Input::new(bytes).with_level(Level::STRICT))
    };
    for bytes in [&hole, &beyond, &zero] {
        assert_eq!(table.validate(0, Input::new(bytes)), Ok(()));
    }
    refused(strict(&table, &hole), ErrorKind::Unsupported, 0, &[2]);
    refused(strict(&table, &beyond), ErrorKind::UnknownType, 0, &[4]);
    refused(strict(&table, &zero), ErrorKind::UnknownType, 0, &[0]);
    table.raise_max_type(0, 4);
    refused(strict(&table, &beyond), ErrorKind::Unsupported, 0, &[4]);
}

#[test]
fn from_the_strict_start_on_attributes_and_what_is_in_them_are_held_to_every_rule() {
    let mut table = table();
    table.insert(0, AttrPolicy::new(Kind::U32).named(2, ""));
    table.set_strict_start(0, 3);
    let long = 7_u64;
    let before = bytes(|w| w.nest(1, |w| w.put(1, &long)));
    assert_eq!(table.validate(0, Input::new(&before)), Ok(()), "before the start");
    table.set_strict_start(0, 1);
    refused(table.validate(0, Input::new(&before)), ErrorKind::ExactLength, 4, &[1, 1]);
    // Unknown types of the set itself stay with its own level; nested ones do not.
    let unknown = bytes(|w| w.put(9, &7_u32));
    assert_eq!(table.validate(0, Input::new(&unknown)), Ok(()));
    let nested = bytes(|w| w.nest(1, |w| w.put(9, &7_u32)));
    refused(table.validate(0, Input::new(&nested)), ErrorKind::UnknownType, 4, &[1, 9]);
}

#[test]
fn a_constant_policy_has_a_strict_start_as_well() {
    const ATTRS: &[AttrPolicy] =
        &[AttrPolicy::new(Kind::U32).named(1, "old"), AttrPolicy::new(Kind::U32).named(2, "new")];
    const POLICY: &Policy = &Policy::new("Set", ATTRS).with_strict_start(2);
    let long = |ty| bytes(|w| w.put(ty, &7_u64));
    assert_eq!(POLICY.validate(Input::new(&long(1))), Ok(()));
    refused(POLICY.validate(Input::new(&long(2))), ErrorKind::ExactLength, 0, &[2]);
}

#[test]
fn milliseconds_may_be_longer_than_their_eight_bytes_at_every_level() {
    let mut table = PolicyTable::default();
    table.insert(0, AttrPolicy::new(Kind::Msecs).named(1, ""));
    for level in [Level::LIBERAL, Level::STRICT] {
        for len in 0..20_u8 {
            let payload: Vec<u8> = (0..len).collect();
            let bytes = bytes(|w| w.put(1, &payload.as_slice()));
            let result = table.validate(0, Input::new(&bytes).with_level(level));
            if len >= 8 {
                assert_eq!(result, Ok(()));
            } else {
                let error = result.expect_err("too short");
                assert_eq!((error.errno(), error.kind()), (Errno::ERANGE, ErrorKind::Length));
            }
        }
    }
}

#[test]
fn a_length_for_strict_levels_lets_lax_ones_have_more_but_never_less() {
    let mut table = PolicyTable::default();
    table.insert(0, AttrPolicy::new(Kind::Binary).with_len_when_strict(4, 6).named(1, ""));
    let kind = |level, len: u8| {
        let payload: Vec<u8> = (0..len).collect();
        let bytes = bytes(|w| w.put(1, &payload.as_slice()));
        table.validate(0, Input::new(&bytes).with_level(level)).err().map(|error| error.kind())
    };
    for level in [Level::LIBERAL, Level::STRICT] {
        assert_eq!(kind(level, 3), Some(ErrorKind::LengthRule));
        assert!((4..=6).all(|len| kind(level, len).is_none()));
    }
    assert_eq!(kind(Level::LIBERAL, 7), None);
    assert_eq!(kind(Level::STRICT, 7), Some(ErrorKind::ExactLength));
}

const PORT: &Policy = &Policy::new(
    "Port",
    &[
        AttrPolicy::new(Kind::U32).named(1, "index"),
        AttrPolicy::new(Kind::U16).optional().named(2, "queue"),
        AttrPolicy::new(Kind::Flag).optional().named(3, "up"),
    ],
);

#[test]
fn a_table_holds_the_last_attribute_of_each_type_below_its_size() {
    let bytes = bytes(|w| {
        w.put(1, &7_u32)?;
        w.put(2, &1_u16)?;
        w.put(2, &9_u16)?;
        w.put(5, &3_u32)
    });
    let table = PORT.table::<4>(Input::new(&bytes)).expect("good");
    assert_eq!(table.require::<u32>(1), Ok(7));
    assert_eq!(table.get::<u16>(2), Ok(Some(9)));
    assert_eq!((table.has(3), table.has(5), table.has(4)), (false, false, false));
    assert_eq!(table.attr(2).map(|attr| attr.offset()), Some(16));
    // The same again, where attributes stand behind headers.
    let shifted = PORT.table::<4>(Input::new(&bytes).at(20)).expect("good");
    assert_eq!(shifted.attr(2).map(|attr| attr.offset()), Some(36));
    // What must be there is looked for beyond the table's size too.
    assert_eq!(PORT.table::<0>(Input::new(&bytes)).map(|table| table.has(1)), Ok(false));
    assert_eq!(PORT.table::<1>(Input::new(&bytes)).map(|table| table.has(1)), Ok(false));
    assert_eq!(PORT.table::<2>(Input::new(&bytes)).map(|table| table.has(1)), Ok(true));
}

#[test]
fn a_table_names_missing_attributes_and_those_of_another_type_than_requested() {
    let missing = PORT.table::<4>(Input::new(&bytes(|w| w.put(2, &1_u16))).at(20)).unwrap_err();
    assert_eq!(
        (missing.kind(), missing.offset(), missing.to_string().as_str()),
        (ErrorKind::Missing, 20, "Port.index at offset 20: required attribute is missing"),
    );
    let other = bytes(|w| w.put(2, &1_u16));
    let missing = PORT.table::<0>(Input::new(&other)).map(drop).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Missing);
    let good = bytes(|w| w.put(1, &700_u32));
    let table = PORT.table::<4>(Input::new(&good)).expect("good");
    assert_eq!(table.require::<u64>(1), Ok(700));
    let error = table.require::<u8>(1).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Width, 0));
    assert!(error.to_string().starts_with("Port.index at offset 0: "), "{error}");
    let error = table.require::<u16>(2).unwrap_err();
    assert_eq!(error.to_string(), "Port.queue at offset 0: required attribute is missing");
}

#[test]
fn a_table_is_made_of_valid_sets_only() {
    let short = bytes(|w| w.put(1, &7_u16));
    let error = PORT.table::<4>(Input::new(&short)).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 0));
    let long = bytes(|w| w.put(1, &7_u64));
    assert!(PORT.table::<4>(Input::new(&long)).is_ok());
    let error = PORT.table::<4>(Input::new(&long).with_level(Level::STRICT)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ExactLength);
}
