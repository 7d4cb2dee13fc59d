//! Checks of declarations, while compiling.

use crate::attr::TYPE_MASK;
use crate::policy::{AttrPolicy, Check, Kind, Policy};

/// The attribute type of a field, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
pub const fn attr_type(ty: i128) -> u16 {
    if ty < 0 || ty > TYPE_MASK as i128 {
        panic!("an attribute type is between 0 and 16383: two of its 16 bits are flags");
    }
    ty as u16
}

/// The rule of the attribute with this number, in the order of declaration.
pub const fn rule(policy: &'static Policy, number: usize) -> &'static AttrPolicy {
    match policy.attrs().split_at_checked(number) {
        Some((_, [rule, ..])) => rule,
        _ => panic!("a policy has a rule for each of its fields"),
    }
}

/// A message type, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
pub const fn message_type(ty: i128) -> u16 {
    if ty < 0 || ty > u16::MAX as i128 {
        panic!("a message type has 16 bits");
    }
    ty as u16
}

/// A command or version of generic netlink, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
pub const fn byte(value: i128) -> u8 {
    if value < 0 || value > u8::MAX as i128 {
        panic!("a generic netlink command or version has 8 bits");
    }
    value as u8
}

/// The key of a sub-message, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "asserted")]
pub const fn key(value: i128) -> u64 {
    if value < 0 || value > u64::MAX as i128 {
        panic!("the key of a sub-message is not negative and has at most 64 bits");
    }
    value as u64
}

/// No type is named twice.
pub const fn distinct(types: &[u16]) {
    let mut rest = types;
    while let [first, others @ ..] = rest {
        let mut others_left = others;
        while let [other, left @ ..] = others_left {
            if *first == *other {
                panic!("two fields have the same attribute type");
            }
            others_left = left;
        }
        rest = others;
    }
}

/// A length rule goes with a kind that has one, and can be met.
pub const fn len_rule(policy: AttrPolicy, min: usize, max: usize) -> AttrPolicy {
    if !policy.kind().has_length() {
        panic!("`len` limits strings and binary data; this type has a size of its own");
    }
    if min > max {
        panic!("no length is in this range: it ends before it begins");
    }
    let (type_min, type_max) = policy.len();
    if min > type_max || max < type_min {
        panic!("no value of this type has a length in this range");
    }
    let min = if min > type_min { min } else { type_min };
    let max = if max < type_max { max } else { type_max };
    policy.with_len(min, max)
}

/// A range goes with an integer that can be in it.
pub const fn range_rule(policy: AttrPolicy, min: i128, max: i128) -> AttrPolicy {
    let Some((lowest, highest)) = policy.kind().limits() else {
        panic!("`range` limits integers; for strings and binary data there is `len`");
    };
    if min > max {
        panic!("no value is in this range: it ends before it begins");
    }
    if min < lowest || max > highest {
        panic!("this range goes beyond what the type can hold");
    }
    policy.with_check(Check::Range(min, max))
}

/// A mask goes with an unsigned integer that is as wide.
#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "asserted")]
pub const fn mask_rule(policy: AttrPolicy, mask: i128) -> AttrPolicy {
    match policy.kind().limits() {
        Some((0, highest)) if 0 <= mask && mask <= highest => {
            policy.with_check(Check::Mask(mask as u64))
        }
        None if matches!(policy.kind(), Kind::Bitfield32) && 0 < mask && mask >> 32 == 0 => {
            policy.with_check(Check::Mask(mask as u64))
        }
        Some((0, _)) => panic!("this mask has bits that the type does not have"),
        _ => panic!("`mask` limits unsigned integers and bitfields"),
    }
}

/// The lowest value of an integer kind, where a range has no start.
pub const fn lowest(policy: AttrPolicy) -> i128 {
    match policy.kind().limits() {
        Some((lowest, _)) => lowest,
        None => 0,
    }
}

/// The highest value of an integer kind, where a range has no end.
pub const fn highest(policy: AttrPolicy) -> i128 {
    match policy.kind().limits() {
        Some((_, highest)) => highest,
        None => 0,
    }
}
