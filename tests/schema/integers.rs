//! Integers: of fixed width, of either width, in each byte order, and bitfields.

use core::fmt::Debug;

use netlink_core::{
    AttrPolicy, Be, Bitfield32, Emit, EmitContext, EmitWith, Emitted, Errno, ErrorKind, Input, Le,
    Level, Output, Parse, ParseError, ParseWith, Sint, Uint, policy::Kind,
};
use netlink_tests::bytes::attr;

use crate::wire::{read, refusal, refused, refused_always, refused_to_emit, round_trip, written};

/// The attribute after another one, so that its offset is not 0.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Set<T> {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    it: T,
}

fn set(payload: &[u8]) -> Vec<u8> {
    [attr(1, &[7]), attr(2, payload)].concat()
}

/// Each value is these bytes. A byte less or more is not one, except that liberally a number of bytes that
/// another integer has is read as that.
#[track_caller]
fn integer<T, const N: usize>(values: &[(T, [u8; N])])
where
    T: for<'a> Parse<'a> + Emit + Clone + Debug + PartialEq,
{
    for (value, payload) in values {
        let bytes = set(payload);
        assert_eq!(round_trip::<Set<T>>(&bytes).it, *value);
        assert_eq!(written(&Set { before: 7, it: value.clone() }), bytes);

        for other in [&payload[1..], &[&payload[..], &[1]].concat()] {
            let bytes = set(other);
            if !matches!(other.len(), 1 | 2 | 4 | 8) {
                assert_eq!(
                    refused::<Set<T>>(Level::LIBERAL, &bytes),
                    refusal(ErrorKind::Length, Errno::ERANGE, 8, "Set.it"),
                );
            }
            assert_eq!(
                refused::<Set<T>>(Level::STRICT, &bytes),
                refusal(ErrorKind::ExactLength, Errno::EINVAL, 8, "Set.it"),
            );
        }
    }
}

#[test]
pub fn u8_is_one_byte() {
    integer(&[(0_u8, [0]), (1, [1]), (u8::MAX, [0xff])]);
}

