//! The rules of a field against its type: `len`, `range`, `mask`.

use super::bounds::Bounds;
use super::flags::highest_bits;
use crate::policy::{AttrPolicy, Check, Clash};

/// A length rule requires a kind with a length, and a length that is possible.
#[track_caller]
pub const fn check_len(policy: AttrPolicy, bounds: Bounds) {
    if policy.kind().is_integer() {
        panic!("`len` limits strings and binary data; for an integer there is `range`");
    }
    if !policy.kind().has_length() {
        panic!("`len` limits strings and binary data, and this type is neither");
    }
    let (min, max) = bounds.ends(0, i128::MAX);
    if min < 0 || max < 0 {
        panic!("a length is not negative");
    }
    if min > max {
        panic!("no length is in this range: it ends before it begins");
    }
    let (type_min, type_max) = policy.len();
    if min > type_max as i128 || max < type_min as i128 {
        panic!("no value of this type has a length in this range");
    }
}

/// The policy with a length rule, besides the one it has. If nothing satisfies both, which is checked
/// apart, the attribute is rejected.
#[must_use]
pub const fn with_len(policy: AttrPolicy, bounds: Bounds) -> AttrPolicy {
    let (min, max) = bounds.ends(0, i128::MAX);
    match policy.and_len(length(min), length(max)) {
        Ok(policy) => policy,
        Err(_) => policy.with_check(Check::Reject),
    }
}

/// A length for the check: a length above that of any payload is unbounded.
#[expect(clippy::cast_sign_loss, reason = "checked just before")]
const fn length(len: i128) -> usize {
    if len < 0 {
        0
    } else if len > u16::MAX as i128 {
        usize::MAX
    } else {
        len as usize
    }
}

/// The policy with a rule on its value, besides the one it has; as [`with_len`].
const fn with_check(policy: AttrPolicy, check: Check) -> AttrPolicy {
    match policy.and_check(check) {
        Ok(policy) => policy,
        Err(_) => policy.with_check(Check::Reject),
    }
}

/// A rule on the value can be combined with the one that the policy has.
#[track_caller]
const fn check_combination(policy: AttrPolicy, check: Check) {
    match policy.and_check(check) {
        Ok(_) => {}
        Err(Clash::Empty) => {
            panic!("no value satisfies this rule and the other rules of the attribute or its type")
        }
        Err(Clash::MaskAndRange) => panic!(
            "this rule cannot be combined with the other: the values that satisfy a mask and a range are \
             neither a mask nor a range here"
        ),
    }
}

/// The policy with a length rule, of a type that is known only where it is used.
#[must_use]
#[track_caller]
pub const fn len_rule(policy: AttrPolicy, bounds: Bounds) -> AttrPolicy {
    check_len(policy, bounds);
    with_len(policy, bounds)
}

/// A range requires an integer type that has values inside of it.
#[track_caller]
pub const fn check_range(policy: AttrPolicy, bounds: Bounds) {
    let Some((lowest, highest)) = policy.kind().limits() else {
        if policy.kind().has_length() {
            panic!("`range` limits integers; for strings and binary data there is `len`");
        }
        panic!("`range` limits integers, and this type is not an integer");
    };
    let (min, max) = bounds.ends(lowest, highest);
    if min > max {
        panic!("no value is in this range: it ends before it begins");
    }
    if min < lowest || max > highest {
        panic!("this range exceeds the values of the type");
    }
    check_combination(policy, Check::Range(min, max));
}

/// The policy with a range, besides the rule it has.
#[must_use]
pub const fn with_range(policy: AttrPolicy, bounds: Bounds) -> AttrPolicy {
    let (lowest, highest) = match policy.kind().limits() {
        Some(limits) => limits,
        None => (i128::MIN, i128::MAX),
    };
    let (min, max) = bounds.ends(lowest, highest);
    with_check(policy, Check::Range(min, max))
}

/// The policy with a range, of a type that is known only where it is used.
#[must_use]
#[track_caller]
pub const fn range_rule(policy: AttrPolicy, bounds: Bounds) -> AttrPolicy {
    check_range(policy, bounds);
    with_range(policy, bounds)
}

/// A mask requires an unsigned integer of at least its width.
#[track_caller]
pub const fn check_mask(policy: AttrPolicy, mask: i128, is_complement: bool) {
    let Some(highest) = highest_bits(policy) else {
        if policy.kind().is_integer() {
            panic!("`mask` limits unsigned integers; for a signed one there is `range`");
        }
        panic!("`mask` limits unsigned integers and bitfields, and this type is neither");
    };
    // `!0x3` of a literal is negative: all bits of the type but those.
    let bits = if is_complement && mask < 0 { !mask } else { mask };
    if bits < 0 || bits > highest {
        panic!("this mask has bits that the type does not have");
    }
    check_combination(policy, mask_of(policy, mask));
}

/// A mask with the bits that the type has.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked apart")]
const fn mask_of(policy: AttrPolicy, mask: i128) -> Check {
    let highest = match highest_bits(policy) {
        Some(highest) => highest,
        None => u64::MAX as i128,
    };
    Check::Mask((mask & highest) as u64)
}

/// The policy with a mask, besides the rule it has.
#[must_use]
pub const fn with_mask(policy: AttrPolicy, mask: i128) -> AttrPolicy {
    with_check(policy, mask_of(policy, mask))
}

/// The policy with a mask, of a type that is known only where it is used.
#[must_use]
#[track_caller]
pub const fn mask_rule(policy: AttrPolicy, mask: i128, is_complement: bool) -> AttrPolicy {
    check_mask(policy, mask, is_complement);
    with_mask(policy, mask)
}
