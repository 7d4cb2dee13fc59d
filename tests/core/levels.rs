//! KERNEL: what the kernel's validation says of each kind of attribute, lax and strict: the table of
//! `validate_nla`, row by row.

use netlink_core::{
    AttrPolicy, Errno, Input, Level, Policy,
    attr::NESTED,
    policy::{Check, Kind},
};
use netlink_tests::bytes::{attr, unpadded};

/// What the kernel says: nothing, or an error number with a message.
type Verdict = Option<(Errno, &'static str)>;

const OK: Verdict = None;
const FAILED: Verdict = Some((Errno::ERANGE, "Attribute failed policy validation"));
const FAILED_INVALID: Verdict = Some((Errno::EINVAL, "Attribute failed policy validation"));
const EXACT: Verdict = Some((Errno::EINVAL, "invalid attribute length"));
const SIZE: Verdict = Some((Errno::ERANGE, "binary attribute size out of range"));
const RANGE: Verdict = Some((Errno::ERANGE, "integer out of range"));
const RESERVED: Verdict = Some((Errno::EINVAL, "reserved bit set"));
const UNSUPPORTED: Verdict = Some((Errno::EINVAL, "Unsupported attribute"));
const UNKNOWN: Verdict = Some((Errno::EINVAL, "Unknown attribute type"));
const FLAG_MISSING: Verdict = Some((Errno::EINVAL, "NLA_F_NESTED is missing"));
const FLAG_UNEXPECTED: Verdict = Some((Errno::EINVAL, "NLA_F_NESTED not expected"));
const TRAILING: Verdict = Some((Errno::EINVAL, "bytes leftover after parsing attributes"));
const TOO_SHORT: Verdict = Some((Errno::ERANGE, "Array element too short"));
const DEPTH: Verdict = Some((Errno::EINVAL, "allowed policy recursion depth exceeded"));

/// A policy with this one attribute, of type 1.
fn policy_of(attr: AttrPolicy) -> &'static Policy {
    // Policies are constants; a test has many of them, and ends soon.
    let attrs: &'static [AttrPolicy] = Box::leak(Box::new([attr.named(1, "it")]));
    Box::leak(Box::new(Policy::new("Set", attrs)))
}

fn verdict(policy: &'static Policy, level: Level, bytes: &[u8]) -> Verdict {
    let error = policy.validate(Input::new(bytes).with_level(level)).err()?;
    Some((error.errno(), error.kind().message()))
}

/// All combinations of the five bits.
fn every_level() -> impl Iterator<Item = Level> {
    let bits = [Level::TRAILING, Level::MAXTYPE, Level::UNSPEC, Level::STRICT_ATTRS, Level::NESTED];
    (0..1_u8 << bits.len()).map(move |chosen| {
        let chosen = (0..bits.len()).filter(|bit| chosen >> bit & 1 == 1).map(|bit| bits[bit]);
        chosen.fold(Level::LIBERAL, Level::with)
    })
}

/// The bit that makes the kernel say what it says when strict and not when lax.
fn bit_behind(strict: Verdict) -> Level {
    match strict {
        EXACT => Level::STRICT_ATTRS,
        FLAG_MISSING | FLAG_UNEXPECTED => Level::NESTED,
        UNSUPPORTED => Level::UNSPEC,
        UNKNOWN => Level::MAXTYPE,
        TRAILING => Level::TRAILING,
        other => panic!("{other:?} does not depend on the level"),
    }
}

/// Asks for the verdicts about one payload at every level: errno, message, and the offset, which is
/// that of the attribute.
#[track_caller]
fn row(rule: AttrPolicy, raw_type: u16, payload: &[u8], lax: Verdict, strict: Verdict) {
    row_inside(rule, raw_type, payload, 20, lax, strict);
}

/// The same where it is the attribute at `offset` that offends, in what begins at 20.
#[track_caller]
fn row_inside(
    rule: AttrPolicy,
    raw_type: u16,
    payload: &[u8],
    offset: usize,
    lax: Verdict,
    strict: Verdict,
) {
    at_every_level(rule, raw_type, payload, offset, |level| match lax == strict {
        false if level.contains(bit_behind(strict)) => strict,
        _ => lax,
    });
}

