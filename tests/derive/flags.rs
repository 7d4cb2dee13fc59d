//! Flags: bits with names.

use bitflags::bitflags;
use netlink_core::{
    Be, Bitfield32, Emit, Le, Parse, ParseSet, Uint,
    policy::{Check, Name},
};
use netlink_tests::bytes::attr;

use crate::ways::{emit, parse};

const IFF_DEBUG: u8 = 1 << 2;

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(flags(UP, ANY_CAST = 0x1002, DEBUG = IFF_DEBUG, r#loop = 1 << 31))]
struct LinkFlags(u32);

impl LinkFlags {
    const UP: Self = Self(1);
}

fn names<'a, T: Parse<'a>>() -> Vec<(i128, &'static str)> {
    assert!(T::PARSE_ATTR.names_are_bits());
    T::PARSE_ATTR.names().iter().map(|Name { value, name }| (*value, *name)).collect()
}

#[test]
fn names_are_in_the_policy_in_their_order() {
    let expected = [(1, "UP"), (0x1002, "ANY_CAST"), (4, "DEBUG"), (1 << 31, "loop")];
    assert_eq!(names::<LinkFlags>(), expected);
    let emitted = <LinkFlags as Emit>::EMIT_ATTR;
    assert!(emitted.names_are_bits() && emitted.names().len() == 4);
}

#[test]
fn bits_without_a_name_are_kept() {
    let bytes = u32::MAX.to_ne_bytes();
    let flags: LinkFlags = parse(&bytes).unwrap();
    assert_eq!(flags, LinkFlags(u32::MAX));
    assert_eq!(emit(&flags).unwrap(), bytes);
    assert_eq!(<LinkFlags as Parse<'_>>::PARSE_ATTR.check(), Check::None);
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(flags(READ = 1, WRITE = 2), mask = 0b111)]
struct Rights(Be<u16>);

#[derive(Debug, Parse, Emit)]
struct File {
    #[nla(1)]
    rights: Rights,
}

#[test]
fn a_mask_is_said_beside_them() {
    let file: File = parse(&attr(1, &[0, 7])).unwrap();
    assert_eq!(file.rights, Rights(Be(7)));
    let error = parse::<File>(&attr(1, &[0, 9])).unwrap_err();
    assert!(error.to_string().contains("found 0x9 (reserved bit set)"), "{error}");
    assert!(emit(&File { rights: Rights(Be(8)) }).is_err());
    let policy = File::PARSE_POLICY.attr(1).unwrap();
    assert!(policy.names_are_bits() && policy.check() == Check::Mask(7));
}

#[test]
fn they_are_of_any_unsigned_type() {
    macro_rules! each {
        ($($ty:ty, $bits:expr;)*) => {$({
            #[derive(Parse, Emit)]
            #[netlink(flags(OWN, LITERAL = 1 << 6))]
            struct Flags($ty);

            impl Flags {
                const OWN: Self = Self($bits);
            }

            assert_eq!(names::<Flags>(), [(3, "OWN"), (64, "LITERAL")]);
            assert_eq!(emit(&Flags::OWN).unwrap(), emit(&$bits).unwrap());
        })*};
    }
    each! {
        u8, 3_u8;
        u16, 3_u16;
        u32, 3_u32;
        u64, 3_u64;
        Be<u16>, Be(3_u16);
        Be<u32>, Be(3_u32);
        Be<u64>, Be(3_u64);
        Le<u16>, Le(3_u16);
        Le<u32>, Le(3_u32);
        Le<u64>, Le(3_u64);
        Uint, Uint(3);
        Bitfield32, Bitfield32 { value: 3, selector: 7 };
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Parse, Emit)]
#[netlink(flags(SECONDARY, PERMANENT), mask = AddrFlags::all().bits())]
struct AddrFlags(u32);

bitflags! {
    impl AddrFlags: u32 {
        const SECONDARY = 0x01;
        const PERMANENT = 0x80;
    }
}

#[test]
fn a_type_of_the_crate_bitflags_may_have_them() {
    assert_eq!(names::<AddrFlags>(), [(1, "SECONDARY"), (0x80, "PERMANENT")]);
    let both = AddrFlags::SECONDARY | AddrFlags::PERMANENT;
    assert_eq!(parse::<AddrFlags>(&0x81_u32.to_ne_bytes()), Ok(both));
    assert!(parse::<AddrFlags>(&0x82_u32.to_ne_bytes()).is_err());
}
