//! What a member of a set is before its attribute has been reached.

use crate::policy::{AttrPolicy, Occurs};

/// Only a required attribute can have a default.
#[track_caller]
pub const fn check_default(policy: AttrPolicy) {
    if !matches!(policy.occurs(), Occurs::Required) {
        panic!(
            "this type has a value for an absent attribute already; `default` is for other types"
        );
    }
}

/// A member that generated code starts as its default, because of what its type is called, may be started
/// like that: this one is not required.
#[track_caller]
pub const fn check_optional(starts_as_default: bool, is_required: bool) {
    check_start(starts_as_default && !is_required);
}

/// As [`check_optional`], of one that is required.
#[track_caller]
pub const fn check_required(starts_as_default: bool, is_required: bool) {
    check_start(starts_as_default && is_required);
}

#[track_caller]
const fn check_start(is_as_named: bool) {
    if !is_as_named {
        panic!(
            "a type with the name of one of `std`, or of the library, is used under another name here: \
            `use … as …`"
        );
    }
}
