//! Checks of declarations, while compiling.
//!
//! A check is called in a constant of its own, and what it checks is used elsewhere without one: a
//! constant that fails would be reported again wherever it is used. The compiler points at the caller
//! of a check, which stands at the user's token.

use crate::attr::TYPE_MASK;
use crate::policy::{AttrPolicy, Check, Clash, Key, Kind, Occurs, Policy, Unknowns};

/// The ends of a range as they are written.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Where it starts, if it says so.
    pub min: Option<i128>,
    /// Where it ends, if it says so.
    pub max: Option<i128>,
    /// Whether the end belongs to it.
    pub inclusive: bool,
}

impl Bounds {
    /// The two ends, both included.
    const fn ends(self, lowest: i128, highest: i128) -> (i128, i128) {
        let min = match self.min {
            Some(min) => min,
            None => lowest,
        };
        let max = match self.max {
            Some(max) if self.inclusive => max,
            Some(max) => max.saturating_sub(1),
            None => highest,
        };
        (min, max)
    }
}

// ---- Numbers ----

/// The attribute type of a field, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked apart")]
#[must_use]
pub const fn attr_type(ty: i128) -> u16 {
    ty as u16 & TYPE_MASK
}

/// An attribute type fits, and no other field has it.
#[track_caller]
pub const fn check_attr_type(all: &[i128], number: usize) {
    match nth(all, number) {
        ty if 0 <= ty && ty <= TYPE_MASK as i128 => {}
        ty if 0 <= ty && ty <= u16::MAX as i128 => panic!(
            "an attribute type is at most 16383 (0x3fff): above are two flags, which are set where they are due"
        ),
        _ => panic!("an attribute type is between 0 and 16383"),
    }
    match occurs(all, number) {
        Place::Alone => {}
        Place::First => panic!("it is here the first time"),
        Place::Again => panic!("this attribute type is taken already"),
    }
}

/// A message type, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked apart")]
#[must_use]
pub const fn message_type(ty: i128) -> u16 {
    ty as u16
}

/// A message type fits, and no other variant has it.
#[track_caller]
pub const fn check_message_type(all: &[i128], number: usize) {
    let ty = nth(all, number);
    if ty < 0 || ty > u16::MAX as i128 {
        panic!("a message type is between 0 and 65535");
    }
    check_message(all, number);
}

/// A command or version of generic netlink, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked apart")]
#[must_use]
pub const fn byte(value: i128) -> u8 {
    value as u8
}

/// A command fits, and no other variant has it.
#[track_caller]
pub const fn check_command(all: &[i128], number: usize) {
    let command = nth(all, number);
    if command < 0 || command > u8::MAX as i128 {
        panic!("a generic netlink command is between 0 and 255");
    }
    check_message(all, number);
}

#[track_caller]
const fn check_message(all: &[i128], number: usize) {
    match occurs(all, number) {
        Place::Alone => {}
        Place::First => panic!("it is here the first time"),
        Place::Again => panic!("another variant is this message already"),
    }
}

/// The version of a family fits.
#[track_caller]
pub const fn check_version(version: i128) {
    if version < 0 || version > u8::MAX as i128 {
        panic!("the version of a generic netlink family is between 0 and 255");
    }
}

/// The name of a family fits.
#[track_caller]
pub const fn check_family(name: &str) {
    if name.is_empty() || name.len() > 15 {
        panic!("the name of a generic netlink family has 1 to 15 bytes");
    }
}

/// The key of a sub-message, from any integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked apart")]
#[must_use]
pub const fn key(value: i128) -> u64 {
    value as u64
}

/// The key of a sub-message fits, and no other variant has it.
#[track_caller]
pub const fn check_key(all: &[i128], number: usize) {
    let key = nth(all, number);
    if key < 0 || key > u64::MAX as i128 {
        panic!("the key of a sub-message is not negative and has at most 64 bits");
    }
    match occurs(all, number) {
        Place::Alone => {}
        Place::First => panic!("it is here the first time"),
        Place::Again => panic!("this key chooses another variant already"),
    }
}

enum Place {
    Alone,
    First,
    Again,
}

/// How the number at this place stands to its equals.
const fn occurs(all: &[i128], number: usize) -> Place {
    let Some((before, [own, after @ ..])) = all.split_at_checked(number) else {
        return Place::Alone;
    };
    if contains(before, *own) {
        Place::Again
    } else if contains(after, *own) {
        Place::First
    } else {
        Place::Alone
    }
}

const fn contains(mut all: &[i128], value: i128) -> bool {
    while let [first, rest @ ..] = all {
        if *first == value {
            return true;
        }
        all = rest;
    }
    false
}

const fn nth(all: &[i128], number: usize) -> i128 {
    match all.split_at_checked(number) {
        Some((_, [value, ..])) => *value,
        _ => panic!("there is a number for each place"),
    }
}

// ---- Rules ----

