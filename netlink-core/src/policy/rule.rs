//! The policy of one attribute: its kind, and the rules written for it.

use core::fmt;

use super::{Kind, Policy};
use crate::attr::{Attr, NESTED};
use crate::error::{EmitError, ErrorKind, ParseError};

/// What one attribute may be: kind, rules, how often it comes, what is nested in it.
///
/// A type's [`Parse::ATTR`](crate::Parse::ATTR) is one of these without a type number and a
/// name; a set's declaration adds both, and rules.
#[doc(alias = "nla_policy")]
#[derive(Clone, Copy, Debug)]
pub struct AttrPolicy {
    ty: u16,
    name: &'static str,
    kind: Kind,
    occurs: Occurs,
    isolated: bool,
    min_len: usize,
    max_len: usize,
    long_when_lax: bool,
    check: Check,
    nested: Nested,
    selector: Selector,
    variants: &'static [Variant],
    names: &'static [Name],
    element: Option<fn() -> &'static Self>,
}

/// Which set is in an attribute.
#[derive(Clone, Copy, Debug)]
enum Nested {
    /// None, or one about which nothing is known.
    None,
    /// That of a type.
    Set(fn() -> &'static Policy),
    /// One of a table, by its number.
    Number(u16),
}

/// A rule on the value of an integer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Check {
    /// Any value.
    None,
    /// Not below the first and not above the second.
    #[doc(alias = "NLA_POLICY_RANGE")]
    Range(i128, i128),
    /// No bits but these.
    #[doc(alias = "NLA_POLICY_MASK")]
    Mask(u64),
    /// No value but those that have a name.
    Named,
    /// No value at all.
    Reject,
}

/// How often an attribute comes in its set.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Occurs {
    /// It must be there.
    Required,
    /// It may be there.
    Optional,
    /// It comes any number of times.
    Repeated,
}

/// Where the key stands that chooses between the variants of a sub-message.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Selector {
    /// There is none: the attribute is no sub-message.
    None,
    /// In the attribute of this type in the same set.
    Attr(u16),
    /// In the fixed header of the same set: an integer of this kind, so many bytes behind its start.
    Header {
        /// Offset in bytes.
        offset: usize,
        /// Kind of integer.
        kind: Kind,
    },
    /// In a set around this one.
    Outer,
}

/// One form of a sub-message, with the key that chooses it.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    key: Key,
    policy: fn() -> AttrPolicy,
}

/// The name of a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Name {
    /// The value.
    pub value: i128,
    /// What it is called.
    pub name: &'static str,
}

/// The value of a selector.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Key {
    /// A string, without NUL.
    Text(&'static str),
    /// A number.
    Number(u64),
}

impl AttrPolicy {
    /// An attribute of this kind, required, with no further rule.
    #[must_use]
    pub const fn new(kind: Kind) -> Self {
        Self {
            ty: 0,
            name: "",
            kind,
            occurs: Occurs::Required,
            isolated: false,
            min_len: 0,
            max_len: usize::MAX,
            long_when_lax: false,
            check: Check::None,
            nested: Nested::None,
            selector: Selector::None,
            variants: &[],
            names: &[],
            element: None,
        }
    }

    /// The payload, which has a form of its own, holds elements of this policy: then an error in one
    /// of them has a path with names. What the elements are is for the type to check.
    #[must_use]
    pub const fn holding(mut self, element: fn() -> &'static Self) -> Self {
        self.element = Some(element);
        self
    }

    /// An attribute that holds a stream of such attributes, whose types are numbers.
    #[must_use]
    pub const fn array(element: fn() -> &'static Self) -> Self {
        let mut policy = Self::new(Kind::NestedArray);
        policy.element = Some(element);
        policy
    }

    /// An attribute with this set in it.
    #[must_use]
    pub const fn nested(set: fn() -> &'static Policy) -> Self {
        let mut policy = Self::new(Kind::Nested);
        policy.nested = Nested::Set(set);
        policy
    }

