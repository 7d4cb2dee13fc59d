//! Declaring the policy of an attribute: its kind, what is nested in it, how often it occurs.

use super::rules::{UNBOUNDED, clamp};
use super::{AttrPolicy, Bits, HintKind, More, Occurs};
use crate::attr::TYPE_MASK;
#[cfg(feature = "alloc")]
use crate::policy::DifferenceKind;
use crate::policy::selector::Place;
use crate::policy::{Kind, Policy, Selector, Variant};

/// A difference of this kind from a kernel's policy is expected: see [`AttrPolicy::expecting`].
#[cfg(feature = "alloc")]
const EXPECTED_NARROWER: u16 = 0x8000;
#[cfg(feature = "alloc")]
const EXPECTED_OTHER: u16 = 0x4000;

impl AttrPolicy {
    /// Returns the policy of a required attribute of this kind, without further rules.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        let (min_len, max_len) = match kind {
            Kind::Uint | Kind::Sint => (4, 8),
            Kind::Msecs => (8, UNBOUNDED),
            Kind::String => (1, UNBOUNDED),
            _ => match kind.size() {
                Some(size) => (clamp(size), clamp(size)),
                None => (0, UNBOUNDED),
            },
        };
        let bits = match kind {
            Kind::Flag | Kind::Bitfield32 => Bits(0),
            _ if kind.size().is_some() => Bits(Bits::OPEN),
            _ => Bits(0),
        };
        let more = More::Value { selector: Place::None, hint: HintKind::None, layout: None };
        Self { name: "", bounds: (0, u64::MAX), more, ty: 0, min_len, max_len, kind, bits }
            .settled()
    }

    /// The same, with [`Bits::PLAIN`] as all else demands it.
    pub(super) const fn settled(mut self) -> Self {
        let by_kind = match self.kind {
            Kind::Unspec
            | Kind::Uint
            | Kind::Sint
            | Kind::NulString
            | Kind::Nested
            | Kind::NestedArray
            | Kind::Bitfield32
            | Kind::Reject => false,
            // Without a rule any string will do.
            Kind::String => self.bounds.0 == 0 && self.bounds.1 == u64::MAX,
            _ => true,
        };
        let special = self.bits.0 & (Bits::CHECK | Bits::ISOLATED) != 0 || self.is_closed();
        self.bits = match by_kind && !special {
            true => self.bits.with(Bits::PLAIN),
            false => self.bits.without(Bits::PLAIN),
        };
        self
    }

    /// Declares that the payload, which has an encoding of its own, holds elements with this policy.
    ///
    /// Paths of errors in them then have names. The type itself checks what the elements are.
    #[must_use]
    pub const fn holding(mut self, element: fn() -> &'static Self) -> Self {
        self.more = More::Elements { selector: self.place(), element };
        self
    }

    /// Returns the policy of an attribute that holds a stream of attributes with this policy, whose types
    /// are numbers.
    #[must_use]
    pub const fn array(element: fn() -> &'static Self) -> Self {
        Self::new(Kind::NestedArray).holding(element)
    }

    /// Returns the policy of a nest with this set in it.
    #[must_use]
    pub const fn nested(set: fn() -> &'static Policy) -> Self {
        let mut policy = Self::new(Kind::Nested);
        policy.more = More::Set { selector: Place::None, is_flagged: true, set };
        policy
    }

    /// Declares that a nest has no [`NESTED`](crate::attr::NESTED): it is emitted without the flag, and accepted with and
    /// without it at every level.
    ///
    /// For [`AttrPolicy::nested`], with which a fixed header is in front of the attributes.
    #[must_use]
    pub const fn unflagged(mut self) -> Self {
        if let More::Set { is_flagged, .. } = &mut self.more {
            *is_flagged = false;
        }
        self
    }

    /// Returns the policy of a nest with a set of the same [`PolicyTable`](crate::policy::PolicyTable) in it, by
    /// its number.
    #[must_use]
    pub const fn nested_number(set: u16) -> Self {
        let mut policy = Self::new(Kind::Nested);
        policy.more = More::Number { selector: Place::None, number: set };
        policy
    }

    /// Returns the policy of an array of sets of the same [`PolicyTable`](crate::policy::PolicyTable), by number.
    #[must_use]
    pub const fn array_of_number(set: u16) -> Self {
        let mut policy = Self::new(Kind::NestedArray);
        policy.more = More::Number { selector: Place::None, number: set };
        policy
    }

    /// Returns the policy of a sub-message with these variants, selected by a key elsewhere.
    #[must_use]
    pub const fn submessage(variants: &'static [Variant]) -> Self {
        let mut policy = Self::new(Kind::Unspec);
        policy.more = More::Variants { selector: Place::Outer, variants };
        policy
    }

    /// Sets the attribute's type and name.
    #[must_use]
    pub const fn named(mut self, ty: u16, name: &'static str) -> Self {
        self.ty = self.ty & !TYPE_MASK | ty & TYPE_MASK;
        self.name = name;
        self
    }

    /// Declares that such a difference from what a kernel reports is intended, and is not one of
    /// [`Policy::differences`].
    ///
    /// [`Narrower`](crate::policy::DifferenceKind::Narrower): the rules are stricter than the kernel's.
    /// [`Unknown`](crate::policy::DifferenceKind::Unknown) or [`OtherKind`](crate::policy::DifferenceKind::OtherKind): the kernel reports
    /// the attribute as something else, or does not report it although it accepts it. A type that sends what
    /// a kernel rejects ([`Wider`](crate::policy::DifferenceKind::Wider)) is always reported.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn expecting(mut self, difference: DifferenceKind) -> Self {
        self.ty |= match difference {
            DifferenceKind::Narrower => EXPECTED_NARROWER,
            DifferenceKind::Unknown | DifferenceKind::OtherKind => EXPECTED_OTHER,
            DifferenceKind::Wider => 0,
        };
        self
    }

    /// Returns true if such a difference is expected.
    #[cfg(feature = "alloc")]
    pub(in crate::policy) const fn expects(&self, difference: DifferenceKind) -> bool {
        let bit = match difference {
            DifferenceKind::Narrower => EXPECTED_NARROWER,
            DifferenceKind::Unknown | DifferenceKind::OtherKind => EXPECTED_OTHER,
            DifferenceKind::Wider => return false,
        };
        self.ty & bit != 0
    }

    /// Sets how often the attribute occurs.
    #[must_use]
    pub const fn occurring(mut self, occurs: Occurs) -> Self {
        let bits = self.bits.without(Bits::OPTIONAL | Bits::REPEATED);
        self.bits = match occurs {
            Occurs::Required => bits,
            Occurs::Optional => bits.with(Bits::OPTIONAL),
            Occurs::Repeated => bits.with(Bits::REPEATED),
        };
        self
    }

    /// Declares that the attribute is not required.
    #[must_use]
    pub const fn optional(self) -> Self {
        match self.occurs() {
            Occurs::Required => self.occurring(Occurs::Optional),
            Occurs::Optional | Occurs::Repeated => self,
        }
    }

    /// Declares that a failure inside does not fail the set around it.
    #[must_use]
    pub const fn isolated(mut self) -> Self {
        self.bits = self.bits.with(Bits::ISOLATED);
        self.settled()
    }

    /// Declares that the payload is secret: it is not displayed.
    ///
    /// Trees, bytes and explanations show its length only. Other code that gets hold of the bytes can
    /// still print them.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.bits = self.bits.with(Bits::SECRET);
        self
    }

    /// Sets which key selects its variant.
    #[must_use]
    pub const fn selected_by(mut self, by: Selector) -> Self {
        match &mut self.more {
            More::Value { selector, .. }
            | More::Names { selector, .. }
            | More::Set { selector, .. }
            | More::Number { selector, .. }
            | More::Elements { selector, .. }
            | More::Variants { selector, .. } => *selector = Place::of(by),
        }
        self
    }
}
