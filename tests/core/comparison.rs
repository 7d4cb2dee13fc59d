//! What a type's policy says against what a kernel says: which differences there are.

use netlink_core::{
    AttrPolicy, Policy,
    policy::{Check, Difference, DifferenceKind, Kind, Name, PolicyTable},
};

use DifferenceKind::{Narrower, OtherKind, Unknown, Wider};

/// The one difference between an attribute of ours and one of a kernel's.
fn difference(ours: AttrPolicy, theirs: AttrPolicy) -> Option<Difference> {
    let attrs: &'static [AttrPolicy] = Vec::leak(vec![ours.named(1, "it")]);
    let policy: &'static Policy = Box::leak(Box::new(Policy::new("Set", attrs)));
    let mut table = PolicyTable::default();
    table.insert(0, theirs.named(1, ""));
    let mut differences = policy.differences(&table, 0);
    assert!(differences.len() < 2);
    differences.pop()
}

#[track_caller]
fn compare(ours: AttrPolicy, theirs: AttrPolicy, expected: Option<DifferenceKind>) {
    assert_eq!(difference(ours, theirs).map(|difference| difference.kind), expected);
}

fn of(kind: Kind) -> AttrPolicy {
    AttrPolicy::new(kind)
}

#[test]
fn differences_are_displayed_as_text() {
    let told = |ours, theirs| difference(ours, theirs).unwrap().to_string();
    let (word, from_one) =
        (of(Kind::U32), of(Kind::U32).with_check(Check::Range(1, u32::MAX.into())));
    assert_eq!(
        told(word, from_one),
        "Set.it: wider: u32 of 4 bytes, but the kernel takes u32 from 1"
    );
    assert_eq!(
        told(from_one, word),
        "Set.it: narrower: u32 from 1, but the kernel takes u32 of 4 bytes"
    );
    assert_eq!(
        told(word, of(Kind::U16)),
        "Set.it: of another kind: u32 of 4 bytes, but the kernel takes u16 of 2 bytes"
    );
    let wider = difference(word, from_one).unwrap();
    assert_eq!(format!("{wider:?}"), format!("Difference({wider})"));
}

#[test]
fn equal_policies_do_not_differ() {
    for kind in [Kind::Flag, Kind::U8, Kind::I64, Kind::Uint, Kind::NulString, Kind::Bitfield32] {
        compare(of(kind), of(kind), None);
    }
    let range = of(Kind::I16).with_check(Check::Range(-3, 9));
    compare(range, range, None);
    let mask = of(Kind::U16).with_check(Check::Mask(0xf0));
    compare(mask, mask, None);
}

#[test]
fn ranges_are_narrower_wider_or_both() {
    let range = |min, max| of(Kind::I32).with_check(Check::Range(min, max));
    let all = of(Kind::I32);
    for (ours, theirs, expected) in [
        (range(0, 10), range(0, 10), None),
        (range(1, 10), range(0, 10), Some(Narrower)),
        (range(0, 9), range(0, 10), Some(Narrower)),
        (range(1, 9), range(0, 10), Some(Narrower)),
        (range(-1, 10), range(0, 10), Some(Wider)),
        (range(0, 11), range(0, 10), Some(Wider)),
        (range(-1, 9), range(0, 10), Some(Wider)),
        (range(1, 11), range(0, 10), Some(Wider)),
        (range(0, 10), all, Some(Narrower)),
        (all, range(0, 10), Some(Wider)),
        (range(i32::MIN.into(), i32::MAX.into()), all, None),
    ] {
        compare(ours, theirs, expected);
    }
}

#[test]
fn masks_are_narrower_wider_or_both() {
    let mask = |bits| of(Kind::U32).with_check(Check::Mask(bits));
    let signed_mask = of(Kind::I32).with_check(Check::Mask(0b111));
    for (ours, theirs, expected) in [
        (mask(0b111), mask(0b111), None),
        (mask(0b101), mask(0b111), Some(Narrower)),
        (mask(0b111), mask(0b101), Some(Wider)),
        (mask(0b110), mask(0b011), Some(Wider)),
        (of(Kind::U32), mask(0b111), Some(Wider)),
        (of(Kind::U32), mask(u32::MAX.into()), None),
        // Every value that there is has no other bits.
        (of(Kind::U32).with_check(Check::Range(0, 7)), mask(0b111), None),
        (of(Kind::U32).with_check(Check::Range(0, 0)), mask(0b111), None),
        (of(Kind::U32).with_check(Check::Range(0, 8)), mask(0b111), Some(Wider)),
        (of(Kind::U32).with_check(Check::Range(0, 7)), mask(0b110), Some(Wider)),
        (of(Kind::I32).with_check(Check::Range(-8, -1)), signed_mask, Some(Wider)),
    ] {
        compare(ours, theirs, expected);
    }
}