#[track_caller]
fn at_every_level(
    rule: AttrPolicy,
    raw_type: u16,
    payload: &[u8],
    offset: usize,
    expected: impl Fn(Level) -> Verdict,
) {
    let policy = policy_of(rule);
    let what = format!("{rule} with {} bytes: {payload:?}", payload.len());
    for bytes in [attr(raw_type, payload), unpadded(raw_type, payload)] {
        for level in every_level() {
            let error = policy.validate(Input::new(&bytes).at(20).with_level(level)).err();
            let verdict = error.map(|error| (error.errno(), error.kind().message()));
            assert_eq!(verdict, expected(level), "{level:?}, {what}");
            let found = error.map(|error| error.offset());
            assert_eq!(found, verdict.map(|_| offset), "{level:?}, {what}");
        }
    }
}

const INTEGERS: [Kind; 20] = [
    Kind::U8,
    Kind::U16,
    Kind::U32,
    Kind::U64,
    Kind::I8,
    Kind::I16,
    Kind::I32,
    Kind::I64,
    Kind::Be16,
    Kind::Be32,
    Kind::Be64,
    Kind::BeI16,
    Kind::BeI32,
    Kind::BeI64,
    Kind::Le16,
    Kind::Le32,
    Kind::Le64,
    Kind::LeI16,
    Kind::LeI32,
    Kind::LeI64,
];

#[test]
fn integers_may_be_longer_when_lax_and_must_be_exact_when_strict() {
    for kind in INTEGERS {
        let (rule, size) = (AttrPolicy::new(kind), kind.size().unwrap());
        for len in 0..=size + 4 {
            let (lax, strict) = match len {
                len if len < size => (FAILED, EXACT),
                len if len == size => (OK, OK),
                _ => (OK, EXACT),
            };
            row(rule, 1, &vec![1; len], lax, strict);
        }
    }
}

#[test]
fn integers_of_either_width_have_four_or_eight_bytes() {
    for kind in [Kind::Uint, Kind::Sint] {
        for len in 0..=12 {
            let verdict = if matches!(len, 4 | 8) { OK } else { EXACT };
            row(AttrPolicy::new(kind), 1, &vec![1; len], verdict, verdict);
        }
    }
}

#[test]
fn flags_have_no_payload() {
    let flag = AttrPolicy::new(Kind::Flag);
    row(flag, 1, &[], OK, OK);
    row(flag, 1, &[1], FAILED, FAILED);
    row(flag, 1, &[1; 4], FAILED, FAILED);
}

#[test]
fn bitfields_have_eight_bytes() {
    let bitfield = AttrPolicy::new(Kind::Bitfield32);
    for len in [0, 4, 7, 9, 16] {
        row(bitfield, 1, &vec![0; len], FAILED, FAILED);
    }
}

#[test]
fn strings_have_a_byte_and_need_no_nul() {
    let string = AttrPolicy::new(Kind::String);
    row(string, 1, b"", FAILED, FAILED);
    row(string, 1, b"lo", OK, OK);
    row(string, 1, b"lo\0", OK, OK);
    row(string, 1, b"\0", OK, OK);
}

#[test]
fn strings_may_have_one_nul_more_than_their_longest() {
    let string = AttrPolicy::new(Kind::String).with_len(0, 4);
    row(string, 1, b"abcd", OK, OK);
    row(string, 1, b"abcd\0", OK, OK);
    row(string, 1, b"abcde", FAILED, FAILED);
    row(string, 1, b"abcd\0\0", FAILED, FAILED);
}

#[test]
fn terminated_strings_have_a_nul() {
    let string = AttrPolicy::new(Kind::NulString);
    row(string, 1, b"", FAILED_INVALID, FAILED_INVALID);
    row(string, 1, b"lo", FAILED_INVALID, FAILED_INVALID);
    row(string, 1, b"lo\0", OK, OK);
    row(string, 1, b"\0", OK, OK);
    row(string, 1, b"lo\0and more", OK, OK);
}

#[test]
fn terminated_strings_have_their_nul_in_time() {
    let string = AttrPolicy::new(Kind::NulString).with_len(0, 4);
    row(string, 1, b"abcd\0", OK, OK);
    row(string, 1, b"abc\0", OK, OK);
    row(string, 1, b"abcd", FAILED_INVALID, FAILED_INVALID);
    row(string, 1, b"abcde\0", FAILED_INVALID, FAILED_INVALID);
}

