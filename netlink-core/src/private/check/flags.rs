//! The flags of a newtype.

use super::numbers::{Place, nth, occurs};
use crate::policy::{AttrPolicy, Kind};

/// Flags go with an unsigned integer or a bitfield.
#[track_caller]
pub const fn check_flags(policy: AttrPolicy) {
    if highest_bits(policy).is_none() {
        panic!("flags are the bits of an unsigned integer or a bitfield, and this type is neither");
    }
}

/// A flag has bits, which the type has and no other flag is.
#[track_caller]
pub const fn check_flag(policy: AttrPolicy, all: &[i128], number: usize) {
    let Some(highest) = highest_bits(policy) else { return };
    match nth(all, number) {
        0 => panic!("a flag is a bit or several: 0 is what is left when none is set"),
        bits if bits < 0 || bits > highest => {
            panic!("this flag has bits that the type does not have")
        }
        _ => {}
    }
    match occurs(all, number) {
        Place::Alone => {}
        Place::First => panic!("it is here the first time"),
        Place::Again => panic!("another flag has these bits already"),
    }
}

/// All bits of an unsigned integer or a bitfield.
pub(super) const fn highest_bits(policy: AttrPolicy) -> Option<i128> {
    match (policy.kind(), policy.kind().limits()) {
        (Kind::Bitfield32, _) => Some(u32::MAX as i128),
        (_, Some((0, highest))) => Some(highest),
        _ => None,
    }
}
