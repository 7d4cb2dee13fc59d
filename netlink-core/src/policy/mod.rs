//! Policies: what a set of attributes may contain, as a value.
//!
//! A [`Policy`] is to a set what the kernel's array of `struct nla_policy` is (`net/netlink.h`): for each attribute
//! type its kind and rules, with names added. The derive makes one for each type as a constant.
//! It is enough to validate bytes without the type, to print the path of an error, and to compare
//! what we believe with what a kernel says.

mod attr_policy;
mod attr_table;
#[cfg(feature = "alloc")]
mod compare;
mod copy;
mod hint;
mod key;
mod kind;
mod locate;
mod rule;
mod selector;
#[cfg(feature = "alloc")]
mod table;
mod validate;

pub use attr_policy::{AttrPolicy, Name, Occurs};
pub use attr_table::AttrTable;
#[cfg(feature = "alloc")]
pub use compare::{Difference, DifferenceKind};
pub use hint::{Hint, Layout};
pub use key::FoundKey;
pub use kind::Kind;
pub use rule::Check;
pub use selector::{Key, Selector, Variant};
#[cfg(feature = "alloc")]
pub use table::PolicyTable;
pub(crate) use validate::SetView;

/// What one set of attributes may contain.
#[doc(alias = "nla_policy")]
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    name: &'static str,
    header_len: usize,
    header: Option<Layout>,
    attrs: &'static [AttrPolicy],
    flattened: &'static [&'static Self],
    unknown: Unknowns,
    strict_start: u16,
}

/// What happens to attributes that a set's policy does not name.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Unknowns {
    /// Nobody said: the level of validation decides, and what it lets pass is skipped.
    #[default]
    ByLevel,
    /// They are let pass at every level, and kept.
    Keep,
    /// They are refused at every level.
    Refuse,
}

impl Policy {
    /// A policy of these attributes, without a fixed header before them.
    #[must_use]
    pub const fn new(name: &'static str, attrs: &'static [AttrPolicy]) -> Self {
        Self {
            name,
            header_len: 0,
            header: None,
            attrs,
            flattened: &[],
            unknown: Unknowns::ByLevel,
            strict_start: 0,
        }
    }

    /// The same, behind a fixed header of this many bytes.
    #[must_use]
    pub const fn with_header(mut self, len: usize) -> Self {
        self.header_len = len;
        self
    }

    /// The same, behind a fixed header that is this structure.
    #[must_use]
    pub const fn with_header_layout(mut self, layout: Layout) -> Self {
        self.header = Some(layout);
        self.with_header(layout.size())
    }

    /// The same, with another treatment of attributes it does not name.
    #[must_use]
    pub const fn with_unknown(mut self, unknown: Unknowns) -> Self {
        self.unknown = unknown;
        self
    }

    /// The same, in which attributes of type `ty` and above, and all that is nested in them, are held to
    /// [`Level::STRICT`](crate::Level::STRICT) whatever the level. 0 is none.
    #[doc(alias = "strict_start_type")]
    #[must_use]
    pub const fn with_strict_start(mut self, ty: u16) -> Self {
        self.strict_start = ty;
        self
    }

    /// The same, by another name.
    #[must_use]
    pub const fn with_name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The name of the set: the type it was derived for.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The size in bytes of the fixed header before the attributes, without padding.
    #[must_use]
    pub const fn header_len(&self) -> usize {
        self.header_len
    }

    /// The structure of the fixed header, where it is known.
    #[must_use]
    pub const fn header_layout(&self) -> Option<Layout> {
        self.header
    }

    /// The attributes, in the order of declaration.
    #[must_use]
    pub const fn attrs(&self) -> &'static [AttrPolicy] {
        self.attrs
    }

    /// What happens to attributes that are not named.
    #[must_use]
    pub const fn unknown(&self) -> Unknowns {
        self.unknown
    }

    /// The same, with the attributes of these sets.
    #[must_use]
    pub const fn with_flattened(mut self, sets: &'static [&'static Self]) -> Self {
        self.flattened = sets;
        self
    }

    /// Returns the sets whose attributes are in this one.
    pub(crate) const fn flattened(&self) -> &'static [&'static Self] {
        self.flattened
    }

    /// Returns the attribute with this index, in the order of declaration.
    pub(crate) const fn own_attr(&self, index: usize) -> &'static AttrPolicy {
        match self.attrs.split_at_checked(index) {
            Some((_, [attr, ..])) => attr,
            _ => const { &AttrPolicy::new(Kind::Unspec) },
        }
    }

    /// The policy of the attribute of this type.
    #[must_use]
    pub fn attr(&self, ty: u16) -> Option<&'static AttrPolicy> {
        let own = self.attrs.iter().find(|attr| attr.ty() == ty);
        own.or_else(|| self.flattened.iter().find_map(|set| set.attr(ty)))
    }

    /// The highest type that is named, or 0.
    #[doc(alias = "maxtype")]
    #[must_use]
    pub fn max_type(&self) -> u16 {
        self.attrs.iter().map(AttrPolicy::ty).max().unwrap_or(0)
    }
}
