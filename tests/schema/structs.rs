//! C structures: in an attribute, in front of a set, with members of every type.

use core::{ffi::CStr, net::Ipv4Addr};

use netlink_core::{Emit, Errno, ErrorKind, Level, Mac, Parse, Repeated};
use netlink_tests::bytes::{attr, attr_u32};
use zerocopy::{
    FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned, big_endian, little_endian,
};

use crate::wire::{read, refusal, refused, refused_always, round_trip, written};

/// A member of each type. `#[repr(C)]` puts them where a C compiler does, and zerocopy lets no gap
/// pass that is not a member; by value, such a structure is aligned as it likes.
#[derive(
    Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout, Parse, Emit,
)]
#[netlink(layout)]
#[repr(C)]
struct Everything {
    u8: u8,
    s8: i8,
    u16: u16,
    s16: i16,
    /// `type: pad, len: 2`
    pad: [u8; 2],
    u32: u32,
    s32: i32,
    u64: u64,
    s64: i64,
    /// `type: string, len: 8`
    name: [u8; 8],
    /// `type: binary, len: 6`, with a hint: `mac` and `fddi` are this
    mac: [u8; 6],
    be16: big_endian::U16,
    be32: big_endian::U32,
    le32: little_endian::U32,
    /// `type: binary, struct: inner`
    inner: Inner,
    /// `enum`, of values: any integer may come
    state: State,
    /// `enum-as-flags`
    flags: Flags,
    reserved: [u8; 6],
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(C)]
struct Inner {
    rate: u32,
    burst: u32,
}

/// An open set of values: a number, of which some have names.
#[derive(Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(transparent)]
struct State(u8);

impl State {
    const UP: Self = Self(1);
}

#[derive(Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout)]
#[repr(transparent)]
struct Flags(u8);

impl Flags {
    /// Entry 3 of the enum, as a flag.
    const PROMISC: Self = Self(1 << 3);
}

const EVERYTHING: Everything = Everything {
    u8: 1,
    s8: -1,
    u16: 0x0102,
    s16: -2,
    pad: [0; 2],
    u32: 0x0102_0304,
    s32: -3,
    u64: 1 << 40,
    s64: -4,
    name: *b"eth0\0\0\0\0",
    mac: [2, 0, 0, 0, 0, 1],
    be16: big_endian::U16::new(0x0506),
    be32: big_endian::U32::new(0xc000_0201),
    le32: little_endian::U32::new(0x0403_0201),
    inner: Inner { rate: 7, burst: 8 },
    state: State::UP,
    flags: Flags::PROMISC,
    reserved: [0; 6],
};

/// The same, member by member.
fn everything() -> Vec<u8> {
    [
        &[1, 0xff][..],
        &0x0102_u16.to_ne_bytes(),
        &(-2_i16).to_ne_bytes(),
        &[0, 0],
        &0x0102_0304_u32.to_ne_bytes(),
        &(-3_i32).to_ne_bytes(),
        &(1_u64 << 40).to_ne_bytes(),
        &(-4_i64).to_ne_bytes(),
        b"eth0\0\0\0\0",
        &[2, 0, 0, 0, 0, 1],
        &[5, 6],
        &[192, 0, 2, 1],
        &[1, 2, 3, 4],
        &7_u32.to_ne_bytes(),
        &8_u32.to_ne_bytes(),
        &[1, 8],
        &[0; 6],
    ]
    .concat()
}

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

#[test]
pub fn struct_has_members_of_every_type_in_every_byte_order() {
    let bytes = set(&everything());
    assert_eq!(round_trip::<Set<Everything>>(&bytes).it, EVERYTHING);
    assert_eq!(written(&Set { before: 7, it: EVERYTHING }), bytes);
}

#[test]
pub fn bytes_of_a_member_are_what_its_hint_says() {
    let it = round_trip::<Set<Everything>>(&set(&everything())).it;
    assert_eq!(CStr::from_bytes_until_nul(&it.name).unwrap(), c"eth0");
    assert_eq!(Mac(it.mac).to_string(), "02:00:00:00:00:01");
    assert_eq!(Ipv4Addr::from(it.be32.get()), Ipv4Addr::new(192, 0, 2, 1));
    assert_eq!(format!("{:#x}", it.u16), "0x102");
}

#[test]
pub fn struct_may_be_longer_than_ours_and_not_shorter() {
    let grown = set(&[&everything()[..], &[1; 4]].concat());
    let value: Set<Everything> = read(Level::STRICT, &grown);
    assert_eq!(value.it, EVERYTHING);
    assert_eq!(written(&value), set(&everything()));
    let shorter = set(&everything()[1..]);
    assert_eq!(
        refused_always::<Set<Everything>>(&shorter),
        refusal(ErrorKind::LengthRule, Errno::ERANGE, 8, "Set.it"),
    );
}