#[test]
fn terminated_strings_have_no_more_behind_their_nul_than_would_fit_before_it() {
    let string = AttrPolicy::new(Kind::NulString).with_len(0, 4);
    row(string, 1, b"a\0cd\0", OK, OK);
    row(string, 1, b"a\0cde", FAILED, FAILED);
    row(string, 1, b"a\0\0\0\0\0", FAILED, FAILED);
}

#[test]
fn bytes_are_at_most_as_long_as_their_rule() {
    let binary = AttrPolicy::new(Kind::Binary);
    row(binary, 1, &[], OK, OK);
    row(binary, 1, &[1; 100], OK, OK);
    let at_most = binary.with_len(0, 4);
    row(at_most, 1, &[1; 4], OK, OK);
    row(at_most, 1, &[1; 5], FAILED, FAILED);
}

#[test]
fn bytes_are_at_least_as_long_as_their_rule() {
    let exact = AttrPolicy::new(Kind::Binary).with_len(6, 6);
    row(exact, 1, &[1; 6], OK, OK);
    row(exact, 1, &[1; 5], SIZE, SIZE);
    row(exact, 1, &[1; 7], SIZE, SIZE);
    let at_least = AttrPolicy::new(Kind::Binary).with_len(4, usize::MAX);
    row(at_least, 1, &[1; 3], SIZE, SIZE);
    row(at_least, 1, &[1; 40], OK, OK);
}

#[test]
fn nothing_is_known_of_the_unspecified_but_a_smallest_length() {
    let unspec = AttrPolicy::new(Kind::Unspec).with_len(4, usize::MAX);
    row(unspec, 1, &[1; 3], FAILED, UNSUPPORTED);
    row(unspec, 1, &[1; 4], OK, UNSUPPORTED);
    row(unspec, 1 | NESTED, &[1; 9], OK, UNSUPPORTED);
}

/// What was found, in the error about an attribute of type 1 with this payload.
fn found(rule: AttrPolicy, level: Level, raw_type: u16, payload: &[u8]) -> i128 {
    let bytes = attr(raw_type, payload);
    policy_of(rule).validate(Input::new(&bytes).with_level(level)).unwrap_err().found()
}

#[test]
fn errors_say_which_length_was_found() {
    let string = AttrPolicy::new(Kind::NulString).with_len(2, 4);
    for (payload, length) in [
        // Too short before the NUL, too long before it, too long behind it.
        (&b"a\0cde"[..], 1),
        (b"abcdef\0xyz\0", 6),
        (b"abc\0efg\0", 7),
    ] {
        assert_eq!(found(string, Level::LIBERAL, 1, payload), length, "{payload:?}");
    }
    let text = AttrPolicy::new(Kind::String).with_len(2, 4);
    assert_eq!(found(text, Level::LIBERAL, 1, b"abcdef\0"), 6);
    assert_eq!(found(text, Level::LIBERAL, 1, b"a\0"), 1);
}

#[test]
fn errors_say_which_type_is_not_supported() {
    let unspec = AttrPolicy::new(Kind::Unspec);
    assert_eq!(found(unspec, Level::UNSPEC, 1 | NESTED, &[1; 4]), 1);
}

#[test]
fn lengths_of_nests_are_not_looked_at_where_they_are_empty() {
    let nest = AttrPolicy::nested(|| &INNER).with_len(8, 8);
    row(nest, 1 | NESTED, &[], OK, OK);
    row(nest, 1 | NESTED, &attr(1, &[1, 2]), OK, OK);
    row(AttrPolicy::array(|| &ELEMENT).with_len(8, 8), 1 | NESTED, &[], OK, OK);
}

#[test]
fn what_is_wrong_in_an_isolated_nest_or_array_stays_there() {
    let bad = attr(1, &[1]);
    row(AttrPolicy::nested(|| &INNER).isolated(), 1 | NESTED, &bad, OK, OK);
    let array = AttrPolicy::array(|| &ELEMENT);
    row(array.isolated(), 1 | NESTED, &attr(1, &bad), OK, OK);
    row(array.isolated(), 1, &attr(1, &bad), OK, FLAG_MISSING);
    // A truncated attribute is not an array for any reader.
    row(array.isolated(), 1 | NESTED, &[0], FAILED, FAILED);
}

