//! What a member of a set is before its attribute has been reached.

use crate::policy::{AttrPolicy, Occurs};

/// Only what must be there can have something that stands for it.
#[track_caller]
pub const fn check_default(policy: AttrPolicy) {
    if !matches!(policy.occurs(), Occurs::Required) {
        panic!(
            "this type says itself what stands for an attribute that does not come; `default` is for others"
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
