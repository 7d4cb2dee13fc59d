//! Checks on values: smallest and largest, and which bits; with limits that are numbers, names, or those
//! of a type. Checks on lengths stand with what has a length, in `strings` and `binary`.

use netlink_core::{Be, Bitfield32, Emit, Errno, ErrorKind, Le, Parse, Sint, Uint};
use netlink_tests::bytes::attr;

use crate::wire::{Refusal, refusal, refused_always, refused_to_emit, round_trip};

const FIRST: u32 = 2;
const LIMIT: u32 = 200;
const MAX_ERRNO: u32 = 4095;

/// Smallest values: numbers and names.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct AtLeast {
    #[nla(1, range = 1..)]
    u8: u8,
    #[nla(2, range = FIRST..)]
    u32: u32,
    #[nla(3, range = 0..)]
    s32: i32,
    #[nla(4, range = -5..)]
    s64: i64,
    #[nla(5, range = 1..)]
    uint: Uint,
    #[nla(6, range = -1..)]
    sint: Sint,
    #[nla(7, range = 1..)]
    be16: Be<u16>,
    #[nla(8, range = i8::MIN + 1..)]
    s8: i8,
}

/// The lowest values that are allowed.
const LOWEST: AtLeast = AtLeast {
    u8: 1,
    u32: FIRST,
    s32: 0,
    s64: -5,
    uint: Uint(1),
    sint: Sint(-1),
    be16: Be(1),
    s8: -127,
};

/// Eight attributes with these payloads.
fn set<const N: usize>(payloads: [&[u8]; N]) -> Vec<u8> {
    (1..).zip(payloads).flat_map(|(ty, payload)| attr(ty, payload)).collect()
}

fn at_least(bytes: [&[u8]; 8]) -> Vec<u8> {
    set(bytes)
}

fn lowest() -> [Vec<u8>; 8] {
    [
        vec![1],
        FIRST.to_ne_bytes().to_vec(),
        0_i32.to_ne_bytes().to_vec(),
        (-5_i64).to_ne_bytes().to_vec(),
        1_u32.to_ne_bytes().to_vec(),
        (-1_i32).to_ne_bytes().to_vec(),
        1_u16.to_be_bytes().to_vec(),
        (-127_i8).to_ne_bytes().to_vec(),
    ]
}

fn out_of_range(offset: usize, path: &str) -> Refusal {
    refusal(ErrorKind::Range, Errno::ERANGE, offset, path)
}

#[test]
pub fn smallest_value_holds_on_both_sides() {
    let good = lowest();
    let payloads = good.each_ref().map(Vec::as_slice);
    assert_eq!(round_trip::<AtLeast>(&at_least(payloads)), LOWEST);
    let one_less: [(&[u8], AtLeast, Refusal); 8] = [
        (&[0], AtLeast { u8: 0, ..LOWEST }, out_of_range(0, "AtLeast.u8")),
        (&1_u32.to_ne_bytes(), AtLeast { u32: 1, ..LOWEST }, out_of_range(8, "AtLeast.u32")),
        (&(-1_i32).to_ne_bytes(), AtLeast { s32: -1, ..LOWEST }, out_of_range(16, "AtLeast.s32")),
        (&(-6_i64).to_ne_bytes(), AtLeast { s64: -6, ..LOWEST }, out_of_range(24, "AtLeast.s64")),
        (&[0; 4], AtLeast { uint: Uint(0), ..LOWEST }, out_of_range(36, "AtLeast.uint")),
        (
            &(-2_i32).to_ne_bytes(),
            AtLeast { sint: Sint(-2), ..LOWEST },
            out_of_range(44, "AtLeast.sint"),
        ),
        (&[0, 0], AtLeast { be16: Be(0), ..LOWEST }, out_of_range(52, "AtLeast.be16")),
        (&[0x80], AtLeast { s8: -128, ..LOWEST }, out_of_range(60, "AtLeast.s8")),
    ];
    for (place, (payload, value, expected)) in one_less.into_iter().enumerate() {
        let mut bad = payloads;
        bad[place] = payload;
        assert_eq!(refused_always::<AtLeast>(&at_least(bad)), expected);
        assert_eq!(refused_to_emit(&value), expected);
    }
}

/// Largest values: numbers, names, a name less one, and those of another type.
#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct AtMost {
    #[nla(1, range = ..=7)]
    u8: u8,
    #[nla(2, range = ..LIMIT)]
    u16: u16,
    #[nla(3, range = ..=MAX_ERRNO)]
    u32: u32,
    #[nla(4, range = ..=i32::MAX)]
    index: u32,
    #[nla(5, range = ..=u32::MAX)]
    uint: Uint,
    #[nla(6, range = ..=255)]
    be32: Be<u32>,
    #[nla(7, range = ..=LIMIT - 1)]
    le16: Le<u16>,
    #[nla(8, range = ..=u64::MAX - 1)]
    u64: u64,
}

