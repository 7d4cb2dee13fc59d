//! Definitions: constants, values that have names, and flags. Structures are in `structs`.

use core::ops::BitOr;

use netlink_core::{Be, Bitfield32, Emit, Errno, ErrorKind, Indexed, Level, Parse, Uint};
use netlink_tests::bytes::{attr, attr_u32, nest};

use crate::wire::{Refusal, refusal, refused, refused_always, refused_to_emit, round_trip};

/// `type: const`, and `render-max` or `enum-cnt-name` of what follows: constants of Rust.
const MAX_NAME: usize = 7;
const MODE_MAX: u8 = Mode::Redundant as u8;

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

#[derive(Debug, PartialEq, Parse, Emit)]
struct Named<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2, len = ..=MAX_NAME)]
    it: &'a [u8],
}

#[test]
pub fn const_is_a_constant() {
    assert_eq!(round_trip::<Named<'_>>(&set(&[1; MAX_NAME])).it.len(), MAX_NAME);
    let long = refusal(ErrorKind::Length, Errno::ERANGE, 8, "Named.it");
    assert_eq!(refused_always::<Named<'_>>(&set(&[1; MAX_NAME + 1])), long);
}

/// A closed set: `value-start` is the first value, and an entry without `value` follows the one before.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u8)]
enum Mode {
    Single = 3,
    Double,
    Redundant = 9,
}

fn no_value(path: &str) -> Refusal {
    refusal(ErrorKind::Value, Errno::EINVAL, 8, path)
}

#[test]
pub fn enum_starts_where_it_says_and_counts_on() {
    for (value, mode) in [(3, Mode::Single), (4, Mode::Double), (9, Mode::Redundant)] {
        assert_eq!(round_trip::<Set<Mode>>(&set(&[value])).it, mode);
    }
    assert_eq!(MODE_MAX, 9);
}

#[test]
pub fn closed_enum_refuses_what_has_no_name() {
    for value in [0, 2, 5, 8, 10, 255] {
        assert_eq!(refused_always::<Set<Mode>>(&set(&[value])), no_value("Set.it"));
    }
    assert_eq!(refused::<Set<Mode>>(Level::LIBERAL, &set(&[])).kind(), ErrorKind::Length);
}

/// An open set keeps what has no name.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u16)]
#[netlink(wire = Be<u16>)]
enum Protocol {
    Vlan = 0x8100,
    Service = 0x88a8,
    #[netlink(other)]
    Other(u16),
}

#[test]
pub fn open_enum_keeps_what_has_no_name() {
    for (payload, protocol) in [
        ([0x81, 0x00], Protocol::Vlan),
        ([0x88, 0xa8], Protocol::Service),
        ([0x08, 0x00], Protocol::Other(0x0800)),
    ] {
        assert_eq!(round_trip::<Set<Protocol>>(&set(&payload)).it, protocol);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(i32)]
enum Signed {
    Failed = -1,
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u64)]
#[netlink(wire = Uint)]
enum Wide {
    None,
    Huge = 1 << 40,
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[repr(u32)]
#[netlink(wire = Be<u32>)]
enum Verdict {
    Drop,
    Accept,
}

#[test]
pub fn enum_may_be_any_integer_on_the_wire() {
    assert_eq!(round_trip::<Set<Signed>>(&set(&(-1_i32).to_ne_bytes())).it, Signed::Failed);
    assert_eq!(round_trip::<Set<Signed>>(&set(&0_i32.to_ne_bytes())).it, Signed::Done);
    assert_eq!(refused_always::<Set<Signed>>(&set(&[0xfe; 4])), no_value("Set.it"));
    assert_eq!(round_trip::<Set<Wide>>(&set(&0_u32.to_ne_bytes())).it, Wide::None);
    assert_eq!(round_trip::<Set<Wide>>(&set(&(1_u64 << 40).to_ne_bytes())).it, Wide::Huge);
    assert_eq!(refused_always::<Set<Wide>>(&set(&1_u32.to_ne_bytes())), no_value("Set.it"));
    assert_eq!(round_trip::<Set<Verdict>>(&set(&[0, 0, 0, 1])).it, Verdict::Accept);
    assert_eq!(round_trip::<Set<Verdict>>(&set(&[0; 4])).it, Verdict::Drop);
    assert_eq!(refused_always::<Set<Verdict>>(&set(&[1, 0, 0, 0])), no_value("Set.it"));
}

#[derive(Debug, Parse, Emit)]
struct Modes<'a> {
    #[nla(1)]
    before: u8,
    #[nla(2)]
    commands: Indexed<'a, Mode>,
    #[nla(3)]
    supported: Vec<Mode>,
}

#[test]
pub fn enum_may_be_the_value_of_each_of_many() {
    let bytes =
        [attr(1, &[7]), nest(2, &[attr(1, &[3]), attr(2, &[9])]), attr(3, &[4]), attr(3, &[3])]
            .concat();
    let modes = round_trip::<Modes<'_>>(&bytes);
    assert!(modes.commands.iter().eq([Ok(Mode::Single), Ok(Mode::Redundant)]));
    assert_eq!(modes.supported, [Mode::Double, Mode::Single]);
    let bad = [attr(1, &[7]), nest(2, &[attr(1, &[3]), attr(2, &[8])])].concat();
    assert_eq!(
        refused_always::<Modes<'_>>(&bad),
        refusal(ErrorKind::Value, Errno::EINVAL, 20, "Modes.commands[1]"),
    );
}

/// `type: flags`: bits that have names. The entries are counted as bits; `value-start` would be the
/// first one's number. What has no name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(mask = Caps::ALL.0)]
struct Caps(u64);

impl Caps {
    const READ: Self = Self(1 << 0);
    const WRITE: Self = Self(1 << 1);
    const HUGE: Self = Self(1 << 40);
    const ALL: Self = Self(Self::READ.0 | Self::WRITE.0 | Self::HUGE.0);
}

impl BitOr for Caps {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[test]
pub fn flags_are_a_newtype_with_constants() {
    let both = Caps::READ | Caps::HUGE;
    assert_eq!(round_trip::<Set<Caps>>(&set(&(1_u64 << 40 | 1).to_ne_bytes())).it, both);
    let reserved = refusal(ErrorKind::ReservedBits, Errno::EINVAL, 8, "Set.it");
    assert_eq!(refused_always::<Set<Caps>>(&set(&4_u64.to_ne_bytes())), reserved);
    assert_eq!(refused_to_emit(&Set { before: 7, it: Caps(4) }), reserved);
}

/// `enum-as-flags`: the entries of an enum of values, each as the bit of its number.
#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(mask = Modes32::of(Mode::Single) | Modes32::of(Mode::Double) | Modes32::of(Mode::Redundant))]
struct Modes32(Be<u32>);

impl Modes32 {
    const fn of(mode: Mode) -> u32 {
        1 << mode as u8
    }

    const fn contains(self, mode: Mode) -> bool {
        self.0.0 & Self::of(mode) != 0
    }
}

#[test]
pub fn enum_as_flags_is_a_newtype_with_the_bits_of_its_values() {
    let modes = round_trip::<Set<Modes32>>(&set(&[0, 0, 2, 8])).it;
    assert!(modes.contains(Mode::Single) && modes.contains(Mode::Redundant));
    assert!(!modes.contains(Mode::Double));
    let reserved = refusal(ErrorKind::ReservedBits, Errno::EINVAL, 8, "Set.it");
    assert_eq!(refused_always::<Set<Modes32>>(&set(&[0, 0, 0, 1])), reserved);
    assert_eq!(refused_to_emit(&Set { before: 7, it: Modes32(Be(1)) }), reserved);
}

#[derive(Clone, Copy, Debug, PartialEq, Parse, Emit)]
#[netlink(mask = 0x18)]
struct Actions(Bitfield32);

#[test]
pub fn enum_as_flags_may_be_a_bitfield() {
    let payload = [0x08_u32.to_ne_bytes(), 0x18_u32.to_ne_bytes()].concat();
    let it = round_trip::<Set<Actions>>(&set(&payload)).it;
    assert_eq!(it, Actions(Bitfield32 { value: 0x08, selector: 0x18 }));
    let refused = refusal(ErrorKind::Bitfield, Errno::EINVAL, 8, "Set.it");
    let payload = [0x04_u32.to_ne_bytes(), 0x1c_u32.to_ne_bytes()].concat();
    assert_eq!(refused_always::<Set<Actions>>(&set(&payload)), refused);
    let bad = Actions(Bitfield32 { value: 0x04, selector: 0x04 });
    assert_eq!(refused_to_emit(&Set { before: 7, it: bad }), refused);
}

/// Numbers that are counted on from each other, as a header's enum counts them.
mod numbers {
    pub const UNSPEC: u16 = 0;
    pub const FIRST: u16 = UNSPEC + 1;
    /// `value: 5`
    pub const FIFTH: u16 = 5;
    pub const SIXTH: u16 = FIFTH + 1;
}

#[derive(Debug, PartialEq, Parse, Emit)]
struct Numbered {
    #[nla(numbers::FIRST)]
    first: u32,
    #[nla(numbers::FIFTH)]
    fifth: u32,
    #[nla(numbers::SIXTH)]
    sixth: u32,
}

#[test]
pub fn value_of_an_attribute_is_its_number() {
    let bytes = [attr_u32(1, 10), attr_u32(5, 50), attr_u32(6, 60)].concat();
    assert_eq!(round_trip::<Numbered>(&bytes), Numbered { first: 10, fifth: 50, sixth: 60 });
    assert_eq!(
        refused_always::<Numbered>(&[attr_u32(1, 10), attr_u32(6, 60)].concat()),
        refusal(ErrorKind::Missing, Errno::EINVAL, 0, "Numbered.fifth"),
    );
}