#[test]
fn rejected_attributes_are_rejected() {
    let reject = AttrPolicy::new(Kind::Reject);
    let verdict = Some((Errno::EINVAL, "Attribute rejected"));
    row(reject, 1, &[], verdict, verdict);
    row(reject, 1, &[1; 4], verdict, verdict);
}

static INNER: Policy = Policy::new("Inner", &[AttrPolicy::new(Kind::U16).named(1, "number")]);

#[test]
fn nests_are_empty_or_have_room_for_a_header() {
    let nest = AttrPolicy::nested(|| &INNER);
    row(nest, 1 | NESTED, &[], OK, OK);
    for len in 1..4 {
        row(nest, 1 | NESTED, &vec![0; len], FAILED, FAILED);
    }
    row(nest, 1 | NESTED, &attr(1, &[1, 2]), OK, OK);
}

#[test]
fn nests_carry_their_flag_when_strict() {
    let nest = AttrPolicy::nested(|| &INNER);
    row(nest, 1, &attr(1, &[1, 2]), OK, FLAG_MISSING);
    row(nest, 1, &[], OK, FLAG_MISSING);
}

#[test]
fn attributes_of_a_nest_are_validated() {
    let nest = AttrPolicy::nested(|| &INNER);
    row_inside(nest, 1 | NESTED, &attr(1, &[1]), 24, FAILED, EXACT);
    row_inside(nest, 1 | NESTED, &attr(1, &[1, 2, 3]), 24, OK, EXACT);
    row_inside(nest, 1 | NESTED, &attr(2, &[1, 2]), 24, OK, UNKNOWN);
    row_inside(nest, 1 | NESTED, &[&attr(1, &[1, 2])[..], &[0]].concat(), 32, OK, TRAILING);

    let bytes = [attr(9, &[]), attr(1 | NESTED, &attr(1, &[1]))].concat();
    let input = Input::new(&bytes).at(20);
    let error = policy_of(nest).validate(input).unwrap_err();
    assert_eq!(error.offset(), 28, "that of the inner attribute");
    assert!(error.path().types().eq([1, 1]));
}

static ELEMENT: AttrPolicy = AttrPolicy::nested(|| &INNER);

#[test]
fn arrays_are_empty_or_have_room_for_a_header() {
    let array = AttrPolicy::array(|| &ELEMENT);
    row(array, 1 | NESTED, &[], OK, OK);
    for len in 1..4 {
        row(array, 1 | NESTED, &vec![0; len], FAILED, FAILED);
    }
}

#[test]
fn elements_of_an_array_are_validated_whatever_their_types_and_flags() {
    let array = AttrPolicy::array(|| &ELEMENT);
    let element = attr(1, &[1, 2]);
    for ty in [0, 1, 77, 1 | NESTED] {
        row(array, 1 | NESTED, &attr(ty, &element), OK, OK);
        row(array, 1 | NESTED, &attr(ty, &[]), OK, OK);
        row_inside(array, 1 | NESTED, &attr(ty, &attr(1, &[1])), 28, FAILED, EXACT);
        for len in 1..4 {
            row_inside(array, 1 | NESTED, &attr(ty, &vec![0; len]), 24, TOO_SHORT, TOO_SHORT);
        }
    }
    row(array, 1, &attr(1, &element), OK, FLAG_MISSING);
}

#[test]
fn bitfields_have_no_bits_beyond_their_mask_and_none_that_they_do_not_select() {
    let bitfield = AttrPolicy::new(Kind::Bitfield32).with_check(Check::Mask(0x0f));
    for (value, selector, verdict) in [
        (0x05_u32, 0x0f_u32, OK),
        (0, 0, OK),
        (0x10, 0x0f, FAILED_INVALID),
        (0x01, 0x1f, FAILED_INVALID),
        (0x03, 0x01, FAILED_INVALID),
    ] {
        let payload = [value.to_ne_bytes(), selector.to_ne_bytes()].concat();
        row(bitfield, 1, &payload, verdict, verdict);
    }
}

