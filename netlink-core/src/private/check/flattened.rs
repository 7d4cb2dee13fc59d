//! Flattened sets: only attributes, of types that no other member has.

use crate::policy::{Policy, Unknowns};

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
