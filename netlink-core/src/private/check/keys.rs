//! Keys of sub-messages: which types have one, and of which kind.

use crate::policy::{AttrPolicy, Check, Key, Kind};

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
            panic!("the keys of this sub-message are strings, and the selector is not a string")
        }
        Key::Number(_) if !kind.is_integer() => {
            panic!("the keys of this sub-message are numbers, and the selector is not an integer")
        }
        _ => {}
    }
}
