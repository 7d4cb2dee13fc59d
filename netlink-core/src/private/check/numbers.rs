//! Numbers in declarations: attribute types, message types, commands, keys. Each fits, and none is declared twice.

use crate::attr::TYPE_MASK;

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

/// A protocol, from any integer.
#[expect(clippy::cast_possible_truncation, reason = "checked apart")]
#[must_use]
pub const fn protocol(number: i128) -> i32 {
    number as i32
}

/// The number of a protocol fits.
#[track_caller]
pub const fn check_protocol(number: i128) {
    if number < 0 || number > crate::protocol::MAX as i128 {
        panic!("the number of a netlink protocol is between 0 and 31");
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

pub(super) enum Place {
    Alone,
    First,
    Again,
}

/// Whether the number at this index has equals before or after it.
pub(super) const fn occurs(all: &[i128], number: usize) -> Place {
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

pub(super) const fn nth(all: &[i128], number: usize) -> i128 {
    match all.split_at_checked(number) {
        Some((_, [value, ..])) => *value,
        _ => panic!("there is a number for each index"),
    }
}