#[test]
fn everything_else_carries_no_nested_flag_when_strict() {
    for kind in INTEGERS {
        let size = kind.size().unwrap();
        row(AttrPolicy::new(kind), 1 | NESTED, &vec![1; size], OK, FLAG_UNEXPECTED);
        // The length is looked at first.
        at_every_level(AttrPolicy::new(kind), 1 | NESTED, &vec![1; size + 1], 20, |level| {
            match (level.contains(Level::STRICT_ATTRS), level.contains(Level::NESTED)) {
                (true, _) => EXACT,
                (false, true) => FLAG_UNEXPECTED,
                (false, false) => OK,
            }
        });
    }
    row(AttrPolicy::new(Kind::Uint), 1 | NESTED, &[1; 5], EXACT, FLAG_UNEXPECTED);
    row(AttrPolicy::new(Kind::Flag), 1 | NESTED, &[], OK, FLAG_UNEXPECTED);
    row(AttrPolicy::new(Kind::Flag), 1 | NESTED, &[1], FAILED, FLAG_UNEXPECTED);
    row(AttrPolicy::new(Kind::String), 1 | NESTED, b"", FAILED, FLAG_UNEXPECTED);
    row(AttrPolicy::new(Kind::NulString), 1 | NESTED, b"a\0", OK, FLAG_UNEXPECTED);
    row(AttrPolicy::new(Kind::Binary), 1 | NESTED, b"a", OK, FLAG_UNEXPECTED);
}

#[test]
fn byte_order_flag_is_never_looked_at() {
    row(AttrPolicy::new(Kind::U32), 1 | 0x4000, &[1; 4], OK, OK);
}

#[test]
fn ranges_hold_at_every_level_in_the_order_of_bytes_that_the_kind_has() {
    let range = |kind, min, max| AttrPolicy::new(kind).with_check(Check::Range(min, max));
    row(range(Kind::U8, 2, 5), 1, &[1], RANGE, RANGE);
    row(range(Kind::U8, 2, 5), 1, &[2], OK, OK);
    row(range(Kind::U8, 2, 5), 1, &[5], OK, OK);
    row(range(Kind::U8, 2, 5), 1, &[6], RANGE, RANGE);
    row(range(Kind::I16, -2, 5), 1, &(-3_i16).to_ne_bytes(), RANGE, RANGE);
    row(range(Kind::I16, -2, 5), 1, &(-2_i16).to_ne_bytes(), OK, OK);
    row(range(Kind::Be16, 0, 255), 1, &[0, 255], OK, OK);
    row(range(Kind::Be16, 0, 255), 1, &[1, 0], RANGE, RANGE);
    row(range(Kind::Be32, 0, 255), 1, &[0, 0, 1, 0], RANGE, RANGE);
    row(range(Kind::BeI32, -300, 0), 1, &(-300_i32).to_be_bytes(), OK, OK);
    row(range(Kind::BeI32, -300, 0), 1, &(-301_i32).to_be_bytes(), RANGE, RANGE);
    row(range(Kind::Le16, 0, 255), 1, &[255, 0], OK, OK);
    row(range(Kind::Le16, 0, 255), 1, &[0, 1], RANGE, RANGE);
    row(range(Kind::U64, 0, i128::from(u64::MAX) - 1), 1, &[255; 8], RANGE, RANGE);
    row(range(Kind::Uint, 0, 7), 1, &8_u64.to_ne_bytes(), RANGE, RANGE);
    row(range(Kind::Uint, 0, 7), 1, &7_u32.to_ne_bytes(), OK, OK);
    row(range(Kind::Sint, -1, 7), 1, &(-2_i32).to_ne_bytes(), RANGE, RANGE);
    // The length is checked first, and of a longer payload the bytes of the integer are read.
    row(range(Kind::U16, 0, 5), 1, &[0], FAILED, EXACT);
    row(range(Kind::U8, 2, 5), 1, &[3, 0xff], OK, EXACT);
}