#[test]
fn lengths_are_narrower_wider_or_both() {
    for kind in [Kind::NulString, Kind::String, Kind::Binary] {
        let len = |min, max| of(kind).with_len(min, max);
        for (ours, theirs, expected) in [
            (len(0, 15), len(0, 15), None),
            (len(0, 14), len(0, 15), Some(Narrower)),
            (len(0, 16), len(0, 15), Some(Wider)),
            (len(1, 15), len(0, 15), Some(Narrower)),
            (len(0, usize::MAX), len(0, 15), Some(Wider)),
            // Beyond 16 bits there is none.
            (len(0, usize::MAX), len(0, 0xffff), None),
            (len(0, 0x1_0000), len(0, 0xffff), None),
        ] {
            compare(ours, theirs, expected);
        }
    }
    // Kernels do not report a bound on one side only for binary data; for strings they do.
    compare(of(Kind::Binary).with_len(4, 8), of(Kind::Binary), None);
    compare(of(Kind::NulString).with_len(0, 8), of(Kind::NulString), Some(Narrower));
}

#[test]
fn an_enum_without_other_values_is_within_a_mask_or_not() {
    const LOW: &[Name] = &[Name { value: 1, name: "one" }, Name { value: 2, name: "two" }];
    const HIGH: &[Name] = &[Name { value: 1, name: "one" }, Name { value: 4, name: "four" }];
    let masked = of(Kind::U8).with_check(Check::Mask(3));
    compare(of(Kind::U8).closed().with_names(LOW), masked, Some(Narrower));
    compare(of(Kind::U8).closed().with_names(HIGH), masked, Some(Wider));
    // With other values it is the integer that it is.
    compare(of(Kind::U8).with_names(LOW), masked, Some(Wider));
    compare(of(Kind::U8).with_names(LOW).with_check(Check::Mask(3)), masked, None);

    let range = of(Kind::U8).with_check(Check::Range(1, 2));
    compare(of(Kind::U8).closed().with_names(LOW), range, None);
    compare(of(Kind::U8).closed().with_names(HIGH), range, Some(Wider));
    assert!(range.closed().is_closed() && !range.is_closed());
}

#[test]
fn rejected_attributes_are_narrower() {
    compare(of(Kind::U32).with_check(Check::Reject), of(Kind::U32), Some(Narrower));
}

#[test]
fn kinds_are_the_same_as_far_as_kernels_tell_them_apart() {
    let sized = |size| of(Kind::Binary).with_len(size, size);
    for (ours, theirs) in [
        (of(Kind::String), of(Kind::NulString)),
        (of(Kind::NulString), of(Kind::String)),
        (of(Kind::U64), of(Kind::Uint)),
        (of(Kind::Be16), of(Kind::U16)),
        (of(Kind::Le16), of(Kind::U16)),
        (of(Kind::Be32), of(Kind::U32)),
        (of(Kind::Le32), of(Kind::U32)),
        (of(Kind::Be64), of(Kind::U64)),
        (of(Kind::Le64), of(Kind::U64)),
        (sized(2), of(Kind::U16)),
        (sized(4), of(Kind::U32)),
        (sized(8), of(Kind::U64)),
        (of(Kind::Be16), sized(2)),
        (of(Kind::Be32), sized(4)),
        (of(Kind::Be64), sized(8)),
        (of(Kind::Unspec), of(Kind::U8)),
        (of(Kind::Unspec), of(Kind::Nested)),
    ] {
        let kind = difference(ours, theirs).map(|difference| difference.kind);
        assert_eq!(kind, None, "{ours} and {theirs}");
    }
    for (ours, theirs) in [
        (of(Kind::U8), of(Kind::U16)),
        (of(Kind::U32), of(Kind::I32)),
        (of(Kind::U32), of(Kind::Unspec)),
        (of(Kind::Uint), of(Kind::U64)),
        (of(Kind::Be16), of(Kind::U32)),
        (of(Kind::Be32), of(Kind::U64)),
        (of(Kind::U32), sized(4)),
        (sized(3), of(Kind::U32)),
        (of(Kind::Binary), of(Kind::U32)),
        (of(Kind::Binary).with_len(4, 8), of(Kind::U32)),
        (of(Kind::Binary), of(Kind::String)),
        (of(Kind::String), of(Kind::Binary)),
        (of(Kind::Be32), sized(8)),
        (of(Kind::Be32), of(Kind::Binary)),
    ] {
        compare(ours, theirs, Some(OtherKind));
    }
}

