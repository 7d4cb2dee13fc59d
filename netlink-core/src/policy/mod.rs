//! Policies: what a set of attributes may contain.
//!
//! A [`Policy`] is to a set what the kernel's array of `struct nla_policy` is (`net/netlink.h`): for each attribute
//! type its kind and rules, with names added. The derive generates one for each type as a constant.
//! It is enough to validate bytes without the type, to display them, to print the path of an error, and to
//! compare the type with what a kernel reports.

mod attr_policy;
mod attr_table;
#[cfg(feature = "alloc")]
mod compare;
mod copy;
mod header;
mod hint;
mod index;
mod intersect;
mod key;
mod kind;
#[cfg(test)]
mod linear;
mod locate;
mod node;
mod reported;
mod rule;
mod selector;
mod set_view;
mod span;
#[cfg(feature = "alloc")]
mod table;
mod validate;
pub(crate) mod walk;

pub use attr_policy::{AttrPolicy, Name, Occurs};
pub use attr_table::AttrTable;
#[cfg(feature = "alloc")]
pub use compare::{Difference, DifferenceKind};
pub(crate) use copy::{OPAQUE_NEST, copy_attr, copy_received};
pub(crate) use header::HeaderLen;
pub(crate) use hint::Shorter;
pub use hint::{Hint, Layout};
pub use index::{Index, Indexed};
pub(crate) use intersect::Clash;
pub use key::FoundKey;
pub use kind::Kind;
pub use reported::ReportedPolicy;
pub use rule::Check;
pub use selector::{Key, Selector, Variant};
#[cfg(feature = "alloc")]
pub use table::PolicyTable;

/// What one set of attributes may contain.
///
/// The derives create a policy for each set: [`ParseSet::PARSE_POLICY`](crate::ParseSet::PARSE_POLICY) and
/// [`EmitSet::EMIT_POLICY`](crate::EmitSet::EMIT_POLICY). Write one yourself to validate bytes without a type:
///
/// ```
/// use netlink_core::policy::{AttrPolicy, Check, Kind, Policy};
/// use netlink_core::{Input, Level, Writer};
///
/// static PORT: Policy = Policy::new("Port", &[
///     AttrPolicy::new(Kind::NulString).with_len(1, 15).named(1, "name"),
///     AttrPolicy::new(Kind::U32).with_check(Check::Range(68, 65535)).optional().named(2, "mtu"),
/// ]);
///
/// let mut bytes = Vec::new();
/// let mut writer = Writer::growing(&mut bytes);
/// writer.put(1, &c"p0")?;
/// writer.put(2, &20_u32)?;
/// let error = PORT.validate(Input::new(&bytes).with_level(Level::STRICT)).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "Port.mtu at offset 8: expected u32 in 68..=65535, found 20 (integer out of range)",
/// );
/// # Ok::<(), netlink_core::EmitError>(())
/// ```
#[doc(alias = "nla_policy")]
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    name: &'static str,
    attrs: &'static [AttrPolicy],
    /// Finds them by type, if `search` says so.
    index: Index,
    flattened: &'static [&'static Self],
    header: Option<Layout>,
    header_len: HeaderLen,
    /// How many attributes there are, flattened ones included.
    count: u16,
    max_type: u16,
    strict_start: u16,
    /// How many attributes are keys of others.
    selectors: u16,
    unknown: Unknowns,
    search: Search,
}

/// How an attribute is found by its type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Search {
    /// By the dense index alone.
    Dense,
    /// By the index, then in what is flattened.
    Index,
    /// By bisecting, for the types are in order.
    Bisect,
    /// One after the other.
    Linear,
}

/// What happens to attributes that a set's policy does not name.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Unknowns {
    /// The level of validation decides; accepted ones are skipped.
    #[default]
    ByLevel,
    /// They are accepted at every level, and kept.
    Keep,
    /// They are rejected at every level.
    Refuse,
}

impl Policy {
    /// Returns the policy of a set of these attributes, without a fixed header before them.
    ///
    /// For large sets, [`Policy::indexed`] finds attributes faster.
    #[must_use]
    pub const fn new(name: &'static str, attrs: &'static [AttrPolicy]) -> Self {
        let mut policy = Self::with_index(name, attrs, Index::EMPTY);
        policy.search = if is_sorted(attrs) { Search::Bisect } else { Search::Linear };
        policy
    }

    /// Returns the policy of a set of these attributes, without a fixed header before them.
    #[must_use]
    pub const fn indexed<const N: usize, const D: usize, const S: usize>(
        name: &'static str,
        attrs: &'static Indexed<N, D, S>,
    ) -> Self {
        Self::with_index(name, &attrs.attrs, attrs.index())
    }

    #[expect(clippy::cast_possible_truncation, reason = "there are 16384 types")]
    const fn with_index(name: &'static str, attrs: &'static [AttrPolicy], index: Index) -> Self {
        let mut max_type = 0;
        let (mut selectors, mut rest) = (0_u16, attrs);
        while let [first, behind @ ..] = rest {
            if first.ty() > max_type {
                max_type = first.ty();
            }
            if let Selector::Attr(ty) = first.selector() {
                if !selects_any(behind, ty) {
                    selectors = selectors.saturating_add(1);
                }
            }
            rest = behind;
        }
        Self {
            name,
            attrs,
            index,
            flattened: &[],
            header: None,
            header_len: HeaderLen::NONE,
            count: attrs.len() as u16,
            max_type,
            strict_start: 0,
            selectors,
            unknown: Unknowns::ByLevel,
            search: if index.sparse.is_empty() { Search::Dense } else { Search::Index },
        }
    }

