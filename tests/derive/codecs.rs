//! Codecs of one's own, for members that must come and for members that may.

use core::time::Duration;

use netlink_core::{
    AttrPolicy, Emit, EmitContext, EmitWith, Emitted, ErrorKind, Input, Output, Parse, ParseError,
    ParseSet, ParseWith, policy::Occurs,
};
use netlink_tests::bytes::attr;

use crate::ways::{emit, parse};

/// Durations in microseconds, as a u64.
struct Microseconds;

impl ParseWith<'_, Duration> for Microseconds {
    const PARSE_ATTR: AttrPolicy = <u64 as Parse<'_>>::PARSE_ATTR;

    fn decode(input: Input<'_>) -> Result<Duration, ParseError> {
        u64::parse(input).map(Duration::from_micros)
    }
}

impl EmitWith<Duration> for Microseconds {
    const EMIT_ATTR: AttrPolicy = <u64 as Emit>::EMIT_ATTR;

    fn encoded_len(_: &Duration) -> usize {
        8
    }

    fn encode<'b>(value: &Duration, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        match u64::try_from(value.as_micros()) {
            Ok(us) => us.emit(out, cx),
            Err(_) => Err(cx.refuse(ErrorKind::Range, &out, i128::MAX)),
        }
    }
}

fn attr_u64(ty: u16, value: u64) -> Vec<u8> {
    attr(ty, &value.to_ne_bytes())
}

#[derive(Debug, Parse, Emit, PartialEq)]
struct Timer {
    #[nla(1, with = Microseconds)]
    interval: Duration,
    #[nla(2, with = Microseconds)]
    timeout: Option<Duration>,
}

#[test]
fn optional_members_are_read_and_written_by_the_codec_of_what_is_in_them() {
    for (timeout, bytes) in [
        (None, attr_u64(1, 5)),
        (Some(Duration::from_micros(9)), [attr_u64(1, 5), attr_u64(2, 9)].concat()),
    ] {
        let timer = Timer { interval: Duration::from_micros(5), timeout };
        assert_eq!(parse::<Timer>(&bytes).as_ref(), Ok(&timer));
        assert_eq!(timer.payload_len(), bytes.len());
        assert_eq!(emit(&timer).unwrap(), bytes);
    }
}

#[test]
fn a_member_that_may_come_is_optional_in_the_policy_and_one_that_must_is_required() {
    let occurs: Vec<Occurs> =
        <Timer as ParseSet<'_>>::PARSE_POLICY.attrs().map(AttrPolicy::occurs).collect();
    assert_eq!(occurs, [Occurs::Required, Occurs::Optional]);
    let error = parse::<Timer>(&attr_u64(2, 9)).unwrap_err();
    assert_eq!(error.to_string(), "Timer.interval at offset 0: required attribute is missing");
}

#[test]
fn what_a_codec_refuses_is_refused_in_an_optional_member_too() {
    let bytes = [attr_u64(1, 5), attr(2, &[1, 2, 3])].concat();
    let error = parse::<Timer>(&bytes).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::Length, 12));
    let timer = Timer { interval: Duration::ZERO, timeout: Some(Duration::MAX) };
    let error = emit(&timer).unwrap_err();
    assert!(error.to_string().starts_with("Timer.timeout at offset "), "{error}");
}
