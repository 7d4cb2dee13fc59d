//! Bytes: as they are, as addresses, as arrays of integers, and how long they may be.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_core::{Be, Emit, Errno, ErrorKind, Mac, Parse};
use netlink_tests::bytes::attr;
use zerocopy::{
    big_endian,
    native_endian::{I16, I32, U32, U64},
};

use crate::wire::{Refusal, refusal, refused_always, refused_to_emit, round_trip, written};

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

fn out_of_rule(path: &str) -> Refusal {
    refusal(ErrorKind::LengthRule, Errno::ERANGE, 8, path)
}

/// A length within the rules that no value of the type has.
fn no_size(path: &str) -> Refusal {
    refusal(ErrorKind::Size, Errno::ERANGE, 8, path)
}

#[test]
pub fn binary_is_borrowed_unchanged() {
    for payload in [&b""[..], b"a", b"ab\0", &[0xff; 100]] {
        assert_eq!(round_trip::<Set<&[u8]>>(&set(payload)).it, payload);
    }
    let too_much = vec![0; 65_532];
    assert_eq!(
        refused_to_emit(&Set { before: 7, it: &too_much[..] }),
        refusal(ErrorKind::TooLong, Errno::EMSGSIZE, 8, "Set.it"),
    );
}

#[test]
pub fn byte_order_of_bytes_has_no_effect() {
    let address = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    assert_eq!(round_trip::<Set<Ipv6Addr>>(&set(&address)).it.octets(), address);
    assert_eq!(round_trip::<Set<&[u8]>>(&set(&address)).it, address);
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct AtLeast<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = 4..)]
    it: &'a [u8],
}

#[test]
pub fn smallest_length_holds_on_both_sides() {
    assert_eq!(round_trip::<AtLeast<'_>>(&set(&[1; 4])).it, [1; 4]);
    assert_eq!(round_trip::<AtLeast<'_>>(&set(&[1; 40])).it, [1; 40]);
    for it in [&[][..], &[1; 3]] {
        assert_eq!(refused_always::<AtLeast<'_>>(&set(it)), out_of_rule("AtLeast.it"));
        assert_eq!(refused_to_emit(&AtLeast { before: 7, it }), out_of_rule("AtLeast.it"));
    }
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct AtMost<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = ..=4)]
    it: &'a [u8],
}

#[test]
pub fn largest_length_holds_on_both_sides() {
    for it in [&[][..], &[1; 4]] {
        assert_eq!(round_trip::<AtMost<'_>>(&set(it)).it, it);
    }
    let it = &[1; 5][..];
    let expected = refusal(ErrorKind::Length, Errno::ERANGE, 8, "AtMost.it");
    assert_eq!(refused_always::<AtMost<'_>>(&set(it)), expected);
    assert_eq!(refused_to_emit(&AtMost { before: 7, it }), expected);
}

const KEY_LEN: usize = 32;

#[derive(Debug, PartialEq, Parse, Emit)]
struct Exact<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = KEY_LEN)]
    it: &'a [u8],
}

