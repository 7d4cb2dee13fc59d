//! The policy of an attribute as a kernel reports it.

use super::{AttrPolicy, Check, Kind};
use crate::input::Input;

impl AttrPolicy {
    /// Returns the policy that a kernel reports as a set of `NL_POLICY_TYPE_ATTR_*` (`linux/netlink.h`), such
    /// as [`ExtendedAck::policy`](crate::ExtendedAck::policy).
    ///
    /// A nested set has its number in the kernel's dump, see [`PolicyTable`](super::PolicyTable). Returns
    /// `None` if the set does not contain a kind.
    #[must_use]
    pub fn reported(policy: &[u8]) -> Option<Self> {
        let (mut kind, mut set) = (None, None);
        let (mut signed, mut unsigned) = ((None, None), (None, None));
        let (mut len, mut mask) = ((0, usize::MAX), None);
        for attr in Input::new(policy).attrs() {
            let value = attr.payload();
            let (u32, u64) = (Kind::U32.integer(value), Kind::U64.integer(value));
            let length = |or| u32.and_then(|len| usize::try_from(len).ok()).unwrap_or(or);
            match attr.ty() {
                1 => kind = u32.and_then(|kind| kind.try_into().ok()).map(Kind::reported),
                2 => signed.0 = Kind::I64.integer(value),
                3 => signed.1 = Kind::I64.integer(value),
                4 => unsigned.0 = u64,
                5 => unsigned.1 = u64,
                6 => len.0 = length(0),
                7 => len.1 = length(usize::MAX),
                8 => set = u32.and_then(|set| u16::try_from(set).ok()),
                10 => mask = mask.or(u32),
                12 => mask = u64,
                _ => {}
            }
        }
        let kind = kind?;
        let policy = match (kind, set) {
            (Kind::Nested, Some(set)) => Self::nested_number(set),
            (Kind::NestedArray, Some(set)) => Self::array_of_number(set),
            _ => Self::new(kind),
        };
        let range = if kind.is_signed() { signed } else { unsigned };
        let check = match (mask.and_then(|mask| u64::try_from(mask).ok()), range, kind.limits()) {
            (Some(mask), ..) => Check::Mask(mask),
            (None, (None, None), _) | (None, _, None) => Check::None,
            (None, (min, max), Some(limits)) => {
                match (min.unwrap_or(limits.0), max.unwrap_or(limits.1)) {
                    range if range == limits => Check::None,
                    (min, max) => Check::Range(min, max),
                }
            }
        };
        Some(policy.with_len(len.0, len.1).with_check(check))
    }
}

impl Kind {
    /// Returns the kind of a number that a kernel reports: `NL_ATTR_TYPE_*` of `linux/netlink.h`.
    ///
    /// Returns [`Kind::Unspec`] for other numbers.
    #[doc(alias = "netlink_attribute_type")]
    #[must_use]
    pub const fn reported(number: u32) -> Self {
        match number {
            1 => Self::Flag,
            2 => Self::U8,
            3 => Self::U16,
            4 => Self::U32,
            5 => Self::U64,
            6 => Self::I8,
            7 => Self::I16,
            8 => Self::I32,
            9 => Self::I64,
            10 => Self::Binary,
            11 => Self::String,
            12 => Self::NulString,
            13 => Self::Nested,
            14 => Self::NestedArray,
            15 => Self::Bitfield32,
            16 => Self::Sint,
            17 => Self::Uint,
            _ => Self::Unspec,
        }
    }
}
