//! The policy of one attribute: what it is, how often it comes, what is in it. Header: `net/netlink.h`,
//! which is the kernel's own.

use super::{Check, Hint, Kind, Policy, Selector, Variant};
use crate::attr::NESTED;

/// What one attribute may be: kind, rules, how often it comes, what is nested in it.
///
/// A type's [`Parse::ATTR`](crate::Parse::ATTR) is one of these without a type number and a
/// name; a set's declaration adds both, and rules.
#[doc(alias = "nla_policy")]
#[derive(Clone, Copy, Debug)]
pub struct AttrPolicy {
    ty: u16,
    name: &'static str,
    pub(super) kind: Kind,
    occurs: Occurs,
    isolated: bool,
    pub(super) min_len: usize,
    pub(super) max_len: usize,
    pub(super) long_when_lax: bool,
    pub(super) check: Check,
    nested: Nested,
    selector: Selector,
    variants: &'static [Variant],
    pub(super) names: &'static [Name],
    pub(super) closed: bool,
    names_are_bits: bool,
    hint: Hint,
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

/// The name of a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Name {
    /// The value.
    pub value: i128,
    /// What it is called.
    pub name: &'static str,
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
            closed: false,
            names_are_bits: false,
            hint: Hint::None,
            element: None,
        }
    }

    /// The payload, which has a form of its own, holds elements of this policy: then an error in
    /// one of them has a path with names.
    ///
    /// What the elements are is for the type to check.
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

    /// The same, with names for its bits: the values are masks.
    ///
    /// For a codec or a type of one's own; a newtype says [`flags`](crate::docs::attribute#flags).
    ///
    /// ```
    /// use netlink_core::{AttrPolicy, Input, Parse, ParseError, ParseSet, ParseWith, policy::Name};
    ///
    /// /// The flags of a port, displayed by name.
    /// struct PortFlags;
    ///
    /// impl ParseWith<'_, u32> for PortFlags {
    ///     const ATTR: AttrPolicy = <u32 as Parse>::ATTR
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
    ///     Port::POLICY.display(Input::new(&port)).to_string(),
    ///     "Port\n  flags: UP|LEARNING|0x10"
    /// );
    /// # }
    /// ```
    #[must_use]
    pub const fn with_flags(mut self, names: &'static [Name]) -> Self {
        self.names_are_bits = true;
        self.with_names(names)
    }

    /// The same, with a hint at how its value is displayed.
    #[must_use]
    pub const fn with_hint(mut self, hint: Hint) -> Self {
        self.hint = hint;
        self
    }

    /// The same, without values that have no name.
    #[must_use]
    pub const fn closed(mut self) -> Self {
        self.closed = true;
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

    /// Whether the names are those of bits, of which several may be set.
    #[must_use]
    pub const fn names_are_bits(&self) -> bool {
        self.names_are_bits
    }

    /// How its value is displayed.
    #[must_use]
    pub const fn hint(&self) -> Hint {
        self.hint
    }

    /// Whether it has no values but those with names.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.closed
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
}
