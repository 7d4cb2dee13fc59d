//! `len`, `range` and `mask`: what is written is enforced, on both sides or on the one it is bound to.

use core::{ffi::CStr, time::Duration};

use netlink_core::{
    AttrPolicy, Be, Emit, EmitContext, EmitWith, Emitted, ErrorKind, Input, Lazy, Malformed,
    Output, Parse, ParseError, ParseSet, ParseWith, RawMessage, Repeated, Uint, Writer,
};
use netlink_tests::bytes::{attr, attr_u32, message};

use crate::ways::{emit, parse};

#[derive(Debug, Default, Parse, Emit)]
struct Ruled<'a> {
    #[nla(1, len = ..=4)]
    name: Option<&'a CStr>,
    #[nla(2, len = 2..=3)]
    bytes: Option<&'a [u8]>,
    #[nla(3, range = 2..=5)]
    small: Option<u8>,
    #[nla(4, range = -3..0)]
    negative: Option<i32>,
    #[nla(5, mask = 0x0f)]
    flags: Option<u16>,
    #[nla(6, range = 1..)]
    port: Option<Be<u16>>,
    #[nla(7, emit(range = 68..=65535))]
    mtu: Option<u32>,
    #[nla(8, parse(range = ..=9))]
    reply: Option<u32>,
    #[nla(9, parse(len = 4), emit(len = ..=2))]
    lopsided: Option<&'a [u8]>,
    #[nla(10, range = 7)]
    seven: Option<Uint>,
    #[nla(11, len = ..=2)]
    texts: Repeated<'a, &'a str>,
}

fn kind_of_parsing(bytes: &[u8]) -> Option<ErrorKind> {
    parse::<Ruled<'_>>(bytes).err().map(|error| error.kind())
}

#[test]
fn length_of_a_string_is_counted_without_its_nul() {
    assert_eq!(kind_of_parsing(&attr(1, b"abcd\0")), None);
    assert_eq!(kind_of_parsing(&attr(1, b"abcde\0")), Some(ErrorKind::Unterminated));
    emit(&Ruled { name: Some(c"abcd"), ..Default::default() }).unwrap();
    let error = emit(&Ruled { name: Some(c"abcde"), ..Default::default() }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unterminated);
    assert_eq!(
        error.to_string(),
        "Ruled.name at offset 0: expected NUL-terminated string of at most 4 bytes, found 5 bytes (Attribute failed policy validation)"
    );
}

#[test]
fn length_of_bytes_is_between_both_ends() {
    for (len, expected) in
        [(1, Some(ErrorKind::LengthRule)), (2, None), (3, None), (4, Some(ErrorKind::LengthRule))]
    {
        let payload = vec![1_u8; len];
        assert_eq!(kind_of_parsing(&attr(2, &payload)), expected);
        let value = Ruled { bytes: Some(&payload), ..Default::default() };
        assert_eq!(emit(&value).err().map(|error| error.kind()), expected);
    }
}

#[test]
fn range_holds_on_both_sides() {
    for (value, expected) in
        [(1, Some(ErrorKind::Range)), (2, None), (5, None), (6, Some(ErrorKind::Range))]
    {
        assert_eq!(kind_of_parsing(&attr(3, &[value])), expected);
        let ruled = Ruled { small: Some(value), ..Default::default() };
        assert_eq!(emit(&ruled).err().map(|error| error.kind()), expected);
    }
}

#[test]
fn range_of_signed_integers_may_end_before_zero() {
    for (value, good) in [(-4, false), (-3, true), (-1, true), (0, false)] {
        assert_eq!(kind_of_parsing(&attr(4, &i32::to_ne_bytes(value))).is_none(), good, "{value}");
        let ruled = Ruled { negative: Some(value), ..Default::default() };
        let error = emit(&ruled).err();
        assert_eq!(error.is_none(), good);
        assert!(error.is_none_or(|error| error.found() == value.into()));
    }
}

#[derive(Debug, Parse, Emit)]
struct Masked {
    #[nla(1, mask = !0x3)]
    aligned: Option<u16>,
    #[nla(2, mask = !0)]
    any: Option<u32>,
}

#[test]
fn mask_of_a_complement_has_the_bits_of_the_type() {
    let masked = |aligned, any| Masked { aligned: Some(aligned), any: Some(any) };
    emit(&masked(0xfffc, u32::MAX)).unwrap();
    assert_eq!(emit(&masked(2, 0)).unwrap_err().kind(), ErrorKind::ReservedBits);
    let read = parse::<Masked>(&attr(1, &0xfffe_u16.to_ne_bytes()));
    assert_eq!(read.unwrap_err().kind(), ErrorKind::ReservedBits);
}

/// Durations in seconds, as a u32.
struct Seconds;

impl ParseWith<'_, Duration> for Seconds {
    const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR;

    fn decode(input: Input<'_>) -> Result<Duration, ParseError> {
        u32::parse(input).map(|seconds| Duration::from_secs(seconds.into()))
    }
}

impl EmitWith<Duration> for Seconds {
    const EMIT_ATTR: AttrPolicy = <u32 as Emit>::EMIT_ATTR;