const HIGHEST: AtMost = AtMost {
    u8: 7,
    u16: 199,
    u32: MAX_ERRNO,
    index: i32::MAX as u32,
    uint: Uint(u32::MAX as u64),
    be32: Be(255),
    le16: Le(199),
    u64: u64::MAX - 1,
};

#[test]
pub fn largest_value_holds_on_both_sides() {
    let good: [Vec<u8>; 8] = [
        vec![7],
        199_u16.to_ne_bytes().to_vec(),
        MAX_ERRNO.to_ne_bytes().to_vec(),
        i32::MAX.to_ne_bytes().to_vec(),
        u32::MAX.to_ne_bytes().to_vec(),
        vec![0, 0, 0, 255],
        vec![199, 0],
        (u64::MAX - 1).to_ne_bytes().to_vec(),
    ];
    let payloads = good.each_ref().map(Vec::as_slice);
    assert_eq!(round_trip::<AtMost>(&set(payloads)), HIGHEST);
    let one_more: [(&[u8], AtMost, Refusal); 8] = [
        (&[8], AtMost { u8: 8, ..HIGHEST }, out_of_range(0, "AtMost.u8")),
        (&200_u16.to_ne_bytes(), AtMost { u16: 200, ..HIGHEST }, out_of_range(8, "AtMost.u16")),
        (&4096_u32.to_ne_bytes(), AtMost { u32: 4096, ..HIGHEST }, out_of_range(16, "AtMost.u32")),
        (
            &(1_u32 << 31).to_ne_bytes(),
            AtMost { index: 1 << 31, ..HIGHEST },
            out_of_range(24, "AtMost.index"),
        ),
        (
            &(1_u64 << 32).to_ne_bytes(),
            AtMost { uint: Uint(1 << 32), ..HIGHEST },
            out_of_range(32, "AtMost.uint"),
        ),
        (&[0, 0, 1, 0], AtMost { be32: Be(256), ..HIGHEST }, out_of_range(40, "AtMost.be32")),
        (&[200, 0], AtMost { le16: Le(200), ..HIGHEST }, out_of_range(48, "AtMost.le16")),
        (&[0xff; 8], AtMost { u64: u64::MAX, ..HIGHEST }, out_of_range(56, "AtMost.u64")),
    ];
    for (place, (payload, value, expected)) in one_more.into_iter().enumerate() {
        let mut bad = payloads;
        bad[place] = payload;
        assert_eq!(refused_always::<AtMost>(&set(bad)), expected);
        assert_eq!(refused_to_emit(&value), expected);
    }
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Between {
    #[nla(1, range = -300..=LIMIT)]
    priority: i16,
    #[nla(2, range = 5)]
    only: Option<u32>,
}

#[test]
pub fn smallest_and_largest_together_are_one_range() {
    for (priority, good) in [(-300, true), (200, true), (-301, false), (201, false)] {
        let bytes = attr(1, &i16::to_ne_bytes(priority));
        let value = Between { priority, only: None };
        if good {
            assert_eq!(round_trip::<Between>(&bytes), value);
        } else {
            assert_eq!(refused_always::<Between>(&bytes), out_of_range(0, "Between.priority"));
            assert_eq!(refused_to_emit(&value), out_of_range(0, "Between.priority"));
        }
    }
    let bytes = |only: u32| [attr(1, &[0; 2]), attr(2, &only.to_ne_bytes())].concat();
    assert_eq!(round_trip::<Between>(&bytes(5)).only, Some(5));
    assert_eq!(refused_always::<Between>(&bytes(6)), out_of_range(8, "Between.only"));
}

/// What a kernel takes is often narrower than what it sends.
#[derive(Debug, PartialEq, Parse, Emit)]
struct OneSided {
    #[nla(1, emit(range = 68..=65535))]
    mtu: u32,
    #[nla(2, parse(range = 1..))]
    index: Option<u32>,
}

#[test]
pub fn check_may_bind_requests_or_replies_alone() {
    let mtu = |mtu: u32| attr(1, &mtu.to_ne_bytes());
    let loopback = mtu(65536);
    let value = OneSided::parse(netlink_core::Input::new(&loopback)).unwrap();
    assert_eq!(value, OneSided { mtu: 65536, index: None });
    assert_eq!(refused_to_emit(&value), out_of_range(0, "OneSided.mtu"));
    let value = OneSided { mtu: 68, index: Some(0) };
    let bytes = [mtu(68), attr(2, &[0; 4])].concat();
    assert_eq!(crate::wire::written(&value), bytes);
    assert_eq!(refused_always::<OneSided>(&bytes), out_of_range(8, "OneSided.index"));
}

/// The flags of an enum: `mask` is all of them.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Cap {
    Read = 1 << 0,
    Write = 1 << 1,
    Fast = 1 << 5,
}

