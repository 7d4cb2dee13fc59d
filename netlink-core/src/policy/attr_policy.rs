//! The policy of one attribute: its kind, how often it occurs, its rules, and what is nested in it.
//! Header: `net/netlink.h`, which is the kernel's own.

use super::selector::Place;
use super::{Check, Hint, Kind, Layout, Policy, Selector, Variant};
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
    Set { selector: Place, set: fn() -> &'static Policy },
    Number { selector: Place, number: u16 },
    Elements { selector: Place, element: fn() -> &'static AttrPolicy },
    Variants { selector: Place, variants: &'static [Variant] },
}

/// A [`Hint`] without its layout.
#[derive(Clone, Copy, Debug)]
enum HintKind {
    None,
    Ip,
    Mac,
    Layout,
    Array,
}

/// Flags and small numbers in one byte.
#[derive(Clone, Copy, Debug)]
struct Bits(u8);

impl Bits {
    /// Lax levels accept a payload that is longer.
    const OPEN: u8 = 1;
    /// Nothing is left to check once the length fits.
    const PLAIN: u8 = 2;
    const ISOLATED: u8 = 4;
    const SECRET: u8 = 8;
    /// How often the attribute occurs.
    const OPTIONAL: u8 = 16;
    const REPEATED: u8 = 32;
    /// Which rule its value has: none, a range, a mask, or (both) that it is rejected.
    const RANGE: u8 = 64;
    const MASK: u8 = 128;
    const CHECK: u8 = Self::RANGE | Self::MASK;

    const fn has(self, bits: u8) -> bool {
        self.0 & bits == bits
    }

    const fn with(self, bits: u8) -> Self {
        Self(self.0 | bits)
    }

    const fn without(self, bits: u8) -> Self {
        Self(self.0 & !bits)
    }
}

/// A difference of this kind from a kernel's policy is expected: see [`AttrPolicy::expecting`].
#[cfg(feature = "alloc")]
const EXPECTED_NARROWER: u16 = 0x8000;
#[cfg(feature = "alloc")]
const EXPECTED_OTHER: u16 = 0x4000;

/// No upper bound: the length field of an attribute has 16 bits.
const UNBOUNDED: u16 = u16::MAX;

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

/// The name of a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Name {
    /// The value.
    pub value: i128,
    /// Its name.
    pub name: &'static str,
}

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
    const fn settled(mut self) -> Self {
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
        policy.more = More::Set { selector: Place::None, set };
        policy
    }

    /// Returns the policy of a nest with a set of the same [`PolicyTable`](super::PolicyTable) in it, by
    /// its number.
    #[must_use]
    pub const fn nested_number(set: u16) -> Self {
        let mut policy = Self::new(Kind::Nested);
        policy.more = More::Number { selector: Place::None, number: set };
        policy
    }

    /// Returns the policy of an array of sets of the same [`PolicyTable`](super::PolicyTable), by number.
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
    /// [`Narrower`](super::DifferenceKind::Narrower): the rules are stricter than the kernel's.
    /// [`Unknown`](super::DifferenceKind::Unknown) or [`OtherKind`](super::DifferenceKind::OtherKind): the kernel reports
    /// the attribute as something else, or does not report it although it accepts it. A type that sends what
    /// a kernel rejects ([`Wider`](super::DifferenceKind::Wider)) is always reported.
    #[cfg(feature = "alloc")]
    #[must_use]
    pub const fn expecting(mut self, difference: super::DifferenceKind) -> Self {
        self.ty |= match difference {
            super::DifferenceKind::Narrower => EXPECTED_NARROWER,
            super::DifferenceKind::Unknown | super::DifferenceKind::OtherKind => EXPECTED_OTHER,
            super::DifferenceKind::Wider => 0,
        };
        self
    }

    /// Returns true if such a difference is expected.
    #[cfg(feature = "alloc")]
    pub(super) const fn expects(&self, difference: super::DifferenceKind) -> bool {
        let bit = match difference {
            super::DifferenceKind::Narrower => EXPECTED_NARROWER,
            super::DifferenceKind::Unknown | super::DifferenceKind::OtherKind => EXPECTED_OTHER,
            super::DifferenceKind::Wider => return false,
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

    /// Sets the names of its values.
    #[must_use]
    pub const fn with_names(mut self, names: &'static [Name]) -> Self {
        let selector = self.place();
        let (closed, are_bits) = (self.is_closed(), self.names_are_bits());
        self.more = More::Names { selector, closed, are_bits, names };
        self
    }

    /// Sets the names of its bits: the values are masks.
    ///
    /// For codecs and hand-written types; a newtype has the directive [`flags`](crate::docs::attribute#flags).
    ///
    /// ```
    /// use netlink_core::{AttrPolicy, Input, Parse, ParseError, ParseSet, ParseWith, policy::Name};
    ///
    /// /// The flags of a port, displayed by name.
    /// struct PortFlags;
    ///
    /// impl ParseWith<'_, u32> for PortFlags {
    ///     const PARSE_ATTR: AttrPolicy = <u32 as Parse>::PARSE_ATTR
    ///         .with_flags(&[Name { value: 1, name: "UP" }, Name { value: 4, name: "LEARNING" }]);
    ///
    ///     fn decode(input: Input<'_>) -> Result<u32, ParseError> {
    ///         u32::parse(input)
    ///     }
    /// }
    ///
    /// #[derive(Parse)]
    /// struct Port {
    ///     #[nla(1, with = PortFlags)]
    ///     flags: u32,
    /// }
    ///
    /// # #[cfg(target_endian = "little")] {
    /// let port = [8, 0, 1, 0, 0x15, 0, 0, 0];
    /// assert_eq!(
    ///     Port::PARSE_POLICY.display(Input::new(&port)).to_string(),
    ///     "Port\n  flags: UP|LEARNING|0x10"
    /// );
    /// # }
    /// ```
    #[must_use]
    pub const fn with_flags(self, names: &'static [Name]) -> Self {
        let mut policy = self.with_names(names);
        if let More::Names { are_bits, .. } = &mut policy.more {
            *are_bits = true;
        }
        policy
    }

    /// Sets how its value is displayed, if nothing else says so.
    #[must_use]
    pub const fn with_hint(mut self, hint: Hint) -> Self {
        if let More::Value { selector, .. } = self.more {
            let (hint, layout) = match hint {
                Hint::None => (HintKind::None, None),
                Hint::Ip => (HintKind::Ip, None),
                Hint::Mac => (HintKind::Mac, None),
                Hint::Layout(layout) => (HintKind::Layout, Some(layout)),
                Hint::Array(layout) => (HintKind::Array, Some(layout)),
            };
            self.more = More::Value { selector, hint, layout };
        }
        self
    }

    /// Declares that it has only values with names.
    #[must_use]
    pub const fn closed(self) -> Self {
        let mut policy = match self.more {
            More::Names { .. } => self,
            _ => self.with_names(&[]),
        };
        if let More::Names { closed, .. } = &mut policy.more {
            *closed = true;
        }
        policy.settled()
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

    /// Sets the smallest and largest length in bytes; a string's is counted without NUL.
    ///
    /// Only for text and bytes ([`Kind::has_length`]); other kinds ignore it.
    #[must_use]
    pub const fn with_len(mut self, min: usize, max: usize) -> Self {
        match self.kind {
            Kind::String | Kind::NulString => {
                let max = if max >= UNBOUNDED as usize { u64::MAX } else { max as u64 };
                self.bounds = (min as u64, max);
            }
            Kind::Unspec | Kind::Binary => {
                self.min_len = clamp(min);
                self.max_len = clamp(max);
            }
            _ => {}
        }
        self.settled()
    }

    /// Sets a length that may be longer at lax levels.
    #[doc(alias = "NLA_POLICY_EXACT_LEN_WARN")]
    #[must_use]
    pub const fn with_len_when_strict(mut self, min: usize, max: usize) -> Self {
        if matches!(self.kind, Kind::Binary | Kind::Unspec) {
            self.bits = self.bits.with(Bits::OPEN);
        }
        self.with_len(min, max)
    }

    /// Sets the rule on its value.
    ///
    /// Ranges are for integers, masks for integers and bitfields; other kinds ignore them.
    #[must_use]
    pub const fn with_check(mut self, check: Check) -> Self {
        let bits = self.bits.without(Bits::CHECK);
        let is_number = self.kind.is_integer();
        self.bits = match check {
            Check::Range(min, max) if is_number => {
                self.bounds = self.ordinals(min, max);
                bits.with(Bits::RANGE)
            }
            Check::Mask(mask) if is_number || matches!(self.kind, Kind::Bitfield32) => {
                self.bounds = (mask, 0);
                bits.with(Bits::MASK)
            }
            Check::Reject => bits.with(Bits::CHECK),
            Check::None | Check::Range(..) | Check::Mask(_) => bits,
        };
        self.settled()
    }

    /// The ends of a range as ordinals, as far as the kind has such values.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the limits"
    )]
    const fn ordinals(&self, min: i128, max: i128) -> (u64, u64) {
        let Some((lowest, highest)) = self.kind.limits() else { return (0, u64::MAX) };
        if min > highest || max < lowest || min > max {
            return (1, 0);
        }
        let min = if min < lowest { lowest } else { min };
        let max = if max > highest { highest } else { max };
        let base = self.base();
        (min.wrapping_sub(base) as u64, max.wrapping_sub(base) as u64)
    }

    /// The value whose ordinal is 0.
    const fn base(&self) -> i128 {
        if self.kind.is_signed() { i64::MIN as i128 } else { 0 }
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

    /// Returns the smallest and the largest length in bytes that its rule allows, or 0 and `usize::MAX`.
    #[must_use]
    pub const fn len(&self) -> (usize, usize) {
        match self.kind {
            Kind::String | Kind::NulString => {
                let (min, max) = self.bounds;
                (clamp_u64(min), if max == u64::MAX { usize::MAX } else { clamp_u64(max) })
            }
            Kind::Unspec | Kind::Binary => {
                let max =
                    if self.max_len == UNBOUNDED { usize::MAX } else { self.max_len as usize };
                (self.min_len as usize, max)
            }
            _ => (0, usize::MAX),
        }
    }

    /// Returns true if its length has an upper bound at strict levels only.
    #[must_use]
    pub const fn is_long_when_lax(&self) -> bool {
        self.bits.has(Bits::OPEN) && self.kind.has_length()
    }

    /// Returns the rule on its value.
    #[must_use]
    pub const fn check(&self) -> Check {
        match (self.bits.has(Bits::RANGE), self.bits.has(Bits::MASK)) {
            (false, false) => Check::None,
            (true, true) => Check::Reject,
            (false, true) => Check::Mask(self.bounds.0),
            (true, false) => {
                let base = self.base();
                let (min, max) = self.bounds;
                Check::Range(base.wrapping_add(min as i128), base.wrapping_add(max as i128))
            }
        }
    }

    /// Returns the policy of the set in it, for a nest.
    #[must_use]
    pub fn set(&self) -> Option<&'static Policy> {
        match self.more {
            More::Set { set, .. } => Some(set()),
            _ => None,
        }
    }

    /// Returns the number of the set in it, if it is a set of a [`PolicyTable`](super::PolicyTable).
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

    /// Returns the names of its values, in the order of declaration.
    #[must_use]
    pub const fn names(&self) -> &'static [Name] {
        match self.more {
            More::Names { names, .. } => names,
            _ => &[],
        }
    }

    /// Returns true if the names are those of bits, of which several may be set.
    #[must_use]
    pub const fn names_are_bits(&self) -> bool {
        matches!(self.more, More::Names { are_bits: true, .. })
    }

    /// Returns how its value is displayed.
    #[must_use]
    pub const fn hint(&self) -> Hint {
        let More::Value { hint, layout, .. } = self.more else { return Hint::None };
        match (hint, layout) {
            (HintKind::Ip, _) => Hint::Ip,
            (HintKind::Mac, _) => Hint::Mac,
            (HintKind::Layout, Some(layout)) => Hint::Layout(layout),
            (HintKind::Array, Some(layout)) => Hint::Array(layout),
            (HintKind::None | HintKind::Layout | HintKind::Array, _) => Hint::None,
        }
    }

    /// Returns true if it has only values with names.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.more, More::Names { closed: true, .. })
    }

    /// Returns the flag in the type field of such attributes, or 0.
    #[inline]
    #[must_use]
    pub const fn nested_flag(&self) -> u16 {
        if self.kind.is_nested() { NESTED } else { 0 }
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
            More::Set { selector: Place::None, set } => Some(set()),
            _ => None,
        }
    }

    /// Returns true if it has a [`AttrPolicy::plain_set`], and failures in it fail the set around it.
    #[inline(always)]
    pub(super) const fn has_plain_set(&self) -> bool {
        matches!(self.more, More::Set { selector: Place::None, .. })
            && !self.bits.has(Bits::ISOLATED)
    }

    /// Returns true if length and flags of an attribute are good at a level of validation that is strict
    /// about lengths and flags, or not. If not, something may still excuse it.
    #[inline(always)]
    pub(super) const fn fits(&self, len: usize, raw_type: u16, exact: bool, flagged: bool) -> bool {
        let is_flagged = raw_type & NESTED != 0;
        len >= self.min_len as usize
            && (len <= self.max_len as usize || !exact && self.bits.has(Bits::OPEN))
            && (!flagged
                || is_flagged == self.kind.is_nested()
                || matches!(self.kind, Kind::Unspec))
    }

    /// Returns true if nothing is left to check once an attribute fits.
    #[inline(always)]
    pub(super) const fn is_plain(&self) -> bool {
        self.bits.has(Bits::PLAIN)
    }

    /// The bounds of a range as ordinals.
    #[inline(always)]
    pub(super) const fn bounds(&self) -> (u64, u64) {
        self.bounds
    }
}

/// A length as an attribute has it: what is longer has no bound.
#[expect(clippy::cast_possible_truncation, reason = "checked just before")]
const fn clamp(len: usize) -> u16 {
    if len > UNBOUNDED as usize { UNBOUNDED } else { len as u16 }
}

#[expect(clippy::cast_possible_truncation, reason = "checked just before")]
const fn clamp_u64(len: u64) -> usize {
    if len > UNBOUNDED as u64 { UNBOUNDED as usize } else { len as usize }
}
