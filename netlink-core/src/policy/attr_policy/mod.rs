//! The policy of one attribute: its kind, how often it occurs, its rules, and what is nested in it.
//! Header: `net/netlink.h`, which is the kernel's own.

mod bits;
mod build;
mod names;
mod rules;

use self::bits::Bits;
use self::names::HintKind;
pub use self::names::Name;
use super::selector::Place;
use super::{Kind, Layout, Policy, Selector, Variant};
use crate::attr::{NESTED, TYPE_MASK};

/// What one attribute may be: its kind and rules, how often it occurs, and what is nested in it.
///
/// The policy of a type ([`Parse::PARSE_ATTR`](crate::Parse::PARSE_ATTR)) has neither attribute type nor name. The
/// declaration of a set adds both, and rules.
#[doc(alias = "nla_policy")]
#[derive(Clone, Copy, Debug)]
pub struct AttrPolicy {
    name: &'static str,
    /// Of an integer, the smallest and the largest value, in an order of its own (see `ordinals`), or the
    /// mask and nothing. Of a string, the smallest and the largest length.
    bounds: (u64, u64),
    more: More,
    /// Its type, and in the bits that no type has, which differences are expected.
    ty: u16,
    /// The payload's length in bytes, as far as one comparison can check it.
    min_len: u16,
    max_len: u16,
    kind: Kind,
    bits: Bits,
}

/// Validation touches one rule per attribute: it must fit into one cache line.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<AttrPolicy>() == 64);

/// What validation and the codec rarely need. The selector is in each variant, where it costs no space.
#[derive(Clone, Copy, Debug)]
enum More {
    Value { selector: Place, hint: HintKind, layout: Option<Layout> },
    Names { selector: Place, closed: bool, are_bits: bool, names: &'static [Name] },
    Set { selector: Place, is_flagged: bool, set: fn() -> &'static Policy },
    Number { selector: Place, number: u16 },
    Elements { selector: Place, element: fn() -> &'static AttrPolicy },
    Variants { selector: Place, variants: &'static [Variant] },
}

/// How often an attribute occurs in its set.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Occurs {
    /// Once.
    Required,
    /// At most once.
    Optional,
    /// Any number of times.
    Repeated,
}

impl AttrPolicy {
    /// Returns the attribute's type.
    #[inline]
    #[must_use]
    pub const fn ty(&self) -> u16 {
        self.ty & TYPE_MASK
    }

    /// Returns the attribute's name: the field it was derived for.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the kind of payload.
    #[inline]
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns how often it occurs.
    #[must_use]
    pub const fn occurs(&self) -> Occurs {
        if self.bits.has(Bits::REPEATED) {
            Occurs::Repeated
        } else if self.bits.has(Bits::OPTIONAL) {
            Occurs::Optional
        } else {
            Occurs::Required
        }
    }

    /// Returns true if a failure inside does not fail the set around it.
    #[must_use]
    pub const fn is_isolated(&self) -> bool {
        self.bits.has(Bits::ISOLATED)
    }

    /// Returns true if its payload is not displayed.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.bits.has(Bits::SECRET)
    }

    /// Returns the policy of the set in it, for a nest.
    #[must_use]
    pub fn set(&self) -> Option<&'static Policy> {
        match self.more {
            More::Set { set, .. } => Some(set()),
            _ => None,
        }
    }

    /// Returns the number of the set in it, if it is a set of a [`PolicyTable`](crate::policy::PolicyTable).
    #[must_use]
    pub const fn set_number(&self) -> Option<u16> {
        match self.more {
            More::Number { number, .. } => Some(number),
            _ => None,
        }
    }

    /// Returns the policy of each element of an array.
    #[must_use]
    pub fn element(&self) -> Option<&'static Self> {
        match self.more {
            More::Elements { element, .. } => Some(element()),
            _ => None,
        }
    }

    /// Returns the flag in the type field of such attributes, or 0.
    #[inline]
    #[must_use]
    pub const fn nested_flag(&self) -> u16 {
        if self.kind.is_nested() && !self.is_unflagged() { NESTED } else { 0 }
    }

    /// Returns true if the payload of such an attribute may be a nest.
    pub(crate) const fn may_be_flagged(&self) -> bool {
        self.kind.is_nested() || matches!(self.kind, Kind::Unspec | Kind::Binary)
    }

    /// Returns true for a nest that is [`AttrPolicy::unflagged`].
    #[inline(always)]
    #[must_use]
    pub const fn is_unflagged(&self) -> bool {
        matches!(self.more, More::Set { is_flagged: false, .. })
    }

    /// Returns which key selects its variant.
    #[must_use]
    pub const fn selector(&self) -> Selector {
        self.place().selector()
    }

    const fn place(&self) -> Place {
        match self.more {
            More::Value { selector, .. }
            | More::Names { selector, .. }
            | More::Set { selector, .. }
            | More::Number { selector, .. }
            | More::Elements { selector, .. }
            | More::Variants { selector, .. } => selector,
        }
    }

    /// Returns the variants of a sub-message.
    #[must_use]
    pub const fn variants(&self) -> &'static [Variant] {
        match self.more {
            More::Variants { variants, .. } => variants,
            _ => &[],
        }
    }

    /// Returns the variant of a sub-message with this number, in the order of declaration.
    #[must_use]
    pub fn variant(&self, number: u16) -> Option<&'static Variant> {
        self.variants().get(usize::from(number))
    }

    /// Returns true for sub-messages, and for attributes with a known set or known elements: only the
    /// walk knows what is in them.
    #[inline(always)]
    pub(super) const fn is_branch(&self) -> bool {
        !matches!(self.more, More::Value { .. } | More::Names { .. })
    }

    /// The set in a nest that declares no key for what is in it.
    #[inline(always)]
    pub(super) fn plain_set(&self) -> Option<&'static Policy> {
        match self.more {
            More::Set { selector: Place::None, set, .. } => Some(set()),
            _ => None,
        }
    }

    /// Returns true if it has a [`AttrPolicy::plain_set`], and failures in it fail the set around it.
    #[inline(always)]
    pub(super) const fn has_plain_set(&self) -> bool {
        matches!(self.more, More::Set { selector: Place::None, .. })
            && !self.bits.has(Bits::ISOLATED)
    }
}