/// A structure that an older kernel has without its end.
#[derive(
    Clone, Copy, Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout, Parse, Emit,
)]
#[netlink(layout, zero_fill)]
#[repr(C)]
struct Grown {
    old: u32,
    new: u32,
}

#[test]
pub fn struct_that_older_kernels_have_shorter_is_filled_with_zeros() {
    let both = [5_u32.to_ne_bytes(), 6_u32.to_ne_bytes()].concat();
    assert_eq!(round_trip::<Set<Grown>>(&set(&both)).it, Grown { old: 5, new: 6 });
    let value: Set<Grown> = read(Level::STRICT, &set(&both[..4]));
    assert_eq!(value.it, Grown { old: 5, new: 0 });
}

/// Borrowed, a structure must be at home at any address.
#[derive(Debug, PartialEq, FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned)]
#[repr(C)]
struct VlanInfo {
    vlan: zerocopy::native_endian::U32,
    protocol: big_endian::U16,
    pad: [u8; 2],
}

fn vlan(number: u32) -> Vec<u8> {
    [&number.to_ne_bytes()[..], &[0x81, 0], &[0, 0]].concat()
}

#[test]
pub fn struct_may_be_borrowed() {
    let bytes = set(&vlan(7));
    let it = round_trip::<Set<&VlanInfo>>(&bytes).it;
    assert_eq!((it.vlan.get(), it.protocol.get()), (7, 0x8100));
    assert_eq!(
        refused_always::<Set<&VlanInfo>>(&set(&vlan(7)[1..])),
        refusal(ErrorKind::LengthRule, Errno::ERANGE, 8, "Set.it"),
    );
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Exact<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = size_of::<VlanInfo>())]
    it: &'a VlanInfo,
}

#[test]
pub fn struct_may_be_asked_to_have_just_its_size() {
    assert_eq!(round_trip::<Exact<'_>>(&set(&vlan(7))).it.vlan.get(), 7);
    assert_eq!(
        refused_always::<Exact<'_>>(&set(&[&vlan(7)[..], &[0; 4]].concat())),
        refusal(ErrorKind::LengthRule, Errno::ERANGE, 8, "Exact.it"),
    );
}

#[derive(Debug, Parse, Emit)]
struct Vlans<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    vlans: Repeated<'a, &'a VlanInfo>,
    #[nla(3)]
    packed: &'a [VlanInfo],
}

#[test]
pub fn structs_may_come_several_times_or_without_gaps_in_one_attribute() {
    let packed = [vlan(3), vlan(4), vlan(5)].concat();
    let bytes = [attr(1, &[7]), attr(2, &vlan(1)), attr(2, &vlan(2)), attr(3, &packed)].concat();
    let vlans = round_trip::<Vlans<'_>>(&bytes);
    assert!(vlans.vlans.iter().map(|vlan| vlan.unwrap().vlan.get()).eq([1, 2]));
    assert!(vlans.packed.iter().map(|vlan| vlan.vlan.get()).eq([3, 4, 5]));
    let cut = [attr(1, &[7]), attr(3, &packed[..23])].concat();
    assert_eq!(
        refused_always::<Vlans<'_>>(&cut),
        refusal(ErrorKind::Size, Errno::ERANGE, 8, "Vlans.packed"),
    );
}

/// A set after a fixed header whose size is not a multiple of four.
#[derive(Debug, PartialEq, Parse, Emit)]
struct Headed {
    #[netlink(header)]
    header: [u8; 6],
    #[nla(1)]
    value: u32,
}

#[test]
pub fn fixed_header_is_before_the_attributes_and_is_padded() {
    let bytes = [&[1, 2, 3, 4, 5, 6, 0, 0][..], &attr_u32(1, 9)].concat();
    let expected = Headed { header: [1, 2, 3, 4, 5, 6], value: 9 };
    assert_eq!(round_trip::<Headed>(&bytes), expected);
    assert_eq!(
        refused_always::<Headed>(&[1, 2, 3, 4, 5]),
        refusal(ErrorKind::ShortHeader, Errno::EINVAL, 0, "Headed"),
    );
    assert_eq!(
        refused::<Headed>(Level::LIBERAL, &[1, 2, 3, 4, 5, 6]),
        refusal(ErrorKind::Missing, Errno::EINVAL, 6, "Headed.value"),
    );
}