const ALL_CAPS: u32 = Cap::Read as u32 | Cap::Write as u32 | Cap::Fast as u32;

#[derive(Clone, Debug, PartialEq, Parse, Emit)]
struct Masked {
    #[nla(1, mask = 0x0f)]
    u8: u8,
    #[nla(2, mask = ALL_CAPS)]
    u16: u16,
    #[nla(3, mask = Cap::Read as u32 | Cap::Fast as u32)]
    u32: u32,
    #[nla(4, mask = 1 << 40 | 1)]
    u64: u64,
    #[nla(5, mask = ALL_CAPS)]
    uint: Uint,
    #[nla(6, mask = 0x00ff)]
    be16: Be<u16>,
    #[nla(7, mask = !ALL_CAPS)]
    be32: Be<u32>,
    #[nla(8, mask = ALL_CAPS)]
    bits: Bitfield32,
}

const NO_BITS: Masked = Masked {
    u8: 0,
    u16: 0,
    u32: 0,
    u64: 0,
    uint: Uint(0),
    be16: Be(0),
    be32: Be(0),
    bits: Bitfield32 { value: 0, selector: 0 },
};

#[test]
pub fn mask_is_the_bits_of_a_flags_definition() {
    let bits = |value: u32, selector: u32| [value.to_ne_bytes(), selector.to_ne_bytes()].concat();
    let all: [Vec<u8>; 8] = [
        vec![0x0f],
        0x23_u16.to_ne_bytes().to_vec(),
        0x21_u32.to_ne_bytes().to_vec(),
        (1_u64 << 40 | 1).to_ne_bytes().to_vec(),
        0x23_u32.to_ne_bytes().to_vec(),
        vec![0, 0xff],
        (!0x23_u32).to_be_bytes().to_vec(),
        bits(0x21, 0x23),
    ];
    let expected = Masked {
        u8: 0x0f,
        u16: 0x23,
        u32: 0x21,
        u64: 1 << 40 | 1,
        uint: Uint(0x23),
        be16: Be(0xff),
        be32: Be(!0x23),
        bits: Bitfield32 { value: 0x21, selector: 0x23 },
    };
    let payloads = all.each_ref().map(Vec::as_slice);
    assert_eq!(round_trip::<Masked>(&set(payloads)), expected);

    let reserved = |offset, path| refusal(ErrorKind::ReservedBits, Errno::EINVAL, offset, path);
    let one_more: [(Vec<u8>, Masked, Refusal); 7] = [
        (vec![0x10], Masked { u8: 0x10, ..NO_BITS }, reserved(0, "Masked.u8")),
        (4_u16.to_ne_bytes().to_vec(), Masked { u16: 4, ..NO_BITS }, reserved(8, "Masked.u16")),
        (
            Cap::Write.bytes(),
            Masked { u32: Cap::Write as u32, ..NO_BITS },
            reserved(16, "Masked.u32"),
        ),
        (
            (1_u64 << 41).to_ne_bytes().to_vec(),
            Masked { u64: 1 << 41, ..NO_BITS },
            reserved(24, "Masked.u64"),
        ),
        (
            (1_u64 << 32).to_ne_bytes().to_vec(),
            Masked { uint: Uint(1 << 32), ..NO_BITS },
            reserved(36, "Masked.uint"),
        ),
        (vec![1, 0], Masked { be16: Be(0x100), ..NO_BITS }, reserved(44, "Masked.be16")),
        (vec![0, 0, 0, 1], Masked { be32: Be(1), ..NO_BITS }, reserved(52, "Masked.be32")),
    ];
    for (place, (payload, value, expected)) in one_more.into_iter().enumerate() {
        let mut bad = payloads;
        bad[place] = &payload;
        assert_eq!(refused_always::<Masked>(&set(bad)), expected);
        assert_eq!(refused_to_emit(&value), expected);
    }
}

impl Cap {
    fn bytes(self) -> Vec<u8> {
        (self as u32).to_ne_bytes().to_vec()
    }
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Bits {
    #[nla(1, mask = ALL_CAPS)]
    bits: Bitfield32,
}

#[test]
pub fn mask_of_a_bitfield_holds_its_value_and_its_selector() {
    for (value, selector) in [(0x04, 0x07), (0x01, 0x04), (0x40, 0x23), (0x02, 0x01)] {
        let expected = refusal(ErrorKind::Bitfield, Errno::EINVAL, 0, "Bits.bits");
        let payload = [u32::to_ne_bytes(value), u32::to_ne_bytes(selector)].concat();
        assert_eq!(refused_always::<Bits>(&attr(1, &payload)), expected);
        assert_eq!(refused_to_emit(&Bits { bits: Bitfield32 { value, selector } }), expected);
    }
}