    fn encoded_len(_: &Duration) -> usize {
        4
    }

    fn encode<'b>(value: &Duration, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        u32::try_from(value.as_secs()).unwrap().emit(out, cx)
    }
}

#[derive(Debug, Parse, Emit)]
struct Isolated<'a> {
    #[nla(1, range = ..=9)]
    value: Option<Result<u32, Malformed<'a>>>,
    #[nla(2, range = ..=9)]
    lazy: Option<Lazy<'a, u32>>,
    #[nla(3, with = Seconds, range = ..=9)]
    coded: Option<Result<Duration, Malformed<'a>>>,
    #[nla(4)]
    last: u32,
}

#[test]
fn a_rule_that_is_broken_is_isolated_with_the_value_that_breaks_it() {
    const REASON: &str = "expected u32 up to 9, found 77 (integer out of range)";
    for ty in 1..=3 {
        let bytes = [attr_u32(ty, 77), attr_u32(4, 5)].concat();
        let read = parse::<Isolated<'_>>(&bytes).unwrap();
        assert_eq!(read.last, 5);
        let error = match ty {
            1 => read.value.as_ref().unwrap().as_ref().unwrap_err().error,
            2 => read.lazy.as_ref().unwrap().get().unwrap_err(),
            _ => read.coded.as_ref().unwrap().as_ref().unwrap_err().error,
        };
        assert_eq!(error.kind(), ErrorKind::Range);
        assert_eq!(error.to_string(), format!("at offset 4: {REASON}"), "attribute {ty}");
        assert_eq!(emit(&read).unwrap(), bytes, "attribute {ty} is emitted as it was received");
    }
}

#[test]
fn a_payload_of_another_length_is_isolated_by_a_codec() {
    let bytes = [attr(3, &[1, 2, 3]), attr_u32(4, 5)].concat();
    let read = parse::<Isolated<'_>>(&bytes).unwrap();
    let malformed = read.coded.unwrap().unwrap_err();
    assert_eq!((malformed.error.kind(), malformed.bytes), (ErrorKind::Length, &[1, 2, 3][..]));
    assert_eq!(emit(&read).unwrap(), bytes);
}

#[test]
fn a_value_to_be_emitted_obeys_the_rule_of_its_field_wherever_it_is() {
    let isolated = |value, lazy, coded| Isolated { value, lazy, coded, last: 1 };
    let kind = |set: &Isolated<'_>| emit(set).unwrap_err().kind();
    assert_eq!(kind(&isolated(Some(Ok(10)), None, None)), ErrorKind::Range);
    assert_eq!(kind(&isolated(None, Some(Lazy::of(&10)), None)), ErrorKind::Range);
    assert_eq!(kind(&isolated(None, None, Some(Ok(Duration::from_secs(10))))), ErrorKind::Range);
}

#[test]
fn mask_holds_on_both_sides() {
    assert_eq!(kind_of_parsing(&attr(5, &0x0f_u16.to_ne_bytes())), None);
    assert_eq!(kind_of_parsing(&attr(5, &0x10_u16.to_ne_bytes())), Some(ErrorKind::ReservedBits));
    let error = emit(&Ruled { flags: Some(0x11), ..Default::default() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Ruled.flags at offset 0: expected u16 with no bits but 0xf, found 0x11 (reserved bit set)"
    );
}

#[test]
fn range_is_about_the_number_and_not_its_bytes() {
    assert_eq!(kind_of_parsing(&attr(6, &[0, 1])), None);
    assert_eq!(kind_of_parsing(&attr(6, &[0, 0])), Some(ErrorKind::Range));
    emit(&Ruled { port: Some(Be(1)), ..Default::default() }).unwrap();
    emit(&Ruled { port: Some(Be(0)), ..Default::default() }).unwrap_err();
}

#[test]
fn rule_for_emitting_does_not_bind_parsing() {
    // The loopback link has an MTU that cannot be set.
    let bytes = attr_u32(7, 65536);
    let parsed: Ruled<'_> = parse(&bytes).unwrap();
    assert_eq!(parsed.mtu, Some(65536));
    let error = emit(&parsed).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Ruled.mtu at offset 0: expected u32 in 68..=65535, found 65536 (integer out of range)"
    );
}

#[test]
fn rule_for_parsing_does_not_bind_emitting() {
    assert_eq!(kind_of_parsing(&attr_u32(8, 9)), None);
    assert_eq!(kind_of_parsing(&attr_u32(8, 10)), Some(ErrorKind::Range));
    emit(&Ruled { reply: Some(10), ..Default::default() }).unwrap();
}

#[test]
fn each_side_may_have_a_rule_of_its_own() {
    assert_eq!(kind_of_parsing(&attr(9, &[1; 4])), None);
    assert_eq!(kind_of_parsing(&attr(9, &[1; 2])), Some(ErrorKind::LengthRule));
    emit(&Ruled { lopsided: Some(&[1; 2]), ..Default::default() }).unwrap();
    emit(&Ruled { lopsided: Some(&[1; 4]), ..Default::default() }).unwrap_err();
}

