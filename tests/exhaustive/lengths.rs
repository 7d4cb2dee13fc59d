//! Every length that a payload can have, up to more than any value takes, at every level.

use core::{
    ffi::CStr,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use netlink_core::{Be, Bitfield32, Indexed, Input, Le, Level, Mac, Parse, Repeated, Sint, Uint};
use netlink_tests::bytes::attr;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// Longer than the longest value.
const LONGEST: usize = 40;

/// Every combination of the kernel's bits.
fn every_level() -> impl Iterator<Item = Level> {
    let bits = [Level::TRAILING, Level::MAXTYPE, Level::UNSPEC, Level::STRICT_ATTRS, Level::NESTED];
    (0..32_u8).map(move |number| {
        let set = bits.into_iter().enumerate().filter(|(bit, _)| number >> bit & 1 != 0);
        set.fold(Level::LIBERAL, |level, (_, bit)| level.with(bit))
    })
}

#[derive(Parse)]
struct Set<T> {
    #[nla(1)]
    it: T,
}

/// Reads payloads of zeros of every length at every level. `good` says which are good.
#[track_caller]
fn every_length<T: for<'a> Parse<'a>>(good: impl Fn(usize, Level) -> bool) {
    every_length_of(|input| Set::<T>::parse(input).map(|set| drop(set.it)).is_ok(), good);
}

#[track_caller]
fn every_length_of(reads: impl Fn(Input<'_>) -> bool, good: impl Fn(usize, Level) -> bool) {
    for len in 0..=LONGEST {
        let whole = attr(1, &vec![0; len]);
        // With padding behind it and without.
        for bytes in [&whole[..], &whole[..4 + len]] {
            for level in every_level() {
                let read = reads(Input::new(bytes).with_level(level));
                assert_eq!(read, good(len, level), "{len} bytes at {level:?}");
            }
        }
    }
}

/// Integers of another width are read at their own, unless the level says more: the kernel's rules
/// refuse shorter ones at every level but the liberal one, and longer ones where attributes are strict.
fn integer(size: usize) -> impl Fn(usize, Level) -> bool {
    move |len, level| {
        let is_width = matches!(len, 1 | 2 | 4 | 8);
        len == size
            || is_width && len > size && !level.contains(Level::STRICT_ATTRS)
            || is_width && level == Level::LIBERAL
    }
}

fn exactly(size: usize) -> impl Fn(usize, Level) -> bool {
    move |len, _| len == size
}

#[test]
fn integers() {
    every_length::<u8>(integer(1));
    every_length::<i8>(integer(1));
    every_length::<u16>(integer(2));
    every_length::<i16>(integer(2));
    every_length::<u32>(integer(4));
    every_length::<i32>(integer(4));
    every_length::<u64>(integer(8));
    every_length::<i64>(integer(8));
    every_length::<Be<u16>>(integer(2));
    every_length::<Be<i32>>(integer(4));
    every_length::<Be<u64>>(integer(8));
    every_length::<Le<u16>>(integer(2));
    every_length::<Le<u32>>(integer(4));
    every_length::<Le<i64>>(integer(8));
    every_length::<Uint>(|len, _| len == 4 || len == 8);
    every_length::<Sint>(|len, _| len == 4 || len == 8);
}

#[test]
fn flags_and_bitfields() {
    every_length_of(|input| Set::<bool>::parse(input).is_ok(), exactly(0));
    every_length_of(|input| Set::<()>::parse(input).is_ok(), exactly(0));
    every_length::<Bitfield32>(exactly(8));
}

#[test]
fn arrays_and_addresses() {
    every_length::<[u8; 0]>(exactly(0));
    every_length::<[u8; 5]>(exactly(5));
    every_length::<Mac>(exactly(6));
    every_length::<Ipv4Addr>(exactly(4));
    every_length::<Ipv6Addr>(exactly(16));
    every_length::<IpAddr>(|len, _| len == 4 || len == 16);
    every_length::<u128>(exactly(16));
}

#[test]
fn optional_repeated_and_isolated_values_are_as_long_as_values() {
    every_length_of(|input| Set::<Option<u32>>::parse(input).is_ok(), integer(4));
    every_length_of(|input| Set::<Vec<u32>>::parse(input).is_ok(), integer(4));
    every_length_of(|input| Set::<Repeated<'_, u32>>::parse(input).is_ok(), integer(4));
    every_length_of(
        |input| Set::<Result<u32, netlink_core::ParseError>>::parse(input).unwrap().it.is_ok(),
        integer(4),
    );
}

#[test]
fn strings_and_bytes() {
    every_length_of(|input| Set::<&CStr>::parse(input).is_ok(), |len, _| len > 0);
    every_length_of(|input| Set::<&str>::parse(input).is_ok(), |len, _| len > 0);
    every_length_of(|input| Set::<&[u8]>::parse(input).is_ok(), |_, _| true);
}

#[derive(FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C, packed)]
struct Pair {
    first: u16,
    second: u32,
}

#[derive(FromBytes, Immutable, IntoBytes, Parse)]
#[netlink(layout)]
#[repr(C)]
struct Layout {
    first: u32,
    second: u32,
}

#[test]
fn structures() {
    every_length_of(|input| Set::<&Pair>::parse(input).is_ok(), |len, _| len >= 6);
    every_length_of(|input| Set::<&[Pair]>::parse(input).is_ok(), |len, _| len % 6 == 0);
    every_length::<Layout>(|len, _| len >= 8);
}

#[derive(Clone, Parse)]
struct Nest {
    #[nla(1)]
    _one: Option<u32>,
}

/// Zeros are not an attribute: they are left over.
fn nest(len: usize, level: Level) -> bool {
    len == 0 || len >= 4 && !level.contains(Level::TRAILING) && !level.contains(Level::NESTED)
}

#[test]
fn nests_and_arrays_of_them() {
    every_length_of(
        |input| Set::<Nest>::parse(input).is_ok(),
        |len, level| if len == 0 { !level.contains(Level::NESTED) } else { nest(len, level) },
    );
    every_length_of(
        |input| Set::<Indexed<'_, Nest>>::parse(input).is_ok(),
        |len, level| (len == 0 || len >= 4) && !level.contains(Level::NESTED),
    );
}