    /// An attribute with the set of this number in it, of the same [`PolicyTable`](super::PolicyTable).
    #[must_use]
    pub const fn nested_number(set: u16) -> Self {
        let mut policy = Self::new(Kind::Nested);
        policy.nested = Nested::Number(set);
        policy
    }

    /// An array of sets, which have this number in the same [`PolicyTable`](super::PolicyTable).
    #[must_use]
    pub const fn array_of_number(set: u16) -> Self {
        let mut policy = Self::new(Kind::NestedArray);
        policy.nested = Nested::Number(set);
        policy
    }

    /// An attribute with one of these forms, as a key elsewhere says.
    #[must_use]
    pub const fn submessage(variants: &'static [Variant]) -> Self {
        let mut policy = Self::new(Kind::Unspec);
        policy.variants = variants;
        policy.selector = Selector::Outer;
        policy
    }

    /// The same, as the attribute of type `ty`, called `name`.
    #[must_use]
    pub const fn named(mut self, ty: u16, name: &'static str) -> Self {
        self.ty = ty;
        self.name = name;
        self
    }

    /// The same, coming as often as this.
    #[must_use]
    pub const fn occurring(mut self, occurs: Occurs) -> Self {
        self.occurs = occurs;
        self
    }

    /// The same, but not required.
    #[must_use]
    pub const fn optional(self) -> Self {
        match self.occurs {
            Occurs::Required => self.occurring(Occurs::Optional),
            Occurs::Optional | Occurs::Repeated => self,
        }
    }

    /// The same, with names for its values.
    #[must_use]
    pub const fn with_names(mut self, names: &'static [Name]) -> Self {
        self.names = names;
        self
    }

    /// The same, with a failure inside that does not fail the set around it.
    #[must_use]
    pub const fn isolated(mut self) -> Self {
        self.isolated = true;
        self
    }

    /// The same, with a length in bytes between these two; a string's is counted without NUL.
    #[must_use]
    pub const fn with_len(mut self, min: usize, max: usize) -> Self {
        self.min_len = min;
        self.max_len = max;
        self
    }

    /// The same, with a length that lax levels let be longer.
    #[doc(alias = "NLA_POLICY_EXACT_LEN_WARN")]
    #[must_use]
    pub const fn with_len_when_strict(mut self, min: usize, max: usize) -> Self {
        self.long_when_lax = true;
        self.with_len(min, max)
    }

    /// The same, with a rule on its value.
    #[must_use]
    pub const fn with_check(mut self, check: Check) -> Self {
        self.check = check;
        self
    }

    /// The same, with its form chosen by the key that stands there.
    #[must_use]
    pub const fn selected_by(mut self, selector: Selector) -> Self {
        self.selector = selector;
        self
    }

    /// The attribute's type.
    #[inline]
    #[must_use]
    pub const fn ty(&self) -> u16 {
        self.ty
    }

    /// The attribute's name: the field it was derived for.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The kind of payload.
    #[inline]
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How often it comes.
    #[must_use]
    pub const fn occurs(&self) -> Occurs {
        self.occurs
    }

    /// Whether a failure inside leaves the set around it alone.
    #[must_use]
    pub const fn is_isolated(&self) -> bool {
        self.isolated
    }

    /// The smallest and the largest length in bytes by its rule.
    #[must_use]
    pub const fn len(&self) -> (usize, usize) {
        (self.min_len, self.max_len)
    }

    /// Whether its length has an upper bound at strict levels only.
    #[must_use]
    pub const fn is_long_when_lax(&self) -> bool {
        self.long_when_lax
    }