#[test]
fn what_a_kernel_hides_is_not_unknown_below_its_highest_type() {
    let sized = |size| of(Kind::Binary).with_len(size, size);
    let unknown = |ours: AttrPolicy, highest| {
        let attrs: &'static [AttrPolicy] = Vec::leak(vec![ours.named(5, "it")]);
        let policy: &'static Policy = Box::leak(Box::new(Policy::new("Set", attrs)));
        let mut table = PolicyTable::default();
        table.raise_max_type(0, highest);
        let differences = policy.differences(&table, 0);
        assert!(differences.iter().all(|difference| difference.kind == Unknown));
        differences.len()
    };
    let hidden =
        [of(Kind::Be16), of(Kind::Be32), of(Kind::Unspec), of(Kind::Reject), sized(2), sized(4)];
    for ours in hidden {
        assert_eq!([4, 5, 6].map(|highest| unknown(ours, highest)), [1, 0, 0], "{ours}");
    }
    for ours in [of(Kind::U32), of(Kind::Be64), sized(8), of(Kind::Binary), of(Kind::Nested)] {
        assert_eq!([4, 5, 6].map(|highest| unknown(ours, highest)), [1, 1, 1], "{ours}");
    }
}

#[test]
fn unknown_attributes_are_named() {
    const SET: &Policy = &Policy::new("Set", &[AttrPolicy::new(Kind::U8).named(3, "three")]);
    let differences = SET.differences(&PolicyTable::default(), 0);
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].to_string(), "Set.three: unknown to the kernel: u8 of 1 bytes");
    assert_eq!(differences[0].theirs, "");
}

#[test]
fn nested_sets_and_elements_are_compared_by_number() {
    const INNER: &Policy = &Policy::new("Inner", &[AttrPolicy::new(Kind::U8).named(1, "byte")]);
    const ELEMENT: AttrPolicy = AttrPolicy::nested(|| INNER);
    const OUTER: &Policy = &Policy::new(
        "Outer",
        &[
            AttrPolicy::nested(|| INNER).named(1, "nest"),
            AttrPolicy::array(|| &ELEMENT).named(2, "array"),
        ],
    );
    let table = |inner| {
        let mut table = PolicyTable::default();
        table.insert(0, AttrPolicy::nested_number(1).named(1, ""));
        table.insert(0, AttrPolicy::array_of_number(1).named(2, ""));
        table.insert(1, AttrPolicy::new(inner).named(1, ""));
        table
    };
    assert_eq!(OUTER.differences(&table(Kind::U8), 0), []);
    let paths: Vec<_> =
        OUTER.differences(&table(Kind::U16), 0).into_iter().map(|found| found.path).collect();
    assert_eq!(paths, ["Outer.nest.byte", "Outer.array.byte"]);
}

#[test]
fn sets_that_contain_themselves_are_compared_to_an_end() {
    const LOOP: &Policy = &Policy::new(
        "Loop",
        &[
            AttrPolicy::nested(|| LOOP).named(1, "again"),
            AttrPolicy::new(Kind::U8).named(2, "byte"),
        ],
    );
    let mut table = PolicyTable::default();
    table.insert(0, AttrPolicy::nested_number(0).named(1, ""));
    table.insert(0, AttrPolicy::new(Kind::U8).named(2, ""));
    assert_eq!(LOOP.differences(&table, 0), []);
    let mut other = PolicyTable::default();
    other.insert(0, AttrPolicy::nested_number(0).named(1, ""));
    other.insert(0, AttrPolicy::new(Kind::U16).named(2, ""));
    assert_eq!(LOOP.differences(&other, 0).len(), 16);
}