#[test]
pub fn exact_length_holds_on_both_sides() {
    assert_eq!(round_trip::<Exact<'_>>(&set(&[1; KEY_LEN])).it, [1; KEY_LEN]);
    for it in [&[][..], &[1; KEY_LEN - 1], &[1; KEY_LEN + 1]] {
        assert_eq!(refused_always::<Exact<'_>>(&set(it)), out_of_rule("Exact.it"));
        assert_eq!(refused_to_emit(&Exact { before: 7, it }), out_of_rule("Exact.it"));
    }
}

#[test]
pub fn exact_length_may_be_that_of_the_type() {
    assert_eq!(round_trip::<Set<[u8; 3]>>(&set(b"abc")).it, *b"abc");
    for len in [0, 2, 4] {
        assert_eq!(refused_always::<Set<[u8; 3]>>(&set(&vec![1; len])), out_of_rule("Set.it"));
    }
}

#[test]
pub fn hint_hex_is_for_display() {
    assert_eq!(round_trip::<Set<&[u8]>>(&set(&[0xca, 0xfe])).it, [0xca, 0xfe]);
    let mark = round_trip::<Set<u32>>(&set(&0xcafe_u32.to_ne_bytes())).it;
    assert_eq!(format!("{mark:#x}"), "0xcafe");
}

#[test]
pub fn hint_mac_is_a_hardware_address() {
    let bytes = set(&[2, 0, 0, 0, 0, 1]);
    assert_eq!(round_trip::<Set<Mac>>(&bytes).it.to_string(), "02:00:00:00:00:01");
    assert_eq!(
        round_trip::<Set<&[u8]>>(&bytes).it.len(),
        6,
        "of any length where links are of any kind"
    );
    for len in [0, 5, 8] {
        assert_eq!(refused_always::<Set<Mac>>(&set(&vec![0; len])), out_of_rule("Set.it"));
    }
}

#[test]
pub fn hint_fddi_is_a_hardware_address_of_six_bytes() {
    assert_eq!(round_trip::<Set<Mac>>(&set(&[2, 0, 0, 0, 0, 1])).it, Mac([2, 0, 0, 0, 0, 1]));
    assert_eq!(refused_always::<Set<Mac>>(&set(&[1; 7])), out_of_rule("Set.it"));
}

#[test]
pub fn hint_ipv4_is_an_address_or_an_integer() {
    let bytes = set(&[192, 0, 2, 1]);
    assert_eq!(round_trip::<Set<Ipv4Addr>>(&bytes).it, Ipv4Addr::new(192, 0, 2, 1));
    assert_eq!(
        Ipv4Addr::from(round_trip::<Set<Be<u32>>>(&bytes).it.0),
        Ipv4Addr::new(192, 0, 2, 1)
    );
    for len in [0, 3, 16] {
        assert_eq!(refused_always::<Set<Ipv4Addr>>(&set(&vec![1; len])), out_of_rule("Set.it"));
    }
}

#[test]
pub fn hint_ipv6_is_an_address() {
    assert_eq!(round_trip::<Set<Ipv6Addr>>(&set(&[0xfe; 16])).it, Ipv6Addr::from([0xfe; 16]));
    for len in [0, 4, 15, 17] {
        assert_eq!(refused_always::<Set<Ipv6Addr>>(&set(&vec![1; len])), out_of_rule("Set.it"));
    }
}

#[test]
pub fn hint_ipv4_or_v6_is_an_address_whose_length_says_which() {
    assert_eq!(round_trip::<Set<IpAddr>>(&set(&[127, 0, 0, 1])).it, IpAddr::from([127, 0, 0, 1]));
    assert_eq!(round_trip::<Set<IpAddr>>(&set(&[1; 16])).it, IpAddr::from([1; 16]));
    for len in [0, 3, 17] {
        assert_eq!(refused_always::<Set<IpAddr>>(&set(&vec![1; len])), out_of_rule("Set.it"));
    }
    for len in [5, 15] {
        assert_eq!(refused_always::<Set<IpAddr>>(&set(&vec![1; len])), no_size("Set.it"));
    }
}

#[test]
pub fn hint_uuid_is_sixteen_bytes() {
    let uuid: [u8; 16] = core::array::from_fn(|byte| byte.try_into().unwrap());
    assert_eq!(round_trip::<Set<[u8; 16]>>(&set(&uuid)).it, uuid);
    assert_eq!(refused_always::<Set<[u8; 16]>>(&set(&uuid[1..])), out_of_rule("Set.it"));
}

/// The integers without gaps between them, and the bytes that they are.
fn packed<const N: usize>(integers: &[[u8; N]]) -> Vec<u8> {
    set(&integers.concat())
}

#[test]
pub fn sub_type_of_binary_is_an_array_of_integers() {
    let bytes = packed(&[1_u32, 2, 0xffff_ffff].map(u32::to_ne_bytes));
    let it = round_trip::<Set<&[U32]>>(&bytes).it;
    assert!(it.iter().map(|item| item.get()).eq([1, 2, 0xffff_ffff]));

    let bytes = packed(&[-1_i16, 300].map(i16::to_ne_bytes));
    assert_eq!(round_trip::<Set<&[I16]>>(&bytes).it, [I16::new(-1), I16::new(300)]);
    let bytes = packed(&[-1_i32].map(i32::to_ne_bytes));
    assert_eq!(round_trip::<Set<&[I32]>>(&bytes).it, [I32::new(-1)]);
    let bytes = packed(&[1_u64 << 40].map(u64::to_ne_bytes));
    assert_eq!(round_trip::<Set<&[U64]>>(&bytes).it, [U64::new(1 << 40)]);
    assert_eq!(round_trip::<Set<&[u8]>>(&set(&[3, 1, 2])).it, [3, 1, 2]);
    assert_eq!(
        round_trip::<Set<&[big_endian::U16]>>(&set(&[0, 80, 1, 187])).it,
        [big_endian::U16::new(80), big_endian::U16::new(443)],
    );
    assert!(round_trip::<Set<&[U32]>>(&set(&[])).it.is_empty());

    assert_eq!(refused_always::<Set<&[U32]>>(&set(&[1; 7])), no_size("Set.it"));
    let items = [U32::new(1)];
    assert_eq!(written(&Set { before: 7, it: &items[..] }), set(&1_u32.to_ne_bytes()));
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Priorities<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = 4..=8)]
    it: &'a [U32],
}

#[test]
pub fn length_of_an_array_is_counted_in_bytes() {
    for number in 1..=2 {
        let bytes = packed(&vec![1_u32.to_ne_bytes(); number]);
        assert_eq!(round_trip::<Priorities<'_>>(&bytes).it.len(), number);
    }
    for number in [0, 3] {
        let bytes = packed(&vec![1_u32.to_ne_bytes(); number]);
        assert_eq!(refused_always::<Priorities<'_>>(&bytes), out_of_rule("Priorities.it"));
        let it = &vec![U32::new(1); number][..];
        assert_eq!(refused_to_emit(&Priorities { before: 7, it }), out_of_rule("Priorities.it"));
    }
}