    /// Adds the attributes of these sets, which are in the same set as its own.
    ///
    /// Fixed headers and all else that the policies of these sets say do not matter.
    #[must_use]
    pub const fn with_flattened(mut self, sets: &'static [&'static Self]) -> Self {
        let mut rest = sets;
        while let [set, behind @ ..] = rest {
            if set.max_type > self.max_type {
                self.max_type = set.max_type;
            }
            self.count = self.count.saturating_add(set.count);
            self.selectors = self.selectors.saturating_add(set.selectors);
            rest = behind;
        }
        if let (Search::Dense, [_, ..]) = (self.search, sets) {
            self.search = Search::Index;
        }
        self.flattened = sets;
        self
    }

    /// Sets what happens to attributes that it does not name.
    #[must_use]
    pub const fn with_unknown(mut self, unknown: Unknowns) -> Self {
        self.unknown = unknown;
        self
    }

    /// Validates attributes of type `ty` and above, and all that is nested in them, at
    /// [`Level::STRICT`](crate::Level::STRICT), whatever the level. 0 means none.
    #[doc(alias = "strict_start_type")]
    #[must_use]
    pub const fn with_strict_start(mut self, ty: u16) -> Self {
        self.strict_start = ty;
        self
    }

    /// Sets the name.
    #[must_use]
    pub const fn with_name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Returns the name of the set: the type it was derived for.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the attributes, in the order of declaration, and those of flattened sets behind them.
    pub fn attrs(&self) -> impl Iterator<Item = &'static AttrPolicy> + Clone + use<> {
        let policy = *self;
        (0..policy.count).filter_map(move |number| policy.nth(number.into()))
    }

    /// Returns the set's own attributes, in the order of declaration.
    #[must_use]
    pub const fn own_attrs(&self) -> &'static [AttrPolicy] {
        self.attrs
    }

    /// Returns the set's own attribute with this index, in the order of declaration.
    pub(crate) const fn own_attr(&self, index: usize) -> &'static AttrPolicy {
        match self.attrs.split_at_checked(index) {
            Some((_, [attr, ..])) => attr,
            _ => const { &AttrPolicy::new(Kind::Unspec) },
        }
    }

    /// Returns the policies of the flattened sets.
    #[must_use]
    pub const fn flattened(&self) -> &'static [&'static Self] {
        self.flattened
    }

    fn nth(&self, number: usize) -> Option<&'static AttrPolicy> {
        if let Some(attr) = self.attrs.get(number) {
            return Some(attr);
        }
        let mut number = number.saturating_sub(self.attrs.len());
        for set in self.flattened {
            match number.checked_sub(set.count.into()) {
                Some(behind) => number = behind,
                None => return set.nth(number),
            }
        }
        None
    }

    /// Returns what happens to attributes that are not named.
    #[must_use]
    pub const fn unknown(&self) -> Unknowns {
        self.unknown
    }

    /// Returns the policy of the attribute of this type.
    #[inline(always)]
    #[must_use]
    pub fn attr(&self, ty: u16) -> Option<&'static AttrPolicy> {
        let slot = self.index.dense.get(usize::from(ty));
        match slot.and_then(|slot| self.attrs.get(usize::from(slot.place))) {
            None if !matches!(self.search, Search::Dense) => self.search(ty),
            attr => attr,
        }
    }

    #[inline(never)]
    fn search(&self, ty: u16) -> Option<&'static AttrPolicy> {
        let own = match self.search {
            Search::Dense => None,
            Search::Index => {
                let sparse = self.index.sparse;
                let first = sparse.get(sparse.partition_point(|(other, _)| *other < ty));
                let place = first.filter(|(other, _)| *other == ty).map(|(_, place)| *place);
                place.and_then(|place| self.attrs.get(usize::from(place)))
            }
            Search::Bisect => {
                let is_it = |attr: &&AttrPolicy| attr.ty() == ty;
                // Most types of a set follow one another.
                let first = self.attrs.first().map_or(0, AttrPolicy::ty);
                let guess = self.attrs.get(usize::from(ty.wrapping_sub(first))).filter(is_it);
                guess.or_else(|| {
                    let place = self.attrs.partition_point(|attr| attr.ty() < ty);
                    self.attrs.get(place).filter(is_it)
                })
            }
            Search::Linear => self.attrs.iter().find(|attr| attr.ty() == ty),
        };
        own.or_else(|| self.flattened.iter().find_map(|set| set.attr(ty)))
    }

    /// Returns the highest type that is named, or 0.
    #[doc(alias = "maxtype")]
    #[must_use]
    pub const fn max_type(&self) -> u16 {
        self.max_type
    }
}

/// Whether one of these attributes is selected by the attribute of this type.
const fn selects_any(mut attrs: &[AttrPolicy], ty: u16) -> bool {
    while let [first, rest @ ..] = attrs {
        if let Selector::Attr(other) = first.selector() {
            if other == ty {
                return true;
            }
        }
        attrs = rest;
    }
    false
}

const fn is_sorted(mut attrs: &[AttrPolicy]) -> bool {
    while let [first, rest @ ..] = attrs {
        if let [second, ..] = rest {
            if first.ty() > second.ty() {
                return false;
            }
        }
        attrs = rest;
    }
    true
}