#[test]
fn tables_know_what_was_put_in() {
    let mut table = PolicyTable::default();
    assert!(table.is_empty());
    assert_eq!((table.len(), table.attr(0, 1).is_some()), (0, false));
    table.insert(2, of(Kind::U8).named(7, ""));
    assert!(!table.is_empty());
    assert_eq!(table.len(), 3);
    assert_eq!(table.attr(2, 7).map(AttrPolicy::kind), Some(Kind::U8));
    assert!(table.attr(2, 6).is_none() && table.attr(1, 7).is_none());
    assert_eq!((table.max_type(2), table.max_type(1)), (7, 0));
}

#[test]
fn attributes_that_a_kernel_hides_are_not_differences_if_it_does_not_report_the_highest_type() {
    for kind in [Kind::Be16, Kind::Be32, Kind::Unspec] {
        let attrs: &'static [AttrPolicy] = Vec::leak(vec![of(kind).named(5, "it")]);
        let policy: &'static Policy = Box::leak(Box::new(Policy::new("Set", attrs)));
        let mut table = PolicyTable::default();
        table.insert(0, of(Kind::U32).named(1, ""));
        assert_eq!(policy.differences(&table, 0), []);
    }
}

#[test]
fn expected_differences_are_not_reported_and_wider_rules_always_are() {
    let range = of(Kind::U32).with_check(Check::Range(5, 9));
    compare(range, of(Kind::U32), Some(Narrower));
    compare(range.expecting(Narrower), of(Kind::U32), None);
    compare(range.expecting(OtherKind), of(Kind::U32), Some(Narrower));
    compare(of(Kind::U32).expecting(Wider), range, Some(Wider));
    compare(of(Kind::U16).expecting(OtherKind), of(Kind::U32), None);
    compare(of(Kind::U16).expecting(Narrower), of(Kind::U32), Some(OtherKind));
    let unknown = |ours: AttrPolicy| {
        let attrs: &'static [AttrPolicy] = Vec::leak(vec![ours.named(5, "it")]);
        let policy: &'static Policy = Box::leak(Box::new(Policy::new("Set", attrs)));
        policy.differences(&PolicyTable::default(), 0).len()
    };
    assert_eq!((unknown(range), unknown(range.expecting(Unknown))), (1, 0));
    assert_eq!(range.expecting(Narrower).named(7, "it").ty(), 7);
}

#[test]
fn arrays_that_are_reported_as_nests_are_compared_by_their_elements() {
    static ELEMENT: AttrPolicy = AttrPolicy::nested(|| &INNER);
    static INNER: Policy = Policy::new("Inner", &[AttrPolicy::new(Kind::U32).named(1, "number")]);
    static OUTER: Policy = Policy::new("Outer", &[AttrPolicy::array(|| &ELEMENT).named(1, "list")]);
    let reported = |number: AttrPolicy| {
        let mut table = PolicyTable::default();
        table.insert(0, AttrPolicy::nested_number(1).named(1, ""));
        table.insert(1, AttrPolicy::nested_number(2).named(1, ""));
        table.insert(2, number.named(1, ""));
        OUTER.differences(&table, 0).into_iter().map(|it| it.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(reported(of(Kind::U32)), [""; 0]);
    let expected =
        "Outer.list.number: of another kind: u32 of 4 bytes, but the kernel takes u16 of 2 bytes";
    assert_eq!(reported(of(Kind::U16)), [expected]);
}

#[test]
fn of_replies_what_they_may_not_be_able_to_read_is_reported() {
    let differences = |ours: AttrPolicy, theirs: AttrPolicy| {
        let attrs: &'static [AttrPolicy] =
            Vec::leak(vec![ours.named(1, "it"), of(Kind::U64).named(9, "only_in_replies")]);
        let policy: &'static Policy = Box::leak(Box::new(Policy::new("Reply", attrs)));
        let mut table = PolicyTable::default();
        table.insert(0, theirs.named(1, ""));
        let differences = policy.differences_of_reply(&table, 0);
        differences.into_iter().map(|difference| difference.kind).collect::<Vec<_>>()
    };
    let range = of(Kind::U32).with_check(Check::Range(5, 9));
    assert_eq!(differences(of(Kind::U32), range), []);
    assert_eq!(differences(range, of(Kind::U32)), [Narrower]);
    assert_eq!(differences(of(Kind::U16), of(Kind::U32)), [OtherKind]);
}
