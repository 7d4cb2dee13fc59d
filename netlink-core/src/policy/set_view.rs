//! The policy of a set: one of a type, or one that a kernel reported.

use super::{AttrPolicy, HeaderLen, Policy, Unknowns};
use crate::level::Level;

#[cfg(feature = "alloc")]
use super::table::{PolicyTable, Set as TableSet};

/// A set of attributes by its policy: a type's own, or one of a table's.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SetView<'p> {
    Known(&'static Policy),
    #[cfg(feature = "alloc")]
    Told(&'p PolicyTable, &'p TableSet),
    #[cfg(not(feature = "alloc"))]
    #[expect(dead_code, reason = "the lifetime must be used")]
    Never(core::convert::Infallible, core::marker::PhantomData<&'p ()>),
}

impl From<&'static Policy> for SetView<'_> {
    fn from(policy: &'static Policy) -> Self {
        Self::Known(policy)
    }
}

#[cfg(feature = "alloc")]
impl PolicyTable {
    /// The set of this number; one that is not there is empty.
    pub(crate) fn view(&self, set: u16) -> SetView<'_> {
        self.find(set).unwrap_or(SetView::Told(self, TableSet::EMPTY))
    }

    /// The set of this number, if it is there.
    pub(super) fn find(&self, set: u16) -> Option<SetView<'_>> {
        self.set(set).map(|set| SetView::Told(self, set))
    }
}

impl<'p> SetView<'p> {
    /// What gives an error its names.
    #[inline(always)]
    pub(crate) const fn policy(self) -> Option<&'static Policy> {
        match self {
            Self::Known(policy) => Some(policy),
            _ => None,
        }
    }

    #[inline(always)]
    pub(crate) fn attr(self, ty: u16) -> Option<&'p AttrPolicy> {
        match self {
            Self::Known(policy) => policy.attr(ty),
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.attr(ty),
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    #[inline(always)]
    pub(super) fn header_len(self) -> HeaderLen {
        self.policy().map_or(HeaderLen::NONE, |policy| policy.header_len)
    }

    pub(super) fn unknown(self) -> Unknowns {
        self.policy().map_or(Unknowns::ByLevel, Policy::unknown)
    }

    #[inline(always)]
    pub(super) fn max_type(self) -> u16 {
        match self {
            Self::Known(policy) => policy.max_type(),
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.max_type,
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    #[inline(always)]
    pub(super) fn strict_start(self) -> u16 {
        match self {
            Self::Known(policy) => policy.strict_start,
            #[cfg(feature = "alloc")]
            Self::Told(_, set) => set.strict_start,
            #[cfg(not(feature = "alloc"))]
            Self::Never(never, _) => match never {},
        }
    }

    /// The level of an attribute from the start of strictness on: beyond what the set knows, its own level
    /// decides.
    #[cold]
    pub(super) fn strict_level(self, ty: u16, level: Level) -> Level {
        if self.is_outside(ty) { level } else { level.with(Level::STRICT) }
    }

    /// How many attributes of the set are keys of others.
    pub(super) fn selectors(self) -> usize {
        self.policy().map_or(0, |policy| policy.selectors.into())
    }

    /// Whether no attribute of the set can have this type.
    pub(super) fn is_outside(self, ty: u16) -> bool {
        ty > self.max_type() || ty == 0 && self.attr(0).is_none()
    }

    /// The set in an attribute.
    pub(super) fn nested(self, rule: &AttrPolicy) -> Option<Self> {
        match (self, rule.set_number()) {
            #[cfg(feature = "alloc")]
            (Self::Told(table, _), Some(number)) => table.find(number),
            _ => rule.set().map(Self::Known),
        }
    }
}