#[test]
fn rule_with_one_value_allows_that_value() {
    assert_eq!(kind_of_parsing(&attr_u32(10, 7)), None);
    assert_eq!(kind_of_parsing(&attr(10, &7_u64.to_ne_bytes())), None);
    assert_eq!(kind_of_parsing(&attr_u32(10, 8)), Some(ErrorKind::Range));
}

#[test]
fn rule_holds_for_each_of_several_occurrences() {
    let good = [attr(11, b"ab\0"), attr(11, b"c")].concat();
    assert_eq!(kind_of_parsing(&good), None);
    let bad = [attr(11, b"ab\0"), attr(11, b"abc")].concat();
    assert_eq!(kind_of_parsing(&bad), Some(ErrorKind::Length));
    let error =
        emit(&Ruled { texts: Repeated::of(&["ab", "abc"]), ..Default::default() }).unwrap_err();
    // Offset of the second.
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 8));
}

#[test]
fn refused_value_leaves_nothing_written() {
    let value = Ruled { name: Some(c"good"), small: Some(9), ..Default::default() };
    let mut bytes = vec![7; 8];
    let mut writer = Writer::growing(&mut bytes);
    writer.nest(1, |nest| nest.emit(&value)).unwrap_err();
    assert_eq!(writer.written(), [7; 8]);
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u8)]
enum Speed {
    Slow = 1,
    Fast = 2,
    Fastest = 8,
}

#[derive(Debug, Parse, Emit)]
struct Limited {
    #[nla(1, range = 2..)]
    speed: Speed,
}

#[test]
fn range_on_a_closed_enum_leaves_the_values_without_a_name_out() {
    use netlink_core::ParseSet;

    for (value, kind) in [
        (1, Some(ErrorKind::Range)),
        (2, None),
        (3, Some(ErrorKind::Value)),
        (8, None),
        (9, Some(ErrorKind::Value)),
    ] {
        let bytes = attr(1, &[value]);
        let parsed = Limited::parse(Input::new(&bytes)).map(|_| ());
        assert_eq!(parsed.map_err(|error| error.kind()).err(), kind, "{value}");
        let validated = <Limited as ParseSet<'_>>::PARSE_POLICY.validate(Input::new(&bytes));
        assert_eq!(validated.map_err(|error| error.kind()).err(), kind, "{value}");
    }
    let error = emit(&Limited { speed: Speed::Slow }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Limited.speed at offset 0: expected u8 from 2: 1 (Slow), 2 (Fast), 8 (Fastest), found 1 (integer out of range)",
    );
}

#[derive(Debug, PartialEq, Parse, Emit)]
#[netlink(range = 1..=9)]
struct Digit(u8);

#[test]
fn the_rules_of_a_newtype_apply_wherever_it_is_used() {
    let mut buffer = [0; 4];
    for (value, written) in [(0, None), (1, Some(&[1_u8][..])), (9, Some(&[9])), (10, None)] {
        // As a payload by itself, without an attribute around it.
        let mut writer = Writer::new(&mut buffer);
        let result = writer.emit(&Digit(value));
        assert_eq!(result.is_ok(), written.is_some(), "{value}");
        assert_eq!(writer.written(), written.unwrap_or_default());
        if let Err(error) = result {
            assert_eq!((error.kind(), error.found()), (ErrorKind::Range, value.into()));
        }
        assert_eq!(parse::<Digit>(&[value]).ok(), written.map(|_| Digit(value)));
    }
}

/// As the README shows it.
#[test]
fn an_error_in_a_message_counts_from_its_header() {
    #[derive(Debug, Parse)]
    #[netlink(message = 16)]
    #[expect(dead_code, reason = "read to fail")]
    struct Link<'a> {
        #[netlink(header)]
        info: [u32; 4],
        #[nla(3)]
        name: &'a CStr,
        #[nla(4, range = 68..=65535)]
        mtu: u32,
    }

    let body = [&[0; 16][..], &attr(3, b"lo\0"), &attr_u32(4, 65536)].concat();
    let bytes = message(16, 0, &body);
    let error = RawMessage::split(&bytes).unwrap().0.parse::<Link<'_>>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "Link.mtu at offset 40: expected u32 in 68..=65535, found 65536 (integer out of range)",
    );
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(range = 1..=100)]
struct Percent(u32);

#[derive(Debug, PartialEq, Parse, Emit)]
struct Shares {
    #[nla(1, range = 50..=200)]
    majority: Percent,
}

#[test]
fn a_rule_and_the_rule_of_the_type_both_hold() {
    for (value, holds) in [(49, false), (50, true), (100, true), (101, false), (150, false)] {
        let bytes = attr_u32(1, value);
        let parsed = parse::<Shares>(&bytes);
        assert_eq!(parsed.is_ok(), holds, "{value}: {parsed:?}");
        let validated = <Shares as ParseSet<'_>>::PARSE_POLICY.validate(Input::new(&bytes));
        assert_eq!(validated.is_ok(), holds, "{value}");
        let emitted = emit(&Shares { majority: Percent(value) });
        assert_eq!(emitted.is_ok(), holds, "{value}");
    }
}