    /// The rule on its value.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.check
    }

    /// The policy of the set in it, for a nest.
    #[must_use]
    pub fn set(&self) -> Option<&'static Policy> {
        match self.nested {
            Nested::Set(set) => Some(set()),
            Nested::None | Nested::Number(_) => None,
        }
    }

    /// The number of the set in it, where it is one of a [`PolicyTable`](super::PolicyTable).
    #[must_use]
    pub const fn set_number(&self) -> Option<u16> {
        match self.nested {
            Nested::Number(number) => Some(number),
            Nested::None | Nested::Set(_) => None,
        }
    }

    /// What each element of an array is.
    #[must_use]
    pub fn element(&self) -> Option<&'static Self> {
        self.element.map(|element| element())
    }

    /// The names of its values, in the order of declaration.
    #[must_use]
    pub const fn names(&self) -> &'static [Name] {
        self.names
    }

    /// The flag that goes into the type field of such attributes, or none.
    #[inline]
    #[must_use]
    pub const fn nested_flag(&self) -> u16 {
        if self.kind.is_nested() { NESTED } else { 0 }
    }

    /// Where the key of a sub-message stands.
    #[must_use]
    pub const fn selector(&self) -> Selector {
        self.selector
    }

    /// The forms of a sub-message.
    #[must_use]
    pub const fn variants(&self) -> &'static [Variant] {
        self.variants
    }

    /// The form of a sub-message with this number, in the order of declaration.
    #[must_use]
    pub fn variant(&self, number: u16) -> Option<&'static Variant> {
        self.variants.get(usize::from(number))
    }

    /// Whether anything was written that its type does not say already.
    #[must_use]
    pub const fn has_rule(&self) -> bool {
        self.min_len > 0 || self.max_len < usize::MAX || !matches!(self.check, Check::None)
    }

    /// Applies the written rules to a payload: the one place where both the generated code and the
    /// validation by policy get their verdict. Inlined, so that constant rules fold to a compare.
    #[inline(always)]
    pub(crate) fn apply(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        if self.max_len < usize::MAX || self.min_len > 0 {
            self.apply_len(payload)?;
        }
        match self.check {
            Check::None => Ok(()),
            Check::Range(min, max) => match self.kind.integer(payload) {
                Some(value) if value < min || value > max => Err(ErrorKind::Range),
                _ => Ok(()),
            },
            Check::Mask(mask) => match self.kind.integer(payload) {
                Some(value) if value & !i128::from(mask) != 0 => Err(ErrorKind::ReservedBits),
                _ => self.apply_mask_to_bitfield(mask, payload),
            },
            Check::Named => match self.kind.integer(payload) {
                Some(value) if !self.names.iter().any(|name| name.value == value) => {
                    Err(ErrorKind::Value)
                }
                _ => Ok(()),
            },
            Check::Reject => Err(ErrorKind::Rejected),
        }
    }

    #[inline(always)]
    fn apply_len(&self, payload: &[u8]) -> Result<(), ErrorKind> {
        let len = self.counted_len(payload);
        let terminated = matches!(self.kind, Kind::NulString);
        if terminated && len > self.max_len {
            // Kernels look for the NUL no further than where the longest string has it.
            return Err(ErrorKind::Unterminated);
        }
        if len < self.min_len || len > self.max_len && !self.long_when_lax {
            return Err(self.length_error());
        }
        if terminated && without_nul(payload).len() > self.max_len {
            return Err(ErrorKind::Length);
        }
        Ok(())
    }

    /// A mask over a bitfield is about its selector and its value.
    #[inline(always)]
    fn apply_mask_to_bitfield(&self, mask: u64, payload: &[u8]) -> Result<(), ErrorKind> {
        let (Kind::Bitfield32, Some(&[v0, v1, v2, v3, s0, s1, s2, s3])) =
            (self.kind, payload.first_chunk())
        else {
            return Ok(());
        };
        let value = u32::from_ne_bytes([v0, v1, v2, v3]);
        let selector = u32::from_ne_bytes([s0, s1, s2, s3]);
        if u64::from(value | selector) & !mask != 0 || value & !selector != 0 {
            return Err(ErrorKind::Bitfield);
        }
        Ok(())
    }

    /// The length that the length rule is about.
    #[inline(always)]
    fn counted_len(&self, payload: &[u8]) -> usize {
        match self.kind {
            Kind::NulString => payload.iter().position(|&b| b == 0).unwrap_or(payload.len()),
            Kind::String => without_nul(payload).len(),
            _ => payload.len(),
        }
    }

    const fn length_error(&self) -> ErrorKind {
        match self.kind {
            // Kernels have a rule with a message of its own where there is a lower bound.
            Kind::Binary if self.min_len > 0 => ErrorKind::LengthRule,
            _ => ErrorKind::Length,
        }
    }

    /// The error for an attribute that the rules refuse.
    #[cold]
    pub(crate) fn refuse(&'static self, kind: ErrorKind, attr: Attr<'_>) -> ParseError {
        let error = ParseError::new(kind, attr.offset()).with_rule(self);
        error.with_value(self.offence(kind, attr.payload()))
    }

    /// The error for an attribute that the rules refuse, just written at offset `at`.
    #[cold]
    pub(crate) fn refuse_to_emit(&self, kind: ErrorKind, attr: Attr<'_>, at: usize) -> EmitError {
        let at = at.saturating_add(attr.offset());
        EmitError::new(kind, at).with_value(self.offence(kind, attr.payload()))
    }

    /// What about a payload offends: its value, or its length.
    pub(crate) fn offence(&self, kind: ErrorKind, payload: &[u8]) -> i128 {
        match kind {
            ErrorKind::Range | ErrorKind::ReservedBits | ErrorKind::Value => {
                self.kind.integer(payload).unwrap_or(0)
            }
            _ => {
                let counted = self.counted_len(payload);
                // Not what stands before the NUL is too long then, but what stands behind it.
                let behind = kind == ErrorKind::Length && counted >= self.min_len;
                let len = match self.kind {
                    Kind::NulString if behind => without_nul(payload).len(),
                    _ => counted,
                };
                i128::try_from(len).unwrap_or(i128::MAX)
            }
        }
    }
}