#[test]
fn masks_hold_at_every_level_in_the_order_of_bytes_that_the_kind_has() {
    let mask = |kind, mask| AttrPolicy::new(kind).with_check(Check::Mask(mask));
    row(mask(Kind::U8, 0x0f), 1, &[0x0f], OK, OK);
    row(mask(Kind::U8, 0x0f), 1, &[0x1f], RESERVED, RESERVED);
    row(mask(Kind::Be16, 0x00ff), 1, &[0, 0xff], OK, OK);
    row(mask(Kind::Be16, 0x00ff), 1, &[1, 0], RESERVED, RESERVED);
    row(mask(Kind::U32, 0), 1, &1_u32.to_ne_bytes(), RESERVED, RESERVED);
}

static HOLES: Policy = Policy::new(
    "Holes",
    &[AttrPolicy::new(Kind::U8).named(1, "first"), AttrPolicy::new(Kind::U8).named(5, "last")],
);

#[test]
fn types_that_the_policy_does_not_have_are_skipped_when_lax() {
    for (ty, strict) in [(0, UNKNOWN), (3, UNSUPPORTED), (6, UNKNOWN), (0x3fff, UNKNOWN)] {
        let bytes = [attr(ty, &[1]), attr(1, &[1])].concat();
        assert_eq!(verdict(&HOLES, Level::LIBERAL, &bytes), OK);
        assert_eq!(verdict(&HOLES, Level::STRICT, &bytes), strict, "type {ty}");
    }
    let bytes = attr(3, &[1]);
    assert_eq!(verdict(&HOLES, Level::MAXTYPE, &bytes), OK);
    assert_eq!(verdict(&HOLES, Level::UNSPEC, &bytes), UNSUPPORTED);
    let bytes = attr(6, &[1]);
    assert_eq!(verdict(&HOLES, Level::UNSPEC, &bytes), OK);
    assert_eq!(verdict(&HOLES, Level::MAXTYPE, &bytes), UNKNOWN);
}

#[test]
fn every_duplicate_is_validated() {
    for bytes in [[attr(1, &[1]), attr(1, &[])].concat(), [attr(1, &[]), attr(1, &[1])].concat()] {
        assert_eq!(verdict(&HOLES, Level::LIBERAL, &bytes), FAILED);
    }
    let bytes = [attr(1, &[1]), attr(1, &[2])].concat();
    assert_eq!(verdict(&HOLES, Level::STRICT, &bytes), OK);
}

#[test]
fn leftover_bytes_are_let_pass_when_lax() {
    for leftover in [&[0][..], &[0; 3], &[3, 0, 1, 0], &[9, 0, 1, 0, 0]] {
        let bytes = [&attr(1, &[1])[..], leftover].concat();
        assert_eq!(verdict(&HOLES, Level::LIBERAL, &bytes), OK);
        for level in [Level::TRAILING, Level::DEPRECATED_STRICT, Level::STRICT] {
            assert_eq!(verdict(&HOLES, level, &bytes), TRAILING);
        }
    }
}

#[test]
fn first_error_is_the_one_that_is_reported() {
    let bytes = [attr(5, &[]), attr(1, &[]), vec![0]].concat();
    let error = HOLES.validate(Input::new(&bytes)).unwrap_err();
    assert!(error.path().types().eq([5]));
}

static DEEP: Policy = Policy::new("Deep", &[AttrPolicy::nested(|| &DEEP).named(1, "deeper")]);

#[test]
fn policies_are_followed_ten_levels_deep() {
    let mut bytes = Vec::new();
    for depth in 0..30 {
        // The innermost set is empty, and an empty nest is not entered.
        let expected = if depth <= 10 { OK } else { DEPTH };
        for level in [Level::LIBERAL, Level::STRICT] {
            assert_eq!(verdict(&DEEP, level, &bytes), expected, "{depth} deep");
        }
        bytes = attr(1 | NESTED, &bytes);
    }
}

#[test]
fn truncated_fixed_header_is_reported_with_the_kernels_text() {
    static WITH_HEADER: Policy = Policy::new("Message", &[]).with_header(8);
    let error = WITH_HEADER.validate(Input::new(&[0; 7])).unwrap_err();
    assert_eq!((error.errno(), error.kind().message()), (Errno::EINVAL, "Invalid header length"));
    WITH_HEADER.validate(Input::new(&[0; 8])).unwrap();
}