#[test]
pub fn u16_is_two_bytes_in_host_order() {
    integer(&[0, 0x0102, u16::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn u32_is_four_bytes_in_host_order() {
    integer(&[0, 0x0102_0304, u32::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn u64_is_eight_bytes_in_host_order() {
    integer(&[0, 0x0102_0304_0506_0708, u64::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn s8_is_one_byte() {
    integer(&[i8::MIN, -1, 0, i8::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn s16_is_two_bytes_in_host_order() {
    integer(&[i16::MIN, -2, i16::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn s32_is_four_bytes_in_host_order() {
    integer(&[i32::MIN, -2, i32::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn s64_is_eight_bytes_in_host_order() {
    integer(&[i64::MIN, -2, i64::MAX].map(|value| (value, value.to_ne_bytes())));
}

#[test]
pub fn big_endian_integers_are_the_same_bytes_on_every_machine() {
    integer(&[(Be(0x0102_u16), [1, 2])]);
    integer(&[(Be(0x0102_0304_u32), [1, 2, 3, 4])]);
    integer(&[(Be(0x0102_0304_0506_0708_u64), [1, 2, 3, 4, 5, 6, 7, 8])]);
    integer(&[(Be(-2_i16), [0xff, 0xfe])]);
    integer(&[(Be(-2_i32), [0xff, 0xff, 0xff, 0xfe])]);
    integer(&[(Be(-2_i64), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe])]);
}

#[test]
pub fn little_endian_integers_are_the_same_bytes_on_every_machine() {
    integer(&[(Le(0x0201_u16), [1, 2])]);
    integer(&[(Le(0x0403_0201_u32), [1, 2, 3, 4])]);
    integer(&[(Le(0x0807_0605_0403_0201_u64), [1, 2, 3, 4, 5, 6, 7, 8])]);
    integer(&[(Le(-2_i16), [0xfe, 0xff])]);
    integer(&[(Le(-2_i32), [0xfe, 0xff, 0xff, 0xff])]);
    integer(&[(Le(-2_i64), [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])]);
}

/// Four bytes or eight: both are parsed, and as few as possible are emitted.
#[track_caller]
fn either_width<T>(narrow: &[(T, [u8; 4])], wide: &[(T, [u8; 8])])
where
    T: for<'a> Parse<'a> + Emit + Clone + Debug + PartialEq,
{
    for (value, payload) in narrow {
        assert_eq!(round_trip::<Set<T>>(&set(payload)).it, *value);
    }
    for (value, payload) in wide {
        assert_eq!(round_trip::<Set<T>>(&set(payload)).it, *value);
    }
    for len in [0, 1, 3, 5, 7, 9, 12] {
        assert_eq!(
            refused_always::<Set<T>>(&set(&vec![1; len])),
            refusal(ErrorKind::ExactLength, Errno::EINVAL, 8, "Set.it"),
        );
    }
}

#[test]
pub fn uint_has_four_bytes_or_where_it_needs_them_eight() {
    either_width(
        &[0, 1, u32::MAX].map(|value| (Uint(value.into()), value.to_ne_bytes())),
        &[1 << 32, u64::MAX].map(|value| (Uint(value), value.to_ne_bytes())),
    );
    let small = set(&1_u64.to_ne_bytes());
    let value: Set<Uint> = read(Level::STRICT, &small);
    assert_eq!(value.it, Uint(1));
    assert_eq!(written(&value), set(&1_u32.to_ne_bytes()), "in canonical form");
}

#[test]
pub fn sint_has_four_bytes_or_where_it_needs_them_eight() {
    either_width(
        &[i32::MIN, -1, 0, i32::MAX].map(|value| (Sint(value.into()), value.to_ne_bytes())),
        &[i64::MIN, i64::from(i32::MIN) - 1, 1 << 31]
            .map(|value| (Sint(value), value.to_ne_bytes())),
    );
}

fn bitfield(value: u32, selector: u32) -> Vec<u8> {
    set(&[value.to_ne_bytes(), selector.to_ne_bytes()].concat())
}

#[test]
pub fn bitfield32_is_a_value_and_a_selector() {
    let bytes = bitfield(0x05, 0x8000_0007);
    let it = Bitfield32 { value: 0x05, selector: 0x8000_0007 };
    assert_eq!(round_trip::<Set<Bitfield32>>(&bytes).it, it);
    for len in [0, 4, 7, 9, 16] {
        assert_eq!(
            refused_always::<Set<Bitfield32>>(&set(&vec![0; len])),
            refusal(ErrorKind::Length, Errno::ERANGE, 8, "Set.it"),
        );
    }
    let unselected = Bitfield32 { value: 0x08, selector: 0x07 };
    assert_eq!(
        refused_to_emit(&Set { before: 7, it: unselected }),
        refusal(ErrorKind::Bitfield, Errno::EINVAL, 8, "Set.it"),
    );
}

/// A number of milliseconds, as the kernel's `NLA_MSECS` has it: eight bytes, or more even when read
/// strictly. The specifications say `u64` of it.
struct Milliseconds;

impl ParseWith<'_, u64> for Milliseconds {
    const PARSE_ATTR: AttrPolicy = AttrPolicy::new(Kind::Msecs);

    fn decode(input: Input<'_>) -> Result<u64, ParseError> {
        u64::parse(input.split(8)?.0)
    }
}

impl EmitWith<u64> for Milliseconds {
    const EMIT_ATTR: AttrPolicy = <u64 as Emit>::EMIT_ATTR;

    fn encoded_len(value: &u64) -> usize {
        value.payload_len()
    }

    fn encode<'b>(value: &u64, out: Output<'b>, cx: &mut EmitContext) -> Emitted<'b> {
        value.emit(out, cx)
    }
}

#[derive(Debug, Parse, Emit)]
struct Timer {
    #[nla(1, with = Milliseconds)]
    interval: u64,
}

#[test]
pub fn codec_says_what_no_type_says() {
    let bytes = attr(1, &30_000_u64.to_ne_bytes());
    assert_eq!(round_trip::<Timer>(&bytes).interval, 30_000);
    let long = attr(1, &[&30_000_u64.to_ne_bytes()[..], &[0; 4]].concat());
    assert_eq!(read::<Timer>(Level::STRICT, &long).interval, 30_000);
    let short = attr(1, &30_000_u32.to_ne_bytes());
    assert_eq!(
        refused_always::<Timer>(&short),
        refusal(ErrorKind::Length, Errno::ERANGE, 0, "Timer.interval"),
    );
}