/// A payload without the NUL that may stand at its end.
#[inline(always)]
fn without_nul(payload: &[u8]) -> &[u8] {
    payload.strip_suffix(&[0]).unwrap_or(payload)
}

impl fmt::Display for AttrPolicy {
    /// What is allowed, in words: `u32 in 68..=65535`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.kind, f)?;
        match (self.min_len, self.max_len) {
            (0, usize::MAX) => {
                if let (Some(size), true) = (self.kind.size(), self.check == Check::None) {
                    write!(f, " of {size} bytes")?;
                }
            }
            (min, max) if min == max => write!(f, " of {min} bytes")?,
            (0, max) => write!(f, " of at most {max} bytes")?,
            (min, usize::MAX) => write!(f, " of at least {min} bytes")?,
            (min, max) => write!(f, " of {min} to {max} bytes")?,
        }
        match self.check {
            Check::None => Ok(()),
            Check::Range(min, max) => match self.kind.limits() {
                Some((lowest, _)) if min == lowest => write!(f, " up to {max}"),
                Some((_, highest)) if max == highest => write!(f, " from {min}"),
                _ => write!(f, " in {min}..={max}"),
            },
            Check::Mask(mask) => write!(f, " with no bits but {mask:#x}"),
            Check::Named => {
                f.write_str(": ")?;
                for (index, name) in self.names.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{} ({})", name.value, name.name)?;
                }
                Ok(())
            }
            Check::Reject => f.write_str(", which must not be there"),
        }
    }
}

impl Variant {
    /// A form chosen by a string or number, with the policy of its type.
    #[must_use]
    pub const fn new(key: Key, policy: fn() -> AttrPolicy) -> Self {
        Self { key, policy }
    }

    /// The key that chooses it.
    #[must_use]
    pub const fn key(&self) -> Key {
        self.key
    }

    /// What its payload may be.
    #[must_use]
    pub fn policy(&self) -> AttrPolicy {
        (self.policy)()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => fmt::Display::fmt(number, f),
        }
    }
}