/// The rule of the attribute with this number, in the order of declaration.
#[must_use]
pub const fn rule(policy: &'static Policy, number: usize) -> &'static AttrPolicy {
    match policy.own_attrs().split_at_checked(number) {
        Some((_, [rule, ..])) => rule,
        _ => panic!("a policy has a rule for each of its fields"),
    }
}

/// A length rule goes with a kind that has one, and can be met.
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

/// A length as it is checked: what is longer than any payload is unbounded.
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

/// A range goes with an integer that can be in it.
#[track_caller]
pub const fn check_range(policy: AttrPolicy, bounds: Bounds) {
    let Some((lowest, highest)) = policy.kind().limits() else {
        if policy.kind().has_length() {
            panic!("`range` limits integers; for strings and binary data there is `len`");
        }
        panic!("`range` limits integers, and this type is none");
    };
    let (min, max) = bounds.ends(lowest, highest);
    if min > max {
        panic!("no value is in this range: it ends before it begins");
    }
    if min < lowest || max > highest {
        panic!("this range goes beyond what the type can hold");
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

/// A mask goes with an unsigned integer that is as wide.
#[track_caller]
pub const fn check_mask(policy: AttrPolicy, mask: i128) {
    let Some(highest) = highest_bits(policy) else {
        if policy.kind().is_integer() {
            panic!("`mask` limits unsigned integers; for a signed one there is `range`");
        }
        panic!("`mask` limits unsigned integers and bitfields, and this type is neither");
    };
    if mask < 0 || mask > highest {
        panic!("this mask has bits that the type does not have");
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked just before"
    )]
    check_combination(policy, Check::Mask(mask as u64));
}

/// The policy with a mask, besides the rule it has.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked apart")]
#[must_use]
pub const fn with_mask(policy: AttrPolicy, mask: i128) -> AttrPolicy {
    with_check(policy, Check::Mask(mask as u64))
}

/// The policy with a mask, of a type that is known only where it is used.
#[must_use]
#[track_caller]
pub const fn mask_rule(policy: AttrPolicy, mask: i128) -> AttrPolicy {
    check_mask(policy, mask);
    with_mask(policy, mask)
}

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
const fn highest_bits(policy: AttrPolicy) -> Option<i128> {
    match (policy.kind(), policy.kind().limits()) {
        (Kind::Bitfield32, _) => Some(u32::MAX as i128),
        (_, Some((0, highest))) => Some(highest),
        _ => None,
    }
}

/// Only what must be there can have something that stands for it.
#[track_caller]
pub const fn check_default(policy: AttrPolicy) {
    if !matches!(policy.occurs(), Occurs::Required) {
        panic!(
            "this type says itself what stands for an attribute that does not come; `default` is for others"
        );
    }
}

/// A sub-message, and a set with one whose key is elsewhere, has a selector.
#[track_caller]
pub const fn check_no_key(needs_key: bool) {
    if needs_key {
        panic!(
            "a key elsewhere chooses what this is: name the field that has it, `select = field`, \
            or `select = super` if that is in an enclosing set"
        );
    }
}

/// A member that generated code starts as its default, because of what its type is called, may be started
/// like that. Returns whether it is required.
#[track_caller]
#[must_use]
pub const fn check_start(starts_as_default: bool, is_required: bool) -> bool {
    if !starts_as_default {
        panic!(
            "a type with the name of one of `std`, or of the library, is used under another name here: \
            `use … as …`"
        );
    }
    is_required
}

/// Nothing else has a selector. What is refused whatever it is may be anything: so is a type with a
/// mistake in its declaration, which is reported there.
#[track_caller]
pub const fn check_key_needed(needs_key: bool, policy: AttrPolicy) {
    if !needs_key && !matches!(policy.check(), Check::Reject) {
        panic!(
            "`select` is for sub-messages, and for sets with one that has `select = super`; this type \
            has none"
        );
    }
}

/// The keys of a sub-message are of the selector's kind.
#[track_caller]
pub const fn check_key_kind(policy: AttrPolicy, kind: Kind) {
    let [variant, ..] = policy.variants() else { return };
    let is_text = matches!(kind, Kind::String | Kind::NulString | Kind::Binary | Kind::Unspec);
    match variant.key() {
        Key::Text(_) if kind.is_integer() => {
            panic!("the keys of this sub-message are strings, and the selector is an integer")
        }
        Key::Text(_) if !is_text => {
            panic!("the keys of this sub-message are strings, and the selector is none")
        }
        Key::Number(_) if !kind.is_integer() => {
            panic!("the keys of this sub-message are numbers, and the selector is no integer")
        }
        _ => {}
    }
}

/// A flattened set consists of attributes, of types that neither the set around it nor the flattened sets
/// before it have: of an attribute that two members have, one of them would never be parsed.
#[track_caller]
pub const fn check_flattened(set: &Policy, own: &[u16], mut before: &[&Policy]) {
    if set.header_len() > 0 {
        panic!("a flattened set has no fixed header: the set around it has the only one");
    }
    if !matches!(set.unknown(), Unknowns::ByLevel) {
        panic!(
            "a flattened set neither keeps nor refuses unknown attributes: the set around it may"
        );
    }
    let mut rest = own;
    while let [ty, behind @ ..] = rest {
        if has(set, *ty) {
            panic!("the set around it has an attribute type of this flattened set");
        }
        rest = behind;
    }
    while let [other, behind @ ..] = before {
        if share(other, set) {
            panic!("a flattened set before it has an attribute type of this one");
        }
        before = behind;
    }
}

/// Whether a set has an attribute of this type, its own or a flattened one's.
const fn has(set: &Policy, ty: u16) -> bool {
    let mut attrs = set.own_attrs();
    while let [attr, behind @ ..] = attrs {
        if attr.ty() == ty {
            return true;
        }
        attrs = behind;
    }
    let mut flattened = set.flattened();
    while let [inner, behind @ ..] = flattened {
        if has(inner, ty) {
            return true;
        }
        flattened = behind;
    }
    false
}

/// Whether two sets have an attribute of the same type.
const fn share(one: &Policy, other: &Policy) -> bool {
    let mut attrs = one.own_attrs();
    while let [attr, behind @ ..] = attrs {
        if has(other, attr.ty()) {
            return true;
        }
        attrs = behind;
    }
    let mut flattened = one.flattened();
    while let [inner, behind @ ..] = flattened {
        if share(inner, other) {
            return true;
        }
        flattened = behind;
    }
    false
}
